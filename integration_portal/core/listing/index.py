"""Hit counts of public listings: bit sets over what is published.

Each published row is a bit; bit 0 is the one changed last. Each filter value is an integer used as a bit set, so that a
count is one AND and one popcount, whatever the number of rows. Apps build their index and cache it per change counter.
"""

import datetime
from array import array
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import get_language


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
    """The rows of a public listing in one state of the data. Position 0 is the row changed last; pickled into the cache."""

    ids: array = field(default_factory=lambda: array("q"))
    by_name: array = field(default_factory=lambda: array("l"))
    sets: dict = field(default_factory=dict)
    options: dict = field(default_factory=dict)

    def __len__(self):
        return len(self.ids)

    @property
    def everything(self):
        return (1 << len(self.ids)) - 1

    def matching(self, group, values):
        """The bit set of rows with at least one of the values."""
        bits = 0
        for value in values:
            bits |= self.sets[group].get(value, 0)
        return bits

    def of_ids(self, ids):
        """The bit set of the given primary keys; those that are not published do not count."""
        place = {pk: position for position, pk in enumerate(self.ids)}
        return bits_of((place[pk] for pk in ids if pk in place), len(self))

    def select(self, selected, narrow):
        """The rows of `narrow` that match every group of `selected`: OR within a group, AND across groups."""
        for group, values in selected.items():
            narrow &= self.matching(group, values)
        return narrow

    def counts(self, selected, narrow):
        """Hits per group and value. A group's own values do not narrow its counts, all others do."""
        result = {}
        for group in self.sets:
            base = self.select({other: values for other, values in selected.items() if other != group}, narrow)
            result[group] = {value: (base & bits).bit_count() for value, bits in self.sets[group].items()}
        return result

    def values_at(self, group, position):
        """The options of a group that the row at a position has, in their order."""
        bit = 1 << position
        return [option for option in self.options[group] if self.sets[group].get(option.value, 0) & bit]

    def page(self, bits, sort, offset, limit):
        """Positions of one page of a bit set, `sort` being "neu" or "name"."""
        if sort == "name":
            data = bits.to_bytes(len(self) // 8 + 1, "little")
            ordered = (position for position in self.by_name if data[position >> 3] >> (position & 7) & 1)
            return list(islice(ordered, offset, offset + limit))
        return positions_of(bits, offset=offset, limit=limit)
