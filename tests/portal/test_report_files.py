"""Reports as PDF, Word and Excel: tagged, complete, and with nothing that breaks them or runs as a program."""

import datetime
import io

import docx
import page
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from integration_portal.portal.reports import services
from measures.models import MeasureFunding, MeasureIndicator
from tests.builders import make_actor, make_event, make_field, make_goal, make_measure, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026."""
    return freeze()


@pytest.fixture
def report(client):
    """A report with every kind of block, and text in letters of all sorts."""
    client.force_login(make_user("office"))
    field = make_field(name="Sprache & Bildung")
    make_goal(field, code="1.1", title="Alle lernen Deutsch")
    measure = make_measure(
        "Sprachcafé #panic() 🦄", field=field, number="1.1", status="in_progress", lead=make_actor("Łódź e. V."),
        summary="<b>مرحبا</b> *fett* $x$", progress_note="=1+1\n\nZweiter Absatz", progress_on=datetime.date(2026, 6, 1),
    )  # fmt: skip
    row = MeasureIndicator.objects.create(measure=measure, name="Teilnehmende", target_value=60)
    row.values.create(on=datetime.date(2026, 9, 30), value=54)
    MeasureFunding.objects.create(measure=measure, source="=cmd|calc", amount=4500, state="granted")
    make_event("Fest", dates=["2026-05-05"], fields=[field])
    made = services.yearly_report(2026)
    services.write_passage(report=made, place="summary", text="Ein gutes Jahr.\n\n𒀀 Danke!", version=0)
    return made


def draft(client, report, suffix):
    answer = client.get(f"/intern/berichte/{report.pk}/entwurf.{suffix}")
    assert (answer.status_code, "attachment" in answer["Content-Disposition"]) == (200, True)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_pdf_is_tagged_titled_and_complete(client, report):
    content = draft(client, report, "pdf")
    checked = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in checked.failures] == []
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"][:2], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        True, "de", True,
    )  # fmt: skip
    text = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    for words in ("Jahresbericht 2026", "Entwurf vom 23.11.2026", "Ein gutes Jahr.", "Alle lernen Deutsch", "Sprachcafé #panic()",
                  "Łódź e. V.", "Zweiter Absatz", "Ziel 60", "Fest", "4.500,00"):  # fmt: skip
        assert words in text
    assert ([item.title for item in reader.outline if not isinstance(item, list)]) == [
        "Zusammenfassung", "1 Sprache & Bildung",
    ]  # fmt: skip


def test_the_word_file_has_headings_tables_and_a_language(client, report):
    book = docx.Document(io.BytesIO(draft(client, report, "docx")))
    headings = [row.text for row in book.paragraphs if row.style.name.startswith("Heading")]
    assert [text for text in headings if text in ("Zusammenfassung", "1 Sprache & Bildung", "Ziele")] == [
        "Zusammenfassung", "1 Sprache & Bildung", "Ziele",
    ]  # fmt: skip
    assert book.core_properties.language == "de-DE"
    assert any(cell.text == "Alle lernen Deutsch" for table in book.tables for row in table.rows for cell in row.cells)
    assert any("Sprachcafé #panic() 🦄" in row.text for row in book.paragraphs)


def test_the_workbook_has_a_sheet_for_each_kind_of_table_and_no_formula(client, report):
    book = load_workbook(io.BytesIO(draft(client, report, "xlsx")))
    assert book.sheetnames == [
        "Zahlen", "Ziele", "Maßnahmen", "Veranstaltungen und Fortbildung", "Förderung laut Maßnahmen", "Texte",
    ]  # fmt: skip
    money = [[cell.value for cell in row] for row in book["Förderung laut Maßnahmen"].iter_rows()]
    assert money[1] == ["1 Sprache & Bildung", "'=cmd|calc", 4500, 0]
    assert book["Veranstaltungen und Fortbildung"]["B2"].value == datetime.datetime(2026, 5, 5)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_an_issue_is_written_from_what_was_frozen(client, report):
    issue = services.issue_report(report=report, by=make_user("office"))
    services.write_passage(report=report, place="summary", text="Später geändert", version=1)
    answer = client.get(f"/intern/berichte/ausgaben/{issue.pk}/bericht.pdf")
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    assert ("Ein gutes Jahr." in text, "Später geändert" in text, "Ausgabe 1 vom 23.11.2026" in text) == (
        True,
        False,
        True,
    )


def test_an_empty_report_can_be_written_too(client):
    client.force_login(make_user("office"))
    made = services.yearly_report(2020)
    for suffix in ("pdf", "docx", "xlsx"):
        assert len(draft(client, made, suffix)) > 1000
