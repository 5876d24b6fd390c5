"""Measures and their milestones along time: positions for a picture (SVG) and rows for the table with the same content."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.utils import formats

from .models import Measure, Milestone
from .models.states import OPEN

WIDTH, LABELS, ROW = 1000, 320, 30  # of the picture, in its own units; the part for names; the height of a row
MAX_ROWS = 60


@dataclass(frozen=True)
class Span:
    """The shown days, first and last inclusive."""

    first: datetime.date
    last: datetime.date

    @property
    def days(self):
        return (self.last - self.first).days + 1

    def x(self, day):
        """Where a day begins on the picture."""
        share = min(max((day - self.first).days / self.days, 0), 1)
        return round(LABELS + share * (WIDTH - LABELS), 1)

    def months(self):
        """(x, label) of each quarter, or of each month when the span is a year or less."""
        step = 1 if self.days <= 400 else 3
        marks, day = [], self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first and (day.month - 1) % step == 0:
                marks.append((self.x(day), formats.date_format(day, "M" if step == 1 else "M y")))
            day = (day + datetime.timedelta(days=32)).replace(day=1)
        return marks


@dataclass
class Bar:
    """A measure in the picture: its bar from `x` with `width`, and its milestones as (x, milestone)."""

    measure: Measure
    y: int
    x: float
    width: float
    is_open_ended: bool
    has_dates: bool
    marks: list = field(default_factory=list)

    @property
    def middle(self):
        return self.y + ROW // 2


def span_of(year, years):
    """From the first day of `year` on, over so many years."""
    return Span(datetime.date(year, 1, 1), datetime.date(year + years - 1, 12, 31))


def measures_in(user, span, field_of_action=None):
    """Measures a user sees inside that go on in the span, or have no dates but are going on; by start."""
    milestones = Milestone.objects.order_by("due_on", "pk")
    rows = (
        Measure.objects.visible_inside(user)
        .current()
        .filter(Q(status__in=OPEN) | Q(status="completed"))
        .filter(Q(start_on__isnull=True) | Q(start_on__lte=span.last))
        .filter(Q(end_on__isnull=True, status__in=OPEN) | Q(end_on__gte=span.first))
    )
    if field_of_action is not None:
        rows = rows.in_field(field_of_action)
    return (
        rows.select_related("lead")
        .with_placements()
        .prefetch_related(Prefetch("milestones", queryset=milestones))
        .order_by("start_on", "sort_title", "pk")
    )


def bars(measures, span):
    """The measures as bars below each other."""
    rows = []
    for position, measure in enumerate(measures):
        start, end = measure.start_on or span.first, measure.end_on or span.last
        left, right = span.x(max(start, span.first)), span.x(end + datetime.timedelta(days=1))
        marks = [
            (span.x(milestone.due_on), milestone)
            for milestone in measure.milestones.all()
            if span.first <= milestone.due_on <= span.last
        ]
        rows.append(
            Bar(
                measure=measure,
                y=position * ROW,
                x=left,
                width=max(round(right - left, 1), 3),
                is_open_ended=measure.end_on is None,
                has_dates=bool(measure.start_on or measure.end_on),
                marks=marks,
            )
        )
    return rows
