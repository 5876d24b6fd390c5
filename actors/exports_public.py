"""What everyone may take along of the public network: table, JSON, and address cards of organisations.

Persons are in none of them: who may be shown with permission stands on the page of the organisation only.
"""

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fields_of_action.models import FieldOfAction
from integration_portal.core import writers
from integration_portal.core.models import SiteSettings
from integration_portal.core.writers.vcard import Card, Place, single_vcard_response, vcard_response

from .models import Offer


def as_rows(actors):
    """With what the exports hold, in eight queries for each chunk."""
    offers = Offer.objects.public().on(timezone.localdate())
    return (
        actors.select_related("kind", "municipality")
        .prefetch_related(
            Prefetch("fields", queryset=FieldOfAction.objects.with_framework()),
            "municipalities",
            "languages",
            "topics",
            "target_groups",
            "addresses",
            Prefetch("offers", queryset=offers, to_attr="public_offers"),
        )
        .defer("internal_note", "search_title", "search_body", "archive_reason")
    )


def _labels(name):
    return lambda actor: [one.label for one in getattr(actor, name).all()]


def _place(address):
    return ", ".join(part for part in (address.street, f"{address.postal_code} {address.city}".strip()) if part)


def columns(prefix):
    """Public columns; `prefix` is the absolute address of the list. Nothing internal, no persons."""
    column = writers.Column
    return [
        column("name", gettext_lazy("Name"), lambda actor: actor.name, 44),
        column("short_name", gettext_lazy("Short name"), lambda actor: actor.short_name),
        column("kind", gettext_lazy("Kind"), lambda actor: actor.kind.label if actor.kind else "", 24),
        column("description", gettext_lazy("Description"), lambda actor: actor.description, 50),
        column("fields", gettext_lazy("Fields of action"), _labels("fields"), 30),
        column("topics", gettext_lazy("Topics"), _labels("topics"), 30),
        column("target_groups", gettext_lazy("Target groups"), _labels("target_groups"), 30),
        column("languages", gettext_lazy("Languages"), _labels("languages"), 24),
        column("street", gettext_lazy("Street and number"), lambda actor: actor.street, 24),
        column("postal_code", gettext_lazy("Postal code"), lambda actor: actor.postal_code, 12),
        column("city", gettext_lazy("Town or village"), lambda actor: actor.city),
        column("municipality", gettext_lazy("Municipality"), lambda actor: str(actor.municipality or "")),
        column("ags", gettext_lazy("Official key"), lambda actor: actor.municipality.ags if actor.municipality else ""),
        column("addresses", gettext_lazy("Further addresses"), _further_addresses, 40),
        column("works_in", gettext_lazy("Works in"), _works_in, 30),
        column("email", gettext_lazy("E-mail address"), lambda actor: actor.email, 28),
        column("phone", gettext_lazy("Telephone"), lambda actor: actor.phone),
        column("website", gettext_lazy("Website"), lambda actor: actor.website, 30),
        column("accessibility", gettext_lazy("Accessibility"), lambda actor: actor.accessibility, 30),
        column("offers", gettext_lazy("Offers"), lambda actor: [one.title for one in actor.public_offers], 40),
        column("confirmed_on", gettext_lazy("Details confirmed on"), lambda actor: actor.confirmed_on, 14),
        column("updated", gettext_lazy("Last updated"), lambda actor: actor.updated_at, 18),
        column("url", gettext_lazy("Address"), lambda actor: f"{prefix}{actor.slug}/", 50),
    ]


def _further_addresses(actor):
    return [f"{one.label}: {_place(one)}" for one in actor.addresses.all()]


def _works_in(actor):
    return [place.name for place in actor.municipalities.all()] or [_("district-wide")]


def table(listing, prefix):
    """The table of a filter's actors, in the filter's order."""
    return writers.Table(_("Network"), columns(prefix), listing.chunks(as_rows))


def csv(request, listing, prefix):
    """RFC 4180; with `?excel=1` what a German Excel opens by itself: BOM and semicolons."""
    return writers.csv_response(table(listing, prefix), excel=request.GET.get("excel") == "1")


def json(request, listing, prefix):
    """Also says which office it comes from and which parts of the filter were left out."""
    extra = {"source": SiteSettings.load().office_name, "notices": listing.filter.notices}
    return writers.json_response(table(listing, prefix), extra=extra)


def vcf(request, listing, prefix):
    """One address card for each actor of the filter."""
    cards = (card_of(actor, prefix) for actor in listing.chunks(as_rows))
    return vcard_response(cards, file_name="netzwerk")


def card_of(actor, prefix):
    """The address card of an organisation, without persons; wants `as_rows`."""
    places = [Place(actor.street, actor.postal_code, actor.city)]
    places += [Place(one.street, one.postal_code, one.city) for one in actor.addresses.all()]
    page = f"{prefix}{actor.slug}/"
    return Card(
        uid=page,
        name=actor.name,
        organisation=actor.name,
        emails=(actor.email,) if actor.email else (),
        phones=(actor.phone,) if actor.phone else (),
        websites=(actor.website or page,),
        places=tuple(place for place in places if place.street or place.city),
        categories=tuple(field.label for field in actor.fields.all()),
        note=actor.description,
    )


def single_vcf(actor, prefix):
    """The address card of one actor."""
    return single_vcard_response(card_of(actor, prefix), file_name=actor.slug)


FORMATS = {"csv": csv, "json": json, "vcf": vcf}
