"""Events to come on the pages of fields of action and of measures."""

from django.urls import reverse
from django.utils import timezone

from .models import EventDate, Publication

SHOWN = 5


def upcoming(**lookup):
    """The next dates of events, one more than is shown."""
    rows = EventDate.objects.during(timezone.localdate()).filter(**lookup).select_related("event__municipality")
    return list(rows.in_order()[: SHOWN + 1])


def events_of_field(request, field):
    """The next dates of published events in a field; None without any."""
    rows = upcoming(event__fields=field, event__is_published=True)
    if not rows:
        return None
    return {
        "dates": rows[:SHOWN],
        "more_url": f"{reverse('measures:events')}?feld={field.slug}",
        "ics_url": f"{reverse('measures:events_ics')}?feld={field.slug}",
        "has_more": len(rows) > SHOWN,
    }


def events_of_measure(request, measure):
    """The next dates of a measure's published events; None without any."""
    rows = upcoming(event__measure=measure, event__is_published=True)
    return {"dates": rows[:SHOWN], "has_more": False} if rows else None


def office_events_of_measure(request, measure):
    """The next dates of a measure's events, and what was published about it, for those who read everything."""
    if not request.user.reads_all:
        return None
    return {
        "measure": measure,
        "dates": upcoming(event__measure=measure)[:SHOWN],
        "publications": list(Publication.objects.visible_inside(request.user).filter(measures=measure)[:SHOWN]),
        "may_edit": request.user.is_office,
    }
