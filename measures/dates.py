"""Dates of measures for the calendar: when published measures begin and end."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.calendar import CalendarEntry, CalendarSource
from integration_portal.core.display import format_day

from .models import Measure


def entries(user, start, end):
    """Beginnings and ends of published measures from `start` to `end`, both inclusive; three queries."""
    measures = (
        Measure.objects.public()
        .filter(Q(start_on__range=(start, end)) | Q(end_on__range=(start, end)))
        .exclude(status__in=("dropped", "postponed"))
        .only("title", "slug", "start_on", "start_precision", "end_on", "end_precision")
        .prefetch_related("placements", "further_fields")
    )
    for measure in measures:
        fields = {place.field_id for place in measure.placements.all()} | {field.pk for field in measure.further_fields.all()}
        for day, precision, words in (
            (measure.start_on, measure.start_precision, _("Begins: %(date)s")),
            (measure.end_on, measure.end_precision, _("Ends: %(date)s")),
        ):
            if day and start <= day <= end:
                text = words % {"date": format_day(day, precision)}
                yield CalendarEntry(day, day, measure.title, measure.get_absolute_url(), text, frozenset(fields))


MEASURE_DATES = CalendarSource("massnahmen", gettext_lazy("Beginning and end of measures"), entries)
