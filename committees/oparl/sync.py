"""Keeping the stored public objects in step with what is public: after each change, and all of them by a scheduled job."""

import functools
import hashlib
import json
import operator
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actors.models import Person

from ..models import Committee, Meeting, Membership, Paper, PublicObject
from . import projection
from .kinds import BODY, SYSTEM

#: Where an object keeps the primary keys of what it shows inside; not served, and no part of its digest.
ROWS = "_rows"
MODELS = {"Organization": Committee, "Person": Person, "Meeting": Meeting, "Paper": Paper}


def roots():
    """All outer objects that are or were public, or may be: (kind, key)."""
    found = [("System", SYSTEM), ("Body", BODY)]
    for kind, model in MODELS.items():
        rows = model.objects.all()
        if kind == "Person":
            rows = rows.filter(memberships__isnull=False).distinct()
        found += [(kind, key) for key in rows.order_by("pk").values_list("uuid", flat=True)]
    known = set(found)
    stored = PublicObject.objects.filter(kind__in=projection.BUILDERS, is_deleted=False).values_list("kind", "key")
    return found + [row for row in stored if row not in known]


def rebuild(*, progress=None):
    """Bring every object up to date; the number of objects written. `progress(done, total)` is called now and then."""
    rows = roots()
    written = 0
    for done, (kind, key) in enumerate(rows, start=1):
        written += sync(kind, key)
        if progress and (done % 100 == 0 or done == len(rows)):
            progress(done, len(rows))
    return written + drop_orphans()


def follow_visibility():
    """Bring those up to date that became public, or no longer are, by ways that no signal tells; the number of objects written.

    Cheap, so that it can run often: nothing withdrawn stays for longer than between two runs.
    """
    members = Membership.objects.public().values("person")
    public = {
        "Organization": Committee.objects.public(),
        "Person": Person.objects.filter(pk__in=members),
        "Meeting": Meeting.objects.public(),
        "Paper": Paper.objects.public(),
    }
    written = 0
    for kind, rows in public.items():
        shown = set(PublicObject.objects.filter(kind=kind, is_deleted=False).values_list("key", flat=True))
        written += sum(sync(kind, key) for key in shown ^ set(rows.order_by().values_list("uuid", flat=True)))
    return written


@transaction.atomic
def sync(kind, key):
    """Bring one aggregate up to date; the number of objects written.

    An unchanged object keeps `modified`; the outer one changes with everything that is shown inside it. What is no longer public
    is kept as deleted, without its contents; what comes back keeps `created`.
    """
    fresh = projection.build(kind, key)
    # The outer row is the lock of its aggregate: two changes at once do not write over each other.
    stored = PublicObject.objects.select_for_update().filter(kind=kind, key=key).first()
    gone = _inside(stored) - set(fresh) if stored else set()
    if stored and not fresh:
        gone.add((kind, stored.key))
    rows = stored_rows({*fresh, *gone})
    now = timezone.now().replace(microsecond=0)
    digests = {row: _hash(data) for row, data in fresh.items()}
    if fresh:
        digests[kind, key] = _hash([digests[row] for row in fresh])
    written = sum(_put(rows.get(row), row, fresh[row], digests[row], now) for row in fresh)
    _note_rows(kind, key, fresh)
    places = {row for row in gone if row[0] == "Location"}
    written += sum(_drop(rows[row], now) for row in gone - places if row in rows)
    return written + (drop_orphans(keys=[key for _kind, key in places]) if places else 0)


def _note_rows(kind, key, fresh):
    """Keep the primary keys of what is shown inside with the outer object: they lie together, keys are strewn all over an index."""
    if len(fresh) < 2:
        return
    inside = sorted(row.pk for name, row in stored_rows(set(fresh) - {(kind, key)}).items())
    outer = PublicObject.objects.get(kind=kind, key=key)
    if outer.data.get(ROWS) != inside:
        outer.data[ROWS] = inside
        outer.save(update_fields=["data"])


def _inside(stored):
    """(kind, key) of all that the stored object shows inside, at every depth."""
    found, level = set(), [stored.data]
    while level:
        names = {tuple(name.split("/")) for data in level for name in embedded(data)} - found
        found |= names
        level = [row.data for row in stored_rows(names).values()] if names else []
    return {(kind, _uuid(key)) for kind, key in found}


def embedded(value):
    """The names of what contents show inside, in their order."""
    if isinstance(value, dict):
        if set(value) == {"embed"}:
            return [value["embed"]]
        return [name for part in value.values() for name in embedded(part)]
    return [name for part in value for name in embedded(part)] if isinstance(value, list) else []


def _uuid(key):
    return key if not isinstance(key, str) else uuid.UUID(key)


def stored_rows(names):
    """{(kind, key): row} of the stored objects with these names, in one query."""
    by_kind: dict = {}
    for kind, key in names:
        by_kind.setdefault(kind, set()).add(_uuid(key))
    if not by_kind:
        return {}
    wanted = functools.reduce(operator.or_, (Q(kind=kind, key__in=keys) for kind, keys in by_kind.items()))
    return {(row.kind, row.key): row for row in PublicObject.objects.filter(wanted)}


def _hash(data):
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _put(stored, name, data, digest, now):
    if stored is None:
        PublicObject.objects.get_or_create(
            kind=name[0],
            key=name[1],
            defaults={"created": now, "modified": now, "digest": digest, "data": data},
        )
        return 1
    if stored.digest == digest and not stored.is_deleted:
        return 0
    stored.digest, stored.data, stored.is_deleted = digest, data, False
    stored.modified = max(now, stored.modified)
    stored.save()
    return 1


def _drop(stored, now):
    if stored.is_deleted:
        return 0
    stored.digest, stored.data, stored.is_deleted = "", {}, True
    stored.modified = max(now, stored.modified)
    stored.save()
    return 1


def drop_orphans(keys=None):
    """Mark places as deleted that nothing shows any more; all of them, or the given ones."""
    places = PublicObject.objects.filter(kind="Location", is_deleted=False)
    if keys is not None:
        places = places.filter(key__in=keys)
    places = list(places)
    if not places:
        return 0
    users = PublicObject.objects.filter(kind__in=("Meeting", "Organization"), is_deleted=False)
    used = set(users.values_list("data__location__embed", flat=True).distinct())
    now = timezone.now().replace(microsecond=0)
    return sum(_drop(row, now) for row in places if f"Location/{row.key}" not in used)
