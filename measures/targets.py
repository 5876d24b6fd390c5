"""How far indicators of measures are on the way to their targets, as the office and as the public may see it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fields_of_action.figures import format_value, hidden_text
from fields_of_action.suppression import SMALL
from integration_portal.core import charts
from integration_portal.core.display import format_day

from .querysets_indicators import RISK_DAYS


@dataclass(frozen=True)
class Reading:
    """A value on a day; `value` is None when it is hidden, `text` then says why."""

    on: Any
    value: Decimal | None
    text: str
    row: Any = None


@dataclass(frozen=True)
class Track:
    """An indicator of a measure with its readings, oldest first, and its way to the target.

    `state` is "reached", "risk", "open" or "" (no target); `percent` is None where it is not known or would give a
    hidden value away.
    """

    indicator: Any
    readings: list
    baseline: Reading | None
    target: str
    percent: int | None
    state: str
    chart: str

    @property
    def latest(self):
        return self.readings[-1] if self.readings else None

    @property
    def state_label(self):
        return {"reached": _("target reached"), "risk": _("target at risk"), "open": _("on the way")}.get(
            self.state, ""
        )

    @property
    def tone(self):
        return {"reached": "success", "risk": "warning"}.get(self.state, "neutral")


def tracks(indicators, *, below=None, on=None):
    """Return the `Track` of each indicator. With `below` as the public may see it: small counts of people are hidden.

    Wants `values` prefetched; `values_of()` in this module does that.
    """
    on = on or timezone.localdate()
    return [_track(row, below, on) for row in indicators]


def values_of(queryset):
    """The indicators with what `tracks` reads, in two queries."""
    return queryset.select_related("indicator", "measure").prefetch_related("values")


def _reading(indicator, value, on, below, row=None):
    if below is not None and indicator.counts_people and 0 < value < below:
        return Reading(on, None, hidden_text(SMALL, below), row)
    return Reading(on, value, format_value(indicator.kind, value), row)


def _track(indicator, below, on):
    rows = sorted(indicator.values.all(), key=lambda value: value.on)
    readings = [_reading(indicator, value.value, value.on, below, value) for value in rows]
    baseline = None
    if indicator.baseline_value is not None:
        baseline = _reading(indicator, indicator.baseline_value, indicator.baseline_on, below)
    latest = readings[-1] if readings else None
    target = indicator.target_value
    state, percent = "", None
    if target is not None:
        state = _state(indicator, rows[-1].value if rows else None, on)
        shown = latest is not None and latest.value is not None and (baseline is None or baseline.value is not None)
        percent = _percent(indicator, latest.value) if shown else None
    return Track(
        indicator=indicator,
        readings=readings,
        baseline=baseline,
        target=format_value(indicator.kind, target),
        percent=percent,
        state=state,
        chart=_chart(indicator, readings, baseline),
    )


def _state(indicator, value, on):
    target = indicator.target_value
    if value is not None and (value <= target if indicator.falls else value >= target):
        return "reached"
    if indicator.target_on and (indicator.target_on - on).days <= RISK_DAYS:
        return "risk"
    return "open"


def _percent(indicator, value):
    start, target = indicator.baseline_value or Decimal(0), indicator.target_value
    if target == start:
        return 100 if value == target else None
    return max(0, min(100, int((value - start) / (target - start) * 100)))


def _chart(indicator, readings, baseline):
    series = ([baseline] if baseline and baseline.on else []) + [
        reading for reading in readings if not (baseline and baseline.on == reading.on)
    ]
    series = sorted(series, key=lambda reading: reading.on)
    if len(series) < 2:
        return ""
    points = [
        charts.Point(reading.on.toordinal(), f"{reading.on:%m/%y}", reading.value, reading.text) for reading in series
    ]
    target = indicator.target_value
    return charts.time_chart(
        points,
        key=f"ziel-{indicator.pk}",
        title=indicator.label,
        description=_("%(first)s: %(start)s; %(last)s: %(end)s. All figures stand in the table.")
        % {
            "first": format_day(series[0].on),
            "start": series[0].text,
            "last": format_day(series[-1].on),
            "end": series[-1].text,
        },
        target=target,
        target_label=_("Target %(value)s") % {"value": format_value(indicator.kind, target)}
        if target is not None
        else "",
    )
