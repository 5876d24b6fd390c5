"""Writes on indicators of measures."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock

from ..models import MeasureIndicator, MeasureIndicatorValue


@transaction.atomic
def save_indicator(*, data, measure, indicator=None, version=None):
    """Create an indicator of a measure, or change the one read at `version`; return the saved row.

    Raises StaleObject, ValidationError by field. The kind cannot change to one that the present values are none of.
    """
    row = lock(indicator, version) if indicator else MeasureIndicator(measure=measure)
    for name, value in data.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    for value in row.values.all():
        value.measure_indicator = row
        try:
            value.clean()
        except ValidationError:
            raise ValidationError(
                {"kind": _("The value of %(day)s does not fit this kind.") % {"day": f"{value.on:%d.%m.%Y}"}}
            ) from None
    return row


@transaction.atomic
def record_indicator_value(*, measure_indicator, value, on, source="", by=None, note=""):
    """Store the value of a measure's indicator on a day; return the saved row.

    Another value of the same day is replaced. Raises ValidationError for a value that is none of the kind and for a
    day in the future.
    """
    if on > timezone.localdate():
        raise ValidationError({"on": _("The day lies in the future.")}, code="future")
    lock(measure_indicator, None)
    row = MeasureIndicatorValue.objects.filter(measure_indicator=measure_indicator, on=on).first()
    row = row or MeasureIndicatorValue(on=on)
    row.measure_indicator, row.value, row.source, row.note, row.entered_by = measure_indicator, value, source, note, by
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def delete_indicator(*, indicator):
    """Delete an indicator of a measure with its values, each logged."""
    row = lock(indicator, None)
    for value in row.values.all():
        value.delete()
    row.delete()


@transaction.atomic
def delete_value(*, value):
    """Delete a value; the audit trail keeps what it was."""
    value.delete()
