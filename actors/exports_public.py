"""What everyone may take along of the public network: table, JSON, and address cards of organisations.

Persons are in none of them: who may be shown with permission stands on the page of the organisation only.
"""

from dataclasses import dataclass, field
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fields_of_action.models import FieldOfAction
from integration_portal.core import writers
from integration_portal.core.models import Language, Municipality, SiteSettings, TargetGroup
from integration_portal.core.writers.vcard import Card, Place, single_vcard_response, vcard_response

from .models import Actor, ActorAddress, ActorKind, Offer, Topic

CHUNK = 1000
VALUES = (
    "pk", "name", "short_name", "slug", "kind_id", "description", "street", "postal_code", "city", "municipality_id",
    "email", "phone", "website", "accessibility", "confirmed_on", "updated_at",
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """An actor as the exports show it, without model instances of its relations; lists hold names in reading order."""

    pk: int
    name: str
    short_name: str
    slug: str
    kind_id: int | None
    description: str
    street: str
    postal_code: str
    city: str
    municipality_id: int | None
    email: str
    phone: str
    website: str
    accessibility: str
    confirmed_on: object
    updated_at: object
    kind: str = ""
    municipality: str = ""
    ags: str = ""
    fields: list = field(default_factory=list)
    municipalities: list = field(default_factory=list)
    languages: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    target_groups: list = field(default_factory=list)
    addresses: list = field(default_factory=list)
    offers: list = field(default_factory=list)


class _Names:
    """The names of what actors refer to, each table read once for all rows."""

    def __init__(self):
        def labels(rows):
            return {row.pk: row.label for row in rows}

        self.kinds = labels(ActorKind.objects.all())
        self.places = {pk: (name, ags) for pk, name, ags in Municipality.objects.values_list("pk", "name", "ags")}
        self.relations = (
            ("fields", "fieldofaction_id", labels(FieldOfAction.objects.with_framework())),
            ("municipalities", "municipality_id", {pk: name for pk, (name, _ags) in self.places.items()}),
            ("languages", "language_id", labels(Language.objects.all())),
            ("topics", "topic_id", labels(Topic.objects.all())),
            ("target_groups", "targetgroup_id", labels(TargetGroup.objects.all())),
        )


def rows(ids):
    """Yield the published actors with these keys as rows, in this order: six queries for names, eight per thousand rows."""
    names, left, today = _Names(), iter(ids), timezone.localdate()
    while chunk := list(islice(left, CHUNK)):
        found = Actor.objects.public().filter(pk__in=chunk).order_by().values_list(*VALUES)
        by_pk = {values[0]: Row(*values) for values in found}
        for row in by_pk.values():
            row.kind = names.kinds.get(row.kind_id, "")
            row.municipality, row.ags = names.places.get(row.municipality_id, ("", ""))
        for name, column, labels in names.relations:
            rank = {pk: place for place, pk in enumerate(labels)}
            pairs = getattr(Actor, name).through.objects.filter(actor__in=chunk).values_list("actor_id", column)
            for actor_id, pk in sorted(pairs, key=lambda pair: rank[pair[1]]):
                if actor_id in by_pk:
                    getattr(by_pk[actor_id], name).append(labels[pk])
        for address in ActorAddress.objects.filter(actor__in=chunk):
            if address.actor_id in by_pk:
                by_pk[address.actor_id].addresses.append(address)
        offers = Offer.objects.public().on(today).filter(actor__in=chunk)
        for actor_id, title in offers.values_list("actor_id", "title"):
            if actor_id in by_pk:
                by_pk[actor_id].offers.append(title)
        yield from (by_pk[pk] for pk in chunk if pk in by_pk)


def _place(address):
    return ", ".join(part for part in (address.street, f"{address.postal_code} {address.city}".strip()) if part)


def columns(prefix):
    """Public columns; `prefix` is the absolute address of the list. Nothing internal, no persons."""
    column = writers.Column
    return [
        column("name", gettext_lazy("Name"), lambda row: row.name, 44),
        column("short_name", gettext_lazy("Short name"), lambda row: row.short_name),
        column("kind", gettext_lazy("Kind"), lambda row: row.kind, 24),
        column("description", gettext_lazy("Description"), lambda row: row.description, 50),
        column("fields", gettext_lazy("Fields of action"), lambda row: row.fields, 30),
        column("topics", gettext_lazy("Topics"), lambda row: row.topics, 30),
        column("target_groups", gettext_lazy("Target groups"), lambda row: row.target_groups, 30),
        column("languages", gettext_lazy("Languages"), lambda row: row.languages, 24),
        column("street", gettext_lazy("Street and number"), lambda row: row.street, 24),
        column("postal_code", gettext_lazy("Postal code"), lambda row: row.postal_code, 12),
        column("city", gettext_lazy("Town or village"), lambda row: row.city),
        column("municipality", gettext_lazy("Municipality"), lambda row: row.municipality),
        column("ags", gettext_lazy("Official key"), lambda row: row.ags),
        column("addresses", gettext_lazy("Further addresses"), _further_addresses, 40),
        column("works_in", gettext_lazy("Works in"), _works_in, 30),
        column("email", gettext_lazy("E-mail address"), lambda row: row.email, 28),
        column("phone", gettext_lazy("Telephone"), lambda row: row.phone),
        column("website", gettext_lazy("Website"), lambda row: row.website, 30),
        column("accessibility", gettext_lazy("Accessibility"), lambda row: row.accessibility, 30),
        column("offers", gettext_lazy("Offers"), lambda row: row.offers, 40),
        column("confirmed_on", gettext_lazy("Details confirmed on"), lambda row: row.confirmed_on, 14),
        column("updated", gettext_lazy("Last updated"), lambda row: row.updated_at, 18),
        column("url", gettext_lazy("Address"), lambda row: f"{prefix}{row.slug}/", 50),
    ]


def _further_addresses(actor):
    return [f"{one.label}: {_place(one)}" for one in actor.addresses]


def _works_in(actor):
    return actor.municipalities or [_("district-wide")]


def table(listing, prefix):
    """The table of a filter's actors, in the filter's order."""
    return writers.Table(_("Network"), columns(prefix), rows(listing.ids()))


def csv(request, listing, prefix):
    """RFC 4180; with `?excel=1` what a German Excel opens by itself: BOM and semicolons."""
    return writers.csv_response(table(listing, prefix), excel=request.GET.get("excel") == "1")


def json(request, listing, prefix):
    """Also says which office it comes from and which parts of the filter were left out."""
    extra = {"source": SiteSettings.load().office_name, "notices": listing.filter.notices}
    return writers.json_response(table(listing, prefix), extra=extra)


def vcf(request, listing, prefix):
    """One address card for each actor of the filter."""
    cards = (card_of(actor, prefix) for actor in rows(listing.ids()))
    return vcard_response(cards, file_name="netzwerk")


def card_of(actor, prefix):
    """The address card of an organisation, without persons; from its row."""
    places = [Place(actor.street, actor.postal_code, actor.city)]
    places += [Place(one.street, one.postal_code, one.city) for one in actor.addresses]
    page = f"{prefix}{actor.slug}/"
    return Card(
        uid=page,
        name=actor.name,
        organisation=actor.name,
        emails=(actor.email,) if actor.email else (),
        phones=(actor.phone,) if actor.phone else (),
        websites=(actor.website or page,),
        places=tuple(place for place in places if place.street or place.city),
        categories=tuple(actor.fields),
        note=actor.description,
    )


def single_vcf(actor, prefix):
    """The address card of one actor."""
    return single_vcard_response(card_of(next(rows([actor.pk])), prefix), file_name=actor.slug)


FORMATS = {"csv": csv, "json": json, "vcf": vcf}
