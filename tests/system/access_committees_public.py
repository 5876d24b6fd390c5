"""The part of the role × URL table that belongs to: the public pages of committees. Columns as in test_access."""

from committees.models import Minutes
from tests.builders import make_person
from tests.builders_committees import make_committee, make_item, make_meeting, make_paper, make_resolution

from .access import PUBLIC

_NAMES = (
    "list", "meetings", "calendar", "feed", "papers", "paper", "paper_file", "resolutions", "resolution", "ics", "detail",
    "meeting", "meeting_ics", "agenda", "minutes", "archive",
)  # fmt: skip
GET: dict = {f"committees:public_{name}": PUBLIC for name in _NAMES} | {"portal:open_data": PUBLIC}
POST_ONLY: dict = {}


def build(world):
    """Add to the world what the routes of this part need."""
    committee = make_committee("Öffentlicher Beirat", published=True)
    chair = make_person("Öffentlich", is_published=True)
    meeting = make_meeting(committee, "2026-09-03 17:00", state="published", published=True, chair=chair)
    item = make_item(meeting, kind="resolution")
    make_minutes(meeting)
    world.public_meeting = meeting
    world.public_paper = make_paper("Öffentliche Vorlage", committees=[committee], released=True)
    world.public_resolution = make_resolution(item)


def make_minutes(meeting):
    """Published minutes with the record of the meeting as it is."""
    from committees.records import digest_of, record_of

    minutes = Minutes(meeting=meeting)
    record = record_of(meeting, minutes)
    minutes.record, minutes.digest = record, digest_of(record)
    minutes.approved_on, minutes.published_at = meeting.day, meeting.starts_at
    minutes.approved_in = make_meeting(meeting.committee, "2026-10-01 17:00", state="held")
    minutes.save()
    return minutes


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET or not parameters:
        return None
    values = {
        "slug": world.public_meeting.committee.slug,
        "key": world.public_meeting.public_key,
        "fmt": "pdf",
        "number": world.public_paper.number,
    }
    if name == "committees:public_resolution":
        values["number"] = world.public_resolution.number
    return {key: values[key] for key in parameters}
