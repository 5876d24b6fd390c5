"""The audit trail: who changed what, when and from where, field by field, on top of django-auditlog.

Saves and deletes of single objects are logged by auditlog's signals. Writes that send none (`update()`,
`bulk_create()`, `bulk_update()`, raw deletes) go through the `audited_…` functions here. Each entry carries in
`cid` the object it belongs to as a whole ("measures.measure:5" also for the measure's partners), so that a
history is one indexed query. Entries cannot be changed or deleted: see `triggers` and `redaction`.
"""

import datetime
import json
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from auditlog.diff import model_instance_diff
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, JSONField, Value
from django.db.models.functions import Cast, Concat
from django.db.models.signals import pre_save

from .text import hide_tokens

SOURCES = ("page", "admin", "import", "command", "job", "link")
MASK = "•••"
COMPUTED = ("version", "created_at", "updated_at")


@dataclass(frozen=True)
class Origin:
    """Who acts, and from where. `user` is None for commands that nobody is logged in for."""

    user: object = None
    source: str = "command"
    path: str = ""
    remote_addr: str | None = None
    who: str = ""


@dataclass(frozen=True)
class Registration:
    """How a model is logged. `parent` names the foreign key to the object whose history shows its entries, `lists` the
    many-to-many fields that are logged."""

    label: object
    masked: frozenset
    parent: str
    lists: frozenset = frozenset()


_NOBODY = Origin()
_origin: ContextVar[Origin] = ContextVar("audit_origin", default=_NOBODY)
_registered: dict[type, Registration] = {}
_restricted: dict[type, Callable] = {}


def mask(value):
    """What the trail keeps of a personal value: that there was one."""
    return "" if value in ("", "None", None) else MASK


def register(model, *, label, masked=(), m2m=(), exclude=(), parent=""):
    """Log a model. Values of `masked` fields are kept as "•••"; computed and version columns are left out.

    With `masked` fields the text of the object itself is personal too and is kept as a number only.
    """
    from_sources = [
        field.name for field in model._meta.concrete_fields if not field.editable and hasattr(field, "compute")
    ]
    reverse = [relation.name for relation in model._meta.related_objects]  # auditlog would log their managers as text
    many = [field.name for field in model._meta.many_to_many]  # these have entries of their own
    auditlog.register(
        model,
        exclude_fields=[*exclude, *COMPUTED, *from_sources, *reverse, *many],
        mask_fields=list(masked),
        mask_callable="integration_portal.core.audit.mask",
        m2m_fields=set(m2m),
    )
    if parent:
        model.get_additional_data = _key_of_the_whole  # the name auditlog asks an instance for
    _registered[model] = Registration(label, frozenset(masked), parent, frozenset(m2m))


def _key_of_the_whole(instance):
    return {"key": key_of(instance)}


def registration(model):
    """Return how a model is logged, or None when it is not."""
    return _registered.get(model)


def registered_models():
    """All logged models."""
    return list(_registered)


def restrict(model, hidden_from):
    """Keep entries about some rows to those who may see the rows: `hidden_from(user)` returns the rows that are closed to
    an account, superusers included. Pages that show entries of many objects read through `readable_entries()`."""
    _restricted[model] = hidden_from


def is_restricted(model):
    """Whether some rows of a model are closed to accounts that read everything else."""
    return model in _restricted


def hidden_rows(model, user):
    """The rows of a restricted model that are closed to an account."""
    return _restricted[model](user)


def readable_entries(user, entries):
    """The entries without those about rows that are closed to the account, and about the parts of such rows."""
    for model, hidden_from in _restricted.items():
        keys = (
            hidden_from(user)
            .order_by()
            .annotate(key_of_the_whole=Concat(Value(f"{model._meta.label_lower}:"), Cast("pk", CharField())))
        )
        entries = entries.exclude(cid__in=keys.values("key_of_the_whole"))
    return entries


