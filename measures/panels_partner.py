"""What a partner sees of measures, events and progress on the page of the own organisation."""

from .models import Event, ProgressReport
from .services.rounds import OPEN

SHOWN = 10


def progress_of_partner(request, actor):
    """Reports on measures the actor leads that are still to be written; None without any."""
    rows = ProgressReport.objects.visible_inside(request.user).filter(measure__lead=actor, state__in=OPEN)
    rows = list(rows.select_related("measure", "request__round").order_by("request__round__deadline", "pk")[:SHOWN])
    return {"reports": rows} if rows else None


def events_of_partner(request, actor):
    """The latest events the actor organises, published or not, as far as the account may see them; None without any."""
    rows = Event.objects.visible_inside(request.user).filter(organisers=actor).distinct()
    rows = list(rows.order_by("-created_at", "-pk")[:SHOWN])
    return {"events": rows} if rows else None
