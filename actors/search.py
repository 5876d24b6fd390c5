"""How actors and persons are found: by name, then by what they do and where. Each source shows only what the visitor may see."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core import roles
from integration_portal.core.search import SearchSource

from .models import Actor, Person


def _actor_rows(user):
    return Actor.objects.visible_to(user).current().select_related("kind").defer("internal_note")


def _actor_url(actor, user):
    """The office page for those who read everything and for what is not public; the public page for all others."""
    return actor.get_absolute_url() if roles.reads_all(user) else actor.get_public_url() or actor.get_absolute_url()


def _person_rows(user):
    return Person.objects.visible_inside(user)


ACTORS = SearchSource(
    key="akteure",
    label=_("Actors"),
    rows=_actor_rows,
    url=_actor_url,
    text=lambda actor: actor.description,
    kicker=lambda actor: actor.kind or _("Actor"),
    order=30,
)

PERSONS = SearchSource(
    key="personen",
    label=_("Persons"),
    rows=_person_rows,
    url=lambda person, user: reverse("actors:person_detail", args=[person.pk]),
    text=lambda person: person.email,
    kicker=lambda person: _("Person"),
    order=60,
)
