"""The scheduled jobs of mail: sending what is due, and forgetting old texts."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from post_office.models import Attachment, Email

from ..models import Mail, SiteSettings
from ..redaction import FORGOTTEN
from .sending import send_due


def send(now):
    """Send what is due and say how much went out, waits, or needs somebody."""
    results = send_due()
    parts = [f"{number} {Mail.State(state).label}" for state, number in sorted(results.items())]
    return ", ".join(parts)


def forget(now):
    """Delete texts and addresses of mails that ended longer ago than the settings say; their fate stays on record."""
    days = SiteSettings.load().mails_kept_days
    ended = (Mail.State.SENT, Mail.State.WITHDRAWN, Mail.State.REFUSED, Mail.State.FAILED, Mail.State.UNCLEAR)
    old = Mail.objects.filter(state__in=ended, created_at__lt=now - datetime.timedelta(days=days)).exclude(
        email__to=FORGOTTEN
    )
    ids = list(old.values_list("email_id", flat=True)[:5000])
    with transaction.atomic():
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            Attachment.emails.through.objects.filter(email_id__in=some).delete()
            Email.objects.filter(pk__in=some).update(
                to=FORGOTTEN, cc="", bcc="", subject=_("(deleted)"), message="", html_message="", headers=None
            )
        lone = Attachment.objects.filter(emails__isnull=True)
        files = [(row.file.storage, row.file.name) for row in lone]
        lone.delete()
        for storage, name in files:
            transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
    return ngettext("%(n)s text deleted", "%(n)s texts deleted", len(ids)) % {"n": len(ids)} if ids else ""
