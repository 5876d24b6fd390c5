"""Meetings: planning one or a year's dates, changing, calling off, moving, showing them in public.

Numbers are given under a lock of the committee. What an invited person has read is changed only together with a new
invitation: a change of date or place raises `sequence`, and the assistant asks for the second invitation.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.mail.queue import withdraw_about

from ..models import Committee, Meeting, MeetingState
from ..models.meetings import AHEAD
from . import agenda, invitations
from .states import go_to, locked, mail_key

#: What a calendar shows of a meeting.
IN_CALENDARS = ("title", "starts_at", "ends_at", "place", "street", "postal_code", "city")
PLACE = ("place", "street", "postal_code", "city", "municipality")
#: A year has no more meetings than that in one go.
MOST_DATES = 60


def _check_day(committee, starts_at):
    day = timezone.localdate(starts_at)
    if committee.dissolved_on and day > committee.dissolved_on:
        raise ValidationError({"starts_at": _("The committee does not exist any more on this day.")})
    if committee.founded_on and day < committee.founded_on:
        raise ValidationError({"starts_at": _("The committee does not exist yet on this day.")})
    if not committee.meets_here:
        raise ValidationError(_("This committee holds its meetings elsewhere."))


def _new(committee, data, by):
    number = (committee.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    values = {name: getattr(committee, name) for name in PLACE} | {"is_published": committee.is_published} | data
    _check_day(committee, values["starts_at"])
    meeting = Meeting(committee=committee, number=number, created_by=by, **values)
    meeting.full_clean()
    meeting.save()
    return meeting


@transaction.atomic
def plan_meeting(*, committee, by=None, with_items=True, **data):
    """Plan a meeting and return it. `data` are fields of the meeting, `starts_at` among them; place and publicity come
    from the committee where they are not given. With `with_items` the agenda gets the standard items, what was left open
    and the report on open resolutions. Raises ValidationError.
    """
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    meeting = _new(committee, data, by)
    if with_items:
        agenda.fill(meeting=meeting)
    return meeting


@transaction.atomic
def plan_year(*, committee, starts, hours=2, by=None):
    """Plan a meeting for each start in `starts`; starts that are planned already are passed over. All or nothing.

    Each lasts `hours`. The agenda is filled later, when the meeting is prepared. Returns the new meetings.
    """
    starts = sorted(set(starts))
    if len(starts) > MOST_DATES:
        raise ValidationError(_("At most %(most)d dates at once, please.") % {"most": MOST_DATES}, code="too_many")
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    taken = set(
        committee.meetings.exclude(state__in=("cancelled", "moved"))
        .filter(starts_at__in=starts)
        .values_list("starts_at", flat=True)
    )
    length = datetime.timedelta(hours=hours)
    return [
        _new(committee, {"starts_at": start, "ends_at": start + length}, by) for start in starts if start not in taken
    ]


@transaction.atomic
def update_meeting(*, meeting, data, version=None):
    """Change a meeting that has not been held. Raises StaleObject, ValidationError."""
    row = locked(meeting, version)
    if row.state not in AHEAD:
        raise ValidationError(
            _("This meeting has been held or called off: date and place stay as they are."), code="state"
        )
    before = [getattr(row, name) for name in IN_CALENDARS]
    for name, value in data.items():
        setattr(row, name, value)
    _check_day(row.committee, row.starts_at)
    if [getattr(row, name) for name in IN_CALENDARS] != before:
        row.sequence += 1
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def set_published(*, meeting, published):
    """Show a meeting in public, with its public items, or take it back. Raises ValidationError for one of a hidden committee."""
    row = locked(meeting)
    if published and not row.committee.is_published:
        raise ValidationError(_("The committee itself is not public. Please publish it first."), code="committee")
    if row.is_published != published:
        row.is_published = published
        row.save()
    return row


@transaction.atomic
def cancel_meeting(*, meeting, reason, by=None):
    """Call a meeting off. Whoever was invited gets a mail with the reason; mails that did not go out are withdrawn."""
    row = locked(meeting)
    was_invited = row.state == MeetingState.INVITED
    go_to(row, MeetingState.CANCELLED, reason)
    row.sequence += 1
    row.save()
    withdraw_about(mail_key(row))
    if was_invited:
        invitations.tell_cancelled(meeting=row, reason=reason)
    return row


@transaction.atomic
def move_meeting(*, meeting, starts_at, ends_at=None, reason="", by=None, **data):
    """Move a meeting to another date: a new meeting with the same agenda takes its place; returns the new one.

    The old one stays as "moved" with a link to the new. Whoever was invited is told, and has to be invited anew.
    """
    row = locked(meeting)
    if starts_at == row.starts_at:
        raise ValidationError({"starts_at": _("This is the date the meeting has already.")})
    was_invited = row.state == MeetingState.INVITED
    Committee.objects.select_for_update().get(pk=row.committee_id)
    values = {
        name: getattr(row, name)
        for name in (*PLACE, "title", "online_url", "is_published", "note", "chair", "recorder")
    }
    new = _new(row.committee, values | data | {"starts_at": starts_at, "ends_at": ends_at}, by)
    for item in row.items.all():
        item.meeting = new
        item.save()
    go_to(row, MeetingState.MOVED, reason)
    row.moved_to, row.sequence = new, row.sequence + 1
    row.save()
    withdraw_about(mail_key(row))
    if was_invited:
        invitations.tell_moved(meeting=row, new=new, reason=reason)
    return new


@transaction.atomic
def reopen_planning(*, meeting):
    """Undo a cancellation by mistake while nobody had been invited. Raises ValidationError otherwise."""
    row = locked(meeting)
    if row.state != MeetingState.CANCELLED or row.invitations.exists():
        raise ValidationError(_("Only a meeting that was called off before anybody was invited can be taken up again."))
    row.state, row.state_reason, row.sequence = MeetingState.PLANNED, "", row.sequence + 1
    row.save()
    return row
