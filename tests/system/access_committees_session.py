"""The part of the role × URL table that belongs to the recorder's screen. Columns as in test_access."""

from committees.models import Motion
from committees.services import attendance, minutes, voting
from tests.builders_committees import make_committee, make_item, make_meeting, make_member

from .access import OFFICE, READ_ALL
from .access_committees_members import OWN

GET: dict = {
    "committees:session": READ_ALL,
    "committees:minutes": OWN,
    "committees:minutes_paper": OWN,
    **dict.fromkeys(
        (
            "committees:minutes_edit", "committees:minutes_approve", "committees:correction_create", "committees:addendum_create",
        ),
        OFFICE,
    ),
}  # fmt: skip
POST_ONLY: dict = dict.fromkeys(
    (
        "committees:session_open", "committees:session_close", "committees:session_attend", "committees:session_deputy",
        "committees:session_guest", "committees:session_notes", "committees:session_call", "committees:session_end",
        "committees:session_concern", "committees:session_motion", "committees:session_vote", "committees:session_urgent",
        "committees:minutes_hand_out", "committees:minutes_publish", "committees:correction_decide",
    ),
    "office",
)  # fmt: skip


def build(world):
    """Add to the world what the routes of this part need."""
    committee = make_committee("Beirat, der tagt")
    make_member(committee)
    world.running = make_meeting(committee)
    world.called = make_item(world.running)
    attendance.open_meeting(meeting=world.running)
    world.attendance = world.running.attendances.get()
    world.held = make_meeting(committee, "2026-09-03 17:00", state="held")
    world.correction = minutes.ask_correction(minutes=minutes.minutes_of(world.held), text="Es waren drei.")
    world.motion = voting.save_motion(motion=Motion(item=world.called, text="Das wird empfohlen."))


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY:
        return None
    of_minutes = name.partition(":")[2].startswith(("minutes", "correction", "addendum"))
    found = {
        "correction": world.correction.pk, "version": "intern", "fmt": "pdf",
        "pk": world.held.pk if of_minutes else world.running.pk, "item": world.called.pk, "attendance": world.attendance.pk,
        "motion": world.motion.pk,
    }  # fmt: skip
    return {key: found[key] for key in parameters}
