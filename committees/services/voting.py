"""Items in the meeting: notes, personal concern, motions, votes and their result, new items in urgent cases.

A result is reckoned under the rules in force on the day of the meeting and kept with its reckoning. An adopted main motion of an
item for a resolution becomes a resolution.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import StaleObject

from ..members import voting_members
from ..models import (
    AgendaItem,
    ItemKind,
    ItemState,
    MeetingState,
    Motion,
    NamedVote,
    Outcome,
    Recusal,
    Resolution,
    StandardItem,
    Vote,
)
from ..rules import majority as rules_majority
from . import agenda, attendance, resolutions
from .states import locked, rules_of

#: What is voted on before the main motion of an item.
FIRST = (Motion.Kind.AMENDMENT,)
LONGEST = 20_000
#: Votes about the meeting itself: they stand in the minutes, get no number and need no follow-up.
PROCEDURE = (StandardItem.Purpose.AGENDA, StandardItem.Purpose.MINUTES)


def _running(item):
    """The locked meeting of an item, if it is running or its minutes are not approved yet."""
    meeting = locked(item.meeting)
    if meeting.opened_at is None:
        raise ValidationError(_("The meeting has not been opened yet."), code="not_open")
    if meeting.state in (MeetingState.APPROVED, MeetingState.PUBLISHED):
        raise ValidationError(
            _("The minutes are approved: they stay as they are. Please write an addendum."), code="approved"
        )
    return meeting


def _item(item, version=None):
    row = (
        AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__committee", "paper").get(pk=item.pk)
    )
    if version is not None and row.version != int(version):
        raise StaleObject(row)
    return row


@transaction.atomic
def call_item(*, item, at=None):
    """Call an item; it keeps the time of the first call."""
    _running(item)
    row = _item(item)
    if row.started_at is None:
        row.started_at = at or timezone.now()
        row.save()
    return row


@transaction.atomic
def save_notes(*, item, notes=None, internal_notes=None, version=None):
    """Keep the recorder's notes. Raises StaleObject when somebody else wrote since `version`: nothing is overwritten."""
    _running(item)
    row = _item(item, version)
    for name, text in (("notes", notes), ("internal_notes", internal_notes)):
        if text is not None:
            if len(text) > LONGEST:
                raise ValidationError({name: _("At most %(most)d characters, please.") % {"most": LONGEST}})
            setattr(row, name, text)
    row.save()
    return row


@transaction.atomic
def end_item(*, item, state, outcome="", version=None):
    """Say what became of an item: dealt with, postponed or withdrawn; `outcome` goes to the path of its paper."""
    _running(item)
    row = _item(item, version)
    row.state = ItemState(state)
    row.save()
    result = outcome or {"postponed": Outcome.POSTPONED, "withdrawn": Outcome.WITHDRAWN}.get(row.state, "")
    if result:
        resolutions.note_outcome(item=row, outcome=result)
    return row


@transaction.atomic
def recuse(*, item, attendance, reason=""):
    """Note that somebody is personally concerned: not counted for this item. Twice changes nothing; after a vote it is refused."""
    _running(item)
    if Vote.objects.filter(motion__item=item).exists():
        raise ValidationError(
            _("There has been a vote on this item already. Please delete the vote first."), code="voted"
        )
    row, _made = Recusal.objects.get_or_create(
        item=item, attendance=attendance, defaults={"reason": reason.strip()[:200]}
    )
    return row


@transaction.atomic
def take_back_recusal(*, recusal):
    """Undo a personal concern that was noted by mistake, before a vote."""
    _running(recusal.item)
    if Vote.objects.filter(motion__item=recusal.item).exists():
        raise ValidationError(
            _("There has been a vote on this item already. Please delete the vote first."), code="voted"
        )
    recusal.delete()


# --- motions and votes -----------------------------------------------------------------------------------
@transaction.atomic
def save_motion(*, motion, version=None):
    """Store a motion; one that was voted on keeps its wording. Raises StaleObject, ValidationError."""
    _running(motion.item)
    if motion.pk:
        before = Motion.objects.select_for_update(of=("self",)).get(pk=motion.pk)
        if version is not None and before.version != int(version):
            raise StaleObject(before)
        if Vote.objects.filter(motion=before).exists() and before.text != motion.text:
            raise ValidationError(
                {"text": _("There has been a vote on this wording: it stays as it is.")}, code="voted"
            )
    else:
        motion.position = motion.item.motions.count() + 1
    motion.full_clean()
    motion.save()
    return motion


def main_motion(item):
    """The main motion of an item; the proposed resolution of its paper where nobody has moved another wording. Not saved."""
    found = item.motions.filter(kind=Motion.Kind.MAIN, is_withdrawn=False).order_by("position").last()
    if found is None and item.paper_id and item.paper.proposed_resolution:
        found = Motion(item=item, kind=Motion.Kind.MAIN, text=item.paper.proposed_resolution)
    return found


def voters(item):
    """Attendances that may vote on an item now: in the room, with a vote, not concerned."""
    return attendance.voting_present(item.meeting).exclude(recusals__item=item)


def _majority_for(motion, rules, asked):
    if asked:
        return asked
    return rules.urgent_majority if motion.kind == Motion.Kind.URGENCY else rules.majority


