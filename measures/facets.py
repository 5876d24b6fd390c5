"""Hit counts of the public listing: bit sets over the published measures, cached per published state.

Each published measure is a bit; bit 0 is the one changed last. Each filter value is an integer used as a bit set, so
that a count is one AND and one popcount, whatever the number of measures. The change counter `public_measures` is part
of the cache key: triggers raise it with every change of the tables below, so cached counts are never out of date.
"""

import datetime
import sys
from array import array
from dataclasses import dataclass, field
from itertools import islice

from django.core.cache import cache
from django.db import connection
from django.db.models import CharField, DateField, F, Value
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from fields_of_action.models import FieldOfAction, Framework
from integration_portal.core import versions
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


@dataclass(frozen=True)
class Option:
    """A value one can filter by. `value` stands in addresses; `section` is the framework of a field of action."""

    pk: int
    value: str
    name: object
    name_en: str = ""
    hue: str = ""
    pictogram: str = ""
    section: str = ""
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None

    @property
    def label(self):
        """The name in the active language, German where no other is given."""
        return self.name_en if self.name_en and get_language() == "en" else str(self.name)

    def __str__(self):
        return self.label

    def is_in_force(self, on):
        """Whether the field's framework is in force on the day, both ends inclusive."""
        return (
            self.valid_from is not None
            and self.valid_from <= on
            and (self.valid_until is None or on <= self.valid_until)
        )


STATUS_OPTIONS = tuple(Option(number, str(status), status.label) for number, status in enumerate(Status))
DISTRICT_WIDE_OPTION = Option(0, DISTRICT_WIDE, _("district-wide"))


def bits_of(positions, size):
    """Return the bit set with the given positions, all below `size`."""
    data = bytearray(size // 8 + 1)
    for position in positions:
        data[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(data, "little")


def positions_of(bits, *, offset=0, limit=None):
    """Return positions of a bit set in ascending order, skipping `offset` and stopping after `limit`."""
    found, skipped, base = [], 0, 0
    for byte in bits.to_bytes((bits.bit_length() + 7) // 8, "little"):
        if byte:
            count = byte.bit_count()
            if skipped + count <= offset:
                skipped += count
            else:
                for bit in range(8):
                    if byte >> bit & 1:
                        if skipped < offset:
                            skipped += 1
                        else:
                            found.append(base + bit)
                            if limit is not None and len(found) >= limit:
                                return found
        base += 8
    return found


@dataclass
class Index:
    """The published measures of one state of the data. Position 0 is the measure changed last."""

    ids: array = field(default_factory=lambda: array("q"))
    by_name: array = field(default_factory=lambda: array("l"))
    starts: array = field(default_factory=lambda: array("l"))
    ends: array = field(default_factory=lambda: array("l"))
    sets: dict = field(default_factory=dict)
    options: dict = field(default_factory=dict)

    def __len__(self):
        return len(self.ids)

    @property
    def everything(self):
        return (1 << len(self.ids)) - 1

    def matching(self, group, values):
        """The bit set of measures with at least one of the values."""
        bits = 0
        for value in values:
            bits |= self.sets[group].get(value, 0)
        return bits

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

    def of_ids(self, ids):
        """The bit set of the given primary keys; those that are not published do not count."""
        place = {pk: position for position, pk in enumerate(self.ids)}
        return bits_of((place[pk] for pk in ids if pk in place), len(self))

    def select(self, selected, narrow):
        """The measures of `narrow` that match every group of `selected`: OR within a group, AND across groups."""
        for group, values in selected.items():
            narrow &= self.matching(group, values)
        return narrow

    def counts(self, selected, narrow):
        """Hits per group and value. A group's own values do not narrow its counts, all others do."""
        result = {}
        for group in GROUPS:
            base = self.select({other: values for other, values in selected.items() if other != group}, narrow)
            result[group] = {value: (base & bits).bit_count() for value, bits in self.sets[group].items()}
        return result

    def values_at(self, group, position):
        """The options of a group that the measure at a position has, in their order."""
        bit = 1 << position
        return [option for option in self.options[group] if self.sets[group].get(option.value, 0) & bit]

    def page(self, bits, sort, offset, limit):
        """Positions of one page of a bit set, `sort` being "neu" or "name"."""
        if sort == "name":
            data = bits.to_bytes(len(self) // 8 + 1, "little")
            ordered = (position for position in self.by_name if data[position >> 3] >> (position & 7) & 1)
            return list(islice(ordered, offset, offset + limit))
        return positions_of(bits, offset=offset, limit=limit)


def load():
    """Return the index of the current published state: one query if it is cached, else four.

    Inside a transaction nothing is cached, because after a rollback the counter would count to the same number again.
    """
    key = f"measures:facets:2:{versions.current(COUNTER)}"
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
    index = Index(ids=array("q", (row[0] for row in rows)))
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
    text, no_date = Value("", output_field=CharField()), Value(None, output_field=DateField())

    def plain(rows, group, value, name_en, order, sort):
        return rows.order_by().values_list(
            Value(group, output_field=CharField()),
            "pk",
            value,
            "name",
            name_en,
            order,
            sort,
            text,
            text,
            text,
            no_date,
            no_date,
        )

    zero = Value(0)
    leads = Actor.objects.filter(pk__in=Measure.objects.public().order_by().values("lead"))
    fields = FieldOfAction.objects.order_by().values_list(
        Value("feld", output_field=CharField()), "pk", "slug", "name", "name_en", "order", "name", "hue", "pictogram",
        "framework__title", "framework__valid_from", "framework__valid_until",
    )  # fmt: skip
    rows = fields.union(
        plain(Municipality.objects, "gemeinde", "ags", text, zero, "sort_name"),
        plain(TargetGroup.objects, "zielgruppe", "slug", "name_en", "order", "sort_name"),
        plain(leads, "traeger", "slug", text, zero, "sort_name"),
        all=True,
    )
    options = {group: [] for group in GROUPS}
    for group, pk, value, name, name_en, order, sort, hue, pictogram, section, since, until in rows:
        option = Option(pk, value, name, name_en, hue, pictogram, section, since, until)
        key = (-(since or datetime.date.min).toordinal(), section, order, sort, pk)
        options[group].append((key, option))
    result = {
        group: tuple(option for _key, option in sorted(pairs, key=lambda pair: pair[0]))
        for group, pairs in options.items()
    }
    values = {group: {option.pk: option.value for option in result[group]} for group in GROUPS}
    result["status"] = STATUS_OPTIONS
    result["gemeinde"] = (DISTRICT_WIDE_OPTION, *result["gemeinde"])
    return result, values


def frameworks_in_force(index, on=None):
    """Titles of the frameworks in force on the day (today by default), newest first."""
    on = on or timezone.localdate()
    return list(dict.fromkeys(option.section for option in index.options["feld"] if option.is_in_force(on)))
