"""What the public page of an actor shows of measures and events."""

from django.db.models import Q
from django.urls import reverse

from .models import Measure
from .panels_events import SHOWN as SHOWN_DATES
from .panels_events import upcoming

SHOWN = 25


def measures_of_public_actor(request, actor):
    """Published measures that an actor leads or takes part in, by name; None when there are none."""
    own = Measure.objects.public().filter(Q(lead=actor) | Q(pk__in=actor.partner_links.values("measure")))
    rows = list(own.with_placements().by_name()[: SHOWN + 1])
    if not rows:
        return None
    return {
        "measures": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "actor": actor,
        "listing_url": f"{reverse('measures:list')}?traeger={actor.slug}",
    }


def events_of_public_actor(request, actor):
    """The next dates of published events that an actor organises; None without any."""
    rows = upcoming(event__organisers=actor, event__is_published=True)
    return {"dates": rows[:SHOWN_DATES], "has_more": False} if rows else None
