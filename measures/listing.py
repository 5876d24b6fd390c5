"""The public listing: one page of cards, the hit counts, chips and addresses for one filter.

The plain first pages come from the database's partial indexes and need no counts; with a filter the hits come from
the bit sets in `facets`, so that searching reads the texts once, whatever else is asked for.
"""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from integration_portal.core import display, params
from integration_portal.core.search import match

from . import facets
from .filters import PublicMeasureFilter, shown
from .models import Measure, Status

PAGE_SIZE = 25
SHORT_LIST = 12

FACET_LABELS = {
    "feld": gettext_lazy("Field of action"),
    "status": gettext_lazy("Status"),
    "zielgruppe": gettext_lazy("Target group"),
    "gemeinde": gettext_lazy("Municipality"),
    "traeger": gettext_lazy("Lead"),
}
SORT_LABELS = {
    "relevanz": gettext_lazy("best match"),
    "neu": gettext_lazy("last updated"),
    "name": gettext_lazy("title A–Z"),
}


@dataclass(frozen=True)
class Choice:
    """A row of a facet: an option, its hits under the other filters, and whether it is chosen."""

    option: facets.Option
    count: int
    chosen: bool
    status_icon: str = ""


@dataclass
class Facet:
    """A group of filter values. `more` are the rows behind “show all”, each with its section or ""."""

    name: str
    label: str
    is_open: bool
    choices: list[Choice] = field(default_factory=list)
    more: list[Choice] = field(default_factory=list)
    more_label: str = ""


@dataclass(frozen=True)
class Chip:
    """An active filter with the address of the listing without it."""

    label: str
    url: str
    option: facets.Option | None = None


class _HitsPaginator(Paginator):
    """Pages over hits whose number is known and whose rows the listing fetches itself."""

    def __init__(self, total):
        super().__init__([], PAGE_SIZE)
        self.count = total


def as_cards(measures):
    """With what a card shows but the places, in two queries; texts that no card shows are not read."""
    return (
        measures.select_related("lead")
        .with_placements()
        .defer(
            "description",
            "public_text",
            "starting_situation",
            "expected_effect",
            "progress_note",
            "internal_note",
            "import_note",
        )
        .defer("search_title", "search_body", "search_internal")
    )


def newest(offset=0, limit=PAGE_SIZE, *, by_name=False):
    """Published measures as cards straight from the partial indexes, without any count; two queries."""
    measures = Measure.objects.public()
    return list(as_cards(measures.by_name() if by_name else measures.by_newest())[offset : offset + limit])


