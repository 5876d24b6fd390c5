"""Writes on indicators of the district and their values."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock
from integration_portal.core.slugs import unique_slug

from .models import Indicator, IndicatorValue
from .models.indicators import check_value


@dataclass
class Recorded:
    """How many values were added, changed, or there already."""

    added: int = 0
    changed: int = 0
    same: int = 0


@transaction.atomic
def save_indicator(*, data, indicator=None, version=None):
    """Create an indicator, or change the one read at `version`; its short address stays.

    Raises StaleObject, and ValidationError when values are there that the new kind does not allow.
    """
    row = lock(indicator, version) if indicator else Indicator()
    for name, value in data.items():
        setattr(row, name, value)
    row.slug = row.slug or unique_slug(Indicator, row.name, fallback="kennzahl")
    row.full_clean()
    if indicator is not None:
        for day, value in row.values.values_list("as_of", "value"):
            try:
                check_value(row.kind, value)
            except ValidationError:
                raise ValidationError(
                    {"kind": _("The value of %(day)s does not fit this kind.") % {"day": f"{day:%d.%m.%Y}"}}
                ) from None
    row.save()
    return row


@transaction.atomic
def record_values(*, indicator, rows):
    """Store values: dicts with as_of, municipality, breakdown, value and perhaps source and footnote; return `Recorded`.

    A value of the same day, place and part is replaced; a source or footnote that is not given stays. All or nothing;
    raises ValidationError.
    """
    row_of = lock(indicator, None)
    present = {(value.as_of, *value.key): value for value in row_of.values.all()}
    done = Recorded()
    for data in rows:
        place = data.get("municipality")
        key = (data["as_of"], place.pk if place else None, data.get("breakdown", ""))
        value = present.get(key)
        is_new = value is None
        if value is None:
            value = IndicatorValue(as_of=key[0], municipality=place, breakdown=key[2])
        before = (value.value, value.source, value.footnote)
        value.indicator, value.value = row_of, data["value"]
        value.source = data.get("source") or value.source
        value.footnote = data.get("footnote") or value.footnote
        if not is_new and before == (value.value, value.source, value.footnote):
            done.same += 1
            continue
        value.full_clean(exclude=["indicator", "municipality"], validate_constraints=False, validate_unique=False)
        value.save()
        present[key] = value
        done.added, done.changed = done.added + is_new, done.changed + (not is_new)
    return done


@transaction.atomic
def delete_value(*, value):
    """Delete a value; the audit trail keeps what it was."""
    value.delete()
