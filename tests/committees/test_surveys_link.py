"""The personal link of a survey of dates: what it shows, what can be answered and until when."""

import pytest
from auditlog.models import LogEntry
from django.test import Client

from committees.models import SurveyAnswer
from committees.services import surveys
from integration_portal.core.models import PersonalLink

from .surveys import asked, make_running, path, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


def said(participant):
    return list(participant.answers.order_by("option__starts_at").values_list("choice", flat=True))


def test_the_link_shows_the_dates_and_nobody_else(client):
    survey = make_running("Muster", "محمد", "Öztürk")
    surveys.answer(participant=asked(survey, "Öztürk"), choices={one.pk: "no" for one in survey.options.all()})
    page = client.get(path(asked(survey, "محمد"))).content.decode()
    for shown in (
        "Termin im Dezember",
        "Beirat für Migration",
        "محمد",
        "Donnerstag, 03.12.2026, 17:00–19:00",
        "30.11.2026",
    ):
        assert shown in page
    for hidden in ("Öztürk", "Mara Muster", "0@example.org", "checked"):
        assert hidden not in page


def test_opening_the_link_changes_nothing(client):
    survey = make_running()
    before = (LogEntry.objects.count(), list(PersonalLink.objects.values()), list(survey.participants.values()))
    assert client.get(path(asked(survey, "Muster"))).status_code == 200
    assert before == (LogEntry.objects.count(), list(PersonalLink.objects.values()), list(survey.participants.values()))


def test_answers_are_kept_and_can_be_changed_until_the_end_of_the_last_day(freeze):
    survey = make_running()
    one = asked(survey, "Muster")
    browser = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert browser.post(path(one), typed(survey, "yes", "maybe", note="Ab 18 Uhr 🙂")).status_code == 302
    assert (said(one), asked(survey, "Muster").note) == (["yes", "maybe"], "Ab 18 Uhr 🙂")
    freeze("2026-11-30 23:59")
    assert browser.post(path(one), typed(survey, "no", "maybe")).status_code == 302
    assert said(one) == ["no", "maybe"]
    freeze("2026-12-01 00:01")
    assert browser.post(path(one), typed(survey, "yes", "yes")).status_code == 410
    assert said(one) == ["no", "maybe"]


def test_the_history_names_who_answered_by_link(client):
    survey = make_running()
    client.post(path(asked(survey, "Öztürk")), typed(survey, "yes", "no"))
    entry = LogEntry.objects.filter(content_type__model="surveyanswer").latest("id")
    assert (entry.additional_data["source"], entry.additional_data["who"]) == ("link", "Mara Öztürk")


@pytest.mark.parametrize("choices", [("yes",), ("yes", "perhaps"), ("", ""), ("yes", "x" * 5000)])
def test_half_an_answer_comes_back_with_what_was_chosen_and_nothing_is_kept(client, choices):
    survey = make_running()
    one = asked(survey, "Muster")
    response = client.post(path(one), typed(survey, *choices, note="Mein Satz"))
    assert response.status_code == 422
    assert "Mein Satz" in response.content.decode()
    assert SurveyAnswer.objects.count() == 0


def test_a_message_that_is_too_long_is_refused_with_the_answers_kept_on_the_page(client):
    survey = make_running()
    response = client.post(path(asked(survey, "Muster")), typed(survey, "yes", "no", note="ä" * 301))
    assert (response.status_code, SurveyAnswer.objects.count()) == (422, 0)


def test_answering_twice_keeps_one_answer_per_date(client):
    survey = make_running()
    one = asked(survey, "Muster")
    for _time in range(2):
        client.post(path(one), typed(survey, "yes", "no"))
    assert said(one) == ["yes", "no"]


def test_a_closed_survey_shows_the_own_answers_and_takes_no_others(client):
    survey = make_running()
    one = asked(survey, "Muster")
    client.post(path(one), typed(survey, "yes", "no"))
    surveys.close_survey(survey=survey)
    page = client.get(path(one)).content.decode()
    assert "passt nicht" in page and "<form" not in page.split("<main")[1].split("</main")[0]
    assert client.post(path(one), typed(survey, "no", "no")).status_code == 409
    assert said(one) == ["yes", "no"]


def test_a_link_of_somebody_taken_out_opens_nothing(client):
    survey = make_running()
    one = asked(survey, "Muster")
    address = path(one)
    surveys.remove_participant(participant=one)
    assert client.get(address).status_code == 410
    assert client.post(address, typed(survey, "yes", "yes")).status_code == 410


def test_the_page_speaks_english_too(client):
    survey = make_running()
    page = client.get("/en" + path(asked(survey, "Muster")).removeprefix("/de")).content.decode()
    assert "Which date" in page and "does not suit" in page and "Thursday" in page
    assert client.get(path(asked(survey, "Muster")) + "weiter/").status_code == 404
