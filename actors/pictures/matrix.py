"""What is offered where, in which field and for whom: two of the three as a table, the third as a choice."""

from dataclasses import dataclass, field
from itertools import product

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import tallies
from integration_portal.core.listing.filters import shown

from ..facets import DISTRICT_WIDE
from .choices import Choices, Terms

#: Which dimension is in the rows, which in the columns, and which one is chosen; by the word in the address.
VIEWS = {
    "orte": ("gemeinde", "feld", "zielgruppe"),
    "zielgruppen": ("zielgruppe", "feld", "gemeinde"),
    "orte-zielgruppen": ("gemeinde", "zielgruppe", "feld"),
}
VIEW_LABELS = {
    "orte": gettext_lazy("Municipalities and fields"),
    "zielgruppen": gettext_lazy("Target groups and fields"),
    "orte-zielgruppen": gettext_lazy("Municipalities and target groups"),
}


@dataclass(frozen=True)
class Head:
    """A row or column: what it stands for, by its value in addresses; `key` is its primary key, None the whole district."""

    value: str
    label: str
    key: int | None
    row: object = None


@dataclass
class Cell:
    """What there is at one place: [(number, its words, address of the list)], and a word that says how much.

    `level` is "gap" without anything, "wide" with district-wide things only, "some" or "many".
    """

    numbers: list = field(default_factory=list)
    wide_total: int = 0

    @property
    def total(self):
        return sum(number for number, _words, _url in self.numbers)

    @property
    def level(self):
        if self.total:
            return "many" if self.total > 3 else "some"
        return "wide" if self.wide_total else "gap"


class Matrix:
    """The table for the parameters in `data`; three queries for the terms and those of each tally, whatever their number."""

    def __init__(self, user, data):
        self.user = user
        asked = data.get("zeige", "")
        self.view = asked if asked in VIEWS else "orte"
        self.rows_by, self.columns_by, self.chosen_by = VIEWS[self.view]
        self.choices = Choices(data, (self.chosen_by,), Terms(), district_wide=True)
        self.notices = self.choices.notices
        if asked and asked != self.view:
            text = _("“%(value)s” is not a known view; the usual one is shown.")
            self.notices.append(text % {"value": shown(asked)})

    @property
    def chosen_value(self):
        return self.choices.value(self.chosen_by)

    def _heads(self, dimension):
        terms = self.choices.terms
        if dimension == "gemeinde":
            wide = Head(DISTRICT_WIDE, _("district-wide"), None)
            return [wide, *(Head(row.ags, row.name, row.pk) for row in terms.municipalities)]
        rows = terms.fields if dimension == "feld" else terms.groups
        return [Head(row.slug, row.label, row.pk, row) for row in rows]

    @cached_property
    def rows(self):
        return self._heads(self.rows_by)

    @cached_property
    def columns(self):
        return self._heads(self.columns_by)

    @staticmethod
    def _keys(placed, dimension):
        """Where a thing stands in a dimension: primary keys, with None for the whole district."""
        if dimension == "gemeinde":
            return [*placed.municipalities, *([None] if placed.district_wide else [])]
        return placed.fields if dimension == "feld" else placed.groups

    def _counts(self, tally):
        """({(row key, column key): number} under the chosen value, the same for things of the whole district).

        The second one ignores the municipality, so that a place can say that something exists for everybody.
        """
        wanted, chosen = self.chosen_value, self.choices.row(self.chosen_by)
        key = chosen.pk if chosen else None
        counts, wide = {}, {}
        for placed in tally.placed(self.user):
            fits = not wanted or key in self._keys(placed, self.chosen_by)
            for pair in product(self._keys(placed, self.rows_by), self._keys(placed, self.columns_by)):
                if fits:
                    counts[pair] = counts.get(pair, 0) + 1
                if placed.district_wide and (fits or self.chosen_by == "gemeinde"):
                    wide[pair] = wide.get(pair, 0) + 1
        return counts, wide

    @cached_property
    def table(self):
        """[(row head, [cell for each column])]."""
        counted = [(tally, self._counts(tally)) for tally in tallies.all_tallies()]
        named_place = self.chosen_by == "gemeinde" and self.chosen_value not in ("", DISTRICT_WIDE)
        result = []
        for row in self.rows:
            cells = []
            for column in self.columns:
                cell = Cell()
                for tally, (counts, wide) in counted:
                    number = counts.get((row.key, column.key), 0)
                    if number:
                        cell.numbers.append((number, tally.counted(number), self._url(tally, row, column)))
                    if self.rows_by == "gemeinde" and row.key is not None:
                        cell.wide_total += wide.get((None, column.key), 0)
                    elif named_place:
                        cell.wide_total += wide.get((row.key, column.key), 0)
                cells.append(cell)
            result.append((row, cells))
        return result

    def _url(self, tally, row, column):
        values = {self.rows_by: row.value, self.columns_by: column.value, self.chosen_by: self.chosen_value}
        return tally.list_url(**values)

    @cached_property
    def gaps(self):
        """[(row label, labels of its columns without anything)] of the rows that have such."""
        found = []
        for row, cells in self.table:
            empty = [column.label for column, cell in zip(self.columns, cells, strict=True) if cell.level == "gap"]
            if empty and row.value != DISTRICT_WIDE:
                found.append((row.label, empty))
        return found

    @property
    def gap_count(self):
        return sum(len(labels) for _label, labels in self.gaps)

    @property
    def views(self):
        """Tabs: the three tables."""
        return [(label, f"?zeige={key}", None, key == self.view) for key, label in VIEW_LABELS.items()]
