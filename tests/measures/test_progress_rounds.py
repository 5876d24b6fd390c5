"""A progress round from choosing the measures to the accepted answer, and all that can go wrong on the way."""

import datetime
import re
import threading

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from actors.models import PersonRole
from integration_portal.core import links
from integration_portal.core.models import Attachment, Mail, PersonalLink, SiteSettings
from measures.models import Measure, ProgressReport, ProgressRequest, ProgressRound
from measures.services import rounds
from tests.builders import (
    make_actor,
    make_field,
    make_measure,
    make_milestone,
    make_person,
    make_report,
    make_request,
    make_round,
    make_user,
)

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


def measure_of(person=None, lead=None, **values):
    return make_measure(lead=lead or make_actor(), contact=person, status="in_progress", **values)


def sent_round(*measures):
    row = make_round(measures=measures)
    rounds.send_round(round=row)
    row.refresh_from_db()
    return row


def path(request, rest=""):
    return links.path_of(request.link) + rest


# --- who is asked -------------------------------------------------------------------------------------------
def test_the_contact_person_is_asked_else_the_main_contact_else_the_organisation():
    contact = make_person("Ansprech", email="a@example.org")
    main = make_person("Haupt", email="h@example.org")
    lead = make_actor("Verein")
    PersonRole.objects.create(person=main, actor=lead, is_main_contact=True)
    general = make_actor("Amt", email="amt@example.org")
    rows = [measure_of(contact, lead), measure_of(None, lead), measure_of(None, general), measure_of(None, make_actor())]
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
    answer = client.post(f"{URL}neu/?feld={field.slug}", {"title": "Herbst", "deadline": "2026-12-11", "text": "Bitte!"})
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


# --- the personal link ----------------------------------------------------------------------------------------
@pytest.fixture
def asked():
    """A request for two measures of one person, and a measure that is none of theirs."""
    person = make_person("Muster", email="mara@example.org")
    row = sent_round(measure_of(person, title="Sprachcafé"), measure_of(person, title="Patenschaft"))
    make_measure("Fremd", status="in_progress")
    return row.requests.get()


ANSWER = {"text": "Zwölf neue Teilnehmende 🦄", "author_name": "Mara Muster", "tun": "einreichen"}


def report_of(asked, title="Sprachcafé"):
    return asked.reports.get(measure__title=title)


def send_answer(client, asked, title="Sprachcafé", **values):
    report = report_of(asked, title)
    return client.post(path(asked, f"{report.pk}/"), {**ANSWER, "version": report.version, **values})


def test_the_link_shows_its_measures_and_nothing_else(client, asked):
    page = client.get(path(asked)).content.decode()
    assert "Sprachcafé" in page and "Patenschaft" in page and "Fremd" not in page
    other = make_report(make_measure("Geheim"), round=asked.round)
    assert client.get(path(asked, f"{other.pk}/")).status_code == 404


def test_opening_the_link_changes_nothing(client, asked):
    before = (LogEntry.objects.count(), list(ProgressReport.objects.values()), list(PersonalLink.objects.values()))
    for rest in ("", f"{report_of(asked).pk}/", "weitergeben/"):
        assert client.get(path(asked, rest)).status_code == 200
    assert before == (LogEntry.objects.count(), list(ProgressReport.objects.values()), list(PersonalLink.objects.values()))


def test_pages_behind_the_link_leave_no_trace(client, asked):
    response = client.get(path(asked))
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"] and "noindex" in response["X-Robots-Tag"]
    send_answer(client, asked)
    token = links.token_of(asked.link)
    assert not any(token in str(entry.additional_data) for entry in LogEntry.objects.all())


def test_a_browser_that_hides_where_it_comes_from_can_answer(asked):
    """Under `no-referrer` browsers send `Origin: null` with every form."""
    browser = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    send_answer(browser, asked)
    assert report_of(asked).state == "submitted"


def test_an_answer_is_handed_in_and_named_in_the_history(client, asked):
    answer = send_answer(client, asked, obstacles="Zu wenig Räume", proposed_status="completed")
    report = report_of(asked)
    assert answer.url == path(asked)
    assert (report.state, report.text, report.obstacles, report.author_name) == (
        "submitted", "Zwölf neue Teilnehmende 🦄", "Zu wenig Räume", "Mara Muster",
    )  # fmt: skip
    entry = LogEntry.objects.filter(object_pk=str(report.pk), content_type__model="progressreport").latest("id")
    assert (entry.actor, entry.additional_data["source"], entry.additional_data["who"]) == (None, "link", "Mara Muster")
    assert client.get(path(asked, f"{report.pk}/")).status_code == 200


