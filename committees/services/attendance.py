"""Who is at a meeting, from when to when, on which seat. Every change goes under a lock of the meeting.

A seat is filled by its member or by one deputy, never by both, and nobody fills two. What the rules forbid is refused with
their name.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import StaleObject

from ..members import deputies_of, in_office
from ..models import Attendance, MeetingState, Presence
from ..models.meetings import AHEAD
from ..rules import quorum
from .states import go_to, locked, rules_of

State = Attendance.State
Role = Attendance.Role


def _open(meeting):
    """The locked meeting, if it is running. Raises ValidationError otherwise."""
    row = locked(meeting)
    if row.opened_at is None:
        raise ValidationError(_("The meeting has not been opened yet."), code="not_open")
    if row.closed_at is not None:
        raise ValidationError(_("The meeting is closed: attendance stays as it is."), code="closed")
    return row


def _row(attendance, version=None):
    row = (
        Attendance.objects.select_for_update(of=("self",))
        .select_related("person", "membership__seat")
        .get(pk=attendance.pk)
    )
    if version is not None and row.version != int(version):
        raise StaleObject(row)
    return row


@transaction.atomic
def open_meeting(*, meeting, at=None):
    """Open a meeting at a moment: everybody in office goes on the list, with what they answered. Returns the meeting.

    Opening it twice raises ValidationError. The state becomes "held" when it is closed.
    """
    row = locked(meeting)
    if row.state not in AHEAD or row.opened_at is not None:
        raise ValidationError(_("This meeting has been opened already, or called off."), code="state")
    row.opened_at = at or timezone.now()
    row.save()
    answers = {one.person_id: one for one in row.invitees.select_related("person", "membership__seat", "stands_in_for")}
    for membership in in_office(row.committee, row.day):
        if membership.kind != "member":
            continue
        answer = answers.get(membership.person_id)
        is_away = answer is not None and answer.answer in ("no", "deputy")
        Attendance.objects.create(
            meeting=row,
            person=membership.person,
            membership=membership,
            role=Role.MEMBER,
            is_voting=membership.seat.is_voting,
            state=State.EXCUSED if is_away else State.EXPECTED,
            reason=(answer.note[:200] if is_away else ""),
        )
    for one in answers.values():
        if one.stands_in_for_id and one.answer != "no":
            Attendance.objects.create(
                meeting=row,
                person=one.person,
                membership=one.membership,
                role=Role.DEPUTY,
                is_voting=one.membership.seat.is_voting,
            )
        elif one.membership_id is None:
            Attendance.objects.create(meeting=row, person=one.person, role=Role.GUEST)
    return row


def _check_seat(row):
    """Nobody else may be present on the same seat."""
    if row.membership_id is None:
        return
    other = (
        Attendance.objects.filter(meeting=row.meeting_id, membership=row.membership_id, state=State.PRESENT)
        .exclude(pk=row.pk)
        .select_related("person")
        .first()
    )
    if other is not None:
        text = _("%(name)s is on this seat: a member and the deputy do not vote together.") % {"name": other}
        raise ValidationError({"membership": text}, code="seat")


@transaction.atomic
def arrive(*, attendance, at=None, version=None):
    """Somebody comes, or comes back. Raises ValidationError when they are there, before their last leaving, or the seat is filled."""
    row = _row(attendance, version)
    meeting = _open(row.meeting)
    moment = at or timezone.now()
    if moment < meeting.opened_at:
        moment = meeting.opened_at  # who is there before the opening is there from the opening on
    last = row.presences.order_by("-arrived_at").first()
    if last is not None and last.left_at is None:
        raise ValidationError({"arrived_at": _("%(name)s is here already.") % {"name": row}}, code="present")
    if last is not None and moment < last.left_at:
        raise ValidationError(
            {"arrived_at": _("Nobody comes back before leaving: please check both times.")}, code="order"
        )
    _check_seat(row)
    row.state, row.reason = State.PRESENT, ""
    row.save()
    Presence.objects.create(attendance=row, arrived_at=moment)
    return row


@transaction.atomic
def leave(*, attendance, at=None, version=None):
    """Somebody leaves; the seat is free for the deputy then. Raises ValidationError when they are not there or leave before arriving."""
    row = _row(attendance, version)
    _open(row.meeting)
    moment = at or timezone.now()
    presence = row.presences.filter(left_at__isnull=True).first()
    if presence is None:
        raise ValidationError({"left_at": _("%(name)s is not here.") % {"name": row}}, code="absent")
    if moment < presence.arrived_at:
        raise ValidationError({"left_at": _("Nobody leaves before arriving: please check both times.")}, code="order")
    presence.left_at = moment
    presence.save()
    row.state = State.EXPECTED
    row.save()
    return row


@transaction.atomic
def mark_away(*, attendance, excused, reason="", version=None):
    """Note that somebody is missing, excused or not. Raises ValidationError for somebody who is or was there."""
    row = _row(attendance, version)
    _open(row.meeting)
    if row.presences.exists():
        raise ValidationError(
            _("%(name)s was here: please enter the time of leaving instead.") % {"name": row}, code="was_here"
        )
    row.state, row.reason = (State.EXCUSED if excused else State.ABSENT), reason.strip()[:200]
    row.save()
    return row


@transaction.atomic
def seat_deputy(*, meeting, membership, deputy):
    """Let a deputy (a membership of that kind) take the seat of a member; returns the attendance, not yet present.

    Raises ValidationError with the rule named for a deputy the rules do not allow, or who is on another seat.
    """
    row = _open(meeting)
    rules = rules_of(row)
    words = {"rule": rules.name, "name": deputy.person.name}
    possible = deputies_of(membership, rules, list(in_office(row.committee, row.day)))
    if deputy.pk not in {one.pk for one in possible}:
        raise ValidationError(
            {"deputy": _("%(name)s is not a deputy for this seat (%(rule)s).") % words}, code="deputy"
        )
    present = row.attendances.filter(person=deputy.person_id).first()
    if present is not None and present.membership_id not in (None, membership.pk):
        text = _("%(name)s is at the meeting for another seat: nobody stands in for two (%(rule)s).") % words
        raise ValidationError({"deputy": text}, code="two")
    attendance = present or Attendance(meeting=row, person=deputy.person)
    attendance.membership, attendance.role, attendance.is_voting = membership, Role.DEPUTY, membership.seat.is_voting
    _check_seat(attendance)
    attendance.full_clean()
    attendance.save()
    return attendance


@transaction.atomic
def add_guest(*, meeting, person=None, name="", role=Role.GUEST):
    """Put a guest, or somebody of the office, on the list. Raises ValidationError without a name, or for somebody who is on it."""
    row = _open(meeting)
    attendance = Attendance(meeting=row, person=person, name=name.strip(), role=role)
    attendance.full_clean()
    attendance.save()
    return attendance


# --- how many are there ---------------------------------------------------------------------------------
def voting_present(meeting):
    """Attendances of voting members who are in the room now."""
    return meeting.attendances.filter(is_voting=True, state=State.PRESENT)


def quorum_now(meeting, *, item=None):
    """The quorum with those in the room now; those personally concerned by `item` are not counted for it."""
    present = voting_present(meeting)
    if item is not None:
        present = present.exclude(recusals__item=item)
    members = in_office(meeting.committee, meeting.day).filter(kind="member", seat__is_voting=True).count()
    second = bool(meeting.second_call_of_id) and (item is None or item.carried_from_id is not None)
    return quorum.check(rules_of(meeting), members=members, present=present.count(), second_call=second)


@transaction.atomic
def close_meeting(*, meeting, at=None, knowingly=False):
    """Close a meeting: everybody leaves, who never came is absent, the state becomes "held".

    Raises ValidationError before the opening, or with code "quorum" when there is no quorum at the end and `knowingly` is not given.
    """
    row = _open(meeting)
    moment = at or timezone.now()
    if moment < row.opened_at:
        raise ValidationError({"closed_at": _("A meeting is closed after it was opened.")}, code="order")
    found = quorum_now(row)
    if not found.ok and not knowingly:
        raise ValidationError({"knowingly": found.sentence}, code="quorum")
    late = Presence.objects.filter(attendance__meeting=row, left_at__isnull=True, arrived_at__gt=moment)
    if late.exists():
        raise ValidationError({"closed_at": _("Somebody arrived after that time: please check it.")}, code="order")
    for presence in Presence.objects.filter(attendance__meeting=row, left_at__isnull=True):
        presence.left_at = moment
        presence.save()
    for attendance in row.attendances.filter(state=State.EXPECTED, presences__isnull=True):
        attendance.state = State.ABSENT
        attendance.save()
    row.closed_at = moment
    go_to(row, MeetingState.HELD)
    row.save()
    return row
