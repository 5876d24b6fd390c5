"""How fresh an entry is, on the office page of an actor."""

from .models import ConfirmationRequest, ProposedChange


def confirmation_of_actor(request, actor):
    """What was asked lately and what waits, for those who read everything; the day stands among the facts of the page."""
    if not request.user.reads_all:
        return None
    asked = ConfirmationRequest.objects.filter(actor=actor).select_related("round").order_by("-created_at")[:3]
    requests, waiting = list(asked), ProposedChange.objects.waiting().filter(actor=actor).count()
    return {"actor": actor, "requests": requests, "waiting": waiting} if requests or waiting else None
