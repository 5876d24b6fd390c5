"""What the office page of an actor shows about its public page."""


def public_page(request, actor):
    """Where everyone reads about the actor; None while it is not public."""
    return {"public_url": actor.get_public_url()} if actor.is_public else None
