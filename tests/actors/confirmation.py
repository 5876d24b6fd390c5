"""Requests to confirm details for tests: rounds, requests by link, answers."""

import re

from actors.items import load_entry
from actors.models import ConfirmationRound
from actors.services import confirmation
from integration_portal.core import links
from tests.builders import make_actor, make_person


def make_confirmation_round(title="Stimmen die Angaben?", **values):
    """A round until 11 December 2026 in which nobody was asked yet."""
    return ConfirmationRound.objects.create(**{"title": title, "deadline": "2026-12-11", **values})


def make_main_contact(actor, last_name="Muster", **values):
    """A person who is the main contact of an actor."""
    person = make_person(last_name, **{"email": "mara@example.org", "first_name": "Mara", **values})
    actor.person_roles.create(person=person, is_main_contact=True, function="Leitung")
    return person


def ask(actor=None, round=None):
    """A request to an actor with a main contact, sent."""
    if actor is None:
        actor = make_actor("Musterverein", city="Altenburg", phone="+49 3447 1", email="verein@example.org")
        make_main_contact(actor)
    round = round or make_confirmation_round()
    round.refresh_from_db()
    requests, _without = confirmation.ask(round=round, actors=[actor])
    return requests[0]


def path(request, rest=""):
    return links.path_of(request.link) + rest


def form_data(client, url, **changes):
    """What a browser would send from the form at an address, with some fields typed otherwise."""
    form = client.get(url).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, list):
            data[bound.name] = [str(getattr(one, "pk", one)) for one in value]
        elif value not in (None, ""):
            data[bound.name] = str(getattr(value, "pk", value))
    return data | changes


def correct(client, request, tun="senden", **changes):
    """Hand in corrections under the link."""
    url = path(request, "korrigieren/")
    return client.post(url, form_data(client, url, **changes) | {"tun": tun})


def confirm(client, request):
    """Press "everything is right" on the page as it is now."""
    page = client.get(path(request)).content.decode()
    fields = {name: re.search(rf'name="{name}" value="(\d+)"', page)[1] for name in ("version", "stand")}
    return client.post(path(request), fields)


def entry(actor):
    return load_entry(actor.pk)
