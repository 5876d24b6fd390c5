"""The filters of the public events, shared by list, month and calendar file.

As with measures: what is unknown or malformed is left out and named in `notices`, so that every address gives a page.
"""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

import django_filters
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Actor
from fields_of_action.models import FieldOfAction
from integration_portal.core.listing.filters import shown
from integration_portal.core.models import Municipality, TargetGroup
from integration_portal.core.search import match
from integration_portal.core.text import search_terms

from .filters import DayFilter, ValuesFilter, WordsFilter
from .models import Event, EventDate

GROUPS = ("feld", "zielgruppe", "gemeinde", "traeger")
LABELS = {
    "feld": gettext_lazy("Field of action"),
    "zielgruppe": gettext_lazy("Target group"),
    "gemeinde": gettext_lazy("Municipality"),
    "traeger": gettext_lazy("Organiser"),
}
SINGLE = ("q", "von", "bis", "seite", "ansicht", "monat")


@dataclass(frozen=True)
class Option:
    """A value one can filter by; `row` is the field of action for its pictogram, else None."""

    value: str
    label: str
    row: object = None


def load_options(today=None):
    """{group: options}: fields in force and those with events, target groups, places and organisers of published events.

    Four queries.
    """
    today = today or timezone.localdate()
    public = Event.objects.public()
    used = {
        name: through.objects.filter(event__in=public.values("pk")).values(column)
        for name, through, column in (
            ("feld", Event.fields.through, "fieldofaction"),
            ("zielgruppe", Event.target_groups.through, "targetgroup"),
            ("traeger", Event.organisers.through, "actor"),
        )
    }
    fields = FieldOfAction.objects.filter(pk__in=used["feld"]) | FieldOfAction.objects.in_force(today).order_by()
    return {
        "feld": [
            Option(row.slug, row.label, row) for row in fields.distinct().order_by("framework", "order", "number")
        ],
        "zielgruppe": [Option(row.slug, row.label) for row in TargetGroup.objects.filter(pk__in=used["zielgruppe"])],
        "gemeinde": [
            Option(row.ags, row.name)
            for row in Municipality.objects.filter(pk__in=public.exclude(municipality=None).values("municipality"))
        ],
        "traeger": [
            Option(row.slug, row.name) for row in Actor.objects.filter(pk__in=used["traeger"]).order_by("sort_name")
        ],
    }


class PublicEventFilter(django_filters.FilterSet):
    """The filter of an address over the dates of published events: `PublicEventFilter(request.GET, options=…)`."""

    q = WordsFilter(method="filter_words")
    feld = ValuesFilter(method="filter_fields")
    zielgruppe = ValuesFilter(method="filter_target_groups")
    gemeinde = ValuesFilter(field_name="event__municipality__ags", lookup_expr="in")
    traeger = ValuesFilter(method="filter_organisers")
    von = DayFilter(method="filter_nothing")
    bis = DayFilter(method="filter_nothing")

    class Meta:
        model = EventDate
        fields = []

    def __init__(self, data, *, options):
        super().__init__(data, queryset=EventDate.objects.public())
        self.options = options
        for group in GROUPS:
            self.filters[group].extra["choices"] = tuple(option.value for option in options[group])
        self.form.is_valid()
        values = self.form.cleaned_data
        self.selected = {group: values[group] for group in GROUPS if values[group]}
        self.query, self.terms = values["q"], search_terms(values["q"])
        self.start, self.end = values["von"], values["bis"]
        self.is_reversed = bool(self.start and self.end and self.start > self.end)
        if self.is_reversed:
            self.start = self.end = None
        self.notices = list(self._left_out(data))

    def _left_out(self, data):
        for name in SINGLE:
            if hasattr(data, "getlist") and len(data.getlist(name)) > 1:
                yield _("“%(name)s” was given more than once; the last value counts.") % {"name": name}
        texts = {
            "feld": _("“%(value)s” is not a known field of action and was left out."),
            "zielgruppe": _("“%(value)s” is not a known target group and was left out."),
            "gemeinde": _("“%(value)s” is not the official key of a municipality here and was left out."),
            "traeger": _("“%(value)s” is not the organiser of a published event and was left out."),
            "von": _("“%(value)s” is not a date like 31.12.2026 and was left out."),
            "bis": _("“%(value)s” is not a date like 31.12.2026 and was left out."),
        }
        for name, text in texts.items():
            for value in self.form.fields[name].unknown[:3]:
                yield text % {"value": shown(value)}
        if self.query and not self.terms:
            yield _("“%(value)s” has no word to search for and was left out.") % {"value": shown(self.query)}
        if self.is_reversed:
            yield _("The end of the period lies before its start; the period was left out.")

    @property
    def is_filtered(self):
        """Whether anything narrows the list."""
        return bool(self.selected or self.terms or self.start or self.end)

    @property
    def pairs(self):
        """The filter as (parameter, value) pairs in a fixed order, without empty and left-out ones."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [(group, value) for group in GROUPS for value in self.selected.get(group, [])]
        return pairs + [(name, day.isoformat()) for name, day in (("von", self.start), ("bis", self.end)) if day]

    def address(self, *, without=(), **changes):
        """The query string of this filter ("" if empty) without the given pairs, with parameters replaced or, by None, dropped."""
        pairs = [pair for pair in self.pairs if pair not in without and pair[0] not in changes]
        pairs += [(name, value) for name, value in changes.items() if value is not None]
        return f"?{urlencode(pairs)}" if pairs else ""

    def dates(self, start=None, end=None):
        """The matching dates that touch the span of days, in order."""
        return self.filter_queryset(self.queryset).during(start, end).in_order()

    def span(self, today):
        """(first day, last day) of the list: from today on, unless the filter says otherwise; None is open."""
        if self.start or (self.end and self.end < today):
            return self.start, self.end
        return today, self.end

    def calendar_dates(self, today, back=datetime.timedelta(days=180)):
        """The dates of the calendar file: those of the filter's period, else half a year back and all to come."""
        return self.dates(self.start or (None if self.end else today - back), self.end)

    # --- how each parameter narrows ----------------------------------------------------------------------
    def filter_words(self, dates, _name, _value):
        if not self.terms:
            return dates
        found = match(Event.objects.public(), self.query)
        return dates.filter(event__in=found.order_by().values("pk"))

    @staticmethod
    def _having(dates, through, **lookup):
        return dates.filter(Exists(through.objects.filter(event=OuterRef("event"), **lookup)))

    def filter_fields(self, dates, _name, values):
        return self._having(dates, Event.fields.through, fieldofaction__slug__in=values) if values else dates

    def filter_target_groups(self, dates, _name, values):
        return self._having(dates, Event.target_groups.through, targetgroup__slug__in=values) if values else dates

    def filter_organisers(self, dates, _name, values):
        return self._having(dates, Event.organisers.through, actor__slug__in=values) if values else dates

    def filter_nothing(self, dates, _name, _value):
        """The period takes part as a pair, see `span`."""
        return dates
