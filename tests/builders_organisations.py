"""Builders and form data of organisations in depth."""

from django.urls import reverse

from actors import services

from . import builders


def form_of(actor=None, **changes):
    data = {"name": actor.name if actor else "Verein Muster", "version": actor.version if actor else "", "aliases": ""}
    return data | changes


def edit(client, actor, **changes):
    actor.refresh_from_db()
    return client.post(reverse("actors:office_edit", args=[actor.pk]), form_of(actor, **changes))


def chain(*names):
    """Actors of which each is the carrier of the next."""
    made = []
    for name in names:
        made.append(builders.make_actor(name, carrier=made[-1] if made else None))
    return made


def update(actor, **data):
    actor.refresh_from_db()
    return services.update_actor(actor=actor, data=data, version=actor.version)
