"""The columns of an export of actors; the writers are in the floor."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from integration_portal.core.writers import Table


def _list_of(name):
    return lambda actor: "; ".join(str(item) for item in getattr(actor, name).all())


COLUMNS = [
    (_("Name"), "name"),
    (_("Short name"), "short_name"),
    (_("Kind"), lambda actor: str(actor.kind or "")),
    (_("Street and number"), "street"),
    (_("Postal code"), "postal_code"),
    (_("Town"), "city"),
    (_("Municipality"), lambda actor: str(actor.municipality or "")),
    (_("E-mail address"), "email"),
    (_("Telephone"), "phone"),
    (_("Website"), "website"),
    (_("Fields of action"), _list_of("fields")),
    (_("Works in"), _list_of("municipalities")),
    (_("Languages"), _list_of("languages")),
    (_("Published"), lambda actor: capfirst(_("yes")) if actor.is_published else capfirst(_("no"))),
    (_("Description"), "description"),
]


def actors_table(actors):
    """A table of the given actors, in their order."""
    return Table(
        title=_("Actors"),
        columns=COLUMNS,
        rows=actors.select_related("kind", "municipality").prefetch_related("fields", "municipalities", "languages"),
    )
