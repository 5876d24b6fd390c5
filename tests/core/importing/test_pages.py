"""The pages of an import: who gets in, and the way from upload to result, without JavaScript."""

from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from actors.models import Actor
from integration_portal.core.models import ImportBatch, ImportMapping
from measures.models import Measure
from tests.builders import make_actor, make_field, make_framework, make_measure, make_user

FILE = Path(__file__).parent.parent.parent / "data" / "massnahmenliste_2026.xlsx"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


@pytest.fixture
def fields():
    framework = make_framework()
    return [make_field(framework, name=name) for name in ("Sprache", "Bildung")]


def sheet(tmp_path, *lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    path = tmp_path / "liste.xlsx"
    book.save(path)
    return path


def upload(client, path, kind="measures"):
    """Upload a file and return its batch, checked."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    response = client.post(reverse(f"{kind}:import"), {"file": file})
    assert response.status_code == 302, response.context["form"].errors
    return ImportBatch.objects.order_by("-created_at").first()


def url(batch, name="show"):
    return reverse(f"{batch.kind}:import_{name}", args=[batch.pk])


def test_from_the_upload_to_the_result_and_back(client, office, fields):
    batch = upload(client, FILE)
    page = client.get(url(batch))
    assert page.status_code == 200
    assert page.context["takes"] == 33
    assert client.get(url(batch), {"zeige": "probleme"}).context["page"].paginator.count == batch.summary["problems"]
    assert client.post(url(batch, "commit")).status_code == 302
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.COMMITTED
    assert Measure.objects.count() == 33
    assert client.get(url(batch)).status_code == 200
    assert client.get(url(batch, "undo")).status_code == 200
    assert client.post(url(batch, "undo")).status_code == 302
    assert Measure.objects.count() == 0
    assert client.get(url(batch)).status_code == 200


def test_a_refused_file_says_why(client, office, tmp_path):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    batch = upload(client, path)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.REFUSED
    assert batch.refusal in client.get(url(batch)).content.decode()


@pytest.mark.parametrize("data", [{}, {"file": "text"}, {"file": SimpleUploadedFile("leer.xlsx", b"")}])
def test_an_upload_without_a_file_is_said_beside_the_field(client, office, data):
    response = client.post(reverse("measures:import"), data)
    assert response.status_code == 400
    assert response.context["form"].errors["file"]


def test_the_mapping_can_be_changed_and_is_remembered(client, office, fields, tmp_path):
    path = sheet(tmp_path, ["Maßnahme", "HF", "Wer", "Hausmeister"], ["Kurs", "Sprache", "A", "Jobcenter"])
    batch = upload(client, path)
    assert client.get(url(batch, "mapping")).status_code == 200
    bad = client.post(url(batch, "mapping"), {"column_1": "field"})
    assert bad.status_code == 400
    choice = {"column_0": "title", "column_1": "field", "column_3": "lead", "remember": "on"}
    assert client.post(url(batch, "mapping"), choice).status_code == 302
    assert ImportMapping.objects.get().mapping == {"title": [0], "field": [1], "lead": [3]}
    again = upload(client, path)
    again.refresh_from_db()
    assert again.rows.get().parsed["values"]["lead"] == {"name": "Jobcenter"}
    assert "Wer: A" in again.rows.get().parsed["values"]["note"]


def test_unknown_names_can_be_matched(client, office, fields, tmp_path):
    actor = make_actor("Volkshochschule Beispielland")
    batch = upload(client, sheet(tmp_path, ["Maßnahme", "HF", "Wer"], ["Kurs", "Sprache", "VHS"]))
    assert client.get(url(batch, "names")).status_code == 200
    assert client.post(url(batch, "names"), {"name_0": "99999"}).status_code == 400
    assert client.post(url(batch, "names"), {"name_0": str(actor.pk)}).status_code == 302
    client.post(url(batch, "commit"))
    assert Measure.objects.get().lead == actor


def test_a_row_can_be_left_out_and_taken_in_again(client, office, fields, tmp_path):
    batch = upload(client, sheet(tmp_path, ["Maßnahme", "HF", "Wer"], ["Kurs", "Sprache", "A-Verein"]))
    client.post(url(batch, "row"), {"zeile": "2", "schritt": "auslassen"})
    assert client.get(url(batch)).context["takes"] == 0
    client.post(url(batch, "row"), {"zeile": "2", "schritt": "aufnehmen", "zurueck": "zeige=neu"})
    assert client.get(url(batch)).context["takes"] == 1
    for nonsense in ({"zeile": "x", "schritt": "auslassen"}, {"zeile": "2"}, {"zeile": "99", "schritt": "auslassen"}):
        assert client.post(url(batch, "row"), nonsense).status_code == 404


def test_the_other_sheet_of_the_file_is_offered_as_actors(client, office, fields):
    batch = upload(client, FILE)
    assert client.post(url(batch, "sheet"), {"blatt": "gibt es nicht"}).status_code == 404
    response = client.post(url(batch, "sheet"), {"blatt": "Akteure"})
    other = ImportBatch.objects.get(kind="actors")
    assert response.url == url(other)
    assert client.get(url(other)).context["takes"] == 5
    client.post(url(other, "commit"))
    assert Actor.objects.count() == 5


def test_an_import_can_be_thrown_away(client, office, fields):
    batch = upload(client, FILE)
    file = Path(batch.file.path)
    assert client.post(url(batch, "discard")).status_code == 302
    assert not file.exists()
    assert client.get(url(batch)).status_code == 200
    assert Measure.objects.count() == 0


def test_script_in_cells_is_shown_as_text(client, office, fields, tmp_path):
    attack = "<script>alert(1)</script>"
    batch = upload(client, sheet(tmp_path, ["Maßnahme", "HF", attack], [attack, attack, attack]))
    for name in ("show", "mapping"):
        assert attack not in client.get(url(batch, name)).content.decode()


@pytest.mark.parametrize("kind", ["measures", "actors"])
@pytest.mark.parametrize(("role", "status"), [(None, 302), ("reader", 403), ("contributor", 403), ("council", 403)])
def test_only_the_office_gets_in(client, kind, role, status):
    batch = ImportBatch.objects.create(kind=kind, file_name="a.xlsx", state=ImportBatch.State.CHECKED)
    if role:
        client.force_login(make_user(role))
    assert client.get(reverse(f"{kind}:import")).status_code == status
    for name in ("show", "mapping", "names", "undo"):
        assert client.get(url(batch, name)).status_code == status
    for name in ("row", "check", "commit", "undo", "discard", "sheet"):
        assert client.post(url(batch, name)).status_code == status


def test_an_import_of_another_kind_is_not_found(client, office):
    batch = ImportBatch.objects.create(kind="actors", file_name="a.xlsx", state=ImportBatch.State.CHECKED)
    assert client.get(reverse("measures:import_show", args=[batch.pk])).status_code == 404


def test_changes_are_told_in_the_language_of_the_reader(client, office, fields, tmp_path):
    fields[0].name_en = "Language"
    fields[0].save()
    make_measure("Kurs", field=fields[1], number="1.1", status="planned", cost=100, is_focus=False)
    headings = ["Nr.", "Maßnahme", "HF", "Status", "Kosten", "Schwerpunkt", "Beginn"]
    batch = upload(client, sheet(tmp_path, headings, [None, "Kurs", "Sprache", "läuft", "1.250 €", "ja", "03/2026"]))
    shown = {}
    for language in ("de", "en"):
        with translation.override(language):
            row = client.get(url(batch), {"zeige": "geaendert"}).context["page"][0]
            shown[language] = {str(label): (old, new) for label, old, new in row.shown_changes}
    assert shown["de"].keys() != shown["en"].keys()
    assert ("geplant", "in Umsetzung") in shown["de"].values() and ("planned", "in progress") in shown["en"].values()
    assert ("Bildung", "Sprache") in shown["de"].values() and ("Bildung", "Language") in shown["en"].values()
    assert ("nein", "ja") in shown["de"].values() and ("no", "yes") in shown["en"].values()
    assert ("", "März 2026") in shown["de"].values() and ("", "March 2026") in shown["en"].values()
    assert ("100,00\u00a0€", "1.250,00\u00a0€") in shown["de"].values()


def test_changes_of_actors_are_told_too(client, office, tmp_path):
    make_actor("Verein A", city="Lucka")
    batch = upload(
        client,
        sheet(tmp_path, ["Name", "Ort", "Ansprechpartner"], ["Verein A", "Altenburg", "Anna Beispiel"]),
        "actors",
    )
    row = client.get(url(batch), {"zeige": "geaendert"}).context["page"][0]
    assert [(old, new) for _label, old, new in row.shown_changes] == [("Lucka", "Altenburg"), ("", "+ Anna Beispiel")]


def test_names_come_in_pages_and_choices_on_other_pages_are_kept(client, office, fields, tmp_path, monkeypatch):
    monkeypatch.setattr("integration_portal.core.views.imports.NAMES_PER_PAGE", 2)
    rows = [[f"Kurs {number}", "Sprache", f"{word} im Tal"] for number, word in enumerate(("Ahorn", "Birke", "Linde"))]
    batch = upload(client, sheet(tmp_path, ["Maßnahme", "HF", "Federführung"], *rows))
    first = client.get(url(batch, "names"))
    assert [field.label for field in first.context["form"]] == ["Ahorn im Tal", "Birke im Tal"]
    answer = client.post(url(batch, "names"), {"name_0": "note", "name_1": "create", "weiter": "1"})
    assert answer.url == url(batch, "names") + "?seite=2"
    second = client.get(answer.url)
    assert [field.label for field in second.context["form"]] == ["Linde im Tal"]
    assert client.get(url(batch, "names")).context["form"]["name_0"].value() == "note"
    client.post(answer.url, {"name_0": "note"})
    batch.refresh_from_db()
    chosen = {entry["name"]: entry["choice"] for entry in batch.options["names"].values()}
    assert chosen == {"Ahorn im Tal": "note", "Birke im Tal": "create", "Linde im Tal": "note"}
