"""Figures of the home page and of the office's start page."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F

from fields_of_action.models import FieldOfAction
from measures.models import MeasurePlacement, Status

#: The order in which the status picture fills a row.
PICTURE_ORDER = (
    Status.COMPLETED,
    Status.PERMANENT,
    Status.IN_PROGRESS,
    Status.PLANNED,
    Status.IDEA,
    Status.POSTPONED,
    Status.DROPPED,
)


@dataclass(frozen=True)
class FieldRow:
    """A field of action with its number of public measures per status, in the picture's order."""

    field: FieldOfAction
    counts: list[tuple[Status, int]]

    @property
    def total(self):
        return sum(count for _status, count in self.counts)

    @property
    def squares(self):
        """One status per measure."""
        return [status for status, count in self.counts for _ in range(count)]


def status_picture():
    """Return (rows per field in force, totals per status) of the public measures; each counts in its primary field.

    Two queries whatever the number of measures.
    """
    fields = list(FieldOfAction.objects.in_force().with_framework())
    counted = (
        MeasurePlacement.objects.filter(field__in=[field.pk for field in fields], measure__is_published=True)
        .order_by()
        .values("field_id", status=F("measure__status"))
        .annotate(number=Count("pk"))
    )
    numbers = Counter({(row["field_id"], row["status"]): row["number"] for row in counted})
    rows = [
        FieldRow(field, [(status, numbers[field.pk, status.value]) for status in PICTURE_ORDER]) for field in fields
    ]
    totals = [(status, sum(dict(row.counts)[status] for row in rows)) for status in PICTURE_ORDER]
    return rows, totals
