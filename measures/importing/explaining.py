"""What was understood of imported rows, in the words of the page."""

from django.utils.translation import gettext as _

from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core import display
from integration_portal.core.importing.wording import Words, names_of
from integration_portal.core.models import Municipality, TargetGroup

from ..models import Kind, Measure, Priority, Status
from . import comparing
from .columns import LABELS

TABLES = {
    "fields": names_of(FieldOfAction.objects),
    "goals": names_of(Goal.objects),
    "target_groups": names_of(TargetGroup.objects),
    "municipalities": names_of(Municipality.objects),
}


def words():
    """What puts values of changes into words."""
    return Words(Measure, TABLES)


def explain(rows):
    """{row pk: [(label, text)]} of measures, four queries for any number of rows."""
    names = {table: load() for table, load in TABLES.items()}
    return {row.pk: list(_lines(row.parsed.get("values", {}), names)) for row in rows}


def _lines(values, names):
    if "number" in values:
        yield LABELS["number"], values["number"]
    if "field" in values:
        yield LABELS["field"], names["fields"].get(values["field"], "")
    yield from _listed(values, "further_fields", names["fields"])
    yield from _listed(values, "goals", names["goals"], "goal")
    if "lead" in values:
        yield LABELS["lead"], values["lead"]["name"]
    if values.get("partners"):
        yield (
            LABELS["partners"],
            ", ".join(
                f"{entry['name']} ({entry['role']})" if entry.get("role") else entry["name"]
                for entry in values["partners"]
            ),
        )
    yield from _listed(values, "target_groups", names["target_groups"])
    if values.get("is_district_wide"):
        yield LABELS["municipalities"], _("whole district")
    yield from _listed(values, "municipalities", names["municipalities"])
    if text := _period(values):
        yield LABELS["period"], text
    if "cost" in values or "cost_note" in values:
        cost = display.format_money(comparing.to_python("cost", values["cost"])) if "cost" in values else ""
        yield LABELS["cost"], " – ".join(filter(None, [cost, values.get("cost_note", "")]))
    if values.get("funding"):
        yield LABELS["funding"], ", ".join(line["source"] for line in values["funding"])
    for key, choices in (("status", Status), ("kind", Kind), ("priority", Priority)):
        if key in values:
            yield LABELS[key], choices(values[key]).label
    for key in ("progress_note", "starting_situation", "description", "expected_effect"):
        if key in values:
            yield LABELS[key], values[key]
    if "note" in values:
        yield _("Goes into the note"), values["note"]


def _listed(values, key, names, label=""):
    if values.get(key):
        yield LABELS[label or key], ", ".join(names.get(pk, "") for pk in values[key])


def _period(values):
    """The period as the portal shows it, and the words kept beside it."""
    start, end = (comparing.to_python(key, values.get(key)) for key in ("start_on", "end_on"))
    shown = display.format_period(
        start,
        end,
        start_precision=values.get("start_precision") or "day",
        end_precision=values.get("end_precision") or "day",
        permanent=values.get("is_permanent", False),
    )
    return " – ".join(dict.fromkeys(filter(None, [shown, values.get("period_note", "")])))
