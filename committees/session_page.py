"""What the recorder's screen shows: the agenda, one item with its motions and votes, attendance, the quorum of the moment."""

from dataclasses import dataclass

from .members import deputies_of, in_office
from .models import Attendance, MeetingState, Motion, NamedVote
from .rules import majority
from .services import agenda, attendance, voting
from .services.states import rules_of


@dataclass
class MotionRow:
    """A motion with its vote, if there was one, and the sentence that says how it was reckoned."""

    motion: Motion
    vote: object
    sentence: str
    names: list

    @property
    def is_main(self):
        return self.motion.kind == Motion.Kind.MAIN


@dataclass
class PersonRow:
    """Somebody on the list, with what can be done for them."""

    attendance: Attendance
    times: list
    is_here: bool
    is_concerned: bool
    deputies: list


def motions_of(item):
    """The motions of an item in their order, main motions last; amendments are voted on first."""
    rows = item.motions.select_related("vote").prefetch_related("vote__named__attendance__person")
    found = []
    for motion in sorted(rows, key=lambda row: (row.kind == Motion.Kind.MAIN, row.position)):
        vote = getattr(motion, "vote", None)
        sentence = majority.Result.from_json(vote.reckoning).sentence if vote else ""
        names = list(vote.named.all()) if vote else []
        found.append(MotionRow(motion, vote, sentence, names))
    return found


def people_of(meeting, item):
    """Everybody on the list, voting members first; with deputies that may still take the seat of somebody who is not here."""
    everybody = list(in_office(meeting.committee, meeting.day))
    rules = rules_of(meeting)
    rows = list(
        meeting.attendances.select_related("person", "membership__seat").prefetch_related("presences").order_by("pk")
    )
    concerned = set(item.recusals.values_list("attendance", flat=True)) if item else set()
    on_list = {row.person_id for row in rows}
    found = []
    for row in rows:
        is_here = row.state == Attendance.State.PRESENT
        possible = []
        if row.role == Attendance.Role.MEMBER and not is_here:
            possible = [one for one in deputies_of(row.membership, rules, everybody) if one.person_id not in on_list]
        found.append(PersonRow(row, list(row.presences.all()), is_here, row.pk in concerned, possible))
    return found


def context_of(meeting, item):
    """All that the page needs, for a meeting that was opened, and one of its items (or None)."""
    items = agenda.ordered(meeting.items.select_related("paper", "reporter"))
    item = item or next((row for row in items if row.state == "open"), items[-1] if items else None)
    people = people_of(meeting, item)
    found = attendance.quorum_now(meeting)
    motions = motions_of(item) if item else []
    following = _next(items, item)
    voters = list(voting.voters(item).select_related("person")) if item and meeting.is_running else []
    proposed = voting.main_motion(item) if item else None
    return {
        "meeting": meeting,
        "is_final": meeting.state in (MeetingState.APPROVED, MeetingState.PUBLISHED),
        "items": items,
        "item": item,
        "next_item": following,
        "motions": motions,
        "proposed": proposed if proposed is not None and proposed.pk is None else None,
        "voters": voters,
        "choices": NamedVote.Choice.choices,
        "quorum": found,
        "item_quorum": attendance.quorum_now(meeting, item=item) if item else found,
        "dots": [number < found.present for number in range(found.members)],
        "voting": [row for row in people if row.attendance.is_voting],
        "advisory": [row for row in people if row.attendance.membership_id and not row.attendance.is_voting],
        "guests": [row for row in people if row.attendance.membership_id is None],
        "motion_kinds": [
            (Motion.Kind.MAIN, Motion.Kind.MAIN.label),
            (Motion.Kind.AMENDMENT, Motion.Kind.AMENDMENT.label),
            (Motion.Kind.ORDER, Motion.Kind.ORDER.label),
            (Motion.Kind.CLOSED, Motion.Kind.CLOSED.label),
            (Motion.Kind.URGENCY, Motion.Kind.URGENCY.label),
        ],
    }


def _next(items, item):
    if item is None:
        return None
    index = next(number for number, row in enumerate(items) if row.pk == item.pk)
    return items[index + 1] if index + 1 < len(items) else None
