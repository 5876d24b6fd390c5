"""Outlines of municipalities from a file: what is taken, what is refused and with which words."""

import json
from math import cos, pi, sin

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.core import boundaries
from integration_portal.core.models import MunicipalityBoundary
from tests.builders import make_municipality

SQUARE = [[12.0, 51.0], [12.1, 51.0], [12.1, 51.1], [12.0, 51.1], [12.0, 51.0]]


def feature(ags="16077001", coordinates=None, kind="Polygon", **properties):
    geometry = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": {"AGS": ags, **properties}, "geometry": geometry}


def collection(*features, **further):
    return {"type": "FeatureCollection", "features": list(features), **further}


def packed(content):
    return json.dumps(content).encode()


def refused(data, **options):
    with pytest.raises(boundaries.BadBoundaries) as caught:
        boundaries.parse(data, **options)
    return str(caught.value)


def test_polygons_are_found_by_the_official_key():
    found = boundaries.parse(packed(collection(feature(), feature("16077012"))))
    assert set(found) == {"16077001", "16077012"}
    assert found["16077001"] == [[[tuple(point) for point in SQUARE]]]


@pytest.mark.parametrize(
    ("value", "key"), [(16077001, "AGS"), ("16 077 001", "AGS"), (1001000, "AGS"), ("16077001", "ags")]
)
def test_keys_are_understood_as_numbers_with_spaces_and_without_their_zero(value, key):
    assert set(boundaries.parse(packed(collection(feature(value))), key=key)) == {str(value).replace(" ", "").zfill(8)}


def test_another_property_may_hold_the_key():
    found = boundaries.parse(packed(collection(feature(None, schluessel="16077001"))), key="Schluessel")
    assert set(found) == {"16077001"}


def test_several_features_of_a_municipality_become_one_outline_and_others_are_left_out():
    away = [[[x + 1, y] for x, y in SQUARE]]
    content = collection(
        feature(), feature(coordinates=away), feature("Kreis"), {"type": "Feature", "properties": None}
    )
    assert {ags: len(polygons) for ags, polygons in boundaries.parse(packed(content)).items()} == {"16077001": 2}


def test_a_byte_order_mark_height_and_holes_are_fine():
    hole = [[12.02, 51.02, 5], [12.08, 51.02, 5], [12.08, 51.08, 5], [12.02, 51.02, 5]]
    found = boundaries.parse(b"\xef\xbb\xbf" + packed(collection(feature(coordinates=[SQUARE, hole]))))
    assert len(found["16077001"][0]) == 2


