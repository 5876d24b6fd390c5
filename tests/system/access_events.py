"""The part of the role × URL table that belongs to events. Columns as in test_access."""

from tests.builders import make_event, make_event_date, make_publication, make_registration

from .access import INSIDE, OF_THE_LEAD, OFFICE, PUBLIC, READ_ALL

GET: dict = {
    "measures:events": PUBLIC, "measures:events_ics": PUBLIC, "measures:event": PUBLIC, "measures:event_ics": PUBLIC,
    "measures:event_register": PUBLIC, "measures:event_registered": PUBLIC,
    "measures:office_events": INSIDE, "measures:office_event": OF_THE_LEAD,
    "measures:event_create": OFFICE, "measures:event_edit": OFFICE, "measures:event_series": OFFICE,
    "measures:event_cancel": OFFICE, "measures:event_delete": OFFICE,
    "measures:event_people": READ_ALL, "measures:event_sheet": READ_ALL, "measures:event_certificates": READ_ALL,
    "measures:person_certificate": READ_ALL, "measures:event_person_add": OFFICE, "measures:person_forget": OFFICE,
    "measures:publications": READ_ALL, "measures:publication": READ_ALL, "measures:publication_create": OFFICE,
    "measures:publication_edit": OFFICE, "measures:publication_delete": OFFICE,
}  # fmt: skip
POST_ONLY: dict = {
    "measures:event_duplicate": "office", "measures:event_publish": "office", "measures:event_unpublish": "office",
    "measures:event_tick": "office", "measures:person_sign_off": "office", "measures:publication_move": "office",
}  # fmt: skip


def build(world):
    """Add to the world what the routes of this part need: a past training of the lead, and a published event to come."""
    world.event = make_event("Schulung", kind="training", dates=["2026-01-15"], organisers=[world.lead])
    world.participant = make_registration(world.event, state="attended")
    world.public_event = make_event("Fest", published=True, takes_registrations=True, dates=())
    make_event_date(world.public_event, "2099-12-01")
    world.publication = make_publication()


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if not parameters or (name not in GET and name not in POST_ONLY):
        return None
    if "slug" in parameters:
        return {"slug": world.public_event.slug}
    short = name.partition(":")[2]
    if short.startswith("person_"):
        return {"pk": world.participant.pk}
    return {"pk": world.publication.pk if short.startswith("publication") else world.event.pk}