def test_a_text_can_be_kept_and_finished_later(client, asked):
    report = report_of(asked)
    client.post(path(asked, f"{report.pk}/"), {"text": "Anfang", "version": report.version, "tun": "merken"})
    page = client.get(path(asked, f"{report.pk}/"))
    assert page.context["form"]["text"].value() == "Anfang"
    assert report_of(asked).state == "draft"


def test_autosave_keeps_a_draft_and_tells_the_new_version(client, asked):
    report = report_of(asked)
    answer = client.post(
        path(asked, f"{report.pk}/"), {"text": "Anf", "version": report.version, "tun": "einreichen"}, headers={"HX-Request": "true"}
    )
    saved = report_of(asked)
    assert (saved.text, saved.state) == ("Anf", "draft")
    assert f'value="{saved.version}"' in answer.content.decode()


def test_two_people_behind_one_link_see_each_others_text(client, asked):
    report = report_of(asked)
    client.post(path(asked, f"{report.pk}/"), {"text": "von Mara", "version": report.version, "tun": "merken"})
    page = client.post(path(asked, f"{report.pk}/"), {"text": "von Kim", "version": report.version, "tun": "einreichen"})
    assert page.status_code == 409
    assert [(field.theirs, field.mine) for field in page.context["form"].conflict.fields] == [("von Mara", "von Kim")]
    assert report_of(asked).text == "von Mara"
    again = client.post(
        path(asked, f"{report.pk}/"), {"text": "von beiden", "version": page.context["form"]["version"].value(), "tun": "einreichen"}
    )
    assert (again.status_code, report_of(asked).text) == (302, "von beiden")


def test_an_empty_answer_is_asked_for_a_sentence(client, asked):
    page = send_answer(client, asked, text="  ")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["text"])
    assert report_of(asked).state == "draft"


def test_putting_off_needs_a_reason(client, asked):
    page = send_answer(client, asked, proposed_status="postponed")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["status_reason"])
    assert page.context["form"]["text"].value() == ANSWER["text"]


def test_an_answer_is_handed_in_once(client, asked):
    send_answer(client, asked)
    send_answer(client, asked, text="noch einmal")
    assert report_of(asked).text == ANSWER["text"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"%PDF-1.7 x", 302),
        ("a.exe", b"MZ", 422),
        ("a.pdf", b"<html><script>alert(1)</script>", 422),
        ("a.html", b"<html>", 422),
        ("a.pdf", b"", 422),
        ("a.docx", b"PK\x03\x04 kaputt", 422),
        ("../../etc/passwd.txt", b"harmlos", 302),
    ],
)
def test_files_are_checked_by_what_is_in_them(client, asked, name, content, code):
    answer = send_answer(client, asked, file=SimpleUploadedFile(name, content))
    assert answer.status_code == code
    if code == 302:
        row = Attachment.objects.get()
        assert "/" not in row.name and len(row.checksum) == 64
        download = client.get(path(asked, f"{report_of(asked).pk}/datei/{row.pk}/"))
        assert download["Content-Disposition"].startswith("attachment") and "sandbox" in download["Content-Security-Policy"]
        assert client.get(f"/datei/{row.pk}/").status_code == 404, "not without the link"
    else:
        assert list(answer.context["form"].errors) == ["file"] and Attachment.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(client, asked):
    SiteSettings.objects.filter(pk=SiteSettings.load().pk).update(attachment_max_megabytes=1)
    big = SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 1024 * 1024)
    assert list(send_answer(client, asked, file=big).context["form"].errors) == ["file"]


def cut(token):
    return token[:-5]


def foreign(token):
    head, _dot, _signature = token.partition(".")
    return f"{head}.{'A' * 43}"


@pytest.mark.parametrize("spoil", [cut, foreign, lambda token: "x", lambda token: token.partition(".")[0], lambda token: "ä" * 50])
def test_a_link_that_was_cut_or_forged_gets_a_friendly_page(client, asked, spoil):
    page = client.get(f"/l/{spoil(links.token_of(asked.link))}/")
    assert page.status_code == 404
    assert "Link" in page.content.decode() and "Sprachcafé" not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"


