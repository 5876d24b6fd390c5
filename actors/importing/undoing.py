"""Taking back what an import of actors wrote.

Called by `core.importing.takeover`, each chunk inside a transaction of its own.
"""

from django.utils.translation import gettext as _

from integration_portal.core import audit
from integration_portal.core.importing.adapters import StaleImport
from integration_portal.core.models import ImportRow

from ..models import Actor, Person, PersonRole
from .names import delete_unused, in_use
from .writing import MANY


def check(rows):
    """Raise StaleImport when an actor was touched since it was written, or is in use by now."""
    touched, used = _held(rows, Actor.objects.all())
    if touched:
        raise StaleImport(
            _(
                "The organisation of row %(row)s was changed since the import. Nothing was taken back; take single rows back by hand."
            )
            % {"row": touched[0].number}
        )
    if used:
        raise StaleImport(
            _(
                "The organisation of row %(row)s is in use by now. Nothing was taken back; take single rows back by hand."
            )
            % {"row": used[0].number}
        )


def undo(rows):
    """Delete what the import created and restore what it changed; returns the rows left alone because they are touched or in use."""
    touched, used = _held(rows, Actor.objects.select_for_update())
    stay = {row.pk for row in (*touched, *used)}
    rows = [row for row in rows if row.pk not in stay]
    actors = Actor.objects.in_bulk([row.target_id for row in rows])
    for row in rows:
        _undo_persons(row.before)
    delete_unused([actors[row.target_id] for row in rows if row.action == ImportRow.Action.NEW])
    for row in rows:
        if row.action == ImportRow.Action.CHANGED:
            _restore(actors[row.target_id], row.before)
    return [*touched, *used]


def _held(rows, actors):
    """(rows whose actor was changed or deleted since, rows whose new actor something else refers to)."""
    versions = dict(actors.filter(pk__in=[row.target_id for row in rows]).values_list("pk", "version"))
    touched = [row for row in rows if versions.get(row.target_id) != row.target_version]
    new = {row.target_id: row for row in rows if row.action == ImportRow.Action.NEW and row not in touched}
    own_roles = [pk for row in rows for pk in row.before.get("new_roles", ())]
    used = in_use(set(new), but_for={PersonRole: own_roles})
    return touched, [row for pk, row in new.items() if pk in used]


def _undo_persons(before):
    """Delete the roles, and the persons nobody has worked on and who have no role left."""
    audit.audited_delete(PersonRole.objects.filter(pk__in=before.get("new_roles", [])))
    for pk, version in before.get("new_persons", []):
        person = Person.objects.filter(pk=pk, version=version, user__isnull=True).first()
        if person and not person.roles.exists():
            person.delete()


def _restore(actor, before):
    before = {key: value for key, value in before.items() if key not in ("new_roles", "new_persons")}
    for key in MANY:
        if added := before.pop(f"added_{key}", None):
            getattr(actor, key).remove(*added)
    for key, value in before.items():
        setattr(actor, key, value)
    actor.save()