class Listing:
    """What `/massnahmen/` shows for the parameters in `data` (a QueryDict), `path` being its address.

    At most seven queries in all: the counter, three for the index if it is not cached, words, cards, their places in frameworks.
    """

    def __init__(self, data, path):
        self.path = path
        self.index = facets.load()
        self.filter = PublicMeasureFilter(data, options=self.index.options)
        self.notices = list(self.filter.notices)
        self.paginator = _HitsPaginator(self.hit_count)
        self.page = self.paginator.page(self._page_number(data.get("seite", "")))

    # --- hits --------------------------------------------------------------------------------------------
    @cached_property
    def _relevance(self):
        """{primary key: relevance} of the measures in which the words stand, published ones only; None without words."""
        if not self.filter.terms:
            return None
        found = match(Measure.objects.public(), self.filter.query)
        return dict(found.order_by().values_list("pk", "relevance"))

    @cached_property
    def _narrow(self):
        """Bits of the measures that match words and period."""
        bits = self.index.everything
        if self._relevance is not None:
            bits &= self.index.of_ids(self._relevance)
        if self.filter.start or self.filter.end:
            bits &= self.index.during(self.filter.start, self.filter.end)
        return bits

    @cached_property
    def _hits(self):
        return self.index.select(self.filter.selected, self._narrow)

    @cached_property
    def hit_count(self):
        return self._hits.bit_count()

    @property
    def total(self):
        """How many measures are published."""
        return len(self.index)

    def _page_number(self, text):
        text, last = text.strip(), self.paginator.num_pages
        if text.isascii() and text.isdigit() and int(text[:12]) > last:
            self.notices.append(_("There is no page %(value)s; this is the last one.") % {"value": shown(text)})
            return last
        number = params.positive_int(text)
        if text and number is None:
            self.notices.append(_("“%(value)s” is not a page; this is the first one.") % {"value": shown(text)})
        return number or 1

    @cached_property
    def measures(self):
        """The measures of this page as cards, two queries: `place_names`, and in `also_in` further fields that were filtered by."""
        offset = (self.page.number - 1) * PAGE_SIZE
        cards = (
            self._filtered(offset) if self.filter.is_filtered else newest(offset, by_name=self.filter.order == "name")
        )
        wanted = {card.pk for card in cards}
        place = {pk: position for position, pk in enumerate(self.index.ids) if pk in wanted}
        chosen = self.filter.selected.get("feld", ())
        for card in cards:
            places = self.index.values_at("gemeinde", place[card.pk]) if card.pk in place else []
            fields = self.index.values_at("feld", place[card.pk]) if chosen and card.pk in place else []
            card.place_names = [option.label for option in places]
            card.also_in = [
                option.label for option in fields if option.value in chosen and option.label != str(card.primary_field)
            ]
        return cards

    def _filtered(self, offset):
        index = self.index
        if self.filter.order == "relevanz":
            positions = sorted(
                facets.positions_of(self._hits), key=lambda position: (-self._relevance[index.ids[position]], position)
            )
            positions = positions[offset : offset + PAGE_SIZE]
        else:
            positions = index.page(self._hits, self.filter.order, offset, PAGE_SIZE)
        ids = [index.ids[position] for position in positions]
        rows = {row.pk: row for row in as_cards(Measure.objects.public()).filter(pk__in=ids)}
        return [rows[pk] for pk in ids if pk in rows]

    # --- filters -----------------------------------------------------------------------------------------
    @cached_property
    def facet_list(self):
        """The groups of filter values with their hits. Values without a hit stay, but in long groups behind “show all”."""
        counts = self.index.counts(self.filter.selected, self._narrow)
        today = timezone.localdate()
        result = []
        for name in facets.GROUPS:
            chosen = set(self.filter.selected.get(name, ()))
            facet = Facet(name, FACET_LABELS[name], is_open=bool(chosen) or name in ("feld", "status", "zielgruppe"))
            for option in self.index.options[name]:
                count = counts[name].get(option.value, 0)
                choice = Choice(
                    option, count, option.value in chosen, f"st-{Status(option.value).css}" if name == "status" else ""
                )
                self._put(facet, choice, today)
            facet.more_label = _("Fields of other guidelines") if name == "feld" else _("Show all")
            result.append(facet)
        return result

    @staticmethod
    def _put(facet, choice, today):
        if facet.name == "feld":
            if choice.chosen or choice.option.is_in_force(today):
                facet.choices.append(choice)
            elif choice.count:
                facet.more.append(choice)
        elif (
            facet.name in ("gemeinde", "traeger")
            and not choice.chosen
            and (len(facet.choices) >= SHORT_LIST or not choice.count)
        ):
            facet.more.append(choice)
        else:
            facet.choices.append(choice)

    @cached_property
    def chips(self):
        """One chip per active filter value, each with the address of the listing without it."""
        active = self.filter
        chips = []
        if active.terms:
            chips.append(
                Chip(f"„{active.query}“" if get_language() == "de" else f"“{active.query}”", self._url(q=None))
            )
        for group, values in active.selected.items():
            options = {option.value: option for option in self.index.options[group]}
            for value in values:
                option = options[value]
                chips.append(
                    Chip(option.label, self._url(without=((group, value),)), option if option.pictogram else None)
                )
        if active.start:
            chips.append(Chip(_("from %(date)s") % {"date": display.format_day(active.start)}, self._url(von=None)))
        if active.end:
            chips.append(Chip(_("until %(date)s") % {"date": display.format_day(active.end)}, self._url(bis=None)))
        return chips

    @property
    def sorts(self):
        """(label, address, is current) per order; relevance only where there are words to search for."""
        keys = ("relevanz", "neu", "name") if self.filter.terms else ("neu", "name")
        usual = keys[0]
        return [
            (SORT_LABELS[key], self._url(sort=None if key == usual else key), key == self.filter.order) for key in keys
        ]

    @property
    def sort_label(self):
        return SORT_LABELS[self.filter.order]

    @property
    def clear_url(self):
        """The listing without any filter, in the same order."""
        return self.path + (f"?sort={self.filter.chosen_sort}" if self.filter.chosen_sort in ("neu", "name") else "")

    @property
    def query_string(self):
        """The filter as it stands in shared addresses and in those of the exports: fixed order, nothing empty, no page."""
        return self.filter.address()

    @property
    def address(self):
        """The clean address of this page."""
        return self._page_url(self.page.number)

    def _page_url(self, number):
        return self._url(seite=number if number > 1 else None)

    @property
    def previous_url(self):
        return self._page_url(self.page.number - 1)

    @property
    def next_url(self):
        return self._page_url(self.page.number + 1)

    @property
    def page_links(self):
        """(number, address) of the pages to offer; an address of "" is a gap."""
        numbers = self.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(number, self._page_url(number)) if isinstance(number, int) else ("", "") for number in numbers]

    @property
    def frameworks_in_force(self):
        """Titles of the frameworks in force today."""
        return facets.frameworks_in_force(self.index)

    def _url(self, **changes):
        return self.path + self.filter.address(**changes)
