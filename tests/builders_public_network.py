"""Builders of the public network, and reading its pages."""

import datetime

from django.http import QueryDict
from django.urls import reverse

from actors.listing import Listing
from actors.models import Offer, Topic
from integration_portal.core.models import Language
from tests.builders import (
    make_actor,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
PERMISSION = {"is_published": True, "permission_on": datetime.date(2026, 5, 4)}


def make_language(name, slug):
    return Language.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def make_topic(name, slug):
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def make_public_actor(name="", **values):
    return make_actor(name, is_published=True, **values)


def make_offer(actor, title="Beratung", *, published=True, **values):
    return Offer.objects.create(actor=actor, title=title, is_published=published, **values)


def listing(query=""):
    return Listing(QueryDict(query), reverse("actors:public_list"))


def names(query=""):
    return [actor.name for actor in listing(query).actors]


def text_of(client, address):
    return client.get(address).content.decode()
