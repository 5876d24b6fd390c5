"""Writes on frameworks, fields of action and goals."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock
from integration_portal.core.slugs import unique_slug

from .models import FieldOfAction, Framework, Goal


def _assign(row, data, many=()):
    for name, value in data.items():
        if name not in many:
            setattr(row, name, value)


@transaction.atomic
def save_framework(*, data, framework=None, version=None, copy_from=None):
    """Create a framework, or change the one read at `version`; return the saved row.

    A new one may take over the fields of action of `copy_from`: same numbers, names, colours and texts under
    short addresses of their own; goals are not copied. The earlier framework then ends the day before the new one
    starts, if it had no end. Raises StaleObject, ValidationError.
    """
    row = lock(framework, version) if framework else Framework()
    _assign(row, data)
    row.slug = row.slug or unique_slug(Framework, row.title, max_length=80, fallback="rahmen")
    row.full_clean()
    row.save()
    if framework is None and copy_from is not None:
        _copy_fields(copy_from, row)
        if copy_from.valid_until is None and copy_from.valid_from < row.valid_from:
            earlier = lock(copy_from, None)
            earlier.valid_until = row.valid_from - datetime.timedelta(days=1)
            earlier.save()
    return row


def _copy_fields(old, new):
    for field in old.fields.order_by("order", "number"):
        values = {
            name: getattr(field, name)
            for name in (
                "number",
                "name",
                "name_en",
                "summary",
                "summary_en",
                "description",
                "guideline_text",
                "hue",
                "pictogram",
                "order",
            )
        }
        slug = unique_slug(FieldOfAction, f"{field.name} {new.valid_from.year}", max_length=80, fallback="feld")
        FieldOfAction.objects.create(framework=new, slug=slug, **values)


@transaction.atomic
def save_field(*, data, framework, field=None, version=None):
    """Create a field of action in a framework, or change the one read at `version`; its short address stays."""
    row = lock(field, version) if field else FieldOfAction(framework=framework)
    _assign(row, data)
    row.slug = row.slug or unique_slug(FieldOfAction, row.name, max_length=80, fallback="feld")
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def save_goal(*, data, field, goal=None, version=None):
    """Create a goal of a field, or change the one read at `version`.

    An objective belongs to an overall goal of the same field. Raises StaleObject, ValidationError.
    """
    row = lock(goal, version) if goal else Goal(field=field)
    _assign(row, data, many=("cross_cutting_plans",))
    row.level = Goal.Level.OBJECTIVE if row.parent_id else Goal.Level.OVERALL
    if row.parent_id and (row.parent.field_id != row.field_id or row.parent.parent_id or row.parent_id == row.pk):
        raise ValidationError({"parent": _("Please choose an overall goal of the same field of action.")})
    row.full_clean()
    row.save()
    if "cross_cutting_plans" in data:
        row.cross_cutting_plans.set(data["cross_cutting_plans"])
    return row


@transaction.atomic
def delete_unused(*, row):
    """Delete a framework, field or goal that nothing refers to. Raises ValidationError when something does."""
    uses = [
        relation
        for relation in row._meta.related_objects
        if relation.many_to_many and getattr(row, relation.get_accessor_name()).exists()
    ]
    if uses:
        raise ValidationError(_("It is in use and cannot be deleted."), code="in_use")
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        raise ValidationError(_("It is in use and cannot be deleted."), code="in_use") from None
