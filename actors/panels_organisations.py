"""What the office page of an actor shows of its branches."""

from .carriers import tree_below


def branches_of(request, actor):
    """The tree of branches; None without any the user may see."""
    branches, has_more = tree_below(actor, request.user)
    return {"branches": branches, "has_more": has_more} if branches else None
