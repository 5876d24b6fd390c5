"""The filters of the public listing, shared by the page and its exports.

Addresses live long and are typed by hand: a value that is unknown or malformed is left out and named in `notices`,
so that every address gives a page. Values of one parameter are alternatives, different parameters narrow each other.
"""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from integration_portal.core.listing.filters import (
    ChosenValues,
    DayField,
    KnownValuesField,
    SortField,
    WordsField,
)
from integration_portal.core.search import match

from .facets import DISTRICT_WIDE, GROUPS
from .models import Measure

GroupLink = Measure.target_groups.through
PlaceLink = Measure.municipalities.through


class StatusField(KnownValuesField):
    """Statuses; `in-progress` is accepted for `in_progress`."""

    def clean(self, value):
        return super().clean(
            [item.replace("-", "_") if item.replace("-", "_") in self.choices else item for item in value or []]
        )


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


class PublicMeasureFilter(ChosenValues, django_filters.FilterSet):
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

    groups = GROUPS
    days = ("von", "bis")

    def __init__(self, data, *, options, queryset=None):
        super().__init__(data, queryset=Measure.objects.public() if queryset is None else queryset.public())
        for group in GROUPS:
            self.filters[group].extra["choices"] = tuple(option.value for option in options[group])
        self.read(data, self.form, options)
        self.start, self.end = self.chosen_days["von"], self.chosen_days["bis"]
        self.period_is_reversed = bool(self.start and self.end and self.start > self.end)
        if self.period_is_reversed:
            self.start = self.end = None
            self.chosen_days = dict.fromkeys(self.days)
            self.notices.append(_("The end of the period lies before its start; the period was left out."))

    def unknown_texts(self):
        """What is said about values that were left out, in the order of the filter form."""
        return {
            "feld": _("“%(value)s” is not a known field of action and was left out."),
            "status": _("“%(value)s” is not a known status and was left out."),
            "zielgruppe": _("“%(value)s” is not a known target group and was left out."),
            "gemeinde": _("“%(value)s” is not the official key of a municipality here and was left out."),
            "traeger": _("“%(value)s” is not the lead of a published measure and was left out."),
            **super().unknown_texts(),
        }

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
