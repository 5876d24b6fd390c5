"""Persons as a table and as address cards, for the office: what one needs to reach somebody, and no notes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.writers import Column, Table
from integration_portal.core.writers.vcard import Card, single_vcard_response

from .models import ContactWay

NUMBERS = (ContactWay.Kind.PHONE, ContactWay.Kind.MOBILE)


def _roles(person):
    return [", ".join(part for part in (str(role.actor), role.function) if part) for role in person.present_roles]


COLUMNS = [
    Column("title", gettext_lazy("Title"), lambda person: person.title, 12),
    Column("first_name", gettext_lazy("First name"), lambda person: person.first_name, 20),
    Column("last_name", gettext_lazy("Family name"), lambda person: person.last_name, 24),
    Column("roles", gettext_lazy("Present roles"), _roles, 48),
    Column("email", gettext_lazy("E-mail address"), lambda person: person.email, 30),
    Column("phone", gettext_lazy("Telephone"), lambda person: person.phone, 20),
    Column("preferred_way", gettext_lazy("Prefers"), lambda person: person.get_preferred_way_display(), 16),
    Column("language", gettext_lazy("Preferred language"), lambda person: str(person.preferred_language or ""), 18),
    Column("no_mailings_on", gettext_lazy("Objects to mailings since"), lambda person: person.no_mailings_on, 14),
]


def persons_table(persons):
    """A table of the given persons in their order; two queries whatever the number of rows."""
    rows = persons.select_related("preferred_language").with_list_relations()
    return Table(title=_("Persons"), columns=COLUMNS, rows=rows)


def person_card(person):
    """The answer with the address card of a person; wants `present_roles` and `contact_ways` loaded."""
    ways = list(person.contact_ways.all())
    role = person.present_roles[0] if person.present_roles else None
    card = Card(
        uid=f"urn:uuid:{person.uuid}",
        name=person.name,
        family_name=person.last_name,
        given_name=person.first_name,
        prefix=person.title,
        organisation=str(role.actor) if role else "",
        function=role.function if role else "",
        emails=_values(person.email, ways, (ContactWay.Kind.EMAIL,)),
        phones=_values(person.phone, ways, NUMBERS),
        websites=_values("", ways, (ContactWay.Kind.WEB,)),
    )
    return single_vcard_response(card, file_name=f"person-{person.pk}")


def _values(first, ways, kinds):
    return tuple(value for value in (first, *(way.value for way in ways if way.kind in kinds)) if value)
