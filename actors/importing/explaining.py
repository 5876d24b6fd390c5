"""What was understood of imported rows, in the words of the page."""

from django.utils.translation import gettext as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.models import Language, Municipality

from ..models import ActorKind
from .columns import LABELS

TEXTS = ("short_name", "street", "postal_code", "city", "email", "phone", "website", "description")


def explain(rows):
    """{row pk: [(label, text)]} of actors, four queries for any number of rows."""
    names = {
        "fields": {field.pk: str(field) for field in FieldOfAction.objects.all()},
        "municipalities": {town.pk: str(town) for town in Municipality.objects.all()},
        "languages": {language.pk: str(language) for language in Language.objects.all()},
    }
    kinds = {kind.pk: str(kind) for kind in ActorKind.objects.all()}
    return {row.pk: list(_lines(row.parsed.get("values", {}), names, kinds)) for row in rows}


def _lines(values, names, kinds):
    if "kind_id" in values:
        yield LABELS["kind"], kinds.get(values["kind_id"], "")
    for key in TEXTS:
        if key in values:
            yield LABELS[key], values[key]
    if "persons" in values:
        yield LABELS["persons"], ", ".join(" ".join(part for part in entry if part) for entry in values["persons"])
    for key, known in names.items():
        if values.get(key):
            yield LABELS[key], ", ".join(known.get(pk, "") for pk in values[key])
    if "note" in values:
        yield _("Goes into the note"), values["note"]
