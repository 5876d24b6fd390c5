"""Writing mails to the queue, and what the office may do with those that did not go out."""

from email.utils import make_msgid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from post_office.models import PRIORITY, STATUS, Attachment, Email

from ..models import Mail
from . import texts


def queue_mail(*, kind, to, values, about="", language=None, reply_to="", expires_at=None, headers=None, files=()):
    """Write a mail of a registered kind to the queue and return its `Mail`; it goes out after the commit.

    `about` is the key of the object it concerns, `headers` are further ones, such as List-Unsubscribe, `files` the rows of
    `keep_file()` that go along; many mails may share one. Rolled back together with the transaction it is written in.
    Raises ValidationError for an address that is none.
    """
    subject, body = texts.write(kind, values, language)
    email = Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        subject=subject,
        message=body,
        status=STATUS.queued,
        priority=PRIORITY.medium,
        message_id=make_msgid(domain=settings.POST_OFFICE["MESSAGE_ID_FQDN"]),
        headers={**(headers or {}), **({"Reply-To": reply_to} if reply_to else {})} or None,
        expires_at=expires_at,
    )
    email.save()
    if files:
        email.attachments.add(*files)
    mail = Mail.objects.create(email=email, kind=kind, about=about, next_try_at=timezone.now())
    nudge()
    return mail


def keep_file(name, content, media_type):
    """Keep a file that goes along with mails, outside the web root, and return its row for `queue_mail(files=…)`.

    It is deleted with the last of its mails.
    """
    row = Attachment(name=name, mimetype=media_type)
    row.file.save(name, ContentFile(content), save=False)
    row.save()
    return row


def nudge():
    """Have the worker look at the queue after the commit; once per transaction, however many mails it wrote."""
    if not any(function is _enqueue for _ids, function, *_rest in connection.run_on_commit):
        transaction.on_commit(_enqueue)


def _enqueue():
    deliver_soon.enqueue()


@task()
def deliver_soon():
    """Send what is due, for at most a minute, so that other jobs of the worker are not kept waiting."""
    from .sending import send_due  # noqa: PLC0415 - the sending end loads what pages never need

    send_due(max_seconds=60)


@transaction.atomic
def repeat(*, mail):
    """Try a mail again at once, as one that was never tried. Raises ValidationError if it went out or is on its way."""
    now = timezone.now()
    possible = (Mail.State.REFUSED, Mail.State.FAILED, Mail.State.UNCLEAR, Mail.State.WAITING)
    if not Mail.objects.filter(pk=mail.pk, state__in=possible).update(
        state=Mail.State.QUEUED, next_try_at=now, attempts=0, unclear=0
    ):
        raise ValidationError(_("This mail has been sent or is being sent."), code="state")
    Email.objects.filter(pk=mail.email_id).update(status=STATUS.queued, last_updated=now)
    nudge()


@transaction.atomic
def withdraw(*, mail):
    """Take a mail out of the queue. Raises ValidationError if it went out or is on its way."""
    possible = (Mail.State.QUEUED, Mail.State.WAITING)
    if not Mail.objects.filter(pk=mail.pk, state__in=possible).update(state=Mail.State.WITHDRAWN):
        raise ValidationError(_("This mail has been sent or is being sent."), code="state")
    Email.objects.filter(pk=mail.email_id).update(status=STATUS.failed, last_updated=timezone.now())


def withdraw_about(*keys):
    """Take all mails about these objects out of the queue that did not go out yet; returns how many."""
    number = 0
    for mail in Mail.objects.about(*keys).filter(state__in=(Mail.State.QUEUED, Mail.State.WAITING)):
        withdraw(mail=mail)
        number += 1
    return number
