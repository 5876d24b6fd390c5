"""What the page of an actor shows about duplicates."""

from django.utils.translation import gettext as _

from .duplicates import similar_to
from .models import ActorRedirect

SHOWN = 3


def similar_actors(request, actor):
    """For the office: entries that may be the same, and what was merged into this one. Others see nothing of it."""
    if not request.user.is_office or actor.archived_at:
        return None
    found = similar_to(actor)
    similar = [(pair.second if pair.first.pk == actor.pk else pair.first, pair.reason) for pair in found[:SHOWN]]
    return {
        "actor": actor,
        "similar": similar,
        "merged": list(ActorRedirect.objects.filter(actor=actor).order_by("-created_at")[:SHOWN]),
        "title": _("Duplicates"),
    }
