"""Filters of the public lists: by path and query alone, whoever asks."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.filters import LenientFilterSet, MultipleFilter

from .filters_papers import PaperFilter, ResolutionFilter
from .models import Committee, Meeting, Paper, Resolution


def _public_committees():
    return [(row.slug, row.label) for row in Committee.objects.public()]


def _years(rows, name):
    """The years from the newest row to the oldest; two looks into the index of the column instead of one at every row."""
    days = rows.order_by(name).values_list(name, flat=True)
    first, last = days.first(), days.last()
    if first is None:
        return []
    if isinstance(first, datetime.datetime):
        first, last = timezone.localtime(first), timezone.localtime(last)
    return [(str(year), str(year)) for year in range(last.year, first.year - 1, -1)]


class PublicPaperFilter(PaperFilter):
    """The public list of papers."""

    stand = None  # type: ignore[assignment]  # taken out of the public filter
    oeffentlich = None  # type: ignore[assignment]
    jahr = MultipleFilter(
        choices=lambda: _years(Paper.objects.public().filter(dated_on__isnull=False), "dated_on"),
        method="filter_year",
        label=_("Year"),
    )

    class Meta:
        model = Paper
        fields = []

    def committees(self):
        """Those that everyone may see."""
        return _public_committees()

    def filter_year(self, queryset, name, values):
        return queryset.filter(dated_on__year__in=values) if values else queryset


class PublicResolutionFilter(ResolutionFilter):
    """The public register of resolutions."""

    frist = None  # type: ignore[assignment]  # taken out of the public filter
    jahr = MultipleFilter(
        choices=lambda: _years(Resolution.objects.public(), "resolved_on"), method="filter_year", label=_("Year")
    )

    class Meta:
        model = Resolution
        fields = []

    def committees(self):
        """Those that everyone may see."""
        return _public_committees()


class PublicMeetingFilter(LenientFilterSet):
    """The public calendar."""

    gremium = MultipleFilter(choices=_public_committees, method="filter_committee", label=_("Committee"))
    jahr = MultipleFilter(
        choices=lambda: _years(Meeting.objects.public(), "starts_at"), method="filter_year", label=_("Year")
    )

    class Meta:
        model = Meeting
        fields = []

    def filter_committee(self, queryset, name, values):
        return queryset.filter(committee__slug__in=values) if values else queryset

    def filter_year(self, queryset, name, values):
        return queryset.filter(starts_at__year__in=values) if values else queryset
