"""Merging two rows that mean the same: everything that refers to the one comes to refer to the other.

The relations are read from the models, so that those of higher apps move too, without being named here. Where moving
would break a uniqueness rule the two rows say the same twice: a `resolver` of the row's app joins them, or, for rows
that hold nothing but the link, one of them goes. A model whose rows need more than that brings a `mover`.
"""

from collections.abc import Callable
from typing import Any

from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from . import audit


class MergeRefused(Exception):
    """Two rows clash and nobody has said how to join them; `label` names the kind of row."""

    def __init__(self, label):
        self.label = label
        super().__init__(label)


_resolvers: dict[type, Callable[[Any, Any], None]] = {}
_movers: dict[type, Callable[[Any, Any], int]] = {}
_steps: dict[type, list[Callable[[Any, Any], None]]] = {}


def register_resolver(model, resolver):
    """Let rows of a model be joined: `resolver(row, twin)` puts what `row` knows into `twin`; `row` is deleted afterwards."""
    _resolvers[model] = resolver


def register_mover(model, mover):
    """Let a model move its rows itself: `mover(source, target)` returns how many refer to the target now."""
    _movers[model] = mover


def register_step(model, step):
    """Do `step(source, target)` too when two rows of `model` are merged, for what no relation shows (addresses kept as text)."""
    _steps.setdefault(model, []).append(step)


def references(obj, *, user):
    """Return {label of the kind of row: number} of what refers to an object, for a preview; kinds without rows are left out.

    Rows that are closed to the account are not counted.
    """
    found = {}
    for relation in _relations(type(obj)):
        model = relation.related_model
        rows = model._base_manager.filter(**{relation.field.name: obj})
        if model._meta.auto_created and relation.model is not model._meta.auto_created:
            owner, many = _many_of(relation)
            if audit.is_restricted(owner):
                rows = rows.exclude(**{f"{many.m2m_field_name()}__in": audit.hidden_rows(owner, user)})
        _count(found, _label(relation), rows.count())
    for model, key in _generic_keys():
        _count(found, model._meta.verbose_name_plural, _generic_rows(model, key, obj).count())
    return found


def move_references(*, source, target):
    """Make everything that refers to `source` refer to `target`; return {label: number of rows that were moved or joined}.

    Kinds of which some rows are closed to accounts move too, but are not counted: the numbers are for everybody.
    Call it inside a transaction with both rows locked. Each change is audited. Raises MergeRefused when two rows
    clash that cannot be joined.
    """
    moved = {}
    for relation in _relations(type(source)):
        model = relation.related_model
        if model in _movers:
            number = _movers[model](source, target) if _label(relation) not in moved else 0
        elif model._meta.auto_created:
            number = _move_many(relation, source, target)
            number = 0 if audit.is_restricted(model._meta.auto_created) else number
        else:
            number = _move_rows(model, relation.field, source, target)
        _count(moved, _label(relation), number)
    for model, key in _generic_keys():
        rows = list(_generic_rows(model, key, source))
        for row in rows:
            setattr(row, key.fk_field, target.pk)
        audit.audited_bulk_update(rows, [key.fk_field])
        _count(moved, model._meta.verbose_name_plural, len(rows))
    for step in _steps.get(type(source), ()):
        step(source, target)
    return moved


def _count(found, label, number):
    if number:
        found[str(label)] = found.get(str(label), 0) + number


