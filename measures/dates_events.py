"""Dates of events for the calendar: published ones for everyone, one's own and drafts for those inside."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import roles
from integration_portal.core.calendar import CalendarEntry, CalendarSource

from .models import Event, EventDate

MOST = 2000


def entries(user, start, end):
    """Dates that take place in the span, both days inclusive; two queries."""
    rows = EventDate.objects.taking_place().during(start, end).in_order()
    seen = Q(event__is_published=True)
    if roles.is_insider(user):
        seen |= Q(event__in=Event.objects.visible_inside(user).values("pk"))
    rows = rows.filter(seen).select_related("event__municipality").prefetch_related("event__fields")
    for row in rows[:MOST]:
        event = row.event
        where = row.place or event.where or (_("online") if event.online_url else "")
        text = " · ".join(part for part in (event.get_kind_display(), row.times, where) if part)
        url = event.get_absolute_url() if event.is_published else event.get_office_url()
        fields = frozenset(field.pk for field in event.fields.all())
        yield CalendarEntry(row.start_day, row.end_day, event.title, url, text, fields)


EVENT_DATES = CalendarSource("termine", gettext_lazy("Events"), entries, has_panel=True)
