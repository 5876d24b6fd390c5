"""Municipalities as SVG: areas that are links, coloured in steps, from outlines in longitude and latitude."""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from django.utils.html import format_html, format_html_join

WIDTH, MOST_HEIGHT, MARGIN = 820, 900, 8
#: Steps of colour beside "none".
STEPS = 4


@dataclass(frozen=True)
class Area:
    """A municipality: `polygons` as in GeoJSON, `step` its colour from 0 (nothing) to `STEPS`, `number` written into it."""

    number: int
    title: str
    url: str
    step: int
    polygons: list


def steps_of(numbers):
    """Return the upper bounds of the colour steps for the numbers above zero, each bound once, the highest last."""
    values = sorted({number for number in numbers if number > 0})
    if len(values) <= STEPS:
        return values
    return sorted({values[round((len(values) - 1) * part / STEPS)] for part in range(1, STEPS + 1)})


def step_of(number, bounds):
    """The step of a number: 0 for nothing, else the place of the first bound that is not below it, from 1."""
    return next((place for place, bound in enumerate(bounds, start=1) if number <= bound), len(bounds)) if number else 0


def svg(areas, *, key, title, description):
    """Return the map; "" without areas. North is up, distances are right at the middle of the district."""
    points = [point for area in areas for polygon in area.polygons for ring in polygon for point in ring]
    if not points:
        return ""
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    narrow = max(cos(radians((south + north) / 2)), 0.01)
    wide, high = max((east - west) * narrow, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / wide, (MOST_HEIGHT - 2 * MARGIN) / high)

    def spot(point):
        return (point[0] - west) * narrow * scale + MARGIN, (north - point[1]) * scale + MARGIN

    def path(area):
        return "".join(_ring(ring, west, north, narrow * scale, scale) for polygon in area.polygons for ring in polygon)

    shapes = format_html_join(
        "",
        '<a href="{}"><title>{}</title><path class="p-map__area p-map__area--{}" fill-rule="evenodd" d="{}"/></a>',
        ((area.url, area.title, area.step, path(area)) for area in areas),
    )
    numbers = format_html_join(
        "",
        '<text x="{}" y="{}" class="p-map__number p-map__number--{}">{}</text>',
        (
            (round(x), round(y) + 5, area.step, area.number)
            for area in areas
            if area.number
            for x, y, wide_enough in [
                _middle([spot(point) for point in max((one[0] for one in area.polygons), key=len)])
            ]
            if wide_enough
        ),
    )
    return format_html(
        '<svg class="p-map" viewBox="0 0 {} {}" role="group" aria-labelledby="{}-titel" aria-describedby="{}-text" '
        'direction="ltr"><title id="{}-titel">{}</title><desc id="{}-text">{}</desc>{}<g aria-hidden="true">{}</g></svg>',
        round(wide * scale + 2 * MARGIN), round(high * scale + 2 * MARGIN), key, key, key, title, key, description,
        shapes, numbers,
    )  # fmt: skip


def _ring(ring, west, north, across, down):
    """A ring as path; points that fall on the same spot of the picture are drawn once."""
    spots = []
    for x, y in ring[:-1]:
        spot = f"{(x - west) * across + MARGIN:.1f} {(north - y) * down + MARGIN:.1f}"
        if not spots or spots[-1] != spot:
            spots.append(spot)
    return f"M{'L'.join(spots)}Z"


def _middle(ring):
    """(x, y, whether a number fits) of the middle of an area, by its centre of gravity."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = ax * by - bx * ay
        area += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    if abs(area) < 1:
        return 0, 0, False
    return x / (3 * area), y / (3 * area), abs(area) / 2 > 500
