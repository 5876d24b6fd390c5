"""Importing measures: the office's real list, the same list again, undoing, and lists of other shapes."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from actors.models import Actor, ActorAlias
from integration_portal.core.importing import batches
from integration_portal.core.importing.batches import (
    commit_batch,
    decide_row,
    run_at_once,
    set_name_choices,
    undo_batch,
)
from integration_portal.core.importing.checking import check_batch
from integration_portal.core.models import ImportBatch, ImportRow
from measures.importing import writing
from measures.models import Clarification, Measure, MeasureFunding, MeasurePartner, MeasurePlacement
from measures.services import move_status, update_measure
from tests.builders import (
    make_actor,
    make_field,
    make_framework,
    make_measure,
    make_publication,
    make_round,
    make_user,
)
from tests.builders_funding import make_line, make_payment

FILE = Path(__file__).parent.parent / "data" / "massnahmenliste_2026.xlsx"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plila(freeze):
    freeze()
    call_command("load_framework", stdout=io.StringIO())


@pytest.fixture
def office():
    return make_user("office")


def run(path=FILE, **options):
    return run_at_once(kind="measures", path=path, **options)


def sheet(path, *lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


def questions(batch):
    return {
        row.parsed["values"]["title"]: [problem["code"] for problem in row.problems if problem["level"] == "clarify"]
        for row in batch.rows.filter(has_problems=True)
    }


@pytest.mark.usefixtures("plila")
class TestTheRealList:
    def test_all_33_rows_arrive_and_exactly_four_are_to_clarify(self, office):
        batch = run(by=office)
        assert batch.state == ImportBatch.State.COMMITTED
        assert Measure.objects.count() == 33
        assert questions(batch) == {
            "Anlaufstelle Diskriminierung": ["lead_open"],
            "Sprachmittlerpool": ["number_twice"],
            "Jobpoint Lucka": ["impossible_date"],
            "Kinderarmut: Frühstück an Schulen": ["field_unknown"],
        }
        assert Measure.objects.filter(to_clarify=True).count() == 4
        assert not Measure.objects.filter(is_published=True).exists()
        question = Clarification.objects.get(code="impossible_date")
        assert question.original == "31.02.2026 - 30.06.2026"
        assert question.topic == Clarification.Topic.PERIOD

    def test_cells_are_understood(self):
        run()
        measure = Measure.objects.get(title="Sprachcafé im Bürgerzentrum Muster")
        assert (measure.start_on.year, measure.start_precision, measure.is_permanent) == (2022, "year", True)
        assert (str(measure.cost), measure.status) == ("3600.00", "in_progress")
        assert (measure.lead.name, [str(partner) for partner in measure.partners.all()]) == (
            "Bürgerzentrum Muster",
            ["Brückenbund Muster e.V."],
        )
        dropped = Measure.objects.get(title="Schwimmkurse für Frauen")
        assert (dropped.status, dropped.status_reason) == ("dropped", "keine Badzeiten")
        pool = Measure.objects.filter(title="Sprachmittlerpool").order_by("pk")
        assert [measure.placements.get().number for measure in pool] == ["2.3", None]
        assert "2.3" in pool[1].import_note

    def test_no_word_of_the_list_is_lost(self):
        batch = run()
        sheet = openpyxl.load_workbook(FILE)["Maßnahmen 2026"]
        for row in batch.rows.all():
            cells = {
                str(cell.value)
                for cell in sheet[row.number]
                if cell.value is not None and not str(cell.value).startswith("=")
            }
            assert len(row.raw) >= len(cells)
        assert batch.rows.count() + 7 == sheet.max_row  # two titles, the header, four blank rows

    def test_the_same_list_again_changes_nothing(self):
        run()
        entries, versions = LogEntry.objects.count(), list(Measure.objects.order_by("pk").values_list("pk", "version"))
        again = run()
        assert again.summary["unchanged"] == 33
        assert not again.summary.get("new") and not again.summary.get("changed")
        assert list(Measure.objects.order_by("pk").values_list("pk", "version")) == versions
        assert LogEntry.objects.count() == entries

    def test_what_was_corrected_in_the_portal_stays_when_the_list_comes_again(self):
        run()
        measure = Measure.objects.get(title="Jobpoint Lucka")
        update_measure(measure=measure, version=measure.version, data={"title": "Jobpoint in Lucka"})
        again = run()
        assert again.summary["unchanged"] == 33
        measure.refresh_from_db()
        assert measure.title == "Jobpoint in Lucka"

    def test_every_row_written_has_its_audit_entry(self, office):
        with_user = run(by=office)
        for model in (Measure, MeasurePlacement, MeasurePartner, MeasureFunding, Clarification, Actor):
            logged = LogEntry.objects.get_for_model(model).filter(action=LogEntry.Action.CREATE)
            assert logged.count() == model.objects.count(), model
            assert {entry.additional_data["source"] for entry in logged} == {"import"}
        assert with_user.summary["new"] == 33

    def test_it_can_be_undone_as_a_whole(self):
        batch = run()
        undo_batch(batch=batch)
        assert (Measure.objects.count(), Actor.objects.count(), MeasurePlacement.objects.count()) == (0, 0, 0)
        assert run().summary["new"] == 33

    def test_it_cannot_be_undone_once_a_row_was_touched(self):
        batch = run()
        move_status(measure=Measure.objects.get(title="Mieterführerschein"), to="completed")
        with pytest.raises(ValidationError):
            undo_batch(batch=batch)
        assert Measure.objects.count() == 33
        batch.refresh_from_db()
        assert batch.state == ImportBatch.State.COMMITTED

    @pytest.mark.parametrize("taken_up", ["money", "publication", "round"])
    def test_it_cannot_be_undone_once_money_or_words_name_a_measure(self, taken_up):
        batch = run()
        measure = Measure.objects.get(title="Mieterführerschein")
        if taken_up == "money":
            make_payment(make_line(measure=measure))
        elif taken_up == "publication":
            make_publication().measures.add(measure)
        else:
            make_round(measures=[measure])
        with pytest.raises(ValidationError):
            undo_batch(batch=batch)
        assert Measure.objects.count() == 33

    def test_all_or_nothing(self, monkeypatch):
        original, calls = writing._link, []

        def fail(key, pairs):
            calls.append(key)
            if len(calls) == 4:
                raise DatabaseError("full disk")
            original(key, pairs)

        monkeypatch.setattr(writing, "_link", fail)
        with pytest.raises(ValidationError):
            run()
        assert (Measure.objects.count(), Actor.objects.count(), LogEntry.objects.get_for_model(Measure).count()) == (
            0,
            0,
            0,
        )
        assert ImportBatch.objects.get().state == ImportBatch.State.FAILED

    def test_a_dry_run_changes_nothing_and_the_command_reports(self):
        out = io.StringIO()
        call_command("import_measures", str(FILE), "--dry-run", stdout=out)
        assert Measure.objects.count() == Actor.objects.count() == 0
        assert "31.02.2026" in out.getvalue()
        call_command("import_measures", str(FILE), stdout=out)
        assert Measure.objects.count() == 33

    def test_a_list_changed_since_the_check_is_not_taken_over(self, tmp_path):
        run()
        path = sheet(
            tmp_path / "a.xlsx",
            ["Nr.", "Maßnahme", "Handlungsfeld", "Kosten"],
            ["5.1", "Mieterführerschein", "Wohnen", "3.000 €"],
        )
        batch = run(path, dry_run=True)
        assert [change["key"] for change in batch.rows.get().changes] == ["cost"]
        measure = Measure.objects.get(title="Mieterführerschein")
        measure.save()
        with pytest.raises(ValidationError):
            commit_batch(batch)
        measure.refresh_from_db()
        assert str(measure.cost) == "2800.00"


@pytest.fixture
def fields(freeze):
    freeze()
    framework = make_framework()
    return [make_field(framework, name=name) for name in ("Sprache", "Bildung", "Sport und Kultur")]


def test_a_changed_row_changes_only_what_it_says_and_can_be_undone(fields, tmp_path):
    lead = make_actor("Jobcenter")
    measure = make_measure("Kurs", field=fields[0], number="1.1", lead=lead, cost=100, description="bleibt")
    path = sheet(
        tmp_path / "a.xlsx", ["Nr.", "Maßnahme", "HF", "Kosten", "Beteiligte", "Beschreibung", "Zeitraum"],
        ["1.1", "Kurs", "Sprache", 250, "Verein Muster", None, "2026"],
    )  # fmt: skip
    batch = run(path)
    row = batch.rows.get()
    assert row.action == ImportRow.Action.CHANGED
    assert {change["key"] for change in row.changes} == {"cost", "partners", "start_on", "end_on"}
    measure.refresh_from_db()
    assert (measure.cost, measure.description, measure.lead) == (250, "bleibt", lead)
    assert [str(partner) for partner in measure.partners.all()] == ["Verein Muster"]
    undo_batch(batch=batch)
    measure.refresh_from_db()
    assert (measure.cost, measure.start_on, measure.partners.count(), Actor.objects.count()) == (100, None, 0, 1)


def test_a_cell_not_understood_leaves_what_the_portal_has(fields, tmp_path):
    measure = make_measure("Kurs", field=fields[0], number="1.1", published=True)
    path = sheet(tmp_path / "a.xlsx", ["Nr.", "Maßnahme", "HF", "Federführung"], ["1.1", "Kurs", "Sprache", "offen"])
    run(path)
    measure.refresh_from_db()
    assert measure.lead is not None
    assert measure.is_published and not measure.to_clarify


def test_a_number_of_another_measure_is_a_question(fields, tmp_path):
    make_measure("Ganz anderes Vorhaben", field=fields[0], number="1.1")
    batch = run(
        sheet(
            tmp_path / "a.xlsx",
            ["Nr.", "Maßnahme", "HF", "Federführung"],
            ["1.1", "Sommerfest", "Sprache", "Jobcenter"],
        )
    )
    assert questions(batch) == {"Sommerfest": ["number_taken"]}
    assert Measure.objects.get(title="Sommerfest").placements.get().number is None


def test_numbers_that_the_spreadsheet_spoilt(fields, tmp_path):
    lines = [[f"1.{n}" if n % 2 else float(f"1.{n}"), f"Kurs {n}", "Sprache", "Jobcenter"] for n in range(1, 10)]
    lines.append([1.1, "Kurs 10", "Sprache", "Jobcenter"])
    run(sheet(tmp_path / "a.xlsx", ["Nr.", "Maßnahme", "HF", "Wer"], *lines))
    assert MeasurePlacement.objects.get(measure__title="Kurs 10").number == "1.10"
    assert not Measure.objects.filter(to_clarify=True).exists()


def test_the_field_can_come_from_the_heading_above(fields, tmp_path):
    batch = run(
        sheet(
            tmp_path / "a.xlsx", ["Nr.", "Maßnahme", "Wer", "Kosten"], ["Handlungsfeld 2: Bildung"], ["2.1", "Kurs", "Jobcenter", 5],
            ["Gesamt", None, None, "=SUM(D3:D3)"],
        )
    )  # fmt: skip
    assert MeasurePlacement.objects.get().field == fields[1]
    assert [row.parsed["kind"] for row in batch.rows.all()] == ["group", "data", "total"]


def test_a_formula_in_a_row_is_a_question_not_a_value(fields, tmp_path):
    batch = run(
        sheet(tmp_path / "a.xlsx", ["Maßnahme", "HF", "Wer", "Kosten"], ["Kurs", "Sprache", "Jobcenter", "=2*500"])
    )
    assert questions(batch) == {"Kurs": ["formula_empty"]}
    assert Measure.objects.get().cost is None


def test_a_column_without_meaning_goes_into_the_note(fields, tmp_path):
    run(
        sheet(
            tmp_path / "a.xlsx",
            ["Maßnahme", "HF", "Wer", "Farbe des Ordners"],
            ["Kurs", "Sprache", "Jobcenter", "dunkelrot"],
        )
    )
    assert Measure.objects.get().import_note == "Farbe des Ordners: dunkelrot"


@pytest.mark.parametrize(("encoding", "sign"), [("utf-8", ";"), ("utf-8-sig", ","), ("cp1252", ";"), ("cp1252", "\t")])
def test_a_text_table_of_any_encoding(fields, tmp_path, encoding, sign):
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows(
        [
            ["Maßnahme", "Handlungsfeld", "Federführung", "Kosten"],
            ["Kürbisfest, groß", "Sport / Kultur", "Käthe-Verein e.V.", "1.200,50 €"],
        ]
    )
    path = tmp_path / "liste.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    run(path)
    measure = Measure.objects.get()
    assert (measure.title, measure.lead.name, str(measure.cost)) == ("Kürbisfest, groß", "Käthe-Verein e.V.", "1200.50")


def test_an_unknown_name_can_be_matched_and_is_remembered(fields, tmp_path):
    actor = make_actor("Volkshochschule Beispielland")
    path = sheet(tmp_path / "a.xlsx", ["Maßnahme", "HF", "Wer"], ["Kurs", "Sprache", "VHS"])
    batch = run(path, dry_run=True)
    assert batch.options["names"]["vhs"]["choice"] == "create"
    set_name_choices(batch=batch, choices={"vhs": str(actor.pk)})
    check_batch(batch)
    commit_batch(batch)
    assert Measure.objects.get().lead == actor
    assert ActorAlias.objects.get().name == "VHS"
    assert run(path).summary["unchanged"] == 1


def test_a_name_without_its_legal_form_is_the_known_one(fields, tmp_path):
    actor = make_actor("Brückenbund Muster e.V.")
    run(sheet(tmp_path / "a.xlsx", ["Maßnahme", "HF", "Wer"], ["Kurs", "Sprache", "Brückenbund Muster"]))
    assert Measure.objects.get().lead == actor
    assert Actor.objects.count() == 1


def test_a_row_can_be_left_out(fields, tmp_path):
    path = sheet(
        tmp_path / "a.xlsx", ["Maßnahme", "HF", "Wer"], ["Kurs", "Sprache", "A-Verein"], ["Fest", "Sprache", "B-Verein"]
    )
    batch = run(path, dry_run=True)
    decide_row(row=batch.rows.get(number=3), skip=True)
    batch.refresh_from_db()
    commit_batch(batch)
    assert [measure.title for measure in Measure.objects.all()] == ["Kurs"]
    assert [actor.name for actor in Actor.objects.all()] == ["A-Verein"]


def test_a_row_without_a_title_is_kept_and_asked_about(fields, tmp_path):
    batch = run(sheet(tmp_path / "a.xlsx", ["Nr.", "Maßnahme", "HF", "Wer"], ["1.1", None, "Sprache", "Jobcenter"]))
    assert ["title_missing"] in questions(batch).values()
    assert Measure.objects.get().to_clarify


def test_hostile_files_are_refused_by_the_command(fields, tmp_path):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(CommandError):
        call_command("import_measures", str(path))
    assert Measure.objects.count() == 0


def test_a_committed_import_is_not_taken_over_twice(fields, tmp_path):
    batch = run(sheet(tmp_path / "a.xlsx", ["Maßnahme", "HF", "Wer"], ["Kurs", "Sprache", "Jobcenter"]))
    with pytest.raises(ValidationError):
        commit_batch(batch)
    with pytest.raises(ValidationError):
        batches.start_check(batch=batch, by=make_user("office"))
