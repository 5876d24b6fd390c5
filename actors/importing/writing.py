"""Comparing rows with actors, and writing them; `undoing` takes them back.

Called by `core.importing.takeover`, each chunk inside a transaction of its own. All written rows of an actor in a
batch carry the version it has after the last of them.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import audit
from integration_portal.core.importing import wording
from integration_portal.core.importing.adapters import BulkSlugs, StaleImport
from integration_portal.core.models import ImportRow

from ..models import Actor
from .writing_people import write_people

TEXTS = ("name", "short_name", "street", "postal_code", "city", "email", "phone", "website", "description")
IDS = ("kind_id", "municipality_id")
MANY = ("fields", "municipalities", "languages", "topics")
_NOTE, _PERSONS = gettext_lazy("internal note"), gettext_lazy("Persons")


def updates(actor, values, *, fill=False):
    """{attribute: new value} that the row would change; a name that only differs in its spelling stays.

    `fill` leaves alone what is not empty.
    """
    given = {key: values[key] for key in (*TEXTS, *IDS) if values.get(key)}
    given.pop("name", None)
    return {
        key: value
        for key, value in given.items()
        if getattr(actor, key) != value and not (fill and getattr(actor, key))
    }


def added_links(actor, values, key):
    """Ids of a many-to-many field that the row adds."""
    present = {obj.pk for obj in getattr(actor, key).all()} if actor.pk else set()
    return [pk for pk in values.get(key, ()) if pk not in present]


def added_note(actor, values):
    """The lines of the note that are not in the portal's yet."""
    present = set(actor.internal_note.split("\n"))
    return "\n".join(line for line in values.get("note", "").split("\n") if line and line not in present)


def describe(actor, values, *, fill=False):
    """Yield (key, old, new) for everything the row would change but persons, as texts and references of `wording`."""
    tables = {"kind_id": "kinds", "municipality_id": "municipalities"}
    for key, value in updates(actor, values, fill=fill).items():
        old = getattr(actor, key)
        if key in tables:
            yield key, wording.objects(tables[key], [old]) if old else "", wording.objects(tables[key], [value])
        else:
            yield key, old, value
    for key in MANY:
        if pks := added_links(actor, values, key):
            yield key, "", wording.objects(key, pks, added=True)
    if note := added_note(actor, values):
        yield "note", "", wording.added(note)


def change_label(key):
    """The name of a changed value, in the active language."""
    own = {"persons": _PERSONS, "note": _NOTE}
    return own[key] if key in own else Actor._meta.get_field(key.removesuffix("_id")).verbose_name


class Writer:
    """Writes the chunks of one batch, in order. `made` are the actors it created, by the session's key of their name."""

    def __init__(self, session):
        self.session, self.batch = session, session.batch
        self.made, self.versions = {}, {}

    def write(self, rows):
        """Write the rows; sets `target_id`, `target_version` and `before` on each.

        A further row of an organisation joins the one that an earlier row created; when that one was left out, it creates.
        """
        self._find_new(rows)
        new = [row for row in rows if row.target_id is None and self._is_first(row)]
        actors = self._lock(rows)
        actors |= self._create(new)
        created = set(new)
        for row in rows:
            row.target_id = row.target_id or self.made[self._key(row)]
            row.before = {"created": True} if row in created else self._change(row, actors[row.target_id])
        write_people(self.session, rows)
        for row in rows:
            row.target_version = self.versions[row.target_id] = actors[row.target_id].version
        self._tell_earlier(rows)

    def _key(self, row):
        return self.session.key_of(row.parsed["values"]["name"])

    def _find_new(self, rows):
        """Point rows that join a new organisation to the one that an earlier chunk created."""
        for row in rows:
            if row.target_id is None and row.action == ImportRow.Action.CHANGED:
                row.target_id = self.made.get(self._key(row))

    def _is_first(self, row):
        """Whether the row creates: it is new, or nobody before it in the list did. Remembers it."""
        key = self._key(row)
        if row.action == ImportRow.Action.NEW or key not in self.made:
            self.made[key] = None
            return True
        return False

    def _lock(self, rows):
        """{pk: actor} of those the rows are about. Raises StaleImport when one was changed since the check."""
        targets = {row.target_id for row in rows if row.target_id}
        actors = {actor.pk: actor for actor in Actor.objects.select_for_update().filter(pk__in=targets)}
        for row in rows:
            if not row.target_id:
                continue
            expected = self.versions.get(row.target_id, row.parsed.get("version"))
            if row.target_id not in actors or actors[row.target_id].version != expected:
                raise StaleImport(
                    _(
                        "The organisation of row %(row)s was changed since the check. Nothing was taken over; please check the list again."
                    )
                    % {"row": row.number}
                )
        return actors

    def _create(self, rows):
        slugs = BulkSlugs(Actor, fallback="akteur")
        given = [row.parsed["values"] for row in rows]
        actors = audit.audited_bulk_create(
            Actor(
                slug=slugs.make(values["name"]),
                internal_note=values.get("note", ""),
                **{key: values[key] for key in (*TEXTS, *IDS) if values.get(key)},
            )
            for values in given
        )
        for key in MANY:
            pairs = [
                (actor, self.session.known[key][pk])
                for values, actor in zip(given, actors, strict=True)
                for pk in dict.fromkeys(values.get(key, ()))
                if pk in self.session.known[key]
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
        for row, actor in zip(rows, actors, strict=True):
            self.made[self._key(row)] = row.target_id = actor.pk
        return {actor.pk: actor for actor in actors}

    def _change(self, row, actor):
        values = row.parsed["values"]
        changed = updates(actor, values, fill="joins" in values)
        before = {key: getattr(actor, key) for key in changed}
        if note := added_note(actor, values):
            before["internal_note"] = actor.internal_note
            changed["internal_note"] = f"{actor.internal_note}\n{note}".strip()
        for key in MANY:
            if added := added_links(actor, values, key):
                before[f"added_{key}"] = added
                getattr(actor, key).add(*added)
        for key, value in changed.items():
            setattr(actor, key, value)
        if before:
            actor.save()
        return before

    def _tell_earlier(self, rows):
        """Give rows of earlier chunks the new version of the actor that rows of this chunk changed again."""
        first = min(row.number for row in rows)
        again = {row.target_id: row.target_version for row in rows if "joins" in row.parsed["values"]}
        for pk, version in again.items():
            self.batch.rows.filter(target_id=pk, number__lt=first, target_version__isnull=False).update(
                target_version=version
            )
