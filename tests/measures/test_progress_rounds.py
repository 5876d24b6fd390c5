"""A progress round from choosing the measures to the accepted answer, and all that can go wrong on the way."""

import datetime
import re
import threading

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test import Client

from actors.models import PersonRole
from integration_portal.core.models import Mail, PersonalLink
from measures.models import Measure, ProgressReport, ProgressRequest, ProgressRound
from measures.services import rounds
from tests.builders import (
    make_actor,
    make_field,
    make_measure,
    make_milestone,
    make_person,
    make_report,
    make_round,
    make_user,
)
from tests.measures.rounds import ANSWER, ask, measure_of, path, report_of, send_answer, sent_round

pytestmark = pytest.mark.django_db
URL = "/intern/sachstand/abfragen/"


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


@pytest.fixture
def asked():
    return ask()


# --- who is asked -------------------------------------------------------------------------------------------
def test_the_contact_person_is_asked_else_the_main_contact_else_the_organisation():
    contact = make_person("Ansprech", email="a@example.org")
    main = make_person("Haupt", email="h@example.org")
    lead = make_actor("Verein")
    PersonRole.objects.create(person=main, actor=lead, is_main_contact=True)
    general = make_actor("Amt", email="amt@example.org")
    rows = [
        measure_of(contact, lead),
        measure_of(None, lead),
        measure_of(None, general),
        measure_of(None, make_actor()),
    ]
    asked, without = rounds.recipients_of(Measure.objects.all())
    assert {row.email: [measure.pk for measure in row.measures] for row in asked} == {
        "a@example.org": [rows[0].pk], "h@example.org": [rows[1].pk], "amt@example.org": [rows[2].pk],
    }  # fmt: skip
    assert without == [rows[3]]


def test_a_main_contact_who_has_left_is_not_asked():
    person, lead = make_person(email="a@example.org"), make_actor()
    PersonRole.objects.create(person=person, actor=lead, is_main_contact=True, until=datetime.date(2026, 11, 22))
    measure_of(None, lead)
    assert rounds.recipients_of(Measure.objects.all())[0] == []


def test_one_address_gets_one_mail_for_all_its_measures(deliver):
    person = make_person(email="Mara@Example.org")
    twin = make_person(email="mara@example.org")
    row = sent_round(measure_of(person, title="Erste"), measure_of(twin, title="Zweite مركز"))
    (message,) = deliver()
    assert message.to == ["Mara@Example.org"]
    assert "– Erste" in message.body and "– Zweite مركز" in message.body
    assert len(re.findall(r"http://127.0.0.1:\d+/l/\S+|https://\S+/l/\S+", message.body)) == 1
    assert row.requests.get().reports.count() == 2


# --- sending ------------------------------------------------------------------------------------------------
def test_the_office_makes_a_round_from_the_filter_of_the_table(client, office):
    field = make_field()
    inside = measure_of(make_person(email="a@example.org"), field=field)
    make_measure(field=field, status="completed")
    measure_of(make_person(email="b@example.org"), field=make_field())
    answer = client.post(
        f"{URL}neu/?feld={field.slug}", {"title": "Herbst", "deadline": "2026-12-11", "text": "Bitte!"}
    )
    row = ProgressRound.objects.get()
    assert (answer.url, list(row.measures.all()), row.created_by) == (f"{URL}{row.pk}/", [inside], office)
    client.post(f"{URL}{row.pk}/senden/", {"version": row.version})
    row.refresh_from_db()
    assert (row.state, row.requests.count(), Mail.objects.count()) == ("sent", 1, 1)


@pytest.mark.parametrize("day", ["2026-11-22", "2026-02-31", "", "gestern", "99999-01-01"])
def test_a_bad_deadline_is_told_at_the_field(client, office, day):
    page = client.post(f"{URL}neu/", {"title": "Herbst", "deadline": day})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["deadline"])


def test_measures_are_ticked_and_taken_out_again(client, office):
    first, second = measure_of(), measure_of()
    row = make_round()
    url = f"{URL}{row.pk}/auswahl/"
    client.post(url, {"gezeigt": [first.pk, second.pk], "auswahl": [first.pk]})
    assert list(row.measures.all()) == [first]
    client.post(url, {"gezeigt": [first.pk], "auswahl": []})
    assert list(row.measures.all()) == []
    client.post(url, {"tun": "alle"})
    assert row.measures.count() == 2


def test_a_round_is_sent_once(client, office):
    row = make_round(measures=[measure_of(make_person(email="a@example.org"))])
    for _attempt in range(2):
        client.post(f"{URL}{row.pk}/senden/", {"version": row.version})
    assert (ProgressRequest.objects.count(), Mail.objects.count()) == (1, 1)


