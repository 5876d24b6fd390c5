"""Comparing rows with actors, and writing them; `undoing` takes them back.

Called by `core.importing.takeover`, each chunk inside a transaction of its own.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import audit
from integration_portal.core.importing import wording
from integration_portal.core.importing.adapters import BulkSlugs, StaleImport
from integration_portal.core.models import ImportRow
from integration_portal.core.text import fold

from ..models import Actor, Person, PersonRole

TEXTS = ("name", "short_name", "street", "postal_code", "city", "email", "phone", "website", "description")
IDS = ("kind_id", "municipality_id")
MANY = ("fields", "municipalities", "languages")
_NOTE, _PERSONS = gettext_lazy("internal note"), gettext_lazy("Persons")


def updates(actor, values):
    """{attribute: new value} that the row would change; a name that only differs in its spelling stays."""
    given = {key: values[key] for key in (*TEXTS, *IDS) if values.get(key)}
    given.pop("name", None)
    return {key: value for key, value in given.items() if getattr(actor, key) != value}


def added_links(actor, values, key):
    """Ids of a many-to-many field that the row adds."""
    present = {obj.pk for obj in getattr(actor, key).all()}
    return [pk for pk in values.get(key, ()) if pk not in present]


def added_note(actor, values):
    """The lines of the note that are not in the portal's yet."""
    present = set(actor.internal_note.split("\n"))
    return "\n".join(line for line in values.get("note", "").split("\n") if line and line not in present)


def added_persons(actor, values):
    """Persons of the row that the actor does not have."""
    present = {fold(person.last_name) for person in actor.persons.all()}
    return [entry for entry in values.get("persons", ()) if fold(entry[2]) not in present]


def describe(actor, values):
    """Yield (key, old, new) for everything the row would change, as texts and references of `wording`."""
    tables = {"kind_id": "kinds", "municipality_id": "municipalities"}
    for key, value in updates(actor, values).items():
        old = getattr(actor, key)
        if key in tables:
            yield key, wording.objects(tables[key], [old]) if old else "", wording.objects(tables[key], [value])
        else:
            yield key, old, value
    for key in MANY:
        if pks := added_links(actor, values, key):
            yield key, "", wording.objects(key, pks, added=True)
    if persons := added_persons(actor, values):
        yield "persons", "", wording.added(", ".join(" ".join(part for part in entry if part) for entry in persons))
    if note := added_note(actor, values):
        yield "note", "", wording.added(note)


def change_label(key):
    """The name of a changed value, in the active language."""
    own = {"persons": _PERSONS, "note": _NOTE}
    return own[key] if key in own else Actor._meta.get_field(key.removesuffix("_id")).verbose_name


def commit(session, rows):
    """Write the rows; sets `target_id`, `target_version` and `before` on each."""
    targets = [row.target_id for row in rows if row.target_id]
    versions = dict(Actor.objects.select_for_update().filter(pk__in=targets).values_list("pk", "version"))
    for row in rows:
        if row.target_id and versions.get(row.target_id) != row.parsed.get("version"):
            raise StaleImport(
                _(
                    "The organisation of row %(row)s was changed since the check. Nothing was taken over; please check the list again."
                )
                % {"row": row.number}
            )
    new = [row for row in rows if row.action == ImportRow.Action.NEW]
    slugs = BulkSlugs(Actor, fallback="akteur")
    actors = [
        Actor(
            slug=slugs.make(row.parsed["values"]["name"]),
            internal_note=row.parsed["values"].get("note", ""),
            **{key: row.parsed["values"][key] for key in (*TEXTS, *IDS) if row.parsed["values"].get(key)},
        )
        for row in new
    ]
    audit.audited_bulk_create(actors)
    for key in MANY:
        pairs = [
            (actor, session.known[key][pk])
            for row, actor in zip(new, actors, strict=True)
            for pk in dict.fromkeys(row.parsed["values"].get(key, ()))
            if pk in session.known[key]
        ]
        if pairs:
            field = Actor._meta.get_field(key)
            audit.audited_m2m_create(
                field.remote_field.through,
                pairs,
                source_field=field.m2m_field_name(),
                target_field=field.m2m_reverse_field_name(),
                describe=key,
            )
    for row, actor in zip(new, actors, strict=True):
        row.target_id, row.target_version = actor.pk, actor.version
        row.before = _add_persons(session, actor, row.parsed["values"].get("persons", ()))
    for row in rows:
        if row.action == ImportRow.Action.CHANGED:
            _change(session, row)


def _change(session, row):
    actor = Actor.objects.get(pk=row.target_id)
    values = row.parsed["values"]
    changed = updates(actor, values)
    before = {key: getattr(actor, key) for key in changed}
    if note := added_note(actor, values):
        before["internal_note"] = actor.internal_note
        changed["internal_note"] = f"{actor.internal_note}\n{note}".strip()
    for key in MANY:
        if added := added_links(actor, values, key):
            before[f"added_{key}"] = added
            getattr(actor, key).add(*added)
    before |= _add_persons(session, actor, added_persons(actor, values))
    for key, value in changed.items():
        setattr(actor, key, value)
    actor.save()
    row.before, row.target_version = before, actor.version


def _add_persons(session, actor, entries):
    """Give the actor the persons; returns what to take back."""
    created, roles = [], []
    for position, (title, first_name, last_name) in enumerate(entries):
        person = session.find_person(actor, title, first_name, last_name)
        if person is None:
            person = Person.objects.create(title=title, first_name=first_name, last_name=last_name)
            created.append([person.pk, person.version])
        if not PersonRole.objects.filter(person=person, actor=actor).exists():
            main = position == 0 and not PersonRole.objects.filter(actor=actor, is_main_contact=True).exists()
            roles.append(PersonRole.objects.create(person=person, actor=actor, is_main_contact=main).pk)
    return {key: value for key, value in (("new_persons", created), ("new_roles", roles)) if value}
