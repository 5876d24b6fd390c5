"""Dates of measures for the calendar: when published measures begin and end."""

from collections import defaultdict

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.calendar import CalendarEntry, CalendarSource
from integration_portal.core.display import format_day

from .models import Measure, MeasurePlacement, Status


def entries(user, start, end):
    """Beginnings and ends of published measures from `start` to `end`, both inclusive; three queries, plain values only."""
    measures = (
        Measure.objects.public()
        .filter(Q(start_on__range=(start, end)) | Q(end_on__range=(start, end)))
        .exclude(status__in=(Status.DROPPED, Status.POSTPONED))
        .order_by()
    )
    fields = defaultdict(set)
    for links, other in ((MeasurePlacement, "field_id"), (Measure.further_fields.through, "fieldofaction_id")):
        for measure_id, field_id in (
            links.objects.filter(measure__in=measures.values("pk")).order_by().values_list("measure_id", other)
        ):
            fields[measure_id].add(field_id)
    begins, ends = _("Begins: %(date)s"), _("Ends: %(date)s")
    for pk, title, slug, *period in measures.values_list(
        "pk", "title", "slug", "start_on", "start_precision", "end_on", "end_precision"
    ):
        url = reverse("measures:detail", args=[slug])
        for day, precision, words in ((period[0], period[1], begins), (period[2], period[3], ends)):
            if day and start <= day <= end:
                text = words % {"date": format_day(day, precision)}
                yield CalendarEntry(day, day, title, url, text, frozenset(fields[pk]))


MEASURE_DATES = CalendarSource("massnahmen", gettext_lazy("Beginning and end of measures"), entries)
