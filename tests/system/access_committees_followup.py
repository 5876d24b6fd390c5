"""The part of the role × URL table that belongs to: Resolutions and what became of them. Columns as in test_access.

Members see the resolutions of their committees: tests/committees/test_followup_pages.py.
"""

from tests.builders_committees import make_item, make_meeting, make_resolution

from .access import LOGGED_IN, OFFICE

#: Of a committee in which nobody of the table sits.
NOT_THEIRS = (302, 404, 404, 404, 200, 200)

GET: dict = {
    "committees:resolution_list": LOGGED_IN,
    "committees:resolution_export": LOGGED_IN,
    "committees:resolution": NOT_THEIRS,
    "committees:resolution_edit": OFFICE,
    "committees:resolution_report": OFFICE,
    "committees:resolution_task": OFFICE,
}
POST_ONLY: dict = {
    "committees:resolution_release": "office",
    "committees:resolution_take_back": "office",
}


def build(world):
    """Add to the world what the routes of this part need."""
    item = make_item(make_meeting(starts="2026-10-01 17:00", state="held"), kind="resolution", is_public=False)
    world.resolution = make_resolution(item)


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY or not parameters:
        return None
    values = {"fmt": "csv", "pk": world.resolution.pk}
    return {key: values[key] for key in parameters}
