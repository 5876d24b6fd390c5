"""The columns of an export of actors; the writers are in the floor."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.writers import Column, Table


def _names(name):
    """How to read the names of a many-to-many field."""
    return lambda actor: [str(item) for item in getattr(actor, name).all()]


def _place(address):
    """A further address in one line."""
    town = f"{address.postal_code} {address.city}".strip()
    return ", ".join(part for part in (address.label, address.street, town) if part)


COLUMNS = [
    Column("name", gettext_lazy("Name"), lambda actor: actor.name, 40),
    Column("short_name", gettext_lazy("Short name"), lambda actor: actor.short_name),
    Column("kind", gettext_lazy("Kind"), lambda actor: str(actor.kind or ""), 24),
    Column("carrier", gettext_lazy("Carrier"), lambda actor: str(actor.carrier or ""), 32),
    Column("street", gettext_lazy("Street and number"), lambda actor: actor.street, 24),
    Column("postal_code", gettext_lazy("Postal code"), lambda actor: actor.postal_code, 12),
    Column("city", gettext_lazy("Town or village"), lambda actor: actor.city),
    Column("municipality", gettext_lazy("Municipality"), lambda actor: str(actor.municipality or "")),
    Column("email", gettext_lazy("E-mail address"), lambda actor: actor.email, 28),
    Column("phone", gettext_lazy("Telephone"), lambda actor: actor.phone),
    Column("website", gettext_lazy("Website"), lambda actor: actor.website, 28),
    Column("fields", gettext_lazy("Fields of action"), _names("fields"), 32),
    Column("municipalities", gettext_lazy("Works in"), _names("municipalities"), 24),
    Column("languages", gettext_lazy("Languages"), _names("languages"), 24),
    Column("topics", gettext_lazy("Topics"), _names("topics"), 28),
    Column("target_groups", gettext_lazy("Target groups"), _names("target_groups"), 28),
    Column("offers", gettext_lazy("Offers"), _names("offers"), 40),
    Column(
        "addresses", gettext_lazy("Further addresses"), lambda actor: [_place(row) for row in actor.addresses.all()], 40
    ),
    Column("accessibility", gettext_lazy("Accessibility"), lambda actor: actor.accessibility, 28),
    Column("former_names", gettext_lazy("Former names"), _names("former_names"), 28),
    Column("confirmed_on", gettext_lazy("Details confirmed on"), lambda actor: actor.confirmed_on, 14),
    Column("published", gettext_lazy("Published"), lambda actor: _("yes") if actor.is_published else _("no"), 12),
    Column("description", gettext_lazy("Description"), lambda actor: actor.description, 60),
]


def actors_table(actors):
    """A table of the given actors, in their order; nine queries whatever the number of rows."""
    rows = actors.select_related("kind", "municipality", "carrier").prefetch_related(
        "fields", "municipalities", "languages", "topics", "target_groups", "offers", "addresses", "former_names"
    )
    return Table(title=_("Actors"), columns=COLUMNS, rows=rows)
