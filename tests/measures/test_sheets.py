"""Measures on paper: the sheet of one, and the list of an actor."""

import datetime
import io

import page
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from measures.models import MeasureFunding, MeasureIndicator
from tests import builders_funding
from tests.builders import make_actor, make_field, make_measure, make_milestone, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026."""
    freeze()


def text_of(answer):
    """The text of a PDF that passes the check for PDF/UA-1."""
    checked = page.validate_pdf_bytes(answer.content, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in checked.failures] == []
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages).split())


def test_the_sheet_tells_everything_but_internal_notes(client):
    client.force_login(make_user("office"))
    measure = make_measure(
        "Sprachcafé", field=make_field(name="Sprache"), number="1.4", status="in_progress", lead=make_actor("Bürgerzentrum"),
        summary="Reden bei Tee.", starting_situation="Wenige Kurse.", progress_note="Zwei Gruppen.",
        progress_on=datetime.date(2026, 6, 1), internal_note="Geheim",
    )  # fmt: skip
    make_milestone(measure, "Zweite Gruppe")
    row = MeasureIndicator.objects.create(measure=measure, name="Teilnehmende", target_value=60)
    row.values.create(on=datetime.date(2026, 9, 30), value=54)
    MeasureFunding.objects.create(measure=measure, source="ThILIK", amount=4500, state="granted")
    text = text_of(client.get(f"/intern/massnahmen/{measure.pk}/blatt.pdf"))
    for words in ("1.4 Sprachcafé", "Reden bei Tee.", "Bürgerzentrum", "Wenige Kurse.", "Sachstand vom 01.06.2026", "Zweite Gruppe",
                  "Teilnehmende", "54", "ThILIK", "4.500,00"):  # fmt: skip
        assert words in text
    assert "Geheim" not in text


def test_an_empty_measure_has_a_sheet_too(client):
    client.force_login(make_user("office"))
    measure = make_measure("🦄")
    assert "Auf einen Blick" in text_of(client.get(f"/intern/massnahmen/{measure.pk}/blatt.pdf"))


def test_a_contributor_lists_the_measures_of_the_own_actor(client):
    own, other = make_actor("Bürgerzentrum"), make_actor()
    make_measure("Unsere", lead=own)
    make_measure("Archiviert", lead=own, archived_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    make_measure("Fremde", lead=other)
    client.force_login(make_user("contributor", acts_for=[own]))
    text = text_of(client.get(f"/intern/akteure/{own.pk}/massnahmen.pdf"))
    assert ("Unsere" in text, "Archiviert" in text, "Fremde" in text) == (True, False, False)
    answer = client.get(f"/intern/akteure/{own.pk}/massnahmen.xlsx")
    (sheet,) = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets
    assert [row[1].value for row in sheet.iter_rows()] == ["Titel", "Unsere"]
    assert client.get(f"/intern/akteure/{other.pk}/massnahmen.pdf").status_code == 404


def test_the_list_for_the_funder_sums_what_was_planned_and_spent(client):
    client.force_login(make_user("reader"))
    measure = make_measure("Sprachcafé", lead=make_actor("Bürgerzentrum"))
    make_measure("Ohne Mittel")
    grant = builders_funding.make_grant()
    line = builders_funding.make_line(grant, measure=measure)
    payment = builders_funding.make_payment(line)
    base = f"/intern/foerderung/programme/{grant.programme_id}/massnahmen"
    text = text_of(client.get(f"{base}.pdf"))
    assert ("Sprachcafé" in text, "Ohne Mittel" in text) == (True, False)
    (sheet,) = load_workbook(io.BytesIO(b"".join(client.get(f"{base}.xlsx").streaming_content))).worksheets
    assert [cell.value for cell in sheet[2]][1:7] == [
        "Sprachcafé", "Bürgerzentrum", "geplant", None, float(line.amount), float(payment.amount),
    ]  # fmt: skip
