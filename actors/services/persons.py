"""Writes on persons and their roles at actors."""

from django.db import transaction

from integration_portal.core.locking import lock

from ..models import Person, PersonRole
from .assigning import assign

GUARDED_OF_PERSON = ("user", "uuid", "pk", "id", "version")


@transaction.atomic
def create_person(*, data, roles=()):
    """Create a person with roles (see `set_roles`). Whether the person is there already is the caller's question."""
    person = Person()
    assign(person, data, GUARDED_OF_PERSON)
    person.full_clean()
    person.save()
    set_roles(person=person, roles=roles)
    return person


@transaction.atomic
def update_person(*, person, data, version, roles=(), removed=()):
    """Change a person that was read at `version`, and the named roles (see `set_roles`).

    Raises StaleObject when somebody saved in between, ValidationError for data that does not fit.
    """
    person = lock(person, version)
    assign(person, data, GUARDED_OF_PERSON)
    person.full_clean()
    person.save()
    set_roles(person=person, roles=roles, removed=removed)
    return person


ROLE_FIELDS = ("actor", "function", "is_main_contact", "since", "until")


@transaction.atomic
def set_roles(*, person, roles, removed=()):
    """Add and change roles of a person at actors; `removed` are ids of roles to take away. Others stay.

    Each role is a dict with `actor` and, as known, `function`, `is_main_contact`, `since`, `until`, and `id` of the role
    it changes; a role that is gone meanwhile is added anew. Raises ValidationError for a doubled role or an end
    before its start.
    """
    present = {role.pk: role for role in person.roles.all()}
    for pk in removed:
        if pk in present:
            present.pop(pk).delete()
    for values in roles:
        role = present.get(values.get("id")) or PersonRole(person=person)
        changed = role.pk is None
        for name in ROLE_FIELDS:
            if name in values and (changed or getattr(role, name) != values[name]):
                setattr(role, name, values[name])
                changed = True
        if changed:
            role.full_clean()
            role.save()
