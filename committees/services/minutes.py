"""Minutes: drafting, corrections, approval at the next meeting, publication, addenda.

After the approval nothing of the record changes: triggers of the database refuse it, corrections are addenda. The checksum of
the approved record is kept, so that everybody can see that it is the one that was approved.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import StaleObject

from ..models import MeetingState, Minutes, MinutesAddendum, MinutesCorrection
from ..records import digest_of, missing_in, record_of
from .states import go_to, locked

EDITABLE = (MeetingState.HELD, MeetingState.DRAFTED)


def _row(minutes, version=None):
    row = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__committee").get(pk=minutes.pk)
    if version is not None and row.version != int(version):
        raise StaleObject(row)
    return row


def _draft(minutes, version=None):
    row = _row(minutes, version)
    if row.approved_on is not None:
        raise ValidationError(
            _("These minutes are approved: they stay as they are. Please write an addendum."), code="approved"
        )
    return row


def minutes_of(meeting):
    """The minutes of a meeting that was held; begun where there are none."""
    return Minutes.objects.filter(meeting=meeting).first() or begin(meeting=meeting)


@transaction.atomic
def begin(*, meeting):
    """Begin the minutes of a meeting that was held. Doing it twice returns the same."""
    row = locked(meeting)
    if row.state not in (*EDITABLE, MeetingState.APPROVED, MeetingState.PUBLISHED):
        raise ValidationError(_("Minutes are written of a meeting that was held."), code="state")
    minutes, _made = Minutes.objects.get_or_create(meeting=row)
    return minutes


@transaction.atomic
def update(*, minutes, data, version=None):
    """Change the texts and signatures of a draft. Raises StaleObject, ValidationError."""
    row = _draft(minutes, version)
    for name, value in data.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def hand_out(*, minutes):
    """Call the draft finished: it goes to the members, and its approval on the next agenda."""
    row = _draft(minutes)
    meeting = locked(row.meeting)
    if meeting.state == MeetingState.HELD:
        go_to(meeting, MeetingState.DRAFTED)
        meeting.save()
    row.sent_on = timezone.localdate()
    row.save()
    return row


@transaction.atomic
def ask_correction(*, minutes, text, where="", by_name=""):
    """Note a correction that a member asks for, before the approval."""
    row = _draft(minutes)
    correction = MinutesCorrection(minutes=row, text=text.strip(), where=where.strip(), by_name=by_name.strip())
    correction.full_clean()
    correction.save()
    return correction


@transaction.atomic
def decide_correction(*, correction, taken_up):
    """Say whether a correction was taken up; the change itself is made in the draft."""
    _draft(correction.minutes)
    correction.is_taken_up = taken_up
    correction.save()
    return correction


@transaction.atomic
def approve(*, minutes, approved_in, by=None):
    """Approve the minutes in a later meeting of the same committee: the record is kept with its checksum. Returns the minutes.

    Raises ValidationError while something of ThürKO § 42 is missing, a correction is undecided, or for a meeting that is not a
    later one of the committee.
    """
    row = _draft(minutes)
    meeting = locked(row.meeting)
    if approved_in.committee_id != meeting.committee_id or approved_in.starts_at <= meeting.starts_at:
        raise ValidationError({"approved_in": _("Minutes are approved in a later meeting of the same committee.")})
    if approved_in.opened_at is None:
        raise ValidationError({"approved_in": _("That meeting has not taken place yet.")})
    if row.corrections.filter(is_taken_up__isnull=True).exists():
        raise ValidationError(_("There is a correction that has not been decided."), code="corrections")
    record = record_of(meeting, row)
    missing = missing_in(record)
    if missing:
        raise ValidationError([_("The minutes are not complete:"), *missing], code="missing")
    if meeting.state == MeetingState.HELD:
        go_to(meeting, MeetingState.DRAFTED)
    go_to(meeting, MeetingState.APPROVED)
    meeting.save()
    row.record, row.digest = record, digest_of(record)
    row.approved_on, row.approved_in, row.approved_by = approved_in.day, approved_in, by
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def set_published(*, minutes, published):
    """Put the public version on the public pages, or take it back."""
    row = _row(minutes)
    meeting = locked(row.meeting)
    if published and not meeting.is_published:
        raise ValidationError(_("The meeting itself is not public. Please publish it first."), code="meeting")
    if row.approved_on is None:
        raise ValidationError(_("Minutes are published after they were approved."), code="draft")
    if (row.published_at is not None) != published:
        go_to(meeting, MeetingState.PUBLISHED if published else MeetingState.APPROVED)
        meeting.save()
        row.published_at = timezone.now() if published else None
        row.save()
    return row


@transaction.atomic
def add_addendum(*, minutes, text, is_public=False, by=None):
    """Add to approved minutes what has to be put right: the only way to correct them."""
    row = _row(minutes)
    if row.approved_on is None:
        raise ValidationError(_("A draft is corrected in its text. An addendum is for approved minutes."), code="draft")
    addendum = MinutesAddendum(minutes=row, text=text.strip(), is_public=is_public, by=by)
    addendum.full_clean()
    addendum.save()
    return addendum


def is_unchanged(minutes):
    """Whether the approved record still has the checksum of its approval; False after a logged redaction."""
    return minutes.record is not None and digest_of(minutes.record) == minutes.digest
