"""One page of a public listing for one filter: cards, hit counts, chips and addresses."""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from .. import display, params
from .filters import shown
from .index import Option, positions_of

PAGE_SIZE = 25
SHORT_LIST = 12
SORT_LABELS = {
    "relevanz": gettext_lazy("best match"),
    "neu": gettext_lazy("last updated"),
    "name": gettext_lazy("title A–Z"),
}
#: Words before the day in the chip of a period.
DAY_LABELS = {"von": gettext_lazy("from %(date)s"), "bis": gettext_lazy("until %(date)s")}


@dataclass(frozen=True)
class Choice:
    """A row of a facet: an option, its hits under the other filters, and whether it is chosen."""

    option: Option
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
    option: Option | None = None


class HitsPaginator(Paginator):
    """Pages over hits whose number is known and whose rows the listing fetches itself."""

    def __init__(self, total):
        super().__init__([], PAGE_SIZE)
        self.count = total


class PublicListing:
    """What a public listing shows for a filter (`ChosenValues`) over an index, `path` being its address.

    Apps bring the words (`relevance`), further narrowing (`narrow`), labels of the facets, and fetch the cards.
    """

    facet_labels: dict = {}
    open_facets: tuple = ()
    #: Groups whose values beyond the first dozen, and those without a hit, stand behind “show all”.
    long_facets: tuple = ()
    sort_labels = SORT_LABELS

    def __init__(self, index, chosen, data, path):
        self.path, self.index, self.filter = path, index, chosen
        self.notices = list(chosen.notices)
        self.paginator = HitsPaginator(self.hit_count)
        self.page = self.paginator.page(self._page_number(data.get("seite", "")))

    # --- hits --------------------------------------------------------------------------------------------
    @cached_property
    def relevance(self):
        """{primary key: relevance} of the published rows in which the words stand; None without words."""
        raise NotImplementedError

    @cached_property
    def narrow(self):
        """Bits of the rows that match everything but the groups."""
        return self.index.everything if self.relevance is None else self.index.of_ids(self.relevance)

    @cached_property
    def hits(self):
        return self.index.select(self.filter.selected, self.narrow)

    @cached_property
    def hit_count(self):
        return self.hits.bit_count()

    @property
    def total(self):
        """How many rows are published."""
        return len(self.index)

    def ids(self, offset=0, limit=None):
        """Primary keys of the hits in the order of the filter; equally relevant ones follow each other newest first."""
        if self.filter.order == "relevanz":
            found = sorted(
                positions_of(self.hits), key=lambda position: (-self.relevance[self.index.ids[position]], position)
            )
            found = found[offset:] if limit is None else found[offset : offset + limit]
        else:
            found = self.index.page(
                self.hits, self.filter.order, offset, self.hit_count - offset if limit is None else limit
            )
        return [self.index.ids[position] for position in found]

    def _page_number(self, text):
        text, last = text.strip(), self.paginator.num_pages
        if text.isascii() and text.isdigit() and int(text[:12]) > last:
            self.notices.append(_("There is no page %(value)s; this is the last one.") % {"value": shown(text)})
            return last
        number = params.positive_int(text)
        if text and number is None:
            self.notices.append(_("“%(value)s” is not a page; this is the first one.") % {"value": shown(text)})
        return number or 1

    # --- filters -----------------------------------------------------------------------------------------
    @cached_property
    def facet_list(self):
        """The groups of filter values with their hits. Values without a hit stay, but in long groups behind “show all”."""
        counts = self.index.counts(self.filter.selected, self.narrow)
        today = timezone.localdate()
        result = []
        for name, label in self.facet_labels.items():
            chosen = set(self.filter.selected.get(name, ()))
            facet = Facet(name, label, is_open=bool(chosen) or name in self.open_facets)
            for option in self.index.options[name]:
                count = counts[name].get(option.value, 0)
                self._put(facet, Choice(option, count, option.value in chosen, self.status_icon(name, option)), today)
            facet.more_label = _("Fields of other guidelines") if name == "feld" else _("Show all")
            result.append(facet)
        return result

    def status_icon(self, group, option):
        """Name of the symbol before an option, or ""."""
        return ""

    def _put(self, facet, choice, today):
        if facet.name == "feld":
            if choice.chosen or choice.option.is_in_force(today):
                facet.choices.append(choice)
            elif choice.count:
                facet.more.append(choice)
        elif (
            facet.name in self.long_facets
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
            chips.append(Chip(f"„{active.query}“" if get_language() == "de" else f"“{active.query}”", self.url(q=None)))
        for group, values in active.selected.items():
            options = {option.value: option for option in self.index.options[group]}
            for value in values:
                option = options[value]
                chips.append(
                    Chip(option.label, self.url(without=((group, value),)), option if option.pictogram else None)
                )
        for name, day in active.chosen_days.items():
            if day:
                chips.append(Chip(DAY_LABELS[name] % {"date": display.format_day(day)}, self.url(**{name: None})))
        return chips

    @property
    def sorts(self):
        """(label, address, is current) per order; relevance only where there are words to search for."""
        keys = sorted(("neu", "name"), key=lambda key: key != self.filter.usual_order)
        keys = ["relevanz", *keys] if self.filter.terms else keys
        usual = keys[0]
        return [
            (self.sort_labels[key], self.url(sort=None if key == usual else key), key == self.filter.order)
            for key in keys
        ]

    @property
    def sort_label(self):
        return self.sort_labels[self.filter.order]

    # --- addresses ---------------------------------------------------------------------------------------
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
        return self.page_url(self.page.number)

    def page_url(self, number):
        return self.url(seite=number if number > 1 else None)

    @property
    def previous_url(self):
        return self.page_url(self.page.number - 1)

    @property
    def next_url(self):
        return self.page_url(self.page.number + 1)

    @property
    def page_links(self):
        """(number, address) of the pages to offer; an address of "" is a gap."""
        numbers = self.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(number, self.page_url(number)) if isinstance(number, int) else ("", "") for number in numbers]

    def url(self, **changes):
        return self.path + self.filter.address(**changes)
