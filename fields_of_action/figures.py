"""Reading values of indicators. Whatever is public goes through `public_figures`, which hides what must stay hidden."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import charts
from integration_portal.core.display import format_day, format_money
from integration_portal.core.writers.table import Column, Table

from .models import IndicatorValue, ValueKind
from .suppression import SMALL, suppress


@dataclass(frozen=True)
class Figure:
    """A value as it may be shown: `value` is None when it is hidden, `text` then says why."""

    as_of: datetime.date
    municipality: Any
    breakdown: str
    value: Decimal | None
    text: str
    source: str
    footnote: str

    @property
    def is_hidden(self):
        return self.value is None

    @property
    def is_whole(self):
        """Whether it stands for the whole district, all parts together."""
        return self.municipality is None and not self.breakdown


def format_value(kind, value):
    """Write a value of a kind: "3.138", "12,5 %", "4.500,00 €"; the unit stands beside it. "" for None."""
    if value is None:
        return ""
    if kind == ValueKind.AMOUNT:
        return format_money(value)
    plain = value.to_integral_value() if value == value.to_integral_value() else value.normalize()
    text = formats.number_format(plain, use_l10n=True, force_grouping=True)
    return f"{text}\u00a0%" if kind == ValueKind.PERCENT else text


def hidden_text(reason, below):
    """What stands in place of a hidden value."""
    return _("under %(limit)s") % {"limit": below} if reason == SMALL else _("not shown")


def hidden_values(indicator, values, below):
    """{id: reason} of the values of an indicator that the public may not see; day by day."""
    if not indicator.counts_people:
        return {}
    days = defaultdict(dict)
    for row in values:
        days[row.as_of][row.key] = row
    found = {}
    for cells in days.values():
        reasons = suppress({key: row.value for key, row in cells.items()}, below)
        found |= {cells[key].pk: reason for key, reason in reasons.items()}
    return found


def public_figures(indicators, *, below):
    """Return {id: figures} of indicators as the public may see them, newest first; one query for all."""
    indicators = list(indicators)
    return _public(indicators, IndicatorValue.objects.of(indicators).in_order(), below)


def newest_public_figures(indicators, *, below):
    """Return {id: figure or None}: of each indicator what `newest()` finds, read from the values of that day only; one query."""
    indicators = list(indicators)
    values = IndicatorValue.objects.of(indicators).of_newest_day().in_order()
    return {pk: newest(shown) for pk, shown in _public(indicators, values, below).items()}


def _public(indicators, values, below):
    rows = defaultdict(list)
    for row in values:
        rows[row.indicator_id].append(row)
    return {
        indicator.pk: _as_figures(
            indicator, rows[indicator.pk], hidden_values(indicator, rows[indicator.pk], below), below
        )
        for indicator in indicators
    }


def _as_figures(indicator, values, hidden, below):
    return [
        Figure(
            as_of=row.as_of,
            municipality=row.municipality,
            breakdown=row.breakdown,
            value=None if row.pk in hidden else row.value,
            text=hidden_text(hidden[row.pk], below) if row.pk in hidden else format_value(indicator.kind, row.value),
            source=row.source or indicator.source,
            footnote=row.footnote,
        )
        for row in values
    ]


def as_inside(indicator, values):
    """Values as figures with nothing hidden, for those who read everything."""
    return _as_figures(indicator, values, {}, 0)


def newest(figures):
    """The newest figure of the whole district, else the newest of all; None without any."""
    return next((figure for figure in figures if figure.is_whole), figures[0] if figures else None)


def chart_over_time(indicator, figures, *, key):
    """The district's values over the years as SVG; "" with fewer than two days."""
    series = sorted((figure for figure in figures if figure.is_whole), key=lambda figure: figure.as_of)
    if len(series) < 2:
        return ""
    years = len({figure.as_of.year for figure in series}) == len(series)
    points = [
        charts.Point(
            figure.as_of.toordinal(),
            str(figure.as_of.year) if years else f"{figure.as_of:%m/%y}",
            figure.value,
            figure.text,
        )
        for figure in series
    ]
    return charts.time_chart(
        points,
        key=key,
        title=indicator.name,
        description=_("%(first)s: %(start)s; %(last)s: %(end)s. All figures stand in the table.")
        % {
            "first": format_day(series[0].as_of),
            "start": series[0].text,
            "last": format_day(series[-1].as_of),
            "end": series[-1].text,
        },
    )


def chart_by_place(indicator, figures, *, key):
    """The newest values of municipalities as bars, largest first; "" with fewer than two."""
    places = [figure for figure in figures if figure.municipality and not figure.breakdown]
    day = max((figure.as_of for figure in places), default=None)
    places = sorted((figure for figure in places if figure.as_of == day), key=lambda figure: -(figure.value or 0))
    if len(places) < 2:
        return ""
    rows = [(figure.municipality.name, figure.value, figure.text) for figure in places]
    return charts.bar_chart(
        rows,
        key=key,
        title=_("%(name)s by municipality, %(day)s") % {"name": indicator.name, "day": format_day(day)},
        description=_("All figures stand in the table."),
    )


def table_of(indicator, figures):
    """The figures as a table for CSV, Excel and JSON; a hidden value has no number, and its words in a column of their own."""
    return Table(
        title=indicator.name,
        columns=[
            Column("as_of", gettext_lazy("As of"), lambda figure: figure.as_of, 12),
            Column("ags", gettext_lazy("Official key"), lambda figure: getattr(figure.municipality, "ags", ""), 12),
            Column("place", gettext_lazy("Place"), lambda figure: getattr(figure.municipality, "name", ""), 28),
            Column("part", gettext_lazy("Part"), lambda figure: figure.breakdown, 28),
            Column("value", gettext_lazy("Value"), lambda figure: figure.value, 14),
            Column("unit", gettext_lazy("Unit"), lambda figure: indicator.unit, 14),
            Column("hidden", gettext_lazy("Hidden"), lambda figure: figure.text if figure.is_hidden else "", 16),
            Column("source", gettext_lazy("Source"), lambda figure: figure.source, 30),
            Column("footnote", gettext_lazy("Footnote"), lambda figure: figure.footnote, 40),
        ],
        rows=figures,
    )
