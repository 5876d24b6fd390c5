"""People at events: list of participants, attendance, certificates."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from integration_portal.core.history import history_of
from tests.builders import (
    make_event,
    make_registration,
    make_user,
)

pytestmark = pytest.mark.django_db
OFFICE = "/intern/termine/"


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026."""
    freeze()


@pytest.fixture
def office(client):
    """The office, logged in."""
    client.force_login(make_user("office"))
    return client


# --- participants -------------------------------------------------------------------------------------------
def test_participants_stand_in_the_order_places_queue_signed_off(office):
    event = make_event(takes_registrations=True, capacity=2)
    for name, state in (("W", "waiting"), ("A", "registered"), ("X", "cancelled"), ("B", "attended")):
        make_registration(event, name=name, state=state)
    answer = office.get(f"{OFFICE}{event.pk}/teilnehmende/")
    assert [row.name for row in answer.context["rows"]] == ["A", "B", "W", "X"]
    assert (answer.context["taken"], answer.context["waiting"], answer.context["attended"]) == (2, 1, 1)


def test_the_list_of_participants_takes_the_same_number_of_queries_at_any_size(office):
    event = make_event(takes_registrations=True)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            office.get(f"{OFFICE}{event.pk}/teilnehmende/")
        return len(caught)

    make_registration(event)
    office.get(f"{OFFICE}{event.pk}/teilnehmende/")
    small = queries()
    for _number in range(30):
        make_registration(event)
    assert queries() == small


def test_the_office_registers_signs_off_ticks_and_deletes(office):
    event = make_event(takes_registrations=True, capacity=1, dates=["2026-11-23"])
    people = f"{OFFICE}{event.pk}/teilnehmende/"
    office.post(f"{people}neu/", {"name": "Am Telefon"})
    office.post(f"{people}neu/", {"name": "Später", "email": "spaeter@example.org"})
    first, second = event.registrations.order_by("pk")
    assert (first.state, second.state) == ("registered", "waiting")
    office.post(f"{OFFICE}anmeldungen/{first.pk}/abmelden/")
    second.refresh_from_db()
    assert second.state == "registered"
    office.post(f"{people}anwesend/", {"anwesend": [second.pk, "x", "9" * 30, first.pk]})
    second.refresh_from_db()
    assert second.state == "attended"
    office.post(f"{OFFICE}anmeldungen/{second.pk}/loeschen/")
    second.refresh_from_db()
    assert (second.name, second.state) == ("", "attended")
    office.get(people)  # takes away the messages
    page = office.get(people).content.decode()
    assert ("Später" in page, "spaeter@" in page) == (False, False)


def test_the_list_to_sign_holds_those_with_a_place_by_name(office):
    event = make_event(takes_registrations=True)
    for name, state in (("Zoe", "registered"), ("Anna", "attended"), ("Weg", "cancelled"), ("Wartet", "waiting")):
        make_registration(event, name=name, state=state)
    answer = office.get(f"{OFFICE}{event.pk}/anwesenheitsliste/")
    assert [row.name for row in answer.context["rows"]] == ["Anna", "Zoe"]


def test_the_history_of_an_event_names_no_participant_and_no_key(office):
    event = make_event("Fest")
    make_registration(event, name="Mara Muster")
    told = [line.summary for line in history_of(event).lines]
    assert [words for words in told if "Anmeldung" in words] == ["Anmeldung hinzugefügt"]


# --- certificates -------------------------------------------------------------------------------------------
def pages(answer):
    """The texts of the pages of a PDF answer."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_everybody_who_attended_a_training_gets_a_page(office):
    event = make_event(
        "Umgang mit Größe", kind="training", dates=["2026-11-20", "2026-12-20"], speakers="Dr. Mara Muster"
    )
    make_registration(event, name="Jürgen Groß", organisation="Jobcenter", state="attended")
    make_registration(event, name="Anna Öztürk", state="attended")
    make_registration(event, name="Nicht Da")
    texts = pages(office.get(f"{OFFICE}{event.pk}/bescheinigungen.pdf"))
    assert len(texts) == 2
    assert ("Anna Öztürk" in texts[0], "Jürgen Groß" in texts[1], "Jobcenter" in texts[1]) == (True, True, True)
    for text in texts:
        assert ("Umgang mit Größe" in text, "20.11.2026" in text, "20.12.2026" in text, "Nicht Da" in text) == (
            True, True, False, False,
        )  # fmt: skip
    reader = PdfReader(io.BytesIO(office.get(f"{OFFICE}{event.pk}/bescheinigungen.pdf").content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("de")


@pytest.mark.parametrize(
    "name", ["#panic()", "$x$ *fett* _kursiv_", "\\ @label <tag>", '"); read("/etc/passwd', "x" * 120, "Ñandú Łukasz"]
)
def test_no_name_breaks_a_certificate_or_runs_as_a_program(office, name):
    row = make_registration(make_event(kind="training", dates=["2026-11-20"]), name=name, state="attended")
    texts = pages(office.get(f"{OFFICE}anmeldungen/{row.pk}/bescheinigung.pdf"))
    assert (len(texts), name.split()[0][:20] in texts[0]) == (1, True)


@pytest.mark.parametrize(("name", "shown"), [("𒀀𒁀", ""), ("🦄 Einhorn", "Einhorn"), ("🦄", "")])
def test_a_name_that_cannot_be_printed_leaves_a_line_to_write_on(office, name, shown):
    event = make_event("Kurs 🎉", kind="training", dates=["2026-11-20"])
    make_registration(event, name=name, state="attended")
    make_registration(event, name="Anna", state="attended")
    texts = pages(office.get(f"{OFFICE}{event.pk}/bescheinigungen.pdf"))
    assert len(texts) == 2
    assert sorted("Anna" in text for text in texts) == [False, True]
    assert any(shown in text for text in texts)
    assert not any("?" in text for text in texts)


def test_a_name_in_arabic_letters_is_printed(office):
    row = make_registration(make_event(kind="training", dates=["2026-11-20"]), name="مريم العلي", state="attended")
    (text,) = pages(office.get(f"{OFFICE}anmeldungen/{row.pk}/bescheinigung.pdf"))
    assert "العلي" in text


def test_letters_of_a_title_that_cannot_be_printed_are_marked(office):
    row = make_registration(make_event("𒀀𒁀", kind="training", dates=["2026-11-20"]), state="attended")
    (text,) = pages(office.get(f"{OFFICE}anmeldungen/{row.pk}/bescheinigung.pdf"))
    assert "??" in text


def test_there_are_no_certificates_without_a_training_or_attendance(office):
    party = make_registration(make_event(dates=["2026-11-20"]), state="attended")
    absent = make_registration(make_event(kind="training", dates=["2026-11-20"]))
    for row in (party, absent):
        assert office.get(f"{OFFICE}{row.event_id}/bescheinigungen.pdf").status_code == 404
        assert office.get(f"{OFFICE}anmeldungen/{row.pk}/bescheinigung.pdf").status_code == 404
