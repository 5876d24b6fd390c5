"""Sending what is due. Safe to run twice at once: a mail is claimed in the database before the server is spoken to.

The server's answer decides (RFC 5321 §4.2): 4xx is tried again with growing pauses, 5xx is final. When the line breaks
after the text of the message was begun, or the process dies, it is unclear whether the message arrived: it is sent
once more with the same Message-ID, by which mail programs know a second copy; then it stays as "perhaps sent".
"""

import datetime
import logging
import smtplib
import time
from collections import Counter

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from post_office.models import STATUS, Email

from ..models import Mail
from . import texts

logger = logging.getLogger(__name__)

#: Pauses before the second, third … attempt, in minutes; after the last one the mail is given up.
PAUSES = (2, 10, 30, 120, 360, 720, 1440, 1440)
#: A mail that has been "being sent" for longer has lost its process (SMTP time-outs are far shorter).
LOST_AFTER = datetime.timedelta(minutes=10)
State = Mail.State


class _ServerAway(Exception):
    """No connection: the rest of the queue waits as well."""


def send_due(*, now=None, max_seconds=None):
    """Send every mail that is due; return a Counter of states that mails ended in. Never raises for a mail.

    Stops early when the server cannot be reached, or after `max_seconds`.
    """
    started, results = time.monotonic(), Counter()
    adopt_foreign()
    recover_lost(now or timezone.now())
    transport = get_connection(settings.MAIL_TRANSPORT)
    try:
        while max_seconds is None or time.monotonic() - started < max_seconds:
            mail = _claim(now or timezone.now())
            if mail is None:
                break
            try:
                state = _send(transport, mail)
            except _ServerAway as error:
                _retry(mail, error.args[0])
                results[State.WAITING] += 1
                break
            results[state] += 1
    finally:
        _close(transport)
    return results


def adopt_foreign():
    """Give a row to messages that libraries (password reset) wrote to post_office's queue by themselves."""
    with transaction.atomic():
        lone = Email.objects.filter(status=STATUS.queued, mail__isnull=True).only("pk", "scheduled_time")
        Mail.objects.bulk_create(
            Mail(email=email, next_try_at=email.scheduled_time or timezone.now()) for email in lone
        )


def recover_lost(now):
    """Mails whose process died in the middle of sending: nobody knows whether they arrived."""
    for mail in Mail.objects.filter(state=State.SENDING, sending_since__lt=now - LOST_AFTER):
        _unclear(mail, _("The sending process ended in the middle."))


def _claim(now):
    """The next due mail, marked as being sent by this process; None when the queue is empty."""
    while True:
        found = Mail.objects.due(now).order_by("next_try_at", "pk").values_list("pk", "state").first()
        if found is None:
            return None
        # The attempt counts before it is made: a process that dies in it has made it.
        taken = Mail.objects.filter(pk=found[0], state=found[1]).update(
            state=State.SENDING, sending_since=timezone.now(), attempts=F("attempts") + 1
        )
        if taken:
            return Mail.objects.select_related("email").get(pk=found[0])


def _send(transport, mail):
    """One attempt; returns the state the mail ended in."""
    if mail.email.expires_at and mail.email.expires_at < timezone.now():
        return _finish(mail, State.FAILED, _("It was too late to send this mail."))
    try:
        transport.open()
    except (smtplib.SMTPException, OSError) as error:
        raise _ServerAway(_words(error)) from error
    try:
        transport.send_messages([mail.email.email_message()])
    except smtplib.SMTPRecipientsRefused as error:
        _close(transport)
        codes = [code for code, _text in error.recipients.values()]
        text = "; ".join(_answer(code, words) for code, words in error.recipients.values())
        return _finish(mail, State.REFUSED, text) if min(codes) >= 500 else _retry(mail, text)
    except smtplib.SMTPResponseException as error:
        _close(transport)
        text = _answer(error.smtp_code, error.smtp_error)
        # A refused sender is our own mistake, not the recipient's: the office puts it right, the mail waits.
        final = error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPSenderRefused)
        return _finish(mail, State.REFUSED, text) if final else _retry(mail, text)
    except (smtplib.SMTPException, OSError) as error:
        unclear = getattr(transport, "is_unclear", False)
        _close(transport)
        return _unclear(mail, _words(error)) if unclear else _retry(mail, _words(error))
    except Exception as error:  # a message that cannot be built must not stop the queue
        logger.exception("Mail %s cannot be sent", mail.pk)
        _close(transport)
        return _finish(mail, State.FAILED, _words(error))
    return _finish(mail, State.SENT)


def _finish(mail, state, error=""):
    now = timezone.now()
    wiped = {"message": "", "html_message": ""} if state == State.SENT and texts.is_secret(mail.kind) else {}
    sent = {"sent_at": now} if state == State.SENT else {}
    with transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(
            state=state,
            attempts=mail.attempts,
            unclear=mail.unclear,
            sending_since=None,
            last_error=error[:500],
            **sent,
        )
        Email.objects.filter(pk=mail.email_id).update(
            status=STATUS.sent if state == State.SENT else STATUS.failed, last_updated=now, **wiped
        )
    return state


def _retry(mail, error):
    """Put it back with the pause of its attempt, or give it up after the last one."""
    if mail.attempts > len(PAUSES):
        return _finish(mail, State.FAILED, error)
    pause = datetime.timedelta(minutes=PAUSES[max(mail.attempts, 1) - 1])
    Mail.objects.filter(pk=mail.pk).update(
        state=State.WAITING,
        attempts=mail.attempts,
        unclear=mail.unclear,
        sending_since=None,
        next_try_at=timezone.now() + pause,
        last_error=error[:500],
    )
    return State.WAITING


def _unclear(mail, error):
    """The first time it is repeated later, the second time it stays as perhaps sent."""
    mail.unclear += 1
    return _retry(mail, error) if mail.unclear == 1 else _finish(mail, State.UNCLEAR, error)


def _close(transport):
    try:
        transport.close()
    except (smtplib.SMTPException, OSError) as error:
        logger.info("The connection to the mail server did not close cleanly: %s", error)
        transport.connection = None


def _answer(code, words):
    words = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {words}"


def _words(error):
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
