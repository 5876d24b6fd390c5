"""What the office page of an actor shows of its branches, offers, further addresses and relations."""

from django.utils import timezone

from .carriers import tree_below
from .models import ActorAddress, Offer
from .relations import sentences_of

#: A longer tree is folded.
SHOWN_AT_ONCE = 8


def branches_of(request, actor):
    """The tree of branches; None without any the user may see."""
    branches, has_more = tree_below(actor, request.user)
    number = sum(branch.size for branch in branches)
    context = {"branches": branches, "number": number, "is_long": number > SHOWN_AT_ONCE, "has_more": has_more}
    return context if branches else None


def _unless_empty(request, actor, **context):
    """The office sees an empty part too, to fill it; others only what is there."""
    may_edit = request.user.is_office and actor.archived_at is None
    return {"actor": actor, "may_edit": may_edit, **context} if may_edit or any(context.values()) else None


def offers_of(request, actor):
    """All offers with their opening hours, those that are over last."""
    today = timezone.localdate()
    rows = (
        Offer.objects.visible_inside(request.user)
        .filter(actor=actor)
        .select_related("address")
        .prefetch_related("hours", "languages", "target_groups", "topics", "municipalities")
    )
    offers = sorted(rows, key=lambda offer: offer.until is not None and offer.until < today)
    for offer in offers:
        offer.is_over = offer.until is not None and offer.until < today
    return _unless_empty(request, actor, offers=offers)


def addresses_of(request, actor):
    """Further addresses."""
    return _unless_empty(
        request, actor, addresses=list(ActorAddress.objects.filter(actor=actor).select_related("municipality"))
    )


def relations_of(request, actor):
    """Ties to other actors, read from this one."""
    return _unless_empty(request, actor, sentences=sentences_of(actor, request.user))
