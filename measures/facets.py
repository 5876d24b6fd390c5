"""Hit counts of the public listing of measures, cached per published state (see `core.listing.index`).

The change counter `public_measures` is part of the cache key: triggers raise it with every change of the tables below,
so cached counts are never out of date.
"""

import sys
from array import array
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import connection
from django.db.models import CharField, F, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from fields_of_action.models import FieldOfAction, Framework
from integration_portal.core import versions
from integration_portal.core.listing.index import Index, Option, bits_of
from integration_portal.core.listing.options import field_rows, option_rows, options_of
from integration_portal.core.models import Municipality, TargetGroup

from .models import Measure, MeasurePlacement, Status

COUNTER = "public_measures"
GROUPS = ("feld", "status", "zielgruppe", "gemeinde", "traeger")
DISTRICT_WIDE = "landkreisweit"
CACHE_SECONDS = 24 * 3600

_further = Measure.further_fields.through
_places = Measure.municipalities.through
_groups = Measure.target_groups.through

#: Tables whose changes can change the listing or its counts.
TABLES = (
    Measure,
    MeasurePlacement,
    _further,
    _places,
    _groups,
    Actor,
    Framework,
    FieldOfAction,
    Municipality,
    TargetGroup,
)


STATUS_OPTIONS = tuple(Option(number, str(status), status.label) for number, status in enumerate(Status))
DISTRICT_WIDE_OPTION = Option(0, DISTRICT_WIDE, _("district-wide"))


@dataclass
class MeasureIndex(Index):
    """The published measures of one state of the data, with the days on which they run."""

    starts: array = field(default_factory=lambda: array("l"))
    ends: array = field(default_factory=lambda: array("l"))

    def during(self, start, end):
        """The bit set of measures that run on some day from `start` to `end` (inclusive, None is open).

        A missing end of a measure's period is open; a measure without any period does not match.
        """
        first = start.toordinal() if start else 0
        last = end.toordinal() if end else sys.maxsize
        hits = (
            i
            for i, (begin, finish) in enumerate(zip(self.starts, self.ends, strict=True))
            if begin <= last and finish >= first and finish
        )
        return bits_of(hits, len(self))


def load():
    """Return the index of the current published state: one query if it is cached, else four.

    Inside a transaction nothing is cached, because after a rollback the counter would count to the same number again.
    """
    key = f"measures:facets:3:{versions.current(COUNTER)}"
    if connection.in_atomic_block:
        return build()
    index = cache.get(key)
    if index is None:
        index = build()
        cache.set(key, index, CACHE_SECONDS)
    return index


def build():
    """Read the index from the database in three queries."""
    rows = list(
        Measure.objects.public()
        .by_newest()
        .values_list(
            "pk", "sort_title", "status", "lead__slug", "start_on", "end_on", "is_permanent", "is_district_wide"
        )
    )
    index = MeasureIndex(ids=array("q", (row[0] for row in rows)))
    index.by_name = array("l", sorted(range(len(rows)), key=lambda i: (rows[i][1], rows[i][0])))
    found = {group: {} for group in GROUPS}
    for position, (_pk, _title, status, lead_slug, start, end, permanent, wide) in enumerate(rows):
        found["status"].setdefault(status, []).append(position)
        found["traeger"].setdefault(lead_slug, []).append(position)
        if wide:
            found["gemeinde"].setdefault(DISTRICT_WIDE, []).append(position)
        known = start or end or permanent
        index.starts.append(start.toordinal() if start else 0)
        index.ends.append(end.toordinal() if end else sys.maxsize if known else 0)
    index.options, values = _options()
    place = {pk: position for position, pk in enumerate(index.ids)}
    for group, measure_id, other_id in _relations():
        position = place.get(measure_id)
        if position is not None:
            found[group].setdefault(values[group][other_id], []).append(position)
    index.sets = {
        group: {value: bits_of(positions, len(rows)) for value, positions in sets.items()}
        for group, sets in found.items()
    }
    return index


def _relations():
    """(group, measure, related row) of all relations that the listing filters by, in one query."""

    def pairs(model, group, other):
        return model.objects.order_by().values_list(Value(group, output_field=CharField()), F("measure_id"), F(other))

    return pairs(MeasurePlacement, "feld", "field_id").union(
        pairs(_further, "feld", "fieldofaction_id"),
        pairs(_places, "gemeinde", "municipality_id"),
        pairs(_groups, "zielgruppe", "targetgroup_id"),
        all=True,
    )


def _options():
    """Options per group in reading order, and per group the value of each primary key; one query."""
    leads = Actor.objects.filter(pk__in=Measure.objects.public().order_by().values("lead"))
    rows = field_rows(FieldOfAction.objects, "feld").union(
        option_rows(Municipality.objects, "gemeinde", "ags", name_en="", order=""),
        option_rows(TargetGroup.objects, "zielgruppe"),
        option_rows(leads, "traeger", name_en="", order=""),
        all=True,
    )
    result, values = options_of(rows, GROUPS)
    result["status"] = STATUS_OPTIONS
    result["gemeinde"] = (DISTRICT_WIDE_OPTION, *result["gemeinde"])
    return result, values


def frameworks_in_force(index, on=None):
    """Titles of the frameworks in force on the day (today by default), newest first."""
    on = on or timezone.localdate()
    return list(dict.fromkeys(option.section for option in index.options["feld"] if option.is_in_force(on)))
