"""The columns of an export of actors; the writers are in the floor."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.writers import Column, Table


def _names(name):
    """How to read the names of a many-to-many field."""
    return lambda actor: [str(item) for item in getattr(actor, name).all()]


COLUMNS = [
    Column("name", gettext_lazy("Name"), lambda actor: actor.name, 40),
    Column("short_name", gettext_lazy("Short name"), lambda actor: actor.short_name),
    Column("kind", gettext_lazy("Kind"), lambda actor: str(actor.kind or ""), 24),
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
    Column("published", gettext_lazy("Published"), lambda actor: _("yes") if actor.is_published else _("no"), 12),
    Column("description", gettext_lazy("Description"), lambda actor: actor.description, 60),
]


def actors_table(actors):
    """A table of the given actors, in their order; five queries whatever the number of rows."""
    rows = actors.select_related("kind", "municipality").prefetch_related("fields", "municipalities", "languages")
    return Table(title=_("Actors"), columns=COLUMNS, rows=rows)
