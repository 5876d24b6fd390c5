"""The part of the role × URL table that belongs to: Meetings, agendas and invitations. Columns as in test_access."""

GET: dict = {}
POST_ONLY: dict = {}


def build(world):
    """Add to the world what the routes of this part need."""


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    return None
