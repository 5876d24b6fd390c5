"""Taking back what an import of actors wrote.

Called by `core.importing.takeover`, each chunk inside a transaction of its own.
"""

from django.utils.translation import gettext as _

from integration_portal.core.importing.adapters import StaleImport
from integration_portal.core.models import ImportRow

from ..models import Actor, PersonRole
from .names import delete_unused, in_use
from .writing import MANY
from .writing_people import OURS, undo_people


def check(batch, rows):
    """Raise StaleImport when an actor was touched since it was written, or is in use by now."""
    touched, used = _held(batch, rows, Actor.objects.all())
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


def undo(batch, rows):
    """Delete what the import created and restore what it changed; returns the rows left alone because they are touched or in use."""
    touched, used = _held(batch, rows, Actor.objects.select_for_update())
    stay = {row.pk for row in (*touched, *used)}
    rows = [row for row in rows if row.pk not in stay]
    actors = Actor.objects.in_bulk([row.target_id for row in rows])
    undo_people(batch, rows)
    created = {row.target_id: actors[row.target_id] for row in rows if _creates(row)}
    restored = {}
    for row in rows:
        if row.target_id not in created and _restore(actors[row.target_id], row.before):
            restored[row.target_id] = actors[row.target_id]
    delete_unused(list(created.values()))
    _tell_others(batch, rows, restored, set(created))
    return [*touched, *used]


def _creates(row):
    """Whether the row created its actor; a row taken in after the first one of its organisation was left out does too."""
    return row.action == ImportRow.Action.NEW or row.before.get("created", False)


def _held(batch, rows, actors):
    """(rows whose actor was changed or deleted since, rows whose new actor something else refers to)."""
    versions = dict(actors.filter(pk__in=[row.target_id for row in rows]).values_list("pk", "version"))
    touched = [row for row in rows if versions.get(row.target_id) != row.target_version]
    new = {row.target_id: row for row in rows if _creates(row) and row not in touched}
    together = batch.rows.filter(target_id__in=new, target_version__isnull=False).values_list("before", flat=True)
    own_roles = [pk for before in together for pk in before.get("new_roles", ())]
    used = in_use(set(new), but_for={PersonRole: own_roles})
    return touched, [row for pk, row in new.items() if pk in used]


def _restore(actor, before):
    """Give the actor its values from before back; whether there were any."""
    before = {key: value for key, value in before.items() if key not in OURS}
    for key in MANY:
        if added := before.pop(f"added_{key}", None):
            getattr(actor, key).remove(*added)
    for key, value in before.items():
        setattr(actor, key, value)
    if before:
        actor.save()
    return bool(before)


def _tell_others(batch, rows, actors, gone):
    """Give the rows that are taken back later the version their actor has now, and forget actors that are gone."""
    others = batch.rows.filter(target_id__in=actors, target_version__isnull=False).exclude(
        pk__in=[row.pk for row in rows]
    )
    for pk in set(others.values_list("target_id", flat=True)):
        others.filter(target_id=pk).update(target_version=actors[pk].version)
    further = batch.rows.exclude(action=ImportRow.Action.NEW)
    further.filter(target_id__in=gone).update(target_id=None)
    for row in rows:
        if row.target_id in gone:
            row.target_id = None
