"""Importing actors: the second sheet of the office's real list, changes, doubles, and undoing."""

import io
from pathlib import Path

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.management import call_command

from actors.models import Actor, ActorKind, Person
from integration_portal.core.importing.batches import commit_batch, decide_row, run_at_once, undo_batch
from tests.builders import make_actor, make_measure

FILE = Path(__file__).parent.parent / "data" / "massnahmenliste_2026.xlsx"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plila(freeze):
    freeze()
    call_command("load_framework", stdout=io.StringIO())
    for number, name in enumerate(("Verein", "Behörde", "Verband", "Bildungsträger", "Wohlfahrtsverband")):
        ActorKind.objects.get_or_create(name=name, defaults={"slug": f"art-{number}"})


def run(path=FILE, **options):
    return run_at_once(kind="actors", path=path, **options)


def sheet(path, *lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


@pytest.mark.usefixtures("plila")
def test_the_sheet_of_actors_is_found_and_taken_over():
    batch = run()
    assert (batch.sheet, Actor.objects.count()) == ("Akteure", 5)
    jobcenter = Actor.objects.get(name="Jobcenter")
    assert (jobcenter.postal_code, jobcenter.city, jobcenter.phone) == ("04600", "Altenburg", "+49 3447 000001")
    assert (str(jobcenter.kind), str(jobcenter.municipality)) == ("Behörde", "Altenburg")
    bund = Actor.objects.get(name="Brückenbund Muster e.V.")
    assert {field.name for field in bund.fields.all()} == {"Soziale Integration", "Sprache"}
    assert {person.name for person in bund.persons.all()} == {"Herr Beispiel", "Frau Probe"}
    welfare = Actor.objects.get(name="Wohlfahrtsverband Muster")
    assert (welfare.city, welfare.email, welfare.phone) == ("Altenburg", "", "03447 000002")
    assert "awo(at)example.org" in welfare.internal_note
    assert not Actor.objects.filter(is_published=True).exists()
    assert not Person.objects.filter(is_published=True).exists()


@pytest.mark.usefixtures("plila")
def test_a_proposal_for_a_cell_can_be_accepted():
    batch = run(dry_run=True)
    row = batch.rows.get(has_problems=True)
    assert [problem["code"] for problem in row.problems if problem["level"] == "clarify"] == ["email_proposal"]
    decide_row(row=row, accept=True)
    batch.refresh_from_db()
    commit_batch(batch)
    assert Actor.objects.get(name="Wohlfahrtsverband Muster").email == "awo@example.org"


@pytest.mark.usefixtures("plila")
def test_the_same_list_again_changes_nothing_and_it_can_be_undone():
    batch = run()
    entries = LogEntry.objects.count()
    assert run().summary["unchanged"] == 5
    assert LogEntry.objects.count() == entries
    undo_batch(batch=batch)
    assert (Actor.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.usefixtures("plila")
def test_an_actor_in_use_keeps_the_import_from_being_undone():
    batch = run()
    make_measure("Kurs", lead=Actor.objects.get(name="Jobcenter"))
    with pytest.raises(ValidationError):
        undo_batch(batch=batch)
    assert Actor.objects.count() == 5


def test_a_known_actor_is_changed_and_restored(tmp_path):
    actor = make_actor("Brückenbund Muster e.V.", city="Lucka", email="alt@example.org")
    path = sheet(
        tmp_path / "a.xlsx", ["Ort", "Organisation", "Tel."], ["Altenburg", "Brückenbund Muster", "03447/1234"]
    )
    batch = run(path)
    actor.refresh_from_db()
    assert (actor.name, actor.city, actor.phone, actor.email) == (
        "Brückenbund Muster e.V.", "Altenburg", "03447 1234", "alt@example.org",
    )  # fmt: skip
    undo_batch(batch=batch)
    actor.refresh_from_db()
    assert (actor.city, actor.phone) == ("Lucka", "")


def test_a_doubled_name_is_left_out_with_a_question(tmp_path):
    path = sheet(tmp_path / "a.xlsx", ["Name", "Ort"], ["Verein A e.V.", "Lucka"], ["Verein A", "Altenburg"])
    batch = run(path)
    assert Actor.objects.count() == 1
    assert [problem["code"] for problem in batch.rows.get(number=3).problems] == ["name_twice"]


def test_the_command_imports_actors(tmp_path):
    out = io.StringIO()
    path = sheet(tmp_path / "a.xlsx", ["Name", "Ort"], ["Verein A e.V.", "Lucka"])
    call_command("import_actors", str(path), "--dry-run", stdout=out)
    assert Actor.objects.count() == 0
    call_command("import_actors", str(path), stdout=out)
    assert Actor.objects.get().city == "Lucka"
