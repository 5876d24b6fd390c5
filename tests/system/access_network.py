"""The part of the role × URL table that belongs to the public pages of the network. Columns as in test_access."""

from tests.builders import make_actor

from .access import PUBLIC

GET: dict = {
    "actors:public_list": PUBLIC,
    "actors:public_export": PUBLIC,
    "actors:public_vcard": PUBLIC,
    "actors:public_detail": PUBLIC,
    "actors:public_logo": (404,) * 6,
}
POST_ONLY: dict = {}


def build(world):
    """Add to the world what the routes of this part need."""
    world.public_actor = make_actor("Öffentlicher Verein", is_published=True)


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name == "actors:public_export":
        return {"fmt": "vcf"}
    if name.startswith("actors:public_") and parameters:
        return {"slug": world.public_actor.slug}
    return None
