"""The personal link of a progress round: what it opens, for how long, and what it never shows."""

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from integration_portal.core import links
from integration_portal.core.models import Attachment, PersonalLink, SiteSettings
from measures.models import ProgressReport
from measures.services import rounds
from tests.builders import (
    make_measure,
    make_report,
    make_request,
    make_user,
)
from tests.measures.rounds import ANSWER, ask, path, report_of, send_answer

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


def test_the_link_shows_its_measures_and_nothing_else(client, asked):
    page = client.get(path(asked)).content.decode()
    assert "Sprachcafé" in page and "Patenschaft" in page and "Fremd" not in page
    other = make_report(make_measure("Geheim"), round=asked.round)
    assert client.get(path(asked, f"{other.pk}/")).status_code == 404


def test_opening_the_link_changes_nothing(client, asked):
    before = (LogEntry.objects.count(), list(ProgressReport.objects.values()), list(PersonalLink.objects.values()))
    for rest in ("", f"{report_of(asked).pk}/", "weitergeben/"):
        assert client.get(path(asked, rest)).status_code == 200
    assert before == (
        LogEntry.objects.count(),
        list(ProgressReport.objects.values()),
        list(PersonalLink.objects.values()),
    )


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
        path(asked, f"{report.pk}/"),
        {"text": "Anf", "version": report.version, "tun": "einreichen"},
        headers={"HX-Request": "true"},
    )
    saved = report_of(asked)
    assert (saved.text, saved.state) == ("Anf", "draft")
    assert f'value="{saved.version}"' in answer.content.decode()


def test_two_people_behind_one_link_see_each_others_text(client, asked):
    report = report_of(asked)
    client.post(path(asked, f"{report.pk}/"), {"text": "von Mara", "version": report.version, "tun": "merken"})
    page = client.post(
        path(asked, f"{report.pk}/"), {"text": "von Kim", "version": report.version, "tun": "einreichen"}
    )
    assert page.status_code == 409
    assert [(field.theirs, field.mine) for field in page.context["form"].conflict.fields] == [("von Mara", "von Kim")]
    assert report_of(asked).text == "von Mara"
    again = client.post(
        path(asked, f"{report.pk}/"),
        {"text": "von beiden", "version": page.context["form"]["version"].value(), "tun": "einreichen"},
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
        assert (
            download["Content-Disposition"].startswith("attachment")
            and "sandbox" in download["Content-Security-Policy"]
        )
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


@pytest.mark.parametrize(
    "spoil", [cut, foreign, lambda token: "x", lambda token: token.partition(".")[0], lambda token: "ä" * 50]
)
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
