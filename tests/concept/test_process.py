"""The update of a concept: mandate, phases, groups, surveys of needs, and the log of who took part."""

import datetime
import io

import docx
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from integration_portal.concept import protection
from integration_portal.concept.models import NeedsAnswer, NeedsRequest, Participation, ProcessPhase, UpdateProcess
from integration_portal.concept.participation import log_of, totals
from integration_portal.concept.services import process as services
from integration_portal.concept.timeline import picture
from integration_portal.core import calendar, links
from integration_portal.core.models import Mail
from integration_portal.core.personal import Subject
from tests.builders import make_actor, make_field, make_user
from tests.builders_committees import make_committee, make_meeting
from tests.builders_concept import (
    make_concept,
    make_consultation,
    make_group,
    make_participation,
    make_phase,
    make_process,
    make_request,
    make_revision,
    make_statement,
    make_survey,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-24 10:00"):
        yield


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def page(client, name, *arguments, **query):
    response = client.get(reverse(f"concept:{name}", args=arguments), query)
    assert response.status_code == 200
    return response.content.decode()


def refusal(call, **values):
    with pytest.raises(ValidationError) as error:
        call(**values)
    return " ".join(error.value.messages)


# --- mandate and phases -------------------------------------------------------------------------------------------------
def test_an_update_is_begun_given_phases_and_shown_by_forms(client, office):
    concept = make_concept()
    client.post(
        reverse("concept:process_new", args=[concept.pk]),
        {
            "title": "Fortschreibung 2027", "mandate": "Auftrag des Kreistags", "goals": "Kürzer\n\nVerständlicher",
            "starts_on": "01.09.2026", "ends_on": "30.06.2027",
        },
    )  # fmt: skip
    row = UpdateProcess.objects.get()
    assert (row.slug, row.goal_lines, row.ends_on) == (
        "fortschreibung-2027",
        ["Kürzer", "Verständlicher"],
        datetime.date(2027, 6, 30),
    )
    assert (
        "Bitte tragen Sie zuerst die Phasen ein."
        in client.post(reverse("concept:process_publish", args=[row.pk]), follow=True).content.decode()
    )
    client.post(
        reverse("concept:phase_new", args=[row.pk]),
        {
            "title": "Bestandsaufnahme", "starts_on": "01.09.2026", "ends_on": "30.11.2026", "responsible": office.pk,
            "responsible_note": "Integrationsbüro",
        },
    )  # fmt: skip
    client.post(reverse("concept:process_publish", args=[row.pk]))
    text = client.get(row.get_public_url()).content.decode()
    assert ("Bestandsaufnahme" in text, "Auftrag des Kreistags" in text, "läuft" in text) == (True, True, True)
    assert office.email not in text
    assert row.title in page(client, "public_index")


def test_an_end_before_the_start_is_refused_beside_the_field_with_what_was_typed(client, office):
    row = make_process()
    response = client.post(
        reverse("concept:phase_new", args=[row.pk]),
        {"title": "Werkstätten مرحلة 🎉", "starts_on": "02.09.2026", "ends_on": "01.09.2026"},
    )
    assert (response.status_code, "Werkstätten مرحلة 🎉" in response.content.decode()) == (422, True)
    assert "Das Ende liegt vor dem Beginn." in response.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_phase(row, days=(5, 4))


def test_a_draft_of_another_concept_is_refused():
    words = refusal(
        services.save_process,
        process=UpdateProcess(concept=make_concept()),
        data={"title": "X", "starts_on": TODAY, "ends_on": TODAY, "revision": make_revision()},
    )
    assert words == "Diese Fassung gehört zu einem anderen Konzept."


@pytest.mark.parametrize(
    ("days", "done", "state"),
    [
        ((-10, -1), None, "overdue"), ((-10, 0), None, "running"), ((0, 3), None, "running"), ((1, 3), None, "ahead"),
        ((-10, -1), TODAY, "done"),
    ],
)  # fmt: skip
def test_a_phase_is_running_from_its_first_to_its_last_day_and_overdue_after(days, done, state):
    assert make_phase(days=days, done_on=done).state == state


def test_a_phase_is_marked_as_done_once_and_opened_again(client, office):
    phase = make_phase()
    url = reverse("concept:phase_done", args=[phase.process_id, phase.pk])
    client.post(url)
    with time_machine.travel("2026-11-26 10:00"):
        services.set_done(phase=phase, is_done=True)
    assert ProcessPhase.objects.get().done_on == TODAY
    client.post(url, {"offen": "1"})
    assert ProcessPhase.objects.get().done_on is None


def test_the_picture_has_a_bar_for_each_phase_and_a_line_for_today_only_within_the_period():
    row = make_process(days=(-20, 20))
    phases = [make_phase(row, days=(-20, -5), done_on=TODAY), make_phase(row, days=(0, 20))]
    svg = str(picture(row, phases, TODAY))
    assert (svg.count("<rect"), svg.count("p-phasebar__done"), "1 von 2 Phasen" in svg, "p-phasebar__today" in svg) == (
        2,
        1,
        True,
        True,
    )
    assert "p-phasebar__today" not in str(picture(row, phases, TODAY + datetime.timedelta(days=30)))
    assert picture(row, [], TODAY) == ""


def test_phases_stand_on_the_today_page_of_who_is_responsible_and_in_the_calendar(client, office):
    row = make_process(published=True)
    make_phase(row, "Meine Phase", days=(-3, 5), responsible=office)
    make_phase(row, "Noch weit weg", days=(20, 60), responsible=office)
    make_phase(row, "Längst fertig", days=(-30, -20), responsible=office, done_on=TODAY)
    text = client.get("/intern/").content.decode()
    assert ("Meine Phase" in text, "Noch weit weg" in text, "Längst fertig" in text) == (True, False, False)
    entries = calendar.entries(office, TODAY, TODAY + datetime.timedelta(days=6))
    assert "Phase endet: Meine Phase" in [entry.title for entry in entries]


def test_an_update_that_is_public_or_has_answers_is_not_deleted(client, office):
    row = make_process(published=True)
    assert "öffentlich" in refusal(services.delete_process, process=row)
    services.publish(process=make_phase(row).process, is_published=False)
    survey = make_survey(row)
    asked = make_request(survey, answers={survey.fields.get(): "Kurse"})
    assert "Antworten" in refusal(services.delete_process, process=row)
    asked.delete()
    client.post(reverse("concept:process_delete", args=[row.pk]))
    assert UpdateProcess.objects.count() == 0


def test_a_hidden_update_is_nowhere_for_everyone(client):
    row = make_process(title="GEHEIM")
    make_phase(row, "GEHEIME PHASE", days=(-1, 1))
    assert client.get(row.get_public_url()).status_code == 404
    assert "GEHEIM" not in page(client, "public_index")
    nobody = make_user("contributor")
    assert not [
        entry
        for entry in calendar.entries(nobody, TODAY, TODAY + datetime.timedelta(days=3))
        if "GEHEIM" in entry.title
    ]


def test_a_group_is_taken_in_once_and_shows_the_meetings_of_the_period(client, office):
    row, committee = make_process(days=(-10, 20)), make_committee("AG Sprache")
    url = reverse("concept:group_add", args=[row.pk])
    client.post(url, {"committee": committee.pk})
    response = client.post(url, {"committee": committee.pk})
    assert (response.status_code, "Diese Gruppe ist schon dabei." in response.content.decode()) == (422, True)
    assert row.groups.count() == 1
    make_meeting(committee, "2026-12-03 17:00")
    make_meeting(committee, "2027-12-03 17:00")
    make_meeting(committee, "2026-12-04 17:00", state="cancelled")
    assert [group.meetings[0].starts_at.year for group in client.get(row.get_absolute_url()).context["groups"]] == [
        2026
    ]


# --- surveys of needs ---------------------------------------------------------------------------------------------------
def asked_by_link(client, survey, name="Kim Muster", email="kim@example.org", actor=None):
    row = services.ask(survey=survey, name=name, email=email, actor=actor)
    return row, links.path_of(row.link)


def test_actors_and_others_are_asked_once_by_mail_and_answer_without_an_account(client, office):
    survey = make_survey(title="Was fehlt?", intro="Es geht um 2027.")
    actor = make_actor("Brücken e. V.", email="post@bruecken.example.org")
    url = reverse("concept:survey_ask", args=[survey.pk])
    client.post(url, {"actors": [actor.pk], "others": "Kim Muster; kim@example.org"})
    client.post(url, {"others": "Noch einmal; KIM@example.org"})
    assert sorted(NeedsRequest.objects.values_list("email", flat=True)) == [
        "kim@example.org",
        "post@bruecken.example.org",
    ]
    assert Mail.objects.filter(kind="concept.needs").count() == 2
    client.logout()
    row = NeedsRequest.objects.get(email="kim@example.org")
    path, field = links.path_of(row.link), survey.fields.get()
    assert "Es geht um 2027." in client.get(path).content.decode()
    data = {f"urgency_{field.pk}": "high", f"need_{field.pk}": "Kurse am Abend", f"proposal_{field.pk}": ""}
    assert "Ihre Antworten sind gespeichert" in client.post(path, data).content.decode()
    client.post(path, {**data, f"need_{field.pk}": "Kurse am Abend, auch in مويزلفيتز"})
    answer = NeedsAnswer.objects.get()
    assert (answer.urgency, answer.need, answer.request.answered_on) == (
        "high",
        "Kurse am Abend, auch in مويزلفيتز",
        TODAY,
    )
    client.force_login(office)
    assert "Kurse am Abend" in page(client, "survey", survey.pk)
    response = client.get(reverse("concept:survey_file", args=[survey.pk, "csv"]))
    assert b"".join(response.streaming_content).decode("utf-8-sig").count("Kurse am Abend") == 1


def test_nothing_said_is_refused_and_a_late_answer_is_refused_with_the_day_and_kept_to_copy(client):
    survey = make_survey(days=3)
    _row, path = asked_by_link(client, survey)
    field = survey.fields.get()
    response = client.post(path, {f"need_{field.pk}": "   "})
    assert (response.status_code, "mindestens ein Feld" in response.content.decode()) == (422, True)
    with time_machine.travel("2026-11-28 00:30"):
        response = client.post(path, {f"need_{field.pk}": "Zu spät geschrieben"})
        assert (response.status_code, "27.11.2026" in response.content.decode()) == (422, True)
        assert "Zu spät geschrieben" in response.content.decode()
        assert client.get(path).status_code == 200
    assert NeedsAnswer.objects.count() == 0


def test_an_answer_to_an_invented_choice_is_refused(client):
    survey = make_survey()
    _row, path = asked_by_link(client, survey)
    assert client.post(path, {f"urgency_{survey.fields.get().pk}": "extreme"}).status_code == 422


def test_a_question_is_taken_back_until_it_is_answered(client, office):
    survey = make_survey()
    row, path = asked_by_link(client, survey)
    client.post(reverse("concept:survey_withdraw", args=[survey.pk, row.pk]))
    assert (NeedsRequest.objects.count(), client.get(path).status_code) == (0, 410)
    answered = make_request(survey, answers={survey.fields.get(): "Kurse"})
    client.post(reverse("concept:survey_withdraw", args=[survey.pk, answered.pk]))
    assert NeedsRequest.objects.get() == answered


def test_nobody_is_asked_once_the_survey_is_over_and_an_answered_field_stays(client, office):
    survey = make_survey(days=-1)
    assert refusal(services.ask, survey=survey, name="Kim", email="kim@example.org") == "Die Abfrage ist beendet."
    field, other = survey.fields.get(), make_field(framework=survey.process.concept.framework)
    make_request(survey, answers={field: "Kurse"})
    words = refusal(
        services.save_survey, survey=survey, data={"title": "X", "intro": "", "ends_on": TODAY, "fields": [other]}
    )
    assert "muss bleiben" in words


def test_an_erasure_takes_the_name_off_an_answer_and_deletes_a_question_without_one():
    survey = make_survey()
    make_request(survey, email="kim@example.org", answers={survey.fields.get(): "Kurse"})
    make_request(make_survey(), email="KIM@example.org".lower())
    subject = Subject(emails=("Kim@Example.org", "kim@example.org"))
    assert len(protection.find_needs(subject, None)) == 3
    outcomes = {outcome.fate.value: outcome.number for outcome in protection.erase_needs(subject, None)}
    assert outcomes == {"erased": 1, "anonymised": 1}
    row = NeedsRequest.objects.get()
    assert (row.name, row.email, row.answers.get().need) == ("Einzelperson", "", "Kurse")


# --- the log ------------------------------------------------------------------------------------------------------------
def full():
    """An update in which people took part in each way."""
    revision = make_revision(state="consultation", published_on=TODAY)
    row = make_process(revision.concept, revision=revision)
    group = make_group(row, make_committee("AG Sprache"))
    make_meeting(group.committee, "2026-11-10 17:00", state="held")
    make_meeting(group.committee, "2026-12-10 17:00")
    survey = make_survey(row)
    make_request(survey, "Kim Privat", answers={survey.fields.get(): "Kurse"})
    make_request(survey, "Nicht geantwortet")
    consultation = make_consultation(revision)
    make_statement(consultation, organisation="Brücken e. V.", name="Ali Beispiel", result="noted")
    make_statement(consultation, "Unbestätigt", state="unconfirmed")
    make_participation(row, "Werkstatt in Schmölln", number=30, who="Vereine")
    return row


def test_the_log_holds_meetings_answers_statements_and_entries_and_names_no_single_person():
    log = log_of(full())
    assert sorted((entry.way, entry.who) for entry in log) == [
        ("entry", "Vereine"),
        ("meeting", "AG Sprache"),
        ("needs", "Einzelperson"),
        ("statement", "Brücken e. V."),
    ]
    assert totals(log) == (4, 32, 3)
    assert "Privat" not in str(log)


def test_the_log_is_filtered_and_comes_as_evidence_in_four_formats(client, office):
    row = full()
    text = page(client, "participation", row.pk, art="entry")
    assert ("Werkstatt in Schmölln" in text, "Brücken" in text) == (True, False)
    assert page(client, "participation", row.pk, art="erfunden").count("Brücken") == 1

    def file(fmt):
        response = client.get(reverse("concept:participation_file", args=[row.pk, fmt]))
        assert response.status_code == 200
        return b"".join(response.streaming_content) if response.streaming else response.content

    assert "Werkstatt in Schmölln" in file("csv").decode("utf-8-sig")
    assert file("xlsx")[:2] == b"PK"
    assert "Schmölln" in "".join(part.extract_text() for part in PdfReader(io.BytesIO(file("pdf"))).pages)
    cells = [
        cell.text
        for table in docx.Document(io.BytesIO(file("docx"))).tables
        for line in table.rows
        for cell in line.cells
    ]
    assert any("Werkstatt in Schmölln" in cell for cell in cells)


def test_an_entry_of_a_day_to_come_is_refused_and_one_is_changed_and_deleted(client, office):
    row = make_process()
    data = {"happened_on": "25.11.2026", "way": "talk", "subject": "Gespräch", "who": "Kita", "number": "3"}
    response = client.post(reverse("concept:participation_new", args=[row.pk]), data)
    assert (response.status_code, "liegt noch in der Zukunft" in response.content.decode()) == (422, True)
    client.post(reverse("concept:participation_new", args=[row.pk]), {**data, "happened_on": "24.11.2026"})
    entry = Participation.objects.get()
    client.post(entry.get_absolute_url(), {**data, "happened_on": "23.11.2026", "version": entry.version})
    assert Participation.objects.get().happened_on == datetime.date(2026, 11, 23)
    client.post(reverse("concept:participation_delete", args=[row.pk, entry.pk]))
    assert Participation.objects.count() == 0


def test_lists_take_the_same_queries_at_two_sizes(client, office):
    row = full()
    survey = row.surveys.get()

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    urls = [
        row.get_absolute_url(), row.get_public_url(), survey.get_absolute_url(), reverse("concept:processes"),
        reverse("concept:participation", args=[row.pk]),
    ]  # fmt: skip
    UpdateProcess.objects.update(is_published=True)
    few = [count(url) for url in [*urls, *urls]][len(urls) :]
    for _place in range(8):
        make_participation(row)
        make_phase(row)
        group = make_group(row, make_committee())
        make_meeting(group.committee, "2026-11-10 17:00", state="held")
        make_request(survey, answers={survey.fields.get(): "Mehr"})
        make_statement(row.revision.consultations.get())
        make_phase(make_process(row.concept))
    many = [count(url) for url in urls]
    assert many[1:] == few[1:]
    assert many[0] <= few[0]  # older entries of its history, which name other rows, have left the page
