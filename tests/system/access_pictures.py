"""The part of the role × URL table that belongs to pictures of the network. Columns as in test_access."""

from .access import READ_ALL

GET: dict = {
    "actors:network": READ_ALL,
    "actors:matrix": READ_ALL,
    "actors:map": READ_ALL,
    "actors:offer_list": READ_ALL,
}
POST_ONLY: dict = {}


def build(world):
    """Add to the world what the routes of this part need."""


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    return None
