"""What was understood of imported rows, in the words of the page."""

from django.utils.translation import gettext as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.importing.wording import Words, names_of
from integration_portal.core.models import Language, Municipality

from ..models import Actor, ActorKind, Topic
from .columns import LABELS
from .contacts import line_of, people_of

TEXTS = ("short_name", "street", "postal_code", "city", "email", "phone", "website", "description")


TABLES = {
    "fields": names_of(FieldOfAction.objects),
    "municipalities": names_of(Municipality.objects),
    "languages": names_of(Language.objects),
    "topics": names_of(Topic.objects),
}
KINDS = names_of(ActorKind.objects)


def words():
    """What puts values of changes into words."""
    return Words(Actor, {**TABLES, "kinds": KINDS})


def explain(rows):
    """{row pk: [(label, text)]} of actors, five queries for any number of rows."""
    names = {table: load() for table, load in TABLES.items()}
    kinds = KINDS()
    return {row.pk: list(_lines(row.parsed.get("values", {}), names, kinds)) for row in rows}


def _lines(values, names, kinds):
    if "kind_id" in values:
        yield LABELS["kind"], kinds.get(values["kind_id"], "")
    for key in TEXTS:
        if key in values:
            yield LABELS[key], values[key]
    if people := people_of(values):
        yield LABELS["persons"], "\n".join(map(line_of, people))
    for key, known in names.items():
        if values.get(key):
            yield LABELS[key], ", ".join(known.get(pk, "") for pk in values[key])
    if "note" in values:
        yield _("Goes into the note"), values["note"]
    for entry in values.get("people", ()):
        if "note" in entry:
            yield _("Goes into the note of the person"), entry["note"]
