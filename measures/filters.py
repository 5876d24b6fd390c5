"""The filters of the public listing, shared by the page and its exports.

Addresses live long and are typed by hand: a value that is unknown or malformed is left out and named in `notices`,
so that every address gives a page. Values of one parameter are alternatives, different parameters narrow each other.
"""

import re
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from integration_portal.core import params
from integration_portal.core.search import match
from integration_portal.core.text import MAX_QUERY_LENGTH, search_terms

from .facets import DISTRICT_WIDE, GROUPS
from .models import Measure

SORTS = ("relevanz", "neu", "name")
GroupLink = Measure.target_groups.through
PlaceLink = Measure.municipalities.through
SINGLE = ("q", "von", "bis", "sort", "seite")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def shown(value):
    """A value from an address as a message quotes it: one line, at most 60 characters."""
    text = _CONTROL.sub("�", str(value))
    return text if len(text) <= 60 else text[:59] + "…"


class KnownValuesField(forms.Field):
    """The known ones among repeated values, each once, in `choices` order; the others are kept in `unknown`."""

    widget = forms.SelectMultiple

    def __init__(self, *, choices=(), **kwargs):
        super().__init__(**kwargs)
        self.choices = tuple(choices)
        self.unknown = []

    def clean(self, value):
        given = [item for item in dict.fromkeys(value or []) if item.strip()]
        self.unknown = [item for item in given if item not in self.choices]
        return [choice for choice in self.choices if choice in given]


class StatusField(KnownValuesField):
    """Statuses; `in-progress` is accepted for `in_progress`."""

    def clean(self, value):
        return super().clean(
            [item.replace("-", "_") if item.replace("-", "_") in self.choices else item for item in value or []]
        )


class WordsField(forms.Field):
    """Words to search for, without control characters, cut to the length that searching looks at."""

    was_cut = False

    def clean(self, value):
        text = " ".join(_CONTROL.sub(" ", value or "").split())
        self.was_cut = len(text) > MAX_QUERY_LENGTH
        return text[:MAX_QUERY_LENGTH].strip()


class DayField(forms.Field):
    """A day as 2026-12-31 or 31.12.2026; anything else is kept in `unknown`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.unknown = []

    def clean(self, value):
        text = (value or "").strip()
        found = params.day(text)
        self.unknown = [text] if text and found is None else []
        return found


class SortField(forms.Field):
    """One of `SORTS` or "" for none given; anything else is kept in `unknown`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.unknown = []

    def clean(self, value):
        self.unknown = [value] if value and value not in SORTS else []
        return value if value in SORTS else ""


class ValuesFilter(django_filters.Filter):
    field_class = KnownValuesField


class StatusFilter(django_filters.Filter):
    field_class = StatusField


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class DayFilter(django_filters.Filter):
    field_class = DayField


class SortFilter(django_filters.Filter):
    field_class = SortField


