"""The last contacts on the pages of actors and persons."""

from django.urls import reverse

from integration_portal.core import roles

from .models import AdvisoryEntry

SHOWN = 5


def _panel(request, through, owner, parameter):
    if not roles.reads_all(request.user):
        return None
    notes = AdvisoryEntry.objects.visible_inside(request.user).filter(
        pk__in=through.objects.filter(**{parameter: owner}).values("advisoryentry")
    )
    found = list(notes.select_related("author", "topic")[: SHOWN + 1])
    address = {"actor": "akteur", "person": "person"}[parameter]
    return {
        "notes": found[:SHOWN],
        "has_more": len(found) > SHOWN,
        "list_url": f"{reverse('actors:advice_list')}?{address}={owner.pk}",
        "new_url": f"{reverse('actors:advice_new')}?{address}={owner.pk}" if roles.is_office(request.user) else "",
    }


def of_actor(request, actor):
    """The newest notes on contacts with an actor, as far as the account may see them."""
    return _panel(request, AdvisoryEntry.actors.through, actor, "actor")


def of_person(request, person):
    """The newest notes on contacts with a person, as far as the account may see them."""
    return _panel(request, AdvisoryEntry.persons.through, person, "person")
