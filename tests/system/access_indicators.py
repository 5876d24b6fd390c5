"""The part of the role × URL table that belongs to indicators. Columns as in test_access."""

import datetime

from fields_of_action.models import Indicator, IndicatorValue
from measures.models import MeasureIndicator, MeasureIndicatorValue

from .access import OF_THE_LEAD, OFFICE, PUBLIC, READ_ALL

GET: dict = {
    "fields_of_action:indicators": PUBLIC,
    "fields_of_action:indicator": PUBLIC,
    "fields_of_action:indicator_box": PUBLIC,
    "fields_of_action:indicator_download": PUBLIC,
    "fields_of_action:office_indicators": READ_ALL,
    "fields_of_action:office_indicator": READ_ALL,
    "fields_of_action:office_indicator_export": READ_ALL,
    "fields_of_action:office_indicator_create": OFFICE,
    "fields_of_action:office_indicator_edit": OFFICE,
    "fields_of_action:office_indicator_values": OFFICE,
    "fields_of_action:office_indicator_value_list": OFFICE,
    "fields_of_action:office_indicator_value_delete": OFFICE,
    "measures:indicators": READ_ALL,
    "measures:indicator": OF_THE_LEAD,
    "measures:indicator_create": OFFICE,
    "measures:indicator_edit": OFFICE,
    "measures:indicator_delete": OFFICE,
    "measures:indicator_value_delete": OFFICE,
}
POST_ONLY: dict = {"measures:indicator_value": "office"}


def build(world):
    """Add to the world what the routes of this part need."""
    day = datetime.date(2025, 12, 31)
    world.indicator = Indicator.objects.create(name="Plätze", slug="plaetze", is_published=True, field=world.field)
    world.indicator_value = IndicatorValue.objects.create(indicator=world.indicator, as_of=day, value=12)
    world.own_indicator = MeasureIndicator.objects.create(measure=world.measure, name="Teilnehmende")
    world.own_value = MeasureIndicatorValue.objects.create(measure_indicator=world.own_indicator, on=day, value=3)


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY:
        return None
    found = {}
    if "slug" in parameters:
        found["slug"] = world.indicator.slug
    if "fmt" in parameters:
        found["fmt"] = "csv"
    if "pk" in parameters:
        rows = {
            "fields_of_action:office_indicator_value_delete": world.indicator_value,
            "measures:indicator_create": world.measure,
            "measures:indicator_value_delete": world.own_value,
        }
        of_measures = name.startswith("measures:")
        found["pk"] = rows.get(name, world.own_indicator if of_measures else world.indicator).pk
    return found
