"""Outlines of municipalities from a GeoJSON file of the operator: read with distrust, simplified, kept.

A file is RFC 7946: longitude and latitude (WGS 84). Whatever is not is refused with a sentence that says what to do.
"""

import json
from dataclasses import dataclass, field
from math import hypot, isfinite

from django.db import transaction
from django.utils.translation import gettext as _

from .models import Municipality, MunicipalityBoundary

MOST_BYTES = 50 * 1024 * 1024
MOST_FEATURES = 20_000
MOST_POINTS = 2_000_000
#: Points of one municipality after simplification; more cannot be seen in a picture.
MOST_KEPT = 4_000
#: Degrees of latitude by which an outline may be off: some twenty metres.
TOLERANCE = 0.0002
_EARTH = ("CRS84", "EPSG::4326", "EPSG:4326")


class BadBoundaries(ValueError):
    """The file cannot be used; the message says why, for the person who supplied it."""


@dataclass
class Outcome:
    """What a file holds for the municipalities here."""

    outlines: dict = field(default_factory=dict)
    unknown: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    points_before: int = 0
    points_after: int = 0


def parse(data, *, key="AGS"):
    """Return {official key: [polygon, …]} of a file's bytes, simplified. Raises BadBoundaries.

    `key` is the property with the official key; its case does not count, and a key of seven digits gets its zero back.
    Several features of one municipality (exclaves) become one outline.
    """
    if len(data) > MOST_BYTES:
        raise BadBoundaries(_("The file is too large: at most %(number)d MB, please.") % {"number": MOST_BYTES >> 20})
    content = _json(data)
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise BadBoundaries(_("This is no GeoJSON file with a “FeatureCollection”."))
    _check_crs(content)
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise BadBoundaries(_("The file holds no features."))
    if len(features) > MOST_FEATURES:
        raise BadBoundaries(
            _("The file holds %(number)d features: please cut it down to the municipalities of the district.")
            % {"number": len(features)}
        )
    return _outlines(features, key)


def _refuse_constant(word):
    raise BadBoundaries(_("The file holds the number “%(word)s”, which JSON does not know.") % {"word": word})


def _json(data):
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise BadBoundaries(_("The file is not encoded as UTF-8.")) from error
    except BadBoundaries:
        raise
    except RecursionError as error:
        raise BadBoundaries(_("The file is nested too deeply.")) from error
    except ValueError as error:  # broken JSON, or a number of thousands of digits
        raise BadBoundaries(_("The file is no valid JSON: %(error)s") % {"error": str(error)[:120]}) from error


def _check_crs(content):
    if "crs" not in content or content["crs"] is None:
        return
    if not str(content["crs"]).rstrip("'} ").endswith(_EARTH):
        raise BadBoundaries(
            _(
                "The file uses another coordinate system. GeoJSON is in longitude and latitude (WGS 84, EPSG:4326): "
                "please export it in that, for example with QGIS or ogr2ogr -t_srs EPSG:4326."
            )
        )


def _outlines(features, key):
    found, points, seen = {}, 0, set()
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise BadBoundaries(_("Entry %(number)d is no feature.") % {"number": number})
        properties = feature.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        seen.update(map(str, list(properties)[:30]))
        ags = _official_key(properties, key)
        if ags:
            polygons = _polygons(feature.get("geometry"), number)
            points += sum(len(ring) for polygon in polygons for ring in polygon)
            if points > MOST_POINTS:
                raise BadBoundaries(_("The outlines hold too many points: please simplify them first."))
            found.setdefault(ags, []).extend(polygons)
    if not found:
        raise BadBoundaries(
            _("No feature has an official key of eight digits in the property “%(key)s”. The file has: %(names)s")
            % {"key": key, "names": ", ".join(sorted(seen)[:20])[:300] or "–"}
        )
    return found


def _official_key(properties, key):
    value = next((value for name, value in properties.items() if str(name).lower() == key.lower()), None)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    text = str(value).strip().replace(" ", "") if not isinstance(value, int) or 0 <= value < 10**8 else ""
    text = text.zfill(8) if len(text) == 7 else text
    return text if len(text) == 8 and text.isascii() and text.isdigit() else ""


