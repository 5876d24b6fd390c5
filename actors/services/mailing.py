"""Mailing lists: saving, archiving, entries by hand, and who unsubscribed. Sending is in `services.sending`."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock
from integration_portal.core.mail.queue import withdraw_about

from ..models import MailingList, MailingListMember, MailingOptOut, MailingRecipient
from ..querysets_mailing import MAIL_KEY
from ..recipients import recipients_of, recipients_of_lists

__all__ = [
    "archive", "forget_opt_out", "mail_key", "opt_out", "put", "recipients_of", "recipients_of_lists", "restore", "save_list",
    "take_off",
]  # fmt: skip


@transaction.atomic
def save_list(*, mailing_list, version=None):
    """Save a list from a validated instance. Raises StaleObject if somebody saved since `version`."""
    if mailing_list.pk:
        lock(mailing_list, version)
    mailing_list.save()
    return mailing_list


def _set_archived(mailing_list, when):
    row = lock(mailing_list, None)
    if bool(row.archived_at) != bool(when):
        row.archived_at = when
        row.save()
    return row


@transaction.atomic
def archive(*, mailing_list):
    """Take a list out of use: it stays to be read, nothing can be sent to it. Doing it twice changes nothing."""
    return _set_archived(mailing_list, timezone.now())


@transaction.atomic
def restore(*, mailing_list):
    """Take a list back into use."""
    return _set_archived(mailing_list, None)


def _of(person, actor):
    if (person is None) == (actor is None):
        raise ValueError("Either a person or an actor.")
    return {"person": person, "actor": actor}


@transaction.atomic
def put(*, mailing_list, person=None, actor=None, is_excluded=False):
    """Put a person or an actor on a list by hand, or keep them off it. The later of both counts; twice changes nothing.

    Raises ValidationError for a list or an actor in the archive, and for a person who was anonymised.
    """
    row = lock(mailing_list, None)
    if row.archived_at:
        raise ValidationError(_("This list is in the archive."), code="archived")
    if not is_excluded and (actor and actor.archived_at or person and person.anonymised_at):
        raise ValidationError(_("Who is archived or anonymised cannot be put on a list."), code="archived")
    member = MailingListMember.objects.filter(list=row, **_of(person, actor)).first()
    if member is None:
        return MailingListMember.objects.create(list=row, is_excluded=is_excluded, **_of(person, actor))
    if member.is_excluded != is_excluded:
        member.is_excluded = is_excluded
        member.save()
    return member


@transaction.atomic
def take_off(*, mailing_list, person=None, actor=None):
    """Remove what was entered by hand; the rule alone decides again. Nothing happens if nothing was entered."""
    row = lock(mailing_list, None)
    for member in MailingListMember.objects.filter(list=row, **_of(person, actor)):
        member.delete()


# --- unsubscribing --------------------------------------------------------------------------------------
@transaction.atomic
def opt_out(*, email, mailing_list=None):
    """Take an address off a list, or off all without `mailing_list`; mails still in the queue are withdrawn.

    Twice changes nothing. Returns the row.
    """
    # The lists are locked in turn, so that two clicks at once do not both write.
    if mailing_list is not None:
        MailingList.objects.select_for_update().get(pk=mailing_list.pk)
    row = MailingOptOut.objects.filter(list=mailing_list, email__iexact=email).first()
    row = row or MailingOptOut.objects.create(list=mailing_list, email=email)
    waiting = MailingRecipient.objects.filter(email__iexact=email)
    if mailing_list is not None:
        waiting = waiting.filter(mailing__list=mailing_list)
    withdraw_about(*(mail_key(pk) for pk in waiting.order_by("-pk").values_list("pk", flat=True)[:100]))
    return row


@transaction.atomic
def forget_opt_out(*, row):
    """Let an address get mails again, when its owner asked for it."""
    row.delete()


def mail_key(recipient_pk):
    """Under which the mail to a recipient is found in the queue."""
    return f"{MAIL_KEY}{recipient_pk}"
