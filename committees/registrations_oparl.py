"""What the portal knows of OParl: changes are followed at once, and everything is checked every few hours."""

import datetime

from django.utils.translation import gettext_lazy as _

from integration_portal.core import due
from integration_portal.core.due import DueJob

from .oparl import sync, touch

touch.connect()


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
