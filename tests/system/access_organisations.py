"""The part of the role × URL table for addresses, relations, offers and logos. Columns as in test_access."""

import datetime

from django.core.files.base import ContentFile

from actors.models import ActorName

from .access import OF_THE_LEAD, OFFICE

GET: dict = {
    "actors:office_logo": OF_THE_LEAD,
    "actors:name_delete": OFFICE,
}
POST_ONLY: dict = {}


def build(world):
    """Add to the world what the routes of this part need."""
    world.lead.logo.save("logo.png", ContentFile(b"\x89PNG\r\n\x1a\n0000"))
    world.former = ActorName.objects.create(actor=world.lead, name="Alt", until=datetime.date(2020, 1, 1))


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    rows = {"actors:office_logo": "lead", "actors:name_delete": "former"}
    return {"pk": getattr(world, rows[name]).pk} if name in rows else None