def key_of(obj):
    """The key under which the history of an object is kept: that of its parent where it has one."""
    known = _registered.get(type(obj))
    if known and known.parent:
        parent_field = obj._meta.get_field(known.parent)
        return f"{parent_field.related_model._meta.label_lower}:{getattr(obj, parent_field.attname)}"
    return f"{obj._meta.label_lower}:{obj.pk}"


# --- who and from where ------------------------------------------------------------------------------
@contextmanager
def acting(*, user=None, source="command", path="", remote_addr=None, who=""):
    """Name who acts and from where for all entries written inside.

    `who` names somebody without an account, or all that had a part where an account decides on what others wrote.
    """
    token = _origin.set(Origin(user, source, path, remote_addr, who))
    try:
        yield
    finally:
        _origin.reset(token)


@contextmanager
def source(name, *, path=None):
    """Name another source ("import", "job" …) for the entries written inside; the user stays."""
    now = _origin.get()
    with acting(
        user=now.user,
        source=name,
        path=now.path if path is None else path,
        remote_addr=now.remote_addr,
        who=now.who,
    ):
        yield


def current_user():
    """The user on whose behalf the code runs, or None."""
    return _origin.get().user


class AuditSourceMiddleware:
    """Names the logged-in user, the path and the remote address for everything a request writes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _origin.set(_RequestOrigin(request))
        try:
            return self.get_response(request)
        finally:
            _origin.reset(token)


class _RequestOrigin:
    """An origin read from the request only when an entry is written, so that pages without writes need no session."""

    who = ""

    def __init__(self, request):
        self._request = request

    @property
    def user(self):
        user = self._request.user
        return user if user.is_authenticated else None

    @property
    def source(self):
        return "admin" if self.path.startswith("/admin/") else "page"

    @property
    def path(self):
        return hide_tokens(self._request.path[:300].replace("\x00", ""))  # PostgreSQL keeps no NUL

    @property
    def remote_addr(self):
        return self._request.META.get("REMOTE_ADDR") or None


def _complete(entry, instance=None):
    """Put who, from where and the key of the whole into an entry that is about to be saved."""
    origin = _origin.get()
    user = origin.user
    if entry.actor_id is None and user is not None:
        entry.actor = user
        entry.actor_email = user.email
    entry.remote_addr = entry.remote_addr or origin.remote_addr
    data = dict(entry.additional_data or {})
    data.setdefault("source", origin.source)
    data.setdefault("path", origin.path)
    data.setdefault("who", origin.who or (str(user) if user else ""))
    model = entry.content_type.model_class()
    if _registered.get(model) and _registered[model].masked:
        entry.object_repr = f"{model._meta.label_lower} {entry.object_pk}"
    key = data.pop("key", "")
    entry.cid = (key_of(instance) if instance is not None else key) or f"{model._meta.label_lower}:{entry.object_pk}"
    entry.additional_data = data


def _entry_presaved(sender, instance, raw=False, **kwargs):
    if instance._state.adding and not raw:
        _complete(instance)


pre_save.connect(_entry_presaved, sender=LogEntry, dispatch_uid="core.audit.complete")


# --- writes that send no signals ------------------------------------------------------------------------
def _new_entry(obj, action, changes):
    value = obj.pk
    entry = LogEntry(
        content_type=ContentType.objects.get_for_model(obj),
        object_pk=str(value),
        object_id=value if isinstance(value, int) else None,
        object_repr=str(obj),
        action=action,
        changes=changes,
    )
    _complete(entry, obj)
    return entry


@cache
def _logged_fields(model):
    """The columns of a model that are logged, each with whether its values are masked."""
    rules = auditlog.get_model_fields(model)
    left_out, masked = set(rules["exclude_fields"]), set(rules["mask_fields"])
    return [(field, field.name in masked) for field in model._meta.concrete_fields if field.name not in left_out]


def _whole_row(obj, *, created):
    """The changes of a row that came or went: what auditlog's own diff says of columns, at a fraction of the time."""
    changes = {}
    for field, masked in _logged_fields(type(obj)):
        value = getattr(obj, field.attname)
        if value is None:
            continue
        if isinstance(value, datetime.datetime) and value.tzinfo:
            value = value.astimezone(datetime.UTC).replace(tzinfo=None)
        elif isinstance(field, JSONField):
            value = json.dumps(value, sort_keys=True, cls=field.encoder)
        text = mask(str(value)) if masked else str(value)
        changes[field.name] = ("None", text) if created else (text, "None")
    return changes


