"""Surveys of dates at the office: prepare, ask, remind, take out, close, decide."""

import datetime

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse

from committees.models import DateSurvey, Meeting
from committees.services import surveys
from committees.survey_results import results_of
from integration_portal.core import today
from integration_portal.core.models import Mail, PersonalLink
from integration_portal.core.today import TodayQuery
from tests.builders import make_person, make_user
from tests.builders_committees import at, make_committee, make_member

from .surveys import asked, make_running, make_survey, path, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


@pytest.fixture
def office(client):
    client.force_login(make_user("office"))
    return client


def url(name, survey, **more):
    return reverse(f"committees:{name}", kwargs={"pk": survey.pk, **more})


def form(committee_row=None, **changes):
    data = {"title": "Frühjahr – ‎مرحبا 🌷", "closes_on": "2026-11-30", "day_1": "2026-12-03", "from_1": "17:00"}
    return data | {"committee": committee_row.pk if committee_row else "", **changes}


def test_a_new_survey_asks_the_members_in_office_today_and_not_deputies_or_former_ones(office):
    committee = make_committee()
    member = make_member(committee, "Öztürk")
    make_member(committee, "Vertretung", seat=member.seat, kind="deputy")
    make_member(committee, "Früher", until=datetime.date(2025, 1, 1), end_reason="resigned")
    response = office.post(reverse("committees:survey_new"), form(committee, until_1="19:00"))
    survey = DateSurvey.objects.get()
    assert response.url == url("survey_people", survey)
    assert [one.person.last_name for one in survey.participants.all()] == ["Öztürk"]
    assert list(survey.options.values_list("starts_at", "ends_at")) == [
        (at("2026-12-03 17:00"), at("2026-12-03 19:00"))
    ]
    assert survey.title == "Frühjahr – ‎مرحبا 🌷"
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day_1": ""}, "day_1"),
        ({"from_1": ""}, "from_1"),
        ({"until_1": "16:00"}, "until_1"),
        ({"until_1": "17:00"}, "until_1"),
        ({"day_1": "2026-11-22"}, "day_1"),
        ({"day_1": "2026-02-30"}, "day_1"),
        ({"day_1": "", "from_1": ""}, "day_1"),
        ({"day_2": "2026-12-03", "from_2": "17:00"}, "day_2"),
        ({"closes_on": "2026-11-22"}, "closes_on"),
        ({"closes_on": "2026-12-04"}, "closes_on"),
        ({"day_1": "2027-03-28", "from_1": "02:30"}, "from_1"),
        ({"title": ""}, "title"),
        ({"committee": "9999999999999999999999"}, "committee"),
        ({"committee": "abc"}, "committee"),
    ],
)
def test_bad_input_comes_back_with_a_message_beside_the_field_and_nothing_is_saved(office, changes, field):
    response = office.post(reverse("committees:survey_new"), form(make_committee(), **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert DateSurvey.objects.count() == 0


def test_the_last_day_for_answers_may_be_the_day_of_the_first_date(office):
    response = office.post(reverse("committees:survey_new"), form(make_committee(), closes_on="2026-12-03"))
    assert response.status_code == 302


def test_a_draft_is_changed_date_by_date(office):
    survey = make_survey()
    kept = survey.options.first()
    data = form(title="Anders", version=survey.version, day_1="2026-12-03", day_2="2026-12-10", from_2="18:30")
    assert office.post(url("survey_edit", survey), data).status_code == 302
    assert list(survey.options.values_list("starts_at", flat=True)) == [at("2026-12-03 17:00"), at("2026-12-10 18:30")]
    assert survey.options.first().pk == kept.pk


def test_two_who_edit_a_draft_do_not_overwrite_each_other(office):
    survey = make_survey()
    version = survey.version
    assert office.post(url("survey_edit", survey), form(title="Erste", version=version)).status_code == 302
    response = office.post(url("survey_edit", survey), form(title="Zweite", version=version))
    assert (response.status_code, DateSurvey.objects.get().title) == (409, "Erste")
    assert "Zweite" in response.content.decode()


def test_others_can_be_asked_and_members_left_out(office):
    survey = make_survey()
    guest = make_person("Gast")
    keep = asked(survey, "Muster").person
    office.post(url("survey_people", survey), {"members": [keep.pk], "others": [guest.pk]})
    assert [one.person.last_name for one in survey.participants.all()] == ["Gast", "Muster"]


def test_starting_gives_everybody_a_link_and_mails_those_with_an_address(office, deliver):
    survey = make_survey("Muster", "Öztürk", text="Bitte bis Ende November.")
    surveys.set_people(survey=survey, persons=[*(one.person for one in survey.participants.all()), make_person("Ohne")])
    response = office.post(url("survey_start", survey), {"version": survey.version}, follow=True)
    page = response.content.decode()
    assert PersonalLink.objects.count() == 3
    sent = deliver()
    assert sorted(mail.to[0] for mail in sent) == ["0@example.org", "1@example.org"]
    body = sent[0].body
    for words in ("Donnerstag, 03.12.2026, 17:00–19:00", "Bitte bis Ende November.", "30.11.2026", "/l/"):
        assert words in body
    without = asked(survey, "Ohne")
    assert path(without) in page
    assert path(asked(survey, "Muster")) not in page


def test_links_of_those_without_an_address_are_for_the_office_alone(client):
    survey = make_running("Muster", emails=False)
    client.force_login(make_user("reader"))
    page = client.get(url("survey", survey)).content.decode()
    assert "/l/" not in page
    assert "Umfrage starten" not in page


def test_a_survey_is_started_once(office):
    survey = make_running()
    office.post(url("survey_start", survey), {})
    assert (Mail.objects.count(), PersonalLink.objects.count()) == (3, 3)


def test_a_survey_without_anybody_to_ask_or_with_a_day_gone_by_is_not_started(freeze):
    survey = make_survey()
    surveys.set_people(survey=survey, persons=[])
    with pytest.raises(ValidationError) as refused:
        surveys.start_survey(survey=survey)
    assert refused.value.code == "nobody"
    late = make_survey()
    freeze("2026-12-01 00:01")
    with pytest.raises(ValidationError):
        surveys.start_survey(survey=late)
    assert (Mail.objects.count(), late.state) == (0, "draft")


def test_a_started_survey_is_edited_no_more(office):
    survey = make_running()
    for name in ("survey_edit", "survey_people", "survey_delete"):
        assert office.get(url(name, survey)).status_code == 404
    with pytest.raises(ValidationError):
        surveys.set_people(survey=survey, persons=[])


def test_a_reminder_goes_to_those_who_have_not_answered_once_a_day(freeze):
    survey = make_running()
    freeze("2026-11-25 09:00")
    surveys.answer(participant=asked(survey, "Muster"), choices={option.pk: "yes" for option in survey.options.all()})
    assert [surveys.remind_open(survey=survey), surveys.remind_open(survey=survey)] == [2, 0]
    reminders = Mail.objects.filter(kind="committees.survey_reminder")
    assert sorted(mail.email.to[0] for mail in reminders) == ["1@example.org", "2@example.org"]
    freeze("2026-11-26 09:00")
    assert surveys.remind_open(survey=survey) == 2
    freeze("2026-12-01 09:00")
    with pytest.raises(ValidationError):
        surveys.remind_open(survey=survey)


def test_nobody_is_reminded_on_the_day_they_were_asked(office):
    survey = make_running()
    page = office.post(url("survey_remind", survey), follow=True).content.decode()
    assert "Niemand musste erinnert werden" in page
    assert Mail.objects.filter(kind="committees.survey_reminder").count() == 0


def test_whoever_is_taken_out_is_gone_with_their_answers_and_their_mail(office, client):
    survey = make_running()
    one = asked(survey, "Öztürk")
    address = path(one)
    office.post(url("survey_withdraw", survey, participant=one.pk))
    assert survey.participants.count() == 2
    assert client.get(address).status_code == 410
    assert Mail.objects.get(about=surveys.mail_key(one)).state == Mail.State.WITHDRAWN
    assert office.post(url("survey_withdraw", survey, participant=one.pk)).status_code == 404


def test_one_more_person_is_asked_while_it_runs_and_gets_the_link_at_once(office):
    survey = make_running()
    late = make_person("Spät", email="spaet@example.org")
    office.post(url("survey_add", survey), {"person": late.pk})
    assert asked(survey, "Spät").link is not None
    assert Mail.objects.filter(about=surveys.mail_key(asked(survey, "Spät"))).count() == 1
    again = office.post(url("survey_add", survey), {"person": late.pk})
    assert (again.status_code, survey.participants.count()) == (422, 4)


def test_closing_and_opening_again_keeps_answers_and_links(office, client):
    survey = make_running()
    one = asked(survey, "Muster")
    client.post(path(one), typed(survey, "yes", "no"))
    office.post(url("survey_close", survey))
    assert "Es werden keine Antworten mehr angenommen" in client.get(path(one)).content.decode()
    assert office.post(url("survey_extend", survey), {"closes_on": "2026-11-22"}).status_code == 422
    office.post(url("survey_extend", survey), {"closes_on": "2026-12-02"})
    survey.refresh_from_db()
    one.link.refresh_from_db()
    assert (survey.state, survey.closes_on.isoformat()) == ("open", "2026-12-02")
    assert one.link.expires_at == at("2026-12-03 00:00")
    assert one.answers.count() == 2


def results(survey):
    return [(column.yes, column.maybe, column.no, column.is_best) for column in results_of(survey).columns]


def test_the_best_date_suits_most_and_with_a_tie_most_if_need_be():
    survey = make_running()
    assert results(survey) == [(0, 0, 0, False), (0, 0, 0, False)]
    first, second = survey.options.all()
    for name, choices in (("Muster", ("yes", "maybe")), ("Beispiel", ("no", "yes")), ("Öztürk", ("no", "maybe"))):
        surveys.answer(participant=asked(survey, name), choices=dict(zip((first.pk, second.pk), choices, strict=True)))
    assert results(survey) == [(1, 0, 2, False), (1, 2, 0, True)]
    surveys.answer(participant=asked(survey, "Öztürk"), choices={first.pk: "maybe", second.pk: "no"})
    assert results(survey) == [(1, 1, 1, True), (1, 1, 1, True)]


def test_a_date_becomes_the_meeting_once(office):
    survey = make_running()
    option = survey.options.first()
    office.post(url("survey_plan", survey, option=option.pk))
    office.post(url("survey_plan", survey, option=survey.options.last().pk))
    meeting = Meeting.objects.get()
    survey.refresh_from_db()
    assert (meeting.starts_at, meeting.ends_at, meeting.committee) == (
        option.starts_at,
        option.ends_at,
        survey.committee,
    )
    assert (survey.meeting, survey.state) == (meeting, "closed")
    assert office.get(url("survey_extend", survey)).status_code == 404
    foreign = make_running()
    assert office.post(url("survey_plan", foreign, option=option.pk)).status_code == 404


def test_everything_is_written_into_the_history_without_messages_in_clear(client):
    survey = make_running()
    client.post(path(asked(survey, "Muster")), typed(survey, "yes", "no", note="Bin im Urlaub"))
    kinds = set(LogEntry.objects.values_list("content_type__model", flat=True))
    assert {"datesurvey", "surveyoption", "surveyparticipant", "surveyanswer", "personallink"} <= kinds
    assert not any("Urlaub" in str(entry.changes) for entry in LogEntry.objects.all())


def group(user):
    found = today.groups(TodayQuery(user, datetime.date(2026, 11, 30), mine=False))
    return next((one for one in found if one.key == "date_surveys"), None)


def test_the_today_page_names_those_that_end_today_and_those_that_wait(freeze):
    office = make_user("office")
    running = make_running()
    make_running(closes_on=datetime.date(2026, 12, 1))
    freeze("2026-11-30 12:00")
    assert [item.title for item in group(office).items] == ["Termin im Dezember"]
    assert "endet heute" in group(office).items[0].context
    surveys.close_survey(survey=running)
    assert "wartet auf eine Entscheidung" in group(office).items[0].context
    assert group(make_user("reader")) is None
    surveys.make_meeting(survey=running, option=running.options.first())
    assert group(office) is None


def test_a_closed_survey_whose_dates_have_passed_waits_no_more(freeze):
    running = make_running()
    surveys.close_survey(survey=running)
    freeze("2026-12-09 12:00")
    assert group(make_user("office")) is None


@pytest.mark.parametrize("name", ["survey_list", "survey"])
def test_the_pages_take_the_same_queries_for_any_size(office, django_assert_max_num_queries, name):
    survey = make_running()
    address = reverse("committees:survey_list") if name == "survey_list" else url("survey", survey)
    office.get(address)
    with django_assert_max_num_queries(20) as few:
        office.get(address)
    for number in range(8):
        if name == "survey_list":
            make_running()
        else:
            one = surveys.add_participant(survey=survey, person=make_person(f"Weitere {number}"))
            surveys.answer(participant=one, choices={option.pk: "yes" for option in survey.options.all()})
    with django_assert_max_num_queries(20) as many:
        office.get(address)
    assert len(many) <= len(few)


def test_the_list_has_pages_and_says_so_when_there_is_nothing(office):
    assert "Noch keine Umfrage" in office.get(reverse("committees:survey_list")).content.decode()
    committee = make_committee()
    DateSurvey.objects.bulk_create(
        DateSurvey(committee=committee, title=f"T{n}", closes_on=datetime.date(2026, 12, 1)) for n in range(26)
    )
    page = office.get(reverse("committees:survey_list"), {"seite": "2"})
    assert len(page.context["page_obj"].object_list) == 1


def test_a_survey_is_deleted_with_its_links(office, client):
    survey = make_running()
    address = path(asked(survey, "Muster"))
    surveys.close_survey(survey=survey)
    office.post(url("survey_delete", survey))
    assert DateSurvey.objects.count() == 0
    assert client.get(address).status_code == 410