def test_measures_without_anybody_to_ask_are_named_and_do_not_stop_the_others(client, office):
    lonely = measure_of(title="Ohne Kontakt")
    row = make_round(measures=[lonely, measure_of(make_person(email="a@example.org"))])
    assert client.get(f"{URL}{row.pk}/").context["without"] == [lonely]
    client.post(f"{URL}{row.pk}/senden/")
    page = client.get(f"{URL}{row.pk}/")
    assert (page.context["without"], page.context["asked"]) == ([lonely], 1)


def test_a_round_without_anybody_to_ask_is_not_sent(client, office):
    row = make_round(measures=[measure_of()])
    page = client.post(f"{URL}{row.pk}/senden/", follow=True)
    row.refresh_from_db()
    assert row.state == "draft" and "p-message--error" in page.content.decode()


def test_300_recipients_are_asked_in_one_go():
    measures = [measure_of(make_person(email=f"p{number}@example.org")) for number in range(300)]
    row = sent_round(*measures)
    assert (row.requests.count(), Mail.objects.filter(state="queued").count()) == (300, 300)
    assert PersonalLink.objects.values("pk").distinct().count() == 300


# --- reminding ----------------------------------------------------------------------------------------------------
def test_open_requests_are_reminded_once_before_and_once_after_the_deadline(asked, freeze, deliver):
    counts = {}
    for day in ("2026-12-07", "2026-12-08", "2026-12-09", "2026-12-13", "2026-12-14", "2026-12-15"):
        moment = freeze(f"{day} 08:00")
        before = Mail.objects.filter(kind="measures.progress_reminder").count()
        rounds.remind_due(moment)
        rounds.remind_due(moment)
        counts[day] = Mail.objects.filter(kind="measures.progress_reminder").count() - before
    assert counts == {
        "2026-12-07": 0,
        "2026-12-08": 1,
        "2026-12-09": 0,
        "2026-12-13": 0,
        "2026-12-14": 1,
        "2026-12-15": 0,
    }


def test_whoever_has_answered_is_not_reminded(client, asked, freeze):
    for title in ("Sprachcafé", "Patenschaft"):
        send_answer(client, asked, title)
    assert rounds.remind_due(freeze("2026-12-09 08:00")) == ""
    assert rounds.remind_open(round=asked.round) == 0


def test_one_click_reminds_the_open_ones_and_nobody_twice_a_day(client, asked, office):
    for _attempt in range(2):
        client.post(f"{URL}{asked.round_id}/erinnern/")
    mails = Mail.objects.filter(kind="measures.progress_reminder")
    assert mails.count() == 1 and "– Sprachcafé" in mails.get().email.message


# --- what the office does with answers --------------------------------------------------------------------------------
def test_accepting_brings_the_measure_up_to_date(client, asked, office):
    milestone = make_milestone(report_of(asked).measure, "Raum gefunden")
    make_milestone(report_of(asked).measure, "Eröffnung")
    send_answer(client, asked, proposed_status="completed", **{f"milestone_{milestone.pk}": "2026-11-20"})
    report = report_of(asked)
    client.post(f"/intern/sachstand/{report.pk}/annehmen/", {"version": report.version, "status": "1"})
    report, measure = report_of(asked), Measure.objects.get(title="Sprachcafé")
    assert (report.state, report.percent, report.reviewed_by) == ("accepted", 50, office)
    assert (measure.status, measure.progress_note, measure.progress_on) == (
        "completed", ANSWER["text"], datetime.date(2026, 11, 23),
    )  # fmt: skip
    milestone.refresh_from_db()
    assert milestone.done_on == datetime.date(2026, 11, 20)


def test_the_status_may_be_left_as_it_is(client, asked, office):
    send_answer(client, asked, proposed_status="completed")
    client.post(f"/intern/sachstand/{report_of(asked).pk}/annehmen/", {"status": "0"})
    assert Measure.objects.get(title="Sprachcafé").status == "in_progress"


def test_a_report_is_accepted_once(client, asked, office):
    send_answer(client, asked)
    report = report_of(asked)
    for _attempt in range(2):
        client.post(f"/intern/sachstand/{report.pk}/annehmen/", {"version": report.version})
    assert (
        LogEntry.objects.filter(content_type__model="measure", action=1, changes__has_key="progress_note").count() == 1
    )


def test_a_report_that_changed_meanwhile_is_looked_at_again(client, asked, office):
    send_answer(client, asked)
    report = report_of(asked)
    ProgressReport.objects.filter(pk=report.pk).update(version=report.version + 1)
    client.post(f"/intern/sachstand/{report.pk}/annehmen/", {"version": report.version})
    assert report_of(asked).state == "submitted"


