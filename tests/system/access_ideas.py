"""The part of the role × URL table that belongs to ideas. Columns as in test_access."""

from measures.models import Idea

from .access import OFFICE, PUBLIC, READ_ALL

GET: dict = {
    "measures:ideas": PUBLIC,
    "measures:idea_new": PUBLIC,
    "measures:idea_thanks": PUBLIC,
    "measures:office_ideas": READ_ALL,
    "measures:office_idea": READ_ALL,
    "measures:office_idea_step": OFFICE,
    "measures:office_idea_unpublish": OFFICE,
}
POST_ONLY: dict = {}


def build(world):
    """Add to the world what the routes of this part need."""
    world.idea = Idea.objects.create(title="Sprachcafé", text="Ein Ort zum Reden.")


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET or not parameters:
        return None
    return {"pk": world.idea.pk, **({"step": "ablehnen"} if "step" in parameters else {})}
