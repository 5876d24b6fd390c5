"""What the portal knows of OParl: changes are followed at once, and everything is checked every few hours."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_portal.core import due
from integration_portal.core.due import DueJob

from . import documents
from .archive import paper_document
from .minutes_files import minutes_file
from .models import Meeting, Minutes, Paper
from .oparl import files, sync, touch
from .oparl.files import MadeFile

touch.connect()


def _published(meeting):
    return Minutes.objects.filter(meeting=meeting, published_at__isnull=False).first()


def _day_of_minutes(meeting):
    minutes = _published(meeting)
    return minutes.approved_on if minutes else None


def _minutes_pdf(meeting):
    return documents.as_pdf(minutes_file(meeting, _published(meeting), public_only=True))


files.register(
    MadeFile(
        Paper,
        "mainFile",
        "Vorlage",
        lambda paper: paper.dated_on or timezone.localdate(paper.created_at),
        lambda paper: documents.as_pdf(paper_document(paper)),
    )
)
files.register(
    MadeFile(
        Meeting,
        "invitation",
        "Tagesordnung",
        lambda meeting: meeting.day,
        lambda meeting: documents.as_pdf(documents.agenda_document(meeting, public_only=True)),
    )
)
files.register(MadeFile(Meeting, "resultsProtocol", "Niederschrift", _day_of_minutes, _minutes_pdf))


def _said(written):
    return f"{written} objects" if written else ""


due.register(
    DueJob(
        "oparl_visibility",
        _("Take from OParl what was withdrawn"),
        datetime.timedelta(minutes=5),
        lambda now: _said(sync.follow_visibility()),
        order=69,
    )
)
due.register(
    DueJob(
        "oparl_sync",
        _("Bring the OParl interface up to date"),
        datetime.timedelta(hours=6),
        lambda now: _said(sync.rebuild()),
        order=70,
    )
)