class PublicMeasureFilter(django_filters.FilterSet):
    """The filter of an address: `PublicMeasureFilter(request.GET, options=index.options)`.

    `qs` gives the published measures that match, in the order asked for, with a stable order among equals.
    `notices` says in words what was left out and why.
    """

    q = WordsFilter(method="filter_words")
    feld = ValuesFilter(method="filter_fields")
    status = StatusFilter(field_name="status", lookup_expr="in")
    zielgruppe = ValuesFilter(method="filter_target_groups")
    gemeinde = ValuesFilter(method="filter_places")
    traeger = ValuesFilter(field_name="lead__slug", lookup_expr="in")
    von = DayFilter(method="filter_nothing")
    bis = DayFilter(method="filter_nothing")
    sort = SortFilter(method="filter_nothing")

    class Meta:
        model = Measure
        fields = []

    def __init__(self, data, *, options, queryset=None):
        super().__init__(data, queryset=Measure.objects.public() if queryset is None else queryset.public())
        self.options = options
        for group in GROUPS:
            self.filters[group].extra["choices"] = tuple(option.value for option in options[group])
        self.form.is_valid()
        values = self.form.cleaned_data
        self.selected = {group: values[group] for group in GROUPS if values[group]}
        self.query = values["q"]
        self.terms = search_terms(self.query)
        self.start, self.end = values["von"], values["bis"]
        self.period_is_reversed = bool(self.start and self.end and self.start > self.end)
        if self.period_is_reversed:
            self.start = self.end = None
        self.chosen_sort = values["sort"]
        self.notices = [*self._repeated(data), *self._unknown(), *self._unusable()]

    # --- what was asked for ----------------------------------------------------------------------------
    @property
    def order(self):
        """The order in force: relevance needs words to search for, newest is the default without them."""
        if self.terms:
            return self.chosen_sort or "relevanz"
        return "name" if self.chosen_sort == "name" else "neu"

    @property
    def is_filtered(self):
        """Whether anything narrows the listing."""
        return bool(self.selected or self.terms or self.start or self.end)

    @property
    def pairs(self):
        """The filter as (parameter, value) pairs in a fixed order, without empty and left-out ones."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [(group, value) for group in GROUPS for value in self.selected.get(group, [])]
        pairs += [(name, day.isoformat()) for name, day in (("von", self.start), ("bis", self.end)) if day]
        return pairs + ([("sort", self.chosen_sort)] if self.chosen_sort else [])

    def address(self, *, without=(), **changes):
        """The query string of this filter ("" if empty) without the given pairs, with parameters replaced or, by None, dropped."""
        pairs = [pair for pair in self.pairs if pair not in without and pair[0] not in changes]
        pairs += [(name, value) for name, value in changes.items() if value is not None]
        return f"?{urlencode(pairs)}" if pairs else ""

    # --- what was left out -----------------------------------------------------------------------------
    def _repeated(self, data):
        for name in SINGLE:
            if hasattr(data, "getlist") and len(data.getlist(name)) > 1:
                yield _("“%(name)s” was given more than once; the last value counts.") % {"name": name}

    def _unknown(self):
        texts = {
            "feld": _("“%(value)s” is not a known field of action and was left out."),
            "status": _("“%(value)s” is not a known status and was left out."),
            "zielgruppe": _("“%(value)s” is not a known target group and was left out."),
            "gemeinde": _("“%(value)s” is not the official key of a municipality here and was left out."),
            "traeger": _("“%(value)s” is not the lead of a published measure and was left out."),
            "von": _("“%(value)s” is not a date like 31.12.2026 and was left out."),
            "bis": _("“%(value)s” is not a date like 31.12.2026 and was left out."),
            "sort": _("“%(value)s” is not a known order; the usual one is used."),
        }
        for name, text in texts.items():
            unknown = self.form.fields[name].unknown
            for value in unknown[:3]:
                yield text % {"value": shown(value)}
            if len(unknown) > 3:
                yield _("%(number)d more unknown values of “%(name)s” were left out.") % {
                    "number": len(unknown) - 3,
                    "name": name,
                }

    def _unusable(self):
        if self.form.fields["q"].was_cut:
            yield _("The search text was cut after %(length)d characters.") % {"length": MAX_QUERY_LENGTH}
        if self.query and not self.terms:
            yield _("“%(value)s” has no word to search for and was left out.") % {"value": shown(self.query)}
        if self.period_is_reversed:
            yield _("The end of the period lies before its start; the period was left out.")

    # --- the same in the database ------------------------------------------------------------------------
    @property
    def qs(self):
        """The matching measures in order. Equal ones follow each other newest first, so pages are stable."""
        if not hasattr(self, "_qs"):
            measures = self.during(self.filter_queryset(self.queryset))
            if self.order == "relevanz":
                self._qs = measures.order_by("-relevance", "-updated_at", "-pk")
            else:
                self._qs = measures.by_name() if self.order == "name" else measures.by_newest()
        return self._qs

    def during(self, measures):
        """Measures that run on some day of the period; a missing end is open, no period at all does not match."""
        if self.start or self.end:
            measures = measures.filter(Q(start_on__isnull=False) | Q(end_on__isnull=False) | Q(is_permanent=True))
        if self.start:
            measures = measures.filter(Q(end_on__isnull=True) | Q(end_on__gte=self.start))
        if self.end:
            measures = measures.filter(Q(start_on__isnull=True) | Q(start_on__lte=self.end))
        return measures

    def filter_words(self, measures, _name, _value):
        return match(measures, self.query) if self.terms else measures

    def filter_fields(self, measures, _name, values):
        chosen = [option.pk for option in self.options["feld"] if option.value in values]
        return measures.in_field(*chosen) if values else measures

    def filter_target_groups(self, measures, _name, values):
        if not values:
            return measures
        return measures.filter(Exists(GroupLink.objects.filter(measure=OuterRef("pk"), targetgroup__slug__in=values)))

    def filter_places(self, measures, _name, values):
        if not values:
            return measures
        hits = Q(Exists(PlaceLink.objects.filter(measure=OuterRef("pk"), municipality__ags__in=values)))
        return measures.filter(hits | Q(is_district_wide=True)) if DISTRICT_WIDE in values else measures.filter(hits)

    def filter_nothing(self, measures, _name, _value):
        """These parameters take part elsewhere: the period as a pair, the order at the end."""
        return measures