@transaction.atomic
def record_vote(
    *,
    motion,
    yes=0,
    no=0,
    abstentions=0,
    names=None,
    is_secret=False,
    majority="",
    chair_vote="",
    at=None,
    version=None,
    by=None,
):
    """Record a vote, or correct the one there is; returns it with its reckoning.

    `names` maps attendances to "yes", "no" or "abstain" for a vote by name, and makes up the counts. Raises ValidationError: with the
    rule named without a quorum, for more votes than voters, for names in a secret ballot or of people who may not vote, while
    an amendment is open; StaleObject.
    """
    meeting = _running(motion.item)
    item = _item(motion.item)
    if motion.pk is None:
        save_motion(motion=motion)
    vote = Vote.objects.select_for_update(of=("self",)).filter(motion=motion).first()
    if vote is not None and version is not None and vote.version != int(version):
        raise StaleObject(vote)
    if names is not None and is_secret:
        raise ValidationError({"is_secret": _("A secret ballot is not held by name.")}, code="secret")
    if motion.kind == Motion.Kind.MAIN:
        _check_amendments(item)
    present = vote.present if vote else voters(item).count()
    if vote is None:
        found = attendance.quorum_now(meeting, item=item)
        if not found.ok:
            raise ValidationError(found.sentence, code="quorum")
    if names is not None:
        yes, no, abstentions = _count(item, names, vote)
    rules = rules_of(meeting)
    members = vote.members if vote else voting_members(meeting.committee, meeting.day)
    result = rules_majority.decide(
        rules, yes=yes, no=no, abstentions=abstentions, present=present, members=members,
        majority=_majority_for(motion, rules, majority), chair_vote=chair_vote,
    )  # fmt: skip
    vote = vote or Vote(motion=motion, present=present, members=members, voted_at=at or timezone.now())
    vote.method = Vote.Method.NAMES if names is not None else Vote.Method.COUNT
    vote.is_secret, vote.majority, vote.chair_vote = is_secret, result.majority, chair_vote
    vote.yes, vote.no, vote.abstentions = yes, no, abstentions
    vote.is_adopted, vote.outcome, vote.reckoning = result.adopted, _outcome(motion, result), result.as_json()
    vote.full_clean()
    vote.save()
    _write_names(vote, names)
    _follow(item, motion, vote, by)
    return vote


def _check_amendments(item):
    if item.motions.filter(kind__in=FIRST, is_withdrawn=False, vote__isnull=True).exists():
        raise ValidationError(
            _("There is an amendment that has not been voted on: amendments come first."), code="amendment"
        )


def _count(item, names, vote):
    """Counts of a vote by name; a corrected vote may name those who voted before and have left since."""
    allowed = {row.pk for row in voters(item)}
    if vote is not None:
        allowed |= set(vote.named.values_list("attendance_id", flat=True))
    strange = [str(row) for row in names if row.pk not in allowed]
    if strange:
        text = _("%(names)s may not vote on this item.") % {"names": ", ".join(strange)}
        raise ValidationError({"names": text}, code="voter")
    choices = list(names.values())
    unknown = set(choices) - set(NamedVote.Choice.values)
    if unknown:
        raise ValidationError({"names": _("Please choose yes, no or abstention.")}, code="choice")
    return choices.count("yes"), choices.count("no"), choices.count("abstain")


def _outcome(motion, result):
    if result.adopted and motion.kind == Motion.Kind.MAIN:
        amended = motion.item.motions.filter(kind__in=FIRST, vote__is_adopted=True).exists()
        if amended:
            return Outcome.AMENDED
    return result.outcome


def _write_names(vote, names):
    for row in vote.named.all():
        row.delete()
    for row, choice in (names or {}).items():
        NamedVote.objects.create(vote=vote, attendance=row, choice=choice)


def _follow(item, motion, vote, by):
    """What a vote on the main motion of an item brings about: the item is dealt with, and what was resolved is kept."""
    if motion.kind != Motion.Kind.MAIN or item.kind != ItemKind.RESOLUTION:
        return
    if item.purpose not in PROCEDURE:
        _keep_resolution(item, motion, vote, by)
    if item.state == ItemState.OPEN:
        item.state = ItemState.DONE
        item.save()


def _keep_resolution(item, motion, vote, by):
    """The resolution of a vote, and the result on the path of the paper; those of a corrected vote go along with it."""
    resolution = getattr(vote, "resolution", None)
    if resolution is None:
        resolutions.create_resolution(
            item=item, text=motion.text, title=item.title, outcome=vote.outcome, vote=vote, by=by
        )
        return
    resolution.outcome, resolution.text = vote.outcome, motion.text
    if vote.is_adopted and resolution.status == Resolution.Status.DROPPED:
        resolution.status = Resolution.Status.OPEN
    elif not vote.is_adopted and resolution.is_open:
        resolution.status = Resolution.Status.DROPPED  # what was rejected needs no follow-up
    resolution.save()
    resolutions.note_outcome(item=item, outcome=vote.outcome)


@transaction.atomic
def delete_vote(*, vote):
    """Delete a vote that was entered by mistake. Raises ValidationError when it became a resolution: correct it instead."""
    _running(vote.motion.item)
    if getattr(vote, "resolution", None) is not None:
        raise ValidationError(_("This vote became a resolution. Please correct the counts instead."), code="resolution")
    vote.delete()


# --- new items in urgent cases ----------------------------------------------------------------------------
@transaction.atomic
def add_urgent_item(*, meeting, vote, data):
    """Take an item up in the meeting, after the vote on its urgency was adopted. Returns the item, after the last one of its part.

    Raises ValidationError with the rule named when the urgency was not adopted.
    """
    row = locked(meeting)
    if not row.is_running:
        raise ValidationError(_("The meeting is not running."), code="state")
    if vote.motion.kind != Motion.Kind.URGENCY or vote.motion.item.meeting_id != row.pk or not vote.is_adopted:
        result = rules_majority.Result.from_json(vote.reckoning)
        raise ValidationError(result.sentence, code="urgency")
    item = AgendaItem(meeting=row, added_in_meeting=True, **data)
    item.position = row.items.filter(parent=None).count() + 1
    item.full_clean()
    item.save()
    agenda.renumber(row)
    item.refresh_from_db()
    return item