def log_bulk(pairs):
    """Write entries for (before, after) pairs of instances; None before is a creation, None after a deletion."""
    entries = []
    for before, after in pairs:
        if before is None or after is None:
            changes = _whole_row(after if before is None else before, created=before is None)
        else:
            changes = model_instance_diff(before, after)
        if changes:
            action = (
                LogEntry.Action.CREATE
                if before is None
                else LogEntry.Action.DELETE
                if after is None
                else LogEntry.Action.UPDATE
            )
            entries.append(_new_entry(after if after is not None else before, action, changes))
    LogEntry.objects.bulk_create(entries, batch_size=500)
    return len(entries)


def log_m2m(obj, field_name, *, added=(), removed=()):
    """Return unsaved entries for values added to and removed from a many-to-many field; save them in bulk."""
    entries = []
    for operation, objects in (("add", added), ("delete", removed)):
        if objects:
            changes = {
                field_name: {"type": "m2m", "operation": operation, "objects": [str(value) for value in objects]}
            }
            entries.append(_new_entry(obj, LogEntry.Action.UPDATE, changes))
    return entries


@transaction.atomic
def audited_bulk_create(objs, *, batch_size=500):
    """`bulk_create()` with an entry for each row; returns the created instances."""
    objs = list(objs)
    if not objs:
        return []
    created = type(objs[0])._default_manager.bulk_create(objs, batch_size=batch_size)
    log_bulk((None, obj) for obj in created)
    return created


@transaction.atomic
def audited_bulk_update(objs, fields, *, batch_size=500):
    """`bulk_update()` of the named fields with an entry for each row that changed.

    Computed columns follow their sources; `version` and `updated_at` are counted up where the model has them.
    """
    objs = list(objs)
    if not objs:
        return 0
    model = type(objs[0])
    names = set(fields)
    before = model._default_manager.in_bulk([obj.pk for obj in objs])
    now = datetime.datetime.now(datetime.UTC)
    has = {field.name for field in model._meta.concrete_fields}
    for obj in objs:
        for field in model._meta.concrete_fields:
            if hasattr(field, "compute"):
                field.pre_save(obj, add=False)
                names.add(field.name)
        if "version" in has:
            obj.version += 1
            names.add("version")
        if "updated_at" in has:
            obj.updated_at = now
            names.add("updated_at")
    model._default_manager.bulk_update(objs, names, batch_size=batch_size)
    return log_bulk((before[obj.pk], obj) for obj in objs)


@transaction.atomic
def audited_m2m_create(through, rows, *, source_field, target_field, describe, batch_size=500):
    """Insert rows of an automatic through table and log them on their source objects.

    `rows` are (source instance, target instance) pairs that do not exist yet; `describe` is the field's name.
    """
    rows = list(rows)
    through._default_manager.bulk_create(
        [through(**{source_field: source, target_field: target}) for source, target in rows], batch_size=batch_size
    )
    per_source = {}
    for owner, target in rows:
        per_source.setdefault(owner.pk, (owner, []))[1].append(target)
    entries = [entry for owner, targets in per_source.values() for entry in log_m2m(owner, describe, added=targets)]
    LogEntry.objects.bulk_create(entries, batch_size=batch_size)


@transaction.atomic
def audited_delete(queryset):
    """Delete the rows one by one, so that each is logged; returns their number."""
    number = 0
    for obj in queryset:
        obj.delete()
        number += 1
    return number
