"""Mails to lists: drafts, and sending, which happens once. The log is written before the first mail is.

Sending has two steps. The first one, in one transaction, turns the draft into a sent mailing and writes down who gets
it; nothing else can do that again. The second one puts the mails of that log into the queue, a hundred per transaction;
it can be interrupted and taken up again, since a recipient whose mail is in the queue is passed over.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from integration_portal.core import jobs, links
from integration_portal.core.audit import audited_bulk_create
from integration_portal.core.locking import lock
from integration_portal.core.mail import queue_mail
from integration_portal.core.models import PersonalLink, SiteSettings
from integration_portal.core.site import absolute

from ..models import Mailing, MailingRecipient
from ..recipients import recipients_of
from .mailing import mail_key

PURPOSE = "actors.unsubscribe"
JOB = "actors.mailing"
#: Up to so many mails are put into the queue at once, more by a job with progress.
AT_ONCE, PORTION = 50, 100
#: So long somebody can unsubscribe by the link in a mail.
LINK_DAYS = 3 * 365


@transaction.atomic
def save_mailing(*, mailing, version=None):
    """Save a draft from a validated instance.

    Raises StaleObject if somebody saved since `version`, ValidationError when it was sent or its list is archived.
    """
    if mailing.pk:
        _check_draft(lock(mailing, version))
    if mailing.list.archived_at:
        raise ValidationError(_("This list is in the archive."), code="archived")
    mailing.save()
    return mailing


def _check_draft(row):
    if row.state != Mailing.State.DRAFT:
        raise ValidationError(_("This mail has been sent already."), code="state")


@transaction.atomic
def delete_draft(*, row):
    """Delete a draft. Raises ValidationError for a mail that was sent."""
    row = lock(row, None)
    _check_draft(row)
    row.delete()


@transaction.atomic
def send_mailing(*, mailing, by, version=None, expected=None):
    """Send a draft to everybody whom its list reaches now; returns (mailing, job or None). It can be done once.

    `expected` is the number of recipients that was shown. Raises StaleObject if somebody changed the draft since
    `version`, ValidationError when it was sent already, nobody would get it, or the number is another one by now.
    """
    row = lock(mailing, version)
    _check_draft(row)
    if row.list.archived_at:
        raise ValidationError(_("This list is in the archive."), code="archived")
    found = recipients_of(row.list).found
    if not found:
        raise ValidationError(_("Nobody on this list can get a mail."), code="nobody")
    if expected is not None and expected != len(found):
        raise ValidationError(_("The list has changed meanwhile. Please look at the recipients again."), code="changed")
    row.state, row.sent_at = Mailing.State.SENT, timezone.now()
    row.save()
    audited_bulk_create(
        MailingRecipient(
            mailing=row, person_id=one.person_id, actor_id=one.actor_id, name=one.name[:200], email=one.email
        )
        for one in found
    )
    if len(found) <= AT_ONCE:
        _queue_portion(row)
        return row, None
    return row, start_queueing(mailing=row, by=by)


def start_queueing(*, mailing, by):
    """Start the job that puts the mails not yet in the queue there; returns its row."""
    return jobs.start_job(
        kind=JOB,
        title=_("Mail to a list: %(subject)s") % {"subject": mailing.subject},
        owner=by,
        params={"mailing": mailing.pk},
        result_url=mailing.get_absolute_url(),
    )


def missing_of(mailing):
    """Recipients whose mail never got into the queue, because the job was interrupted; those erased since are not."""
    rows = MailingRecipient.objects.filter(mailing=mailing).exclude(email="").with_mail_state()
    return rows.filter(mail_state__isnull=True).order_by("pk")


@transaction.atomic
def _queue_portion(mailing, most=PORTION):
    """Put the next mails into the queue, of a locked mailing; returns (how many, how many are left)."""
    row = lock(mailing, None)
    missing = missing_of(row)
    number, some = missing.count(), list(missing[:most])
    site = SiteSettings.load()
    expires = timezone.now() + datetime.timedelta(days=LINK_DAYS)
    made = audited_bulk_create(
        PersonalLink(purpose=PURPOSE, subject=mail_key(one.pk), expires_at=expires) for one in some
    )
    with translation.override(settings.LANGUAGE_CODE):
        for one, link in zip(some, made, strict=True):
            address = absolute(links.path_of(link))
            queue_mail(
                kind="actors.mailing",
                to=one.email,
                values={"subject": row.subject, "text": row.text.strip(), "list": row.list.name, "link": address},
                about=mail_key(one.pk),
                reply_to=site.email,
                # RFC 8058: mail programs show a button of their own that unsubscribes with one click.
                headers={
                    "List-Unsubscribe": f"<{address}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                    "Precedence": "bulk",
                },
            )
    return len(some), number - len(some)


@jobs.job(JOB)
def queue_all(progress):
    """The job: put every mail of a mailing into the queue."""
    mailing = Mailing.objects.get(pk=progress.params["mailing"])
    total, done, left = mailing.recipients.count(), 0, 1
    while left:
        _number, left = _queue_portion(mailing)
        done = total - left
        progress.advance(done, total)
    return {"mails": total}


def recipient_of(link):
    """The recipient whose link this is; None when the person was erased since."""
    key = link.subject.rpartition(":")[2]
    row = MailingRecipient.objects.filter(pk=key if key.isdigit() else 0).select_related("mailing__list").first()
    return row if row and row.email else None
