"""Figures of the district over seven years, and of some measures with their targets, for the demo."""

import datetime
from decimal import Decimal

from django.utils import timezone

from fields_of_action import services_indicators
from fields_of_action.models import FieldOfAction
from integration_portal.core.models import Municipality
from measures.models import Measure
from measures.services import indicators

from .texts import read

YEARS = 7


def make_indicators(accounts):
    """Make the indicators of indicators.toml with values up to last year, through the services."""
    texts, today = read("indicators.toml"), timezone.localdate()
    fields = {row.number: row for row in FieldOfAction.objects.in_force()}
    places = {row.name: row for row in Municipality.objects.all()}
    made = {}
    for order, entry in enumerate(texts["indicator"], start=1):
        row = services_indicators.save_indicator(
            data={name: entry[name] for name in ("name", "unit", "definition", "kind")}
            | {
                "direction": entry.get("direction", "none"),
                "field": fields.get(entry.get("field")),
                "source": texts["source"],
                "order": order,
                "is_published": True,
            }
        )
        services_indicators.record_values(indicator=row, rows=_rows(entry, places, today.year))
        made[row.name] = row
    measures = {row.title: row for row in Measure.objects.all()}
    for entry in texts["measure"]:
        if entry["title"] in measures:
            _follow(measures[entry["title"]], entry, made, today, accounts["office"])


def _rows(entry, places, year):
    """The values of the last seven full years, each of the last day of its year."""
    notes = entry.get("notes", {})
    for place, part, values in entry["years"]:
        for years_ago, value in zip(range(YEARS, 0, -1), values, strict=True):
            yield {
                "as_of": datetime.date(year - years_ago, 12, 31),
                "municipality": places[place] if place else None,
                "breakdown": part,
                "value": Decimal(value),
                "footnote": "" if place or part else notes.get(str(years_ago), ""),
            }


def _follow(measure, entry, made, today, by):
    """Give a measure its indicator with a target within the next year, and the values so far."""
    row = indicators.save_indicator(
        measure=measure,
        data={
            "indicator": made.get(entry.get("indicator")),
            "name": entry.get("name", ""),
            "unit": entry.get("unit", ""),
            "kind": entry.get("kind", "number"),
            "baseline_value": Decimal(entry["start"]),
            "baseline_on": today - datetime.timedelta(days=450),
            "target_value": Decimal(entry["target"]),
            "target_on": today + datetime.timedelta(days=300),
            "is_public": entry.get("public", False),
        },
    )
    for days_ago, value in entry["values"]:
        indicators.record_indicator_value(
            measure_indicator=row,
            value=Decimal(value),
            on=today - datetime.timedelta(days=days_ago),
            source="Abfrage beim Träger (Beispiel)",
            by=by,
        )