def with_geometry(geometry):
    return packed(collection({"type": "Feature", "properties": {"AGS": "16077001"}, "geometry": geometry}))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kein gültiges JSON"),
        (b"PK\x03\x04\xff\xfe", "UTF-8"),
        (b"[" * 200_000, "verschachtelt"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "NaN"),
        (b"[]", "FeatureCollection"),
        (packed({"type": "Topology"}), "FeatureCollection"),
        (packed(collection()), "keine Objekte"),
        (packed(collection("x")), "Eintrag 1"),
        (packed(collection(feature("")).copy()), "AGS"),
        (with_geometry(None), "keine Fläche"),
        (with_geometry({"type": "Point", "coordinates": [12, 51]}), "keine Fläche"),
        (with_geometry({"type": "Polygon", "coordinates": "x"}), "Koordinaten"),
        (with_geometry({"type": "Polygon", "coordinates": []}), "Koordinaten"),
        (with_geometry({"type": "MultiPolygon", "coordinates": [[]]}), "Koordinaten"),
        (with_geometry({"type": "Polygon", "coordinates": [SQUARE[:3]]}), "vier"),
        (with_geometry({"type": "Polygon", "coordinates": [SQUARE[:4]]}), "geschlossen"),
        (with_geometry({"type": "Polygon", "coordinates": [[*SQUARE[:2], ["a", 1], SQUARE[0]]]}), "Punkt"),
        (with_geometry({"type": "Polygon", "coordinates": [[*SQUARE[:2], [True, 1], SQUARE[0]]]}), "Punkt"),
        (with_geometry({"type": "Polygon", "coordinates": [[[720000, 5650000]] * 4]}), "UTM"),
        (b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"AGS":"16077001"},"geometry":'
         b'{"type":"Polygon","coordinates":[[[1e999,1],[1,1],[1,2],[1e999,1]]]}}]}', "UTM"),
        (packed(collection(feature(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}})), "WGS 84"),
        (packed(collection(feature(), crs="x" * 50)), "WGS 84"),
        (b'{"type":"FeatureCollection","features":' + b"9" * 5000 + b"}", "JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_reason(data, words):
    assert words in refused(data)


def test_the_usual_coordinate_system_may_be_named():
    name = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert boundaries.parse(packed(collection(feature(), crs=name)))
    assert boundaries.parse(packed(collection(feature(), crs=None)))


def test_files_that_are_too_large_are_refused(monkeypatch):
    monkeypatch.setattr(boundaries, "MOST_BYTES", 10)
    assert "zu groß" in refused(packed(collection(feature())))
    monkeypatch.undo()
    monkeypatch.setattr(boundaries, "MOST_FEATURES", 1)
    assert "2" in refused(packed(collection(feature(), feature())))
    monkeypatch.setattr(boundaries, "MOST_POINTS", 4)
    assert "Punkte" in refused(packed(collection(feature())))


def test_the_answer_names_the_properties_that_the_file_has():
    assert "GEN, SCHLUESSEL" in refused(packed(collection(feature(None, GEN="Altenburg", SCHLUESSEL=1)))).replace(
        "AGS, ", ""
    )


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fall_over(data):
    refused(data)


def circle(points, radius=0.05):
    ring = [[12 + radius * cos(2 * pi * n / points), 51 + radius * sin(2 * pi * n / points)] for n in range(points)]
    return [*ring, ring[0]]


def test_outlines_are_simplified_and_stay_closed():
    ring = [tuple(point) for point in circle(5000)]
    short = boundaries.simplified(ring, 0.0002)
    assert 10 < len(short) < 200
    assert short[0] == short[-1]
    assert set(short) <= set(ring)


def test_a_triangle_stays_a_triangle():
    ring = [(0.0, 0.0), (0.00001, 0.0), (0.0, 0.00001), (0.0, 0.0)]
    assert boundaries.simplified(ring, 0.0002) == ring


# --- the command ------------------------------------------------------------------------------------------
@pytest.fixture
def file_of(tmp_path):
    def write(*features):
        path = tmp_path / "gemeinden.geojson"
        path.write_bytes(packed(collection(*features)))
        return str(path)

    return write


@pytest.mark.django_db
def test_the_command_keeps_outlines_and_says_what_it_found(file_of, capsys):
    town = make_municipality("Altenburg", ags="16077001")
    make_municipality("Gößnitz", ags="16077012")
    make_municipality("Alt", ags="16077099", is_active=False)
    call_command("import_boundaries", file_of(feature(), feature("09999999")), source="© Muster")
    row = MunicipalityBoundary.objects.get()
    assert (row.municipality, row.source, row.geometry["type"]) == (town, "© Muster", "MultiPolygon")
    said = capsys.readouterr().out
    for words in ("1 Umriss", "09999999", "Gößnitz (16077012)"):
        assert words in said
    assert "16077099" not in said


@pytest.mark.django_db
def test_a_second_run_replaces_and_a_dry_run_keeps_nothing(file_of, capsys):
    make_municipality(ags="16077001")
    call_command("import_boundaries", file_of(feature()), dry_run=True)
    assert MunicipalityBoundary.objects.count() == 0
    call_command("import_boundaries", file_of(feature()), source="alt")
    call_command("import_boundaries", file_of(feature()), source="neu")
    assert MunicipalityBoundary.objects.get().source == "neu"


@pytest.mark.django_db
def test_a_refused_file_changes_nothing_and_ends_with_an_error(file_of, tmp_path):
    make_municipality(ags="16077001")
    call_command("import_boundaries", file_of(feature()), verbosity=0)
    for features in ((feature(), feature(coordinates=[[[720000, 1]] * 4])), (feature("09999999"),)):
        with pytest.raises(CommandError):
            call_command("import_boundaries", file_of(*features), source="neu")
    with pytest.raises(CommandError, match="gelesen"):
        call_command("import_boundaries", str(tmp_path / "fehlt.geojson"))
    with pytest.raises(CommandError):
        call_command("import_boundaries", file_of(feature()), source="x" * 301)
    assert MunicipalityBoundary.objects.get().source == ""


@pytest.mark.django_db
def test_a_coastline_of_many_points_is_kept_small_enough_to_show():
    make_municipality(ags="16077001")
    outcome = boundaries.match({"16077001": [[[tuple(point) for point in circle(60_000, radius=20)]]]})
    assert outcome.points_before == 60_001
    assert outcome.points_after <= boundaries.MOST_KEPT
