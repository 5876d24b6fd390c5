"""Small charts as SVG, made on the server. Pure functions; whoever shows one puts the same figures into a table beside it.

Colours come from the page (`currentColor`, classes `p-plot…`), so that dark mode, print and forced colours work. The
time runs from left to right in every script. Text is escaped; no styles, no scripts, no ids but those made of `key`.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 420, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 22, 22, 30
LEGEND = 22  # a line above the picture, for what the dashes mean
MOST_BARS = 10
MOST_LABELS = 6


@dataclass(frozen=True)
class Point:
    """One value: where it stands (a number that grows with time), what is written below and above it; None is a gap."""

    at: float
    label: str
    value: Decimal | int | float | None
    text: str = ""


def nice_ticks(low, high, count=4):
    """Return round numbers from at most `low` to at least `high`, about `count` steps apart."""
    low, high = float(low), float(high)
    if high <= low:
        high = low + 1
    rough = (high - low) / count
    size = 10 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def time_chart(points, *, key, title, description, target=None, target_label="") -> SafeString:
    """Return values over time: bars for at most ten, a line for more; a gap where a value is None.

    `title` and `description` are what a screen reader says. "" when no point has a value.
    """
    shown = [point for point in points if point.value is not None]
    if not shown:
        return SafeString("")
    values = [float(point.value) for point in shown] + ([float(target)] if target is not None else [])
    ticks = nice_ticks(min(0, *values), max(0, *values))
    as_bars = len(points) <= MOST_BARS
    start, end = points[0].at, points[-1].at

    def x(number, point):
        inner = WIDTH - LEFT - RIGHT
        if as_bars:
            return LEFT + inner * (number + 0.5) / len(points)
        return LEFT + inner * ((point.at - start) / (end - start) if end > start else 0.5)

    def y(value):
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (float(value) - ticks[0]) / (ticks[-1] - ticks[0]))

    places = [(x(number, point), point) for number, point in enumerate(points)]
    marks = _bars(places, y) if as_bars else _line(places, y)
    every = ceil(len(points) / MOST_LABELS)
    labels = format_html_join(
        "",
        '<text class="p-plot__text" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (_n(place), HEIGHT - 10, point.label)
            for number, (place, point) in enumerate(places)
            if (len(points) - 1 - number) % every == 0
        ),
    )
    content = (_grid(ticks, y), marks, _target(target, target_label, y), labels)
    return _svg(key, title, description, HEIGHT, *content, above=0 if target is None else LEGEND)


def _bars(places, y):
    wide = min(48, (WIDTH - LEFT - RIGHT) / len(places) * 0.7)
    bars = format_html_join(
        "",
        '<rect class="p-plot__mark" x="{}" y="{}" width="{}" height="{}" fill="currentColor"/>',
        (
            (_n(x - wide / 2), _n(min(y(point.value), y(0))), _n(wide), _n(max(abs(y(point.value) - y(0)), 1)))
            for x, point in places
            if point.value is not None
        ),
    )
    if len(places) > MOST_LABELS:
        return bars
    words = format_html_join(
        "",
        '<text class="p-plot__value" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((_n(x), _n(min(y(point.value or 0), y(0)) - 5), point.text) for x, point in places if point.text),
    )
    return format_html("{}{}", bars, words)


def _line(places, y):
    pieces, current = [], []
    for x, point in [*places, (0, None)]:
        if point is not None and point.value is not None:
            current.append(f"{_n(x)},{_n(y(point.value))}")
        elif current:
            pieces.append(current)
            current = []
    lines = format_html_join(
        "",
        '<polyline class="p-plot__line" points="{}" fill="none" stroke="currentColor" stroke-width="2.5"/>',
        ((" ".join(piece),) for piece in pieces if len(piece) > 1),
    )
    dots = format_html_join(
        "",
        '<circle class="p-plot__mark" cx="{}" cy="{}" r="3.5" fill="currentColor"/>',
        ((_n(x), _n(y(point.value))) for x, point in places if point.value is not None),
    )
    return format_html("{}{}", lines, dots)


def _grid(ticks, y):
    return format_html_join(
        "",
        '<path class="p-plot__grid" d="M{} {}H{}" stroke="currentColor" stroke-opacity="0.25"/>'
        '<text class="p-plot__text" x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, _n(y(tick)), WIDTH - RIGHT, LEFT - 8, _n(y(tick) + 4), _short(tick)) for tick in ticks),
    )


def _target(target, label, y):
    """The dashes across the picture, and above it, where no bar can be, what they mean."""
    if target is None:
        return ""
    return format_html(
        '<path class="p-plot__target" d="M{} {}H{}M{} {}h26" fill="none" stroke="currentColor" stroke-width="1.5" '
        'stroke-dasharray="5 4"/><text class="p-plot__value" x="{}" y="{}" text-anchor="start">{}</text>',
        LEFT,
        _n(y(target)),
        WIDTH - RIGHT,
        LEFT,
        5 - LEGEND // 2,
        LEFT + 32,
        10 - LEGEND // 2,
        label,
    )


def bar_chart(rows, *, key, title, description) -> SafeString:
    """Return one horizontal bar for each (label, value or None, text) row; "" when no row has a value."""
    rows = list(rows)
    most = max((float(value) for _label, value, _text in rows if value is not None), default=0)
    if not most > 0:
        return SafeString("")
    line, inner = 34, WIDTH - 90
    bars = format_html_join(
        "",
        '<text class="p-plot__text" x="0" y="{}">{}</text>'
        '<rect class="p-plot__mark" x="0" y="{}" width="{}" height="9" fill="currentColor"/>'
        '<text class="p-plot__value" x="{}" y="{}">{}</text>',
        (
            (
                number * line + 13,
                label,
                number * line + 18,
                _n(width := inner * max(float(value or 0), 0) / most),
                _n(width + 6),
                number * line + 27,
                text,
            )
            for number, (label, value, text) in enumerate(rows)
        ),
    )
    return _svg(key, title, description, len(rows) * line, bars)


def _svg(key, title, description, height, *content, above=0):
    return format_html(
        '<svg class="p-plot" viewBox="0 {} {} {}" role="img" aria-labelledby="{}-titel {}-text" direction="ltr" '
        'font-size="13" fill="currentColor"><title id="{}-titel">{}</title><desc id="{}-text">{}</desc>{}</svg>',
        -above,
        WIDTH,
        height + above,
        key,
        key,
        key,
        title,
        key,
        description,
        format_html_join("", "{}", ((part,) for part in content)),
    )


def _n(number):
    """A coordinate with at most one decimal and a point, in every language."""
    return f"{float(number):.1f}".removesuffix(".0")


def _short(tick):
    """A tick in the active language."""
    whole = int(tick) if float(tick).is_integer() else round(tick, 4)
    return formats.number_format(whole, use_l10n=True, force_grouping=True)
