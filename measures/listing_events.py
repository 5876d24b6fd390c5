"""What `/termine/` shows: dates month by month with a pager, or one month as a grid."""

import calendar
import datetime
import itertools
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from integration_portal.core import display, params
from integration_portal.core.listing.filters import shown
from integration_portal.core.today import due_words

from .filters_events import GROUPS, LABELS, PublicEventFilter, load_options

PAGE_SIZE = 25
#: A date over more days stands above the grid of its month, not in each of its days.
LONG_DAYS = 7
MOST_IN_MONTH = 600
FIRST_YEAR, LAST_YEAR = 1990, 2100


def as_cards(dates):
    """With what a card shows, in two queries."""
    return dates.select_related("event__municipality", "event__parent").prefetch_related("event__fields")


@dataclass
class Day:
    """A day of the grid; `in_month` is False for those of the weeks at both ends."""

    day: datetime.date
    in_month: bool
    is_today: bool
    dates: list = field(default_factory=list)


@dataclass
class Month:
    """A month as weeks of days, with the dates that last longer beside it."""

    first: datetime.date
    weeks: list
    long_dates: list
    is_cut: bool = False

    @property
    def label(self):
        return formats.date_format(self.first, "F Y")

    @property
    def weekdays(self):
        """(short, long) names of the seven days, Monday first."""
        monday = datetime.date(2026, 11, 23)
        days = [monday + datetime.timedelta(days=number) for number in range(7)]
        return [(formats.date_format(day, "D"), formats.date_format(day, "l")) for day in days]


def month_bounds(first):
    """First and last day of the month."""
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _neighbour(first, step):
    index = first.year * 12 + first.month - 1 + step
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, 1) if FIRST_YEAR <= year <= LAST_YEAR else None


def build_month(first, dates, today):
    """Put the dates, which touch the month, into its days."""
    start, end = month_bounds(first)
    dates = list(itertools.islice(dates, MOST_IN_MONTH + 1))
    weeks = [
        [Day(day, day.month == first.month, day == today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    days = {day.day: day for week in weeks for day in week if day.in_month}
    long_dates = []
    for date in dates[:MOST_IN_MONTH]:
        if date.days > LONG_DAYS:
            long_dates.append(date)
            continue
        day = max(date.start_day, start)
        while day <= min(date.end_day, end):
            days[day].dates.append(date)
            day += datetime.timedelta(days=1)
    return Month(first, weeks, long_dates, len(dates) > MOST_IN_MONTH)


class EventListing:
    """The public page for the parameters in `data` (a QueryDict); nine queries at most, whatever the number of events."""

    def __init__(self, data, path):
        self.path, self.today = path, timezone.localdate()
        self.filter = PublicEventFilter(data, options=load_options(self.today))
        self.notices = list(self.filter.notices)
        self.shows_month = data.get("ansicht") == "monat"
        self.first = self._month(data.get("monat", "")) if self.shows_month else None
        if not self.shows_month:
            self.paginator = Paginator(as_cards(self.filter.dates(*self.filter.span(self.today))), PAGE_SIZE)
            self.page = self.paginator.page(self._page_number(data.get("seite", "")))

    def _month(self, text):
        text = text.strip()
        try:
            found = datetime.datetime.strptime(text, "%Y-%m").date() if text else self.today.replace(day=1)
        except ValueError:
            found = None
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.notices.append(
                _("“%(value)s” is not a month like 2026-12; this is the present one.") % {"value": shown(text)}
            )
            return self.today.replace(day=1)
        return found

    def _page_number(self, text):
        number, last = params.page_number(text), self.paginator.num_pages
        if number > last:
            self.notices.append(_("There is no page %(value)s; this is the last one.") % {"value": shown(text)})
            return last
        return number

    @cached_property
    def months(self):
        """(name of the month, dates) of this page. A date that began earlier stands under the first month of the list."""
        start = self.filter.span(self.today)[0]

        def month_of(date):
            return max(date.start_day, start or date.start_day).replace(day=1)

        dates = list(self.page.object_list)
        for date in dates:
            date.words = due_words(date.start_day, self.today) if 0 <= (date.start_day - self.today).days <= 1 else ""
        dates.sort(key=month_of)
        return [
            (formats.date_format(first, "F Y"), list(group)) for first, group in itertools.groupby(dates, key=month_of)
        ]

    @cached_property
    def month(self):
        """The grid of the month asked for."""
        first, last = month_bounds(self.first)
        rows = self.filter.dates(first, last).select_related("event")
        return build_month(first, rows[: MOST_IN_MONTH + 1], self.today)

    # --- addresses ---------------------------------------------------------------------------------------
    def _url(self, **changes):
        return self.path + self.filter.address(**changes)

    @property
    def address(self):
        """The clean address of this page."""
        if self.shows_month:
            return self.month_url(self.first)
        return self._url(seite=self.page.number if self.page.number > 1 else None)

    def month_url(self, first):
        """The grid of a month under the same filter, which then has no period of its own."""
        return self._url(von=None, bis=None, ansicht="monat", monat=f"{first:%Y-%m}") if first else ""

    @property
    def previous_month(self):
        return self.month_url(_neighbour(self.first, -1))

    @property
    def next_month(self):
        return self.month_url(_neighbour(self.first, 1))

    @property
    def views(self):
        """Tabs: list, month, past events."""
        yesterday = self.today - datetime.timedelta(days=1)
        in_past = bool(not self.shows_month and self.filter.end and self.filter.end < self.today)
        past = self._url(von=(yesterday - datetime.timedelta(days=364)).isoformat(), bis=yesterday.isoformat())
        return [
            (
                _("List"),
                self._url(**({"von": None, "bis": None} if in_past else {})),
                None,
                not self.shows_month and not in_past,
            ),
            (_("Month"), self.month_url(self.first or self.today.replace(day=1)), None, self.shows_month),
            (_("Past year"), past, None, in_past),
        ]

    @property
    def query_string(self):
        """The filter as it stands in the address of the calendar file."""
        return self.filter.address()

    @property
    def groups(self):
        """(parameter, label, [(option, chosen)]) per group of filter values."""
        found = []
        for name in GROUPS:
            chosen = self.filter.selected.get(name, ())
            rows = [(option, option.value in chosen) for option in self.filter.options[name]]
            if rows:
                found.append((name, LABELS[name], rows, bool(chosen) or name == "feld"))
        return found

    @property
    def chips(self):
        """(label, address without it) per active filter value."""
        active, extra = self.filter, {}
        if self.shows_month:
            extra = {"ansicht": "monat", "monat": f"{self.first:%Y-%m}"}
        chips = [(active.query, self._url(q=None, **extra))] if active.terms else []
        for group, values in active.selected.items():
            labels = {option.value: option.label for option in active.options[group]}
            chips += [(labels[value], self._url(without=((group, value),), **extra)) for value in values]
        if active.start and not self.shows_month:
            chips.append((_("from %(date)s") % {"date": display.format_day(active.start)}, self._url(von=None)))
        if active.end and not self.shows_month:
            chips.append((_("until %(date)s") % {"date": display.format_day(active.end)}, self._url(bis=None)))
        return chips