def test_returning_says_why_by_mail_and_the_link_opens_again(client, asked, office, deliver):
    send_answer(client, asked)
    report = report_of(asked)
    assert client.post(f"/intern/sachstand/{report.pk}/zurueckgeben/", {"comment": " "}).status_code == 422
    client.post(f"/intern/sachstand/{report.pk}/zurueckgeben/", {"comment": "Wie viele kamen?"})
    assert "Wie viele kamen?" in deliver()[-1].body
    page = client.get(path(asked, f"{report.pk}/")).content.decode()
    assert "Wie viele kamen?" in page
    send_answer(client, asked, text="Zwölf.")
    assert (report_of(asked).state, report_of(asked).text) == ("submitted", "Zwölf.")


def test_plain_answers_are_accepted_with_one_click_and_others_wait(client, asked, office):
    send_answer(client, asked, "Sprachcafé")
    send_answer(client, asked, "Patenschaft", obstacles="Kein Geld")
    client.post(f"{URL}{asked.round_id}/annehmen/")
    assert (report_of(asked).state, report_of(asked, "Patenschaft").state) == ("accepted", "submitted")


def test_closing_a_round_closes_its_links_and_keeps_its_answers(client, asked, office):
    send_answer(client, asked)
    client.post(f"{URL}{asked.round_id}/schliessen/")
    client.logout()
    assert client.get(path(asked)).status_code == 410
    assert report_of(asked).state == "submitted"


def test_a_refused_mail_is_shown_on_the_page_of_the_round(client, asked, office):
    Mail.objects.update(state="refused", last_error="550 no such user")
    page = client.get(f"{URL}{asked.round_id}/")
    assert page.context["trouble"] == 1 and "550 no such user" in page.content.decode()


def test_the_live_part_counts_answers(client, asked, office):
    send_answer(client, asked)
    page = client.get(f"{URL}{asked.round_id}/stand/")
    assert (page.context["answered"], page.context["open_count"]) == (1, 1)


# --- contributors -------------------------------------------------------------------------------------------------------
def test_a_contributor_finds_the_same_form_under_login(client, asked):
    lead = report_of(asked).measure.lead
    client.force_login(make_user("contributor", acts_for=[lead]))
    report = report_of(asked)
    url = f"/intern/sachstand/{report.pk}/schreiben/"
    assert client.get(url).status_code == 200
    client.post(url, {"text": "Unter Anmeldung", "version": report.version, "tun": "einreichen"})
    assert (report_of(asked).state, report_of(asked).text) == ("submitted", "Unter Anmeldung")


def test_a_contributor_of_another_actor_finds_nothing(client, asked):
    client.force_login(make_user("contributor", acts_for=[make_actor()]))
    assert client.get(f"/intern/sachstand/{report_of(asked).pk}/schreiben/").status_code == 404
    assert client.post(f"/intern/massnahmen/{report_of(asked).measure_id}/sachstand/").status_code == 404


def test_a_reader_can_begin_no_report(client):
    measure = make_measure()
    client.force_login(make_user("reader"))
    client.post(f"/intern/massnahmen/{measure.pk}/sachstand/")
    assert ProgressReport.objects.count() == 0


def test_a_report_can_be_begun_without_a_round_and_discarded(client, office):
    measure = make_measure()
    for _attempt in range(2):
        answer = client.post(f"/intern/massnahmen/{measure.pk}/sachstand/")
    report = ProgressReport.objects.get()
    assert answer.url == f"/intern/sachstand/{report.pk}/schreiben/"
    client.post(f"/intern/sachstand/{report.pk}/verwerfen/")
    assert ProgressReport.objects.count() == 0


def test_another_persons_draft_is_not_seen(client, office):
    make_report(make_measure(), author=make_user("office"))
    report = ProgressReport.objects.get()
    assert client.get(f"/intern/sachstand/{report.pk}/").status_code == 404
    assert client.get(f"/intern/sachstand/{report.pk}/schreiben/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_20_answers_at_once_are_all_kept():
    row = make_round(measures=[measure_of(make_person(email=f"p{number}@example.org")) for number in range(20)])
    rounds.send_round(round=row)
    requests = list(row.requests.select_related("link"))
    barrier, codes = threading.Barrier(len(requests)), []

    def reply(asked):

        report = asked.reports.get()
        barrier.wait()
        answer = Client().post(
            path(asked, f"{report.pk}/"), {**ANSWER, "version": report.version, "text": f"Antwort {report.pk}"}
        )
        codes.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=reply, args=[asked]) for asked in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [302] * 20
    assert all(report.text == f"Antwort {report.pk}" for report in ProgressReport.objects.filter(state="submitted"))
    assert ProgressReport.objects.filter(state="submitted").count() == 20
