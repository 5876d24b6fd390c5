"""The part of the role × URL table that belongs to: OParl 1.1. Columns as in test_access."""

import uuid

from committees.oparl.kinds import BODY

from .access import PUBLIC

#: Nothing is public in the world of the table but system and body; who asks makes no difference.
NOTHING = (404,) * 6

GET: dict = {
    "oparl:system": PUBLIC,
    "oparl:bodies": PUBLIC,
    "oparl:body_list": PUBLIC,
    "oparl:organization_meetings": NOTHING,
    "oparl:organization_consultations": NOTHING,
    "oparl:file_inline": NOTHING,
    "oparl:file_download": NOTHING,
    "oparl:object": NOTHING,
    "oparl:nothing": NOTHING,
}
POST_ONLY: dict = {}


def build(world):
    """Nothing is needed: the body has a key that never changes."""


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if not name.startswith("oparl:"):
        return None
    values = {"key": BODY if name == "oparl:body_list" else uuid.UUID(int=1), "name": "meeting", "word": "person"}
    return {part: values.get(part, "gibt-es-nicht") for part in parameters if part != "way"}