def test_the_link_works_until_its_deadline_and_the_time_for_reminders(client, asked, freeze):
    freeze("2026-12-17 23:00")  # deadline on 11 December, twice three days for reminders
    assert client.get(path(asked)).status_code == 200
    freeze("2026-12-18 00:01")
    page = client.get(path(asked))
    assert page.status_code == 410 and "abgelaufen" in page.content.decode()
    assert send_answer(client, asked).status_code == 410


def test_a_later_deadline_keeps_the_links_open(client, asked, freeze):
    client.force_login(make_user("office"))
    row = asked.round
    client.post(f"{URL}{row.pk}/bearbeiten/", {"title": row.title, "deadline": "2026-12-31", "version": row.version})
    freeze("2027-01-05 12:00")
    assert client.get(path(asked)).status_code == 200


def test_a_withdrawn_link_opens_nothing_and_its_mail_is_not_sent(client, asked, deliver):
    client.force_login(make_user("office"))
    client.post(f"/intern/sachstand/anfragen/{asked.pk}/zurueckziehen/")
    client.logout()
    assert client.get(path(asked)).status_code == 410
    assert deliver() == []


def test_many_wrong_links_from_one_address_are_stopped(client, asked, settings):
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": "only-here"}}
    codes = [client.get("/l/falsch/").status_code for _number in range(links.WRONG_TRIES + 2)]
    assert codes[0] == 404 and codes[-1] == 429
    links.cache.clear()


def test_a_colleague_gets_a_link_of_their_own(client, asked, deliver):
    answer = client.post(path(asked, "weitergeben/"), {"name": "Kim Kollege", "email": "kim@example.org"})
    assert answer.status_code == 302
    child = PersonalLink.objects.get(handed_on_from=asked.link)
    message = next(message for message in deliver() if message.to == ["kim@example.org"])
    assert links.token_of(child) in message.body and "Kim Kollege" in message.body
    assert client.get(links.path_of(child)).status_code == 200
    assert client.get(path(asked)).status_code == 200
    links.withdraw(asked.link)
    assert client.get(links.path_of(child)).status_code == 410


def test_a_link_is_not_handed_on_without_end(client, asked):
    for number in range(rounds.MAX_HANDED_ON + 1):
        answer = client.post(path(asked, "weitergeben/"), {"name": "Kim", "email": f"k{number}@example.org"})
    assert answer.status_code == 422 and PersonalLink.objects.count() == rounds.MAX_HANDED_ON + 1


def test_a_new_link_goes_to_a_new_address_and_the_old_one_closes(client, asked, deliver):
    client.force_login(make_user("office"))
    old = path(asked)
    client.post(f"/intern/sachstand/anfragen/{asked.pk}/neu/", {"email": "neu@example.org"})
    asked.refresh_from_db()
    assert [message.to for message in deliver()] == [["neu@example.org"]]
    assert (client.get(old).status_code, client.get(path(asked)).status_code) == (410, 200)


def test_an_address_is_asked_once_in_a_round(client, asked):
    client.force_login(make_user("office"))
    make_request(asked.round, email="da@example.org")
    page = client.post(f"/intern/sachstand/anfragen/{asked.pk}/neu/", {"email": "DA@example.org"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])


# --- reminding ----------------------------------------------------------------------------------------------------
def test_open_requests_are_reminded_once_before_and_once_after_the_deadline(asked, freeze, deliver):
    counts = {}
    for day in ("2026-12-07", "2026-12-08", "2026-12-09", "2026-12-13", "2026-12-14", "2026-12-15"):
        moment = freeze(f"{day} 08:00")
        before = Mail.objects.filter(kind="measures.progress_reminder").count()
        rounds.remind_due(moment)
        rounds.remind_due(moment)
        counts[day] = Mail.objects.filter(kind="measures.progress_reminder").count() - before
    assert counts == {"2026-12-07": 0, "2026-12-08": 1, "2026-12-09": 0, "2026-12-13": 0, "2026-12-14": 1, "2026-12-15": 0}


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
    assert LogEntry.objects.filter(content_type__model="measure", action=1, changes__has_key="progress_note").count() == 1


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
        from django.test import Client

        report = asked.reports.get()
        barrier.wait()
        answer = Client().post(path(asked, f"{report.pk}/"), {**ANSWER, "version": report.version, "text": f"Antwort {report.pk}"})
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
