"""The part of the role × URL table for addresses, relations, offers and logos. Columns as in test_access."""

import datetime

from django.core.files.base import ContentFile

from actors.models import ActorAddress, ActorName, ActorRelation, Offer, Topic
from tests.builders import make_actor

from .access import OF_THE_LEAD, OFFICE

GET: dict = {
    "actors:office_logo": OF_THE_LEAD,
    "actors:name_delete": OFFICE,
    "actors:address_create": OFFICE,
    "actors:address_edit": OFFICE,
    "actors:address_delete": OFFICE,
    "actors:relation_create": OFFICE,
    "actors:relation_edit": OFFICE,
    "actors:relation_delete": OFFICE,
    "actors:offer_create": OFFICE,
    "actors:offer_edit": OFFICE,
    "actors:offer_delete": OFFICE,
    "actors:terms": OFFICE,
    "actors:term_create": OFFICE,
    "actors:term_edit": OFFICE,
    "actors:term_delete": OFFICE,
}
POST_ONLY: dict = {
    "actors:offer_publish": "office",
    "actors:offer_unpublish": "office",
    "actors:term_move": "office",
}


def build(world):
    """Add to the world what the routes of this part need."""
    world.lead.logo.save("logo.png", ContentFile(b"\x89PNG\r\n\x1a\n0000"))
    world.former = ActorName.objects.create(actor=world.lead, name="Alt", until=datetime.date(2020, 1, 1))
    world.address = ActorAddress.objects.create(actor=world.lead, label="Beratungsstelle")
    world.relation = ActorRelation.objects.create(actor=world.lead, other=make_actor("Förderer"), kind="member_of")
    world.topic = Topic.objects.create(name="Aufenthalt", slug="aufenthalt")
    world.offer = Offer.objects.create(actor=world.lead, title="Beratung")


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name in ("actors:relation_edit", "actors:relation_delete"):
        return {"pk": world.lead.pk, "relation": world.relation.pk}
    if name.startswith("actors:term"):
        return {"key": "themen"} | ({"pk": world.topic.pk} if "pk" in parameters else {})
    rows = {"office": "lead", "name": "former", "address": "address", "relation": "lead", "offer": "offer"}
    if name not in GET and name not in POST_ONLY:
        return None
    part, _, step = name.removeprefix("actors:").partition("_")
    return {"pk": (world.lead if step == "create" else getattr(world, rows[part])).pk}
