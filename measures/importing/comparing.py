"""Comparing what a row says with what the portal has: which fields would change, in words and as values."""

import datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy

from integration_portal.core.importing import wording
from integration_portal.core.text import fold

from ..models import Measure, MeasurePartner

DATES = ("start_on", "end_on", "progress_on")
PERIOD = ("start_on", "start_precision", "end_on", "end_precision", "is_permanent")
SCALARS = (
    "title",
    "kind",
    "status",
    "status_reason",
    "progress_note",
    "progress_on",
    *PERIOD,
    "period_note",
    "cost",
    "cost_note",
    "priority",
    "is_focus",
    "is_quick_win",
    "is_district_wide",
    "starting_situation",
    "description",
    "expected_effect",
)
MANY = ("further_fields", "goals", "target_groups", "municipalities")
_OTHER_LABELS = {
    "number": gettext_lazy("number"),
    "field": gettext_lazy("primary field of action"),
    "partners": gettext_lazy("partners"),
    "funding": gettext_lazy("Funding"),
    "note": gettext_lazy("words from the import"),
}


def label(key):
    """The name of a value for people."""
    return _OTHER_LABELS[key] if key in _OTHER_LABELS else Measure._meta.get_field(key).verbose_name


def with_relations(queryset):
    """With everything that `describe` and `updates` look at."""
    return queryset.select_related("lead").prefetch_related(
        *MANY, "funding", "placements", Prefetch("partner_links", MeasurePartner.objects.select_related("actor"))
    )


def to_python(key, value):
    """A JSON-ready value as the model's."""
    if key in DATES:
        return datetime.date.fromisoformat(value) if value else None
    return Decimal(value) if key == "cost" and value is not None else value


def scalars(values):
    """The plain fields that a row gives, as model values."""
    return {key: to_python(key, values[key]) for key in SCALARS if key in values}


def updates(measure, values):
    """{field: new value} of the plain fields that would change; the number of a period's precision alone is no change."""
    given = scalars(values)
    if given.get("is_permanent") and "end_on" not in given and measure.end_on:
        given.pop("is_permanent")  # the status alone says "permanent", but the portal knows an end
    if given.get("end_on") and "is_permanent" not in given:
        given["is_permanent"] = False
    if "status" in given and given["status"] == measure.status:
        given.pop("status_reason", None)
    changed = {key: value for key, value in given.items() if getattr(measure, key) != value}
    for side in ("start", "end"):
        if f"{side}_precision" in changed and not given.get(f"{side}_on"):
            changed.pop(f"{side}_precision")
    start, end = (changed.get(key, getattr(measure, key)) for key in ("start_on", "end_on"))
    if start and end and end < start:  # one side of the list does not fit the other side of the portal
        changed = {key: value for key, value in changed.items() if key not in PERIOD}
    return changed


def added_links(measure, values, key):
    """Ids of a many-to-many field that the row adds."""
    present = {obj.pk for obj in getattr(measure, key).all()}
    return [pk for pk in values.get(key, ()) if pk not in present]


def added_partners(measure, values):
    """Partner entries that are not yet partner or lead; those still to be created have no `actor`."""
    present = {link.actor_id for link in measure.partner_links.all()} | {measure.lead_id}
    return [entry for entry in values.get("partners", ()) if entry.get("actor") not in present]


def added_funding(measure, values):
    """Funding lines whose source the measure does not have."""
    present = {fold(line.source) for line in measure.funding.all()}
    return [line for line in values.get("funding", ()) if fold(line["source"]) not in present]


def added_note(measure, values):
    """The lines of the note that are not in the portal's yet."""
    present = set(measure.import_note.split("\n"))
    return "\n".join(line for line in values.get("note", "").split("\n") if line and line not in present)


def placement_change(measure, values, fields):
    """(placement or None, field, number) where the place in the framework would change, else None."""
    field = fields.get(values.get("field"))
    if field is None:
        return None
    placement = next((place for place in measure.placements.all() if place.framework_id == field.framework_id), None)
    number = values.get("number") or (placement.number if placement else None)
    if placement and placement.field_id == field.pk and placement.number == number:
        return None
    return placement, field, number


def new_lead(measure, values):
    """The lead entry where it would change, else None."""
    lead = values.get("lead")
    return lead if lead and (lead.get("actor") is None or lead["actor"] != measure.lead_id) else None


def describe(measure, values, session):
    """Yield (key, old, new) for everything the row would change, as texts and references of `wording`."""
    changed = updates(measure, values)
    for key in changed:
        if key not in ("start_precision", "end_precision", "status_reason"):
            yield key, _shown(measure, key), _shown(measure, key, changed)
    for side in ("start", "end"):
        key = f"{side}_on"
        if f"{side}_precision" in changed and key not in changed:
            yield key, _shown(measure, key), _shown(measure, key, changed)
    place = placement_change(measure, values, session.fields)
    if place:
        placement, field, number = place
        if placement is None or placement.field_id != field.pk:
            former = wording.objects("fields", [placement.field_id]) if placement else ""
            yield "field", former, wording.objects("fields", [field.pk])
        if number and (placement is None or placement.number != number):
            yield "number", (placement.number or "") if placement else "", number
    if lead := new_lead(measure, values):
        yield "lead", str(measure.lead or ""), session.names_in_use.display.get(lead.get("actor"), lead["name"])
    for key in MANY:
        if pks := added_links(measure, values, key):
            table = "fields" if key == "further_fields" else key
            yield key, "", wording.objects(table, pks, added=True)
    if partners := added_partners(measure, values):
        yield "partners", "", wording.added(", ".join(entry["name"] for entry in partners))
    if lines := added_funding(measure, values):
        yield "funding", "", wording.added(", ".join(line["source"] for line in lines))
    if note := added_note(measure, values):
        yield "note", "", wording.added(note)


def _shown(measure, key, changed=None):
    """A value as it is, or as it would be with what the row changes."""

    def value_of(name):
        return changed[name] if changed and name in changed else getattr(measure, name)

    field, value = measure._meta.get_field(key), value_of(key)
    if key in ("start_on", "end_on"):
        return wording.day(value, value_of(key.replace("_on", "_precision")))
    if key in DATES:
        return wording.day(value)
    if key == "cost":
        return wording.money(value)
    if field.choices:
        return wording.choice(key, value)
    return wording.truth(value) if isinstance(value, bool) else "" if value is None else str(value)
