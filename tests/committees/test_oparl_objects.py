"""Each object has what the specification demands, names only what is public, and fits the others."""

import json
import os
from pathlib import Path

import pytest

from committees.oparl import sync
from tests.committees.oparl_world import SECRET, council, objects, walk

pytestmark = pytest.mark.django_db
#: Properties that the text of OParl 1.1 demands, beside id, type, created and modified.
MANDATORY = {
    "System": {"oparlVersion", "body"},
    "Body": {
        "name", "organization", "person", "meeting", "paper", "legislativeTerm", "agendaItem", "consultation",
        "file", "locationList", "legislativeTermList", "membership",
    },
    "Organization": {"body", "name", "membership", "meeting"},
    "Person": {"body", "name", "membership"},
    "Membership": {"person", "organization", "role", "startDate"},
    "Meeting": {"name", "meetingState", "cancelled", "start", "organization", "agendaItem", "location"},
    "AgendaItem": {"meeting", "number", "order", "name", "public"},
    "Paper": {"body", "name", "reference", "paperType", "consultation", "mainFile"},
    "Consultation": {"paper", "organization", "authoritative", "role"},
    "File": {"name", "fileName", "mimeType", "accessUrl", "downloadUrl"},
    "Location": {"description"},
    "LegislativeTerm": {"body", "name", "startDate", "endDate"},
}  # fmt: skip


@pytest.fixture
def world():
    world = council()
    sync.rebuild()
    return world


@pytest.fixture
def pages(world, client):
    return walk(client)


def every(pages):
    return [row for page in pages.values() for row in objects(page)]


def kind_of(row):
    return row["type"].removeprefix("https://schema.oparl.org/1.1/")


def test_every_kind_of_object_is_there_with_all_mandatory_properties(pages):
    rows = every(pages)
    assert {kind_of(row) for row in rows} == set(MANDATORY)
    for row in rows:
        wanted = MANDATORY[kind_of(row)] | {"id", "type", "created", "modified"}
        assert wanted - set(row) == set(), row


def test_no_nulls_no_empty_texts_no_empty_lists(pages):
    def check(value, path):
        assert value is not None and value != "" and value != {}, path
        if isinstance(value, list):
            assert value or path.endswith("/data"), path
        parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for name, part in parts:
            check(part, f"{path}/{name}")

    for path, page in pages.items():
        check(page, path)


def test_every_object_is_the_same_wherever_it_is_shown(pages):
    by_id = {}
    for row in every(pages):
        by_id.setdefault(row["id"], []).append(row)
    for found in by_id.values():
        assert all(row == found[0] for row in found)


def test_references_in_both_directions_agree(pages, world):
    rows = {row["id"]: row for row in every(pages)}
    for row in rows.values():
        if kind_of(row) == "Membership":
            assert row["id"] in [part["id"] for part in rows[row["person"]]["membership"]]
            assert row["id"] in rows[row["organization"]]["membership"]
        if kind_of(row) == "AgendaItem":
            assert row["id"] in [part["id"] for part in rows[row["meeting"]]["agendaItem"]]
            if "consultation" in row:
                assert rows[row["consultation"]]["agendaItem"] == row["id"]
        if kind_of(row) == "Consultation":
            assert row["id"] in [part["id"] for part in rows[row["paper"]]["consultation"]]
            if "agendaItem" in row:
                assert rows[row["agendaItem"]]["consultation"] == row["id"]
                assert rows[row["agendaItem"]]["meeting"] == row["meeting"]
    assert sum("agendaItem" in row for row in rows.values() if kind_of(row) == "Consultation") == 1


def test_every_object_fits_the_schema(pages):
    folder = os.environ.get("OPARL_SCHEMAS")
    if not folder:
        pytest.skip("OPARL_SCHEMAS names no folder")
    jsonschema = pytest.importorskip("jsonschema")
    from referencing import Registry, Resource

    schemas = {path.stem: json.loads(path.read_text()) for path in Path(folder).glob("*.json")}
    pairs = []
    for schema in schemas.values():
        resource = Resource.from_contents(schema)
        pairs += [(schema["$id"], resource), (schema["$id"] + ".json", resource)]
    registry = Registry().with_resources(pairs)
    rows = every(pages)
    for row in rows:
        jsonschema.Draft7Validator(schemas[kind_of(row)], registry=registry).validate(row)
    assert len(rows) > 20


def test_nothing_that_is_not_public_appears_anywhere(pages, world, client):
    assert SECRET not in json.dumps(pages, ensure_ascii=False)
    for path in list(pages):
        if "?" not in path:
            response = client.get(path, {"modified_since": "2000-01-01T00:00:00Z"})
            assert SECRET not in response.content.decode()


def test_files_are_shown_and_saved_only_while_they_are_public(world, client):
    shown = client.get(f"/oparl/v1.1/file/{world.shown.pk}/inline")
    saved = client.get(f"/oparl/v1.1/file/{world.shown.pk}/download")
    assert (shown.status_code, saved.status_code) == (200, 200)
    assert "attachment" not in shown.get("Content-Disposition", "")
    assert saved["Content-Disposition"] == 'attachment; filename="Anlage.pdf"'
    assert client.get(f"/oparl/v1.1/file/{world.private.pk}/download").status_code == 404
    world.paper.released_on = None
    world.paper.save()
    assert client.get(f"/oparl/v1.1/file/{world.shown.pk}/inline").status_code == 404


def test_an_item_of_the_closed_part_shows_its_released_resolution_alone(pages):
    items = [row for row in every(pages) if kind_of(row) == "AgendaItem" and not row["public"]]
    assert {row["name"] for row in items} == {"Freigegeben"}


def test_votes_stand_in_a_property_of_the_vendor(pages):
    rows = [row for row in every(pages) if kind_of(row) == "AgendaItem" and row["name"] == "Sprachkurse"]
    votes = rows[0]["integrationsportal:resolution"][0]["votes"]
    assert votes == {"yes": 5, "no": 2, "abstentions": 1, "present": 8}
