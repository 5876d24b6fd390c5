"""How fresh an entry is, on the office page of an actor."""

from django.utils import timezone

from integration_portal.core.site import settings_of

from .confirming import state_of
from .models import ConfirmationRequest, ProposedChange


def confirmation_of_actor(request, actor):
    """The day of the last confirmation, what was asked, and what waits; for those who read everything."""
    if not request.user.reads_all:
        return None
    requests = ConfirmationRequest.objects.filter(actor=actor).select_related("round").order_by("-created_at")[:3]
    return {
        "actor": actor,
        "freshness": state_of(actor, settings_of(request), timezone.localdate()),
        "requests": requests,
        "waiting": ProposedChange.objects.waiting().filter(actor=actor).count(),
    }
