"""The part of the role × URL table that belongs to data protection. Columns as in test_access."""

from django.utils import timezone

from actors.models import PersonRole
from integration_portal.core.models import PersonalRequest
from tests.builders import make_person

from .access import OFFICE, READ_ALL

GET: dict = {
    "core:personal": OFFICE,
    "core:personal_create": OFFICE,
    "core:personal_request": OFFICE,
    "core:personal_file": OFFICE,
    "core:personal_due": OFFICE,
    "core:personal_record": READ_ALL,
    "core:personal_record_file": READ_ALL,
    "actors:person_request": OFFICE,
    "actors:person_export": OFFICE,
    "actors:person_card": OFFICE,
}
POST_ONLY: dict = {
    "core:personal_again": "office",
    "core:personal_erase": "office",
    "core:personal_close": "office",
    "actors:role_end": "office",
}


def build(world):
    """Add to the world what the routes of this part need."""
    world.asked_person = make_person("Anfrage")
    world.role = PersonRole.objects.create(person=world.asked_person, actor=world.lead)
    world.personal_request = PersonalRequest.objects.create(
        kind="erasure", state="done", note="Brief vom 3. Mai", done_at=timezone.now()
    )


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name in ("actors:person_request", "actors:person_card"):
        return {"pk": world.asked_person.pk}
    if name == "actors:person_export":
        return {"fmt": "csv"}
    if name == "actors:role_end":
        return {"pk": world.asked_person.pk, "role": world.role.pk}
    if name == "core:personal_file":
        return {"pk": world.personal_request.pk, "fmt": "pdf"}
    return {"pk": world.personal_request.pk} if name.startswith("core:personal_") and "pk" in parameters else None
