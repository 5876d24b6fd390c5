"""What the public page of an actor shows: only what may be read by everyone."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.phones import dial_address

from .models import Actor, ContactWay, Offer, OpeningHours, Person, PersonRole

#: What a link to a released contact way starts with; numbers are dialled, other ways are only read.
_LINKS = {ContactWay.Kind.EMAIL: "mailto:{}", ContactWay.Kind.WEB: "{}"}
_NUMBERS = (ContactWay.Kind.PHONE, ContactWay.Kind.MOBILE)


@dataclass(frozen=True)
class Way:
    """A released way to reach somebody: what it is, what is shown, and a link or ""."""

    kind: object
    value: str
    link: str = ""
    note: str = ""


@dataclass(frozen=True)
class Contact:
    """A person who agreed to be shown, with the functions held here and the ways released one by one."""

    person: Person
    functions: list
    ways: list


def tel(number):
    """A link that dials, or "" for what is no number."""
    address = dial_address(number)
    return f"tel:{address}" if address else ""


def ways_of(person):
    """The ways of a person that may be published, each by its own permission; wants `public_ways` loaded."""
    ways = []
    if person.publish_email and person.email:
        ways.append(Way(ContactWay.Kind.EMAIL.label, person.email, f"mailto:{person.email}"))
    if person.publish_phone and person.phone:
        ways.append(Way(ContactWay.Kind.PHONE.label, person.phone, tel(person.phone)))
    for way in person.public_ways:
        link = tel(way.value) if way.kind in _NUMBERS else _LINKS.get(way.kind, "").format(way.value)
        ways.append(Way(way.get_kind_display(), way.value, link, way.label))
    return ways


class PublicActor:
    """The public side of an actor; at most 18 queries, made when it is set up."""

    def __init__(self, actor, on=None):
        self.actor = actor
        self.on = on or timezone.localdate()
        places = FieldOfAction.objects.with_framework()
        offers = (
            Offer.objects.public()
            .on(self.on)
            .select_related("address__municipality")
            .prefetch_related("fields", "topics", "target_groups", "languages", "municipalities")
            .prefetch_related(Prefetch("hours", queryset=OpeningHours.objects.order_by("weekday", "opens")))
        )
        prefetch_related_objects(
            [actor],
            "kind",
            "municipality",
            "carrier",
            Prefetch("fields", queryset=places),
            "municipalities",
            "languages",
            "topics",
            "target_groups",
            "addresses__municipality",
            Prefetch("offers", queryset=offers, to_attr="public_offers"),
            Prefetch("branches", queryset=Actor.objects.public().select_related("kind"), to_attr="public_branches"),
        )
        self.contacts = self._contacts()

    def _contacts(self):
        """Persons with recorded permission who have a role here today."""
        ways = ContactWay.objects.filter(is_published=True)
        rows = (
            PersonRole.objects.on(self.on)
            .filter(actor=self.actor, person__in=Person.objects.public())
            .select_related("person")
            .prefetch_related(Prefetch("person__contact_ways", queryset=ways, to_attr="public_ways"))
        )
        found = {}
        for role in rows:
            contact = found.setdefault(role.person_id, Contact(role.person, [], ways_of(role.person)))
            if role.function:
                contact.functions.append(role.function)
        return list(found.values())

    @property
    def fields(self):
        """Fields of frameworks in force."""
        return [one for one in self.actor.fields.all() if one.framework.is_in_force(self.on)]

    @property
    def field(self):
        """The field whose colour the page has: the only one, else none."""
        return self.fields[0] if len(self.fields) == 1 else None

    @property
    def carrier(self):
        """The organisation it belongs to, if that one is public."""
        carrier = self.actor.carrier
        return carrier if carrier and carrier.is_public else None

    @property
    def teaser(self):
        return self.actor.description or self.actor.name

    @property
    def phone_link(self):
        return tel(self.actor.phone) if self.actor.phone else ""

    @cached_property
    def hours(self):
        """{offer: opening hours}, for schema.org."""
        return {offer.pk: list(offer.hours.all()) for offer in self.actor.public_offers}

    def crumbs(self):
        """The way here: home, network, this actor."""
        return [
            (_("Home"), reverse("portal:home")),
            (_("Network"), reverse("actors:public_list")),
            (self.actor.name, None),
        ]