def _relations(model):
    """Relations whose rows refer to the model, one for each foreign key; those between many-to-many ends among them."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]


def _label(relation):
    """How a page names the rows: by their kind, or, for links without a model of their own, by whom they belong to."""
    model = relation.related_model
    if not model._meta.auto_created:
        return model._meta.verbose_name_plural
    owner, many = _many_of(relation)
    if owner is relation.model and many.m2m_field_name() == relation.field.name:
        return many.verbose_name
    return owner._meta.verbose_name_plural


def _many_of(relation):
    """The model and the many-to-many field that an automatic table between two models belongs to."""
    owner = relation.related_model._meta.auto_created
    through = relation.related_model
    return owner, next(field for field in owner._meta.many_to_many if field.remote_field.through is through)


def _generic_keys():
    """Models with a generic foreign key, whose rows may belong to any object."""
    return [
        (model, key)
        for model in apps.get_models()
        if model is not LogEntry
        for key in model._meta.private_fields
        if isinstance(key, GenericForeignKey)
    ]


def _generic_rows(model, key, obj):
    return model._base_manager.filter(**{key.ct_field: ContentType.objects.get_for_model(obj), key.fk_field: obj.pk})


def _move_many(relation, source, target):
    """Move the rows of an automatic table; what both have stays once. Logged with the object that owns the list."""
    owner_model, many = _many_of(relation)
    through, name = relation.related_model, relation.field.name
    ours = name == many.m2m_field_name()
    other = many.m2m_reverse_field_name() if ours else many.m2m_field_name()
    rows = through._base_manager.filter(**{name: source})
    number = rows.count()
    if ours:
        objects = list(getattr(source, many.name).all())
        getattr(target, many.name).add(*objects)
        getattr(source, many.name).clear()
        return number
    there = set(through._base_manager.filter(**{name: target}).values_list(f"{other}_id", flat=True))
    owners = owner_model._base_manager.in_bulk(list(rows.values_list(f"{other}_id", flat=True)))
    rows.filter(**{f"{other}__in": there}).delete()
    rows.update(**{name: target})
    known = audit.registration(owner_model)
    if known and many.name in known.lists:
        entries = []
        for owner in owners.values():
            added = [target] if owner.pk not in there else []
            entries += audit.log_m2m(owner, many.name, added=added, removed=[source])
        LogEntry.objects.bulk_create(entries, batch_size=500)
    return number


def _move_rows(model, field, source, target):
    rows = list(model._base_manager.filter(**{field.name: source}).select_for_update())
    twins = _twins(model, field, rows, target)
    free = []
    for row in rows:
        twin = twins.get(row.pk)
        if twin is None:
            setattr(row, field.attname, target.pk)
            free.append(row)
            continue
        resolver = _resolvers.get(model)
        if resolver is not None:
            resolver(row, twin)
        elif not _is_only_a_link(model, field):
            raise MergeRefused(model._meta.verbose_name)
        row.delete()
    audit.audited_bulk_update(free, [field.attname])
    return len(rows)


def _rules(model, field):
    """The uniqueness rules that a foreign key takes part in, as (names of the other fields, condition or None)."""
    if field.unique:
        yield (), None
    for names in model._meta.unique_together:
        if field.name in names:
            yield tuple(name for name in names if name != field.name), None
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and field.name in rule.fields:
            yield tuple(name for name in rule.fields if name != field.name), rule.condition


def _twins(model, field, rows, target):
    """{pk of a row: the row of the target that it would clash with}."""
    twins = {}
    for names, condition in _rules(model, field):
        there = model._base_manager.filter(**{field.name: target})
        mine = {row.pk for row in rows}
        if condition is not None:
            there = there.filter(condition)
            mine &= set(model._base_manager.filter(condition, pk__in=mine).values_list("pk", flat=True))
        attnames = [model._meta.get_field(name).attname for name in names]
        by_key = {tuple(getattr(row, name) for name in attnames): row for row in there}
        for row in rows:
            key = tuple(getattr(row, name) for name in attnames)
            if row.pk in mine and None not in key and key in by_key:  # NULL equals nothing in a uniqueness rule
                twins[row.pk] = by_key[key]
    return twins


def _is_only_a_link(model, field):
    """Whether all that a row says stands in its uniqueness rule, so that a doubled one may go."""
    said = {
        column.name
        for column in model._meta.concrete_fields
        if not column.primary_key and column.name not in audit.COMPUTED
    }
    return any(said <= {field.name, *names} for names, _condition in _rules(model, field))
