"""What pages of other apps show about actors."""

from .models import Actor

SHOWN = 12


def actors_of_field(request, field):
    """Published actors that work in a field of action, by name; None when there are none."""
    actors = Actor.objects.public().filter(fields=field).select_related("kind").order_by("sort_name", "pk")
    shown = list(actors[:SHOWN])
    return {"actors": shown, "field_slug": field.slug} if shown else None
