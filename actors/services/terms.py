"""Writes on the lists that the office keeps: kinds of organisations, and topics."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_portal.core.slugs import unique_slug
from integration_portal.core.text import fold


def uses(model, pks=None):
    """How many rows of any kind name each term of a list, as {key: number}; one query for each relation."""
    found = Counter()
    for relation in model._meta.related_objects:
        field = relation.field
        if relation.many_to_many:
            rows, name = relation.through.objects.all(), field.m2m_reverse_field_name()
        else:
            rows, name = relation.related_model._base_manager.filter(**{f"{field.name}__isnull": False}), field.name
        if pks is not None:
            rows = rows.filter(**{f"{name}__in": pks})
        found.update(dict(rows.order_by().values_list(name).annotate(number=Count("pk"))))
    return found


@transaction.atomic
def save_term(*, model, data, term=None):
    """Add a term (`name`, `name_en`) at the end of its list, or rename one; its short address stays for good.

    Raises ValidationError at `name` for one that differs only in case or accents from another.
    """
    rows = {row.pk: row for row in model.objects.select_for_update()}
    row = rows[term.pk] if term else model()
    row.name, row.name_en = " ".join(data["name"].split()), " ".join(data.get("name_en", "").split())
    if any(fold(other.name) == fold(row.name) for other in rows.values() if other.pk != row.pk):
        raise ValidationError({"name": _("There is an entry of this name already.")})
    if row.pk is None:
        row.slug = unique_slug(model, row.name, fallback="eintrag")
        row.order = (model.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def move_term(*, term, step):
    """Move a term by `step` places (-1: up, 1: down) in its list; at the end of the list nothing happens."""
    rows = list(type(term).objects.select_for_update())
    here = [row.pk for row in rows].index(term.pk)
    there = min(max(here + step, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for number, row in enumerate(rows, start=1):
        if row.order != number:
            row.order = number
            row.save(update_fields=["order"])


@transaction.atomic
def delete_term(*, row):
    """Delete a term that nothing names. Raises ValidationError for one that is in use."""
    row = type(row).objects.select_for_update().get(pk=row.pk)
    number = uses(type(row), [row.pk])[row.pk]
    if number:
        raise ValidationError(
            ngettext(
                "“%(name)s” is used by %(number)d entry and cannot be deleted.",
                "“%(name)s” is used by %(number)d entries and cannot be deleted.",
                number,
            )
            % {"name": row.name, "number": number},
            code="used",
        )
    row.delete()
