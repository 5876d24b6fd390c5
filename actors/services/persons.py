"""Writes on persons, their contact ways and their roles at actors."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock

from ..models import ContactWay, Person, PersonRole
from .assigning import assign

GUARDED_OF_PERSON = ("user", "uuid", "pk", "id", "version")


ROLE_FIELDS = ("actor", "function", "is_main_contact", "since", "until", "deputy")
WAY_FIELDS = ("kind", "value", "label", "is_published")


@transaction.atomic
def create_person(*, data, roles=(), ways=(), removed=(), removed_ways=()):
    """Create a person with roles and contact ways (see `set_roles`, `set_contact_ways`).

    Whether the person is there already is the caller's question.
    """
    person = Person()
    assign(person, data, GUARDED_OF_PERSON)
    person.full_clean()
    person.save()
    set_contact_ways(person=person, ways=ways)
    set_roles(person=person, roles=roles)
    return person


@transaction.atomic
def update_person(*, person, data, version, roles=(), removed=(), ways=(), removed_ways=()):
    """Change a person that was read at `version`, and the named roles and contact ways.

    Raises StaleObject when somebody saved in between, ValidationError for data that does not fit.
    """
    person = lock(person, version)
    assign(person, data, GUARDED_OF_PERSON)
    person.full_clean()
    person.save()
    set_contact_ways(person=person, ways=ways, removed=removed_ways)
    set_roles(person=person, roles=roles, removed=removed)
    return person


@transaction.atomic
def set_roles(*, person, roles, removed=()):
    """Add and change roles of a person at actors; `removed` are ids of roles to take away. Others stay.

    Each role is a dict with `actor` and, as known, `function`, `is_main_contact`, `since`, `until`, `deputy`, and `id` of
    the role it changes; a role that is gone meanwhile is added anew. Raises ValidationError for a doubled role or an
    end before its start.
    """
    _set_rows(PersonRole, person.roles.all(), ROLE_FIELDS, person, roles, removed)


@transaction.atomic
def set_contact_ways(*, person, ways, removed=()):
    """Add and change further contact ways of a person, as `set_roles` does. Raises ValidationError for a value that does
    not fit its kind, for the same way twice, and for a public way of somebody whose name is not public."""
    _set_rows(ContactWay, person.contact_ways.all(), WAY_FIELDS, person, ways, removed)
    if not person.is_published and person.contact_ways.filter(is_published=True).exists():
        raise ValidationError(_("Contact ways can be published only together with the name."))


def _set_rows(model, rows, fields, person, wanted, removed):
    present = {row.pk: row for row in rows}
    for pk in removed:
        if pk in present:
            present.pop(pk).delete()
    for values in wanted:
        row = present.get(values.get("id")) or model(person=person)
        changed = row.pk is None
        for name in fields:
            if name in values and (changed or getattr(row, name) != values[name]):
                setattr(row, name, values[name])
                changed = True
        if changed:
            row.full_clean()
            row.save()


@transaction.atomic
def end_role(*, role, on):
    """End a role with the day `on`, which is its last. Raises ValidationError when it starts later or is over already."""
    lock(role.person, None).save()  # an open form of the person is told
    role = PersonRole.objects.select_for_update().get(pk=role.pk)
    if role.until is not None and role.until <= on:
        raise ValidationError(_("This role is over already."), code="over")
    if role.since is not None and role.since > on:
        raise ValidationError(
            _("This role has not begun yet. Please remove it from the form of the person."), code="early"
        )
    role.until = on
    role.full_clean()
    role.save()
    return role