def _polygons(geometry, number):
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadBoundaries(_("Feature %(number)d is no polygon.") % {"number": number})
    given = geometry.get("coordinates")
    polygons = [given] if kind == "Polygon" else given
    if not isinstance(polygons, list) or not polygons:
        raise BadBoundaries(_("Feature %(number)d has no coordinates.") % {"number": number})
    result = []
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise BadBoundaries(_("Feature %(number)d has no coordinates.") % {"number": number})
        result.append([_ring(ring, number) for ring in polygon])
    return result


def _ring(ring, number):
    if not isinstance(ring, list) or len(ring) < 4:
        raise BadBoundaries(_("Feature %(number)d has a ring of less than four points.") % {"number": number})
    points = [_point(point, number) for point in ring]
    if points[0] != points[-1]:
        raise BadBoundaries(_("Feature %(number)d has a ring that is not closed.") % {"number": number})
    return points


def _point(point, number):
    if (
        not isinstance(point, list)
        or not 2 <= len(point) <= 4
        or any(isinstance(value, bool) or not isinstance(value, int | float) for value in point)
    ):
        raise BadBoundaries(_("Feature %(number)d has a point that is none.") % {"number": number})
    x, y = point[0], point[1]
    if not (-180 <= x <= 180 and -90 <= y <= 90 and isfinite(x) and isfinite(y)):
        raise BadBoundaries(
            _(
                "Feature %(number)d lies outside of longitude and latitude. The file seems to use another coordinate "
                "system, such as UTM: please export it in WGS 84 (EPSG:4326)."
            )
            % {"number": number}
        )
    return float(x), float(y)


# --- simplifying --------------------------------------------------------------------------------------------
def simplified(ring, tolerance):
    """Return the closed ring without points that lie less than `tolerance` beside the line (Douglas and Peucker).

    The ring is cut at its point farthest from the first, so that at least a triangle stays where there was one.
    """
    far = max(range(len(ring)), key=lambda index: hypot(ring[index][0] - ring[0][0], ring[index][1] - ring[0][1]))
    if far == 0:
        return ring
    kept = _line(ring[: far + 1], tolerance)[:-1] + _line(ring[far:], tolerance)
    return kept if len(kept) >= 4 else ring


def _line(points, tolerance):
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        dx, dy = bx - ax, by - ay
        length = hypot(dx, dy)
        most, place = 0.0, -1
        for index in range(first + 1, last):
            x, y = points[index][0] - ax, points[index][1] - ay
            away = abs(x * dy - y * dx) / length if length else hypot(x, y)
            if away > most:
                most, place = away, index
        if most > tolerance:
            keep[place] = True
            stack += [(first, place), (place, last)]
    return [point for point, kept in zip(points, keep, strict=True) if kept]


def _for_display(polygons):
    """The polygons simplified until a municipality has few enough points; coordinates to about a metre."""
    tolerance = TOLERANCE
    while True:
        rings = [[simplified(ring, tolerance) for ring in polygon] for polygon in polygons]
        if sum(len(ring) for polygon in rings for ring in polygon) <= MOST_KEPT or tolerance > 1:
            break
        tolerance *= 2
    return [[[[round(x, 5), round(y, 5)] for x, y in ring] for ring in polygon] for polygon in rings]


# --- keeping --------------------------------------------------------------------------------------------------
def match(found):
    """Return the outlines of the municipalities here, which of the file are unknown, and which here stay without one."""
    here = {place.ags: place for place in Municipality.objects.all()}
    outcome = Outcome(unknown=sorted(set(found) - set(here)))
    for ags in sorted(set(found) & set(here)):
        polygons = _for_display(found[ags])
        outcome.outlines[here[ags]] = {"type": "MultiPolygon", "coordinates": polygons}
        outcome.points_before += sum(len(ring) for polygon in found[ags] for ring in polygon)
        outcome.points_after += sum(len(ring) for polygon in polygons for ring in polygon)
    outcome.missing = [place for ags, place in here.items() if place.is_active and ags not in found]
    if not outcome.outlines:
        raise BadBoundaries(_("None of the municipalities in the file is one of this portal."))
    return outcome


def save(outcome, *, source=""):
    """Keep the outlines, in place of earlier ones of the same municipalities; one transaction, audited."""
    with transaction.atomic():
        for municipality, geometry in outcome.outlines.items():
            MunicipalityBoundary.objects.update_or_create(
                municipality=municipality, defaults={"geometry": geometry, "source": source}
            )
