"""The part of the role × URL table that belongs to merging duplicates. Columns as in test_access."""

from actors.models import ActorRedirect
from tests.builders import make_actor

from .access import OFFICE

GET: dict = {
    "actors:duplicates": OFFICE,
    "actors:merge_choose": OFFICE,
    "actors:merge": OFFICE,
    "actors:merged": OFFICE,
}
POST_ONLY: dict = {"actors:duplicates_different": "office"}


def build(world):
    """Add to the world what the routes of this part need."""
    world.duplicate = make_actor("Doppelt")
    world.redirect = ActorRedirect.objects.create(old_id=999_999, old_slug="weg", old_name="Weg", actor=world.lead)


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name == "actors:merged":
        return {"pk": world.redirect.pk}
    if name == "actors:merge":
        return {"pk": world.lead.pk, "other": world.duplicate.pk}
    return {"pk": world.lead.pk} if name == "actors:merge_choose" else None
