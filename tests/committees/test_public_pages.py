"""The public pages of committees: what visitors find there, what stays away, and what the files hold."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.services import meetings
from integration_portal.core.models import SiteSettings
from tests.builders import make_field, make_measure, make_person, make_user
from tests.builders_committees import (
    make_committee,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_resolution,
    make_seat,
)
from tests.system.access_committees_public import make_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(freeze):
    freeze()


@pytest.fixture
def council():
    return make_committee("Integrationsbeirat", published=True, description="Berät den Landkreis.")


def body_of(client, url, **values):
    return client.get(url, values).content.decode()


def held(council, starts="2026-09-03 17:00", **values):
    return make_meeting(council, starts, state="held", published=True, **values)


def test_the_start_shows_committees_with_their_next_meeting(client, council):
    make_meeting(council, "2026-12-03 17:00", published=True)
    make_meeting(council, "2026-11-26 17:00")  # not published
    make_committee("Interne Runde")
    body = body_of(client, "/gremien/")
    assert ("Integrationsbeirat" in body, "03.12.2026" in body, "26.11.2026" in body, "Interne Runde" in body) == (
        True, True, False, False,
    )  # fmt: skip


def test_the_start_without_any_committee_says_so(client):
    assert "Noch ist kein Gremium veröffentlicht" in body_of(client, "/gremien/")


def test_the_roster_names_only_who_agreed(client, council):
    named = make_member(council, person=make_person("Nennbar", is_published=True), is_released=True)
    make_member(council, person=make_person("Ungefragt", is_published=True), is_released=False)
    make_member(council, person=make_person("Verborgen", is_published=False), is_released=True)
    make_seat(council, "Leerer Sitz")
    body = body_of(client, council.get_public_url())
    assert [word in body for word in ("Nennbar", "Ungefragt", "Verborgen", "Leerer Sitz", "zurzeit nicht besetzt")] == [
        True, False, False, True, True,
    ]  # fmt: skip
    named.person.is_published = False
    named.person.save()
    assert "Nennbar" not in body_of(client, council.get_public_url())


def test_a_meeting_shows_its_public_agenda_and_that_there_is_a_closed_part(client, council):
    meeting = make_meeting(council, "2026-12-03 17:00", published=True, online_url="https://geheim.example.org/x")
    paper = make_paper("Offene Vorlage", committees=[council], released=True)
    make_item(meeting, "Sprachmittlung", paper=paper)
    make_item(meeting, "Einzelfälle", is_public=False)
    body = body_of(client, meeting.get_public_url())
    assert [word in body for word in ("Sprachmittlung", "Offene Vorlage", "Einzelfälle", "geheim.example.org")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "nicht öffentlichen Teil" in body


def test_sub_items_of_a_closed_item_stay_away(client, council):
    meeting = held(council)
    closed = make_item(meeting, "Zu", is_public=False)
    make_item(meeting, "Kind davon", parent=closed)
    assert "Kind davon" not in body_of(client, meeting.get_public_url())


def test_published_minutes_stand_beside_the_agenda_with_the_names_of_today(client, council):
    reporter = make_person("Berichterstatterin", is_published=True)
    meeting = held(council)
    make_item(meeting, "Wohnen", notes="Es wurde gesprochen.", reporter=reporter, state="done")
    body = body_of(client, meeting.get_public_url())
    assert "Es wurde gesprochen." not in body  # the minutes are a draft
    make_minutes(meeting)
    body = body_of(client, meeting.get_public_url())
    assert ("Es wurde gesprochen." in body, "Berichterstatterin" in body) == (True, True)
    reporter.is_published = False
    reporter.save()
    assert "Berichterstatterin" not in body_of(client, meeting.get_public_url())


def test_a_meeting_that_was_called_off_or_moved_stays_at_its_address(client, council):
    cancelled = make_meeting(council, "2026-12-03 17:00", published=True)
    meetings.cancel_meeting(meeting=cancelled, reason="Interner Grund")
    body = body_of(client, cancelled.get_public_url())
    assert ("findet nicht statt" in body, "Interner Grund" in body) == (True, False)
    moved = make_meeting(council, "2026-12-10 17:00", published=True)
    new = meetings.move_meeting(meeting=moved, starts_at=moved.starts_at.replace(day=17), reason="x")
    assert new.get_public_url() in body_of(client, moved.get_public_url())


def test_an_address_with_another_day_leads_to_the_one_that_is_right(client, council):
    meeting = held(council)
    answer = client.get(f"/gremien/{council.slug}/2020-01-01-{meeting.number}/")
    assert (answer.status_code, answer.url) == (301, meeting.get_public_url())


@pytest.mark.parametrize("key", ["unsinn", "2026-09-03-99", "2026-09-03-99999999999999999999", "-", "٣"])
def test_unknown_meetings_are_not_found(client, council, key):
    held(council)
    assert client.get(f"/gremien/{council.slug}/{key}/").status_code == 404


def test_what_is_not_public_is_not_found(client, council):
    hidden = make_committee("Interne Runde")
    unreleased = make_paper("Unfertig", committees=[council])
    closed = make_resolution(make_item(held(council), is_public=False))
    for url in (
        hidden.get_public_url(),
        f"/gremien/{hidden.slug}.ics",
        make_meeting(council).get_public_url(),
        make_meeting(hidden, "2026-12-04 17:00", published=True).get_public_url(),
        unreleased.get_public_url(),
        f"/gremien/vorlagen/{unreleased.number}.pdf",
        closed.get_public_url(),
        f"{held(council, '2026-09-10 17:00').get_public_url()}niederschrift.pdf",
    ):
        assert (url, client.get(url).status_code) == (url, 404)


def test_who_is_signed_in_sees_the_same_public_pages(client, council):
    meeting = held(council)
    make_item(meeting, "Geheimes", is_public=False)
    client.force_login(make_user("office"))
    assert "Geheimes" not in body_of(client, meeting.get_public_url())


def test_papers_show_their_public_path_and_the_resolutions(client, council):
    internal = make_committee("Interne Runde")
    paper = make_paper("Lotsen", committees=[council, internal], released=True, facts="Es fehlt an Lotsen.")
    paper.measures.add(make_measure("Lotsen vor Ort", published=True), make_measure("Entwurf einer Maßnahme"))
    make_resolution(make_item(held(council), kind="resolution"), "Lotsen empfohlen", paper=paper)
    body = body_of(client, paper.get_public_url())
    assert [
        word in body
        for word in ("Es fehlt an Lotsen.", "Integrationsbeirat", "Interne Runde", "Lotsen empfohlen", "Entwurf einer")
    ] == [True, True, False, True, False]


def test_a_resolution_of_a_closed_part_shows_once_it_is_released_and_without_its_vote(client, council):
    item = make_item(held(council), "Geheimer Titel des Punktes", kind="resolution", is_public=False)
    row = make_resolution(item, "Freigegebener Beschluss", released_on="2026-10-01")
    row.reports.create(reported_on="2026-10-02", text="Öffentlicher Bericht", is_public=True)
    row.reports.create(reported_on="2026-10-02", text="Interner Bericht")
    body = body_of(client, row.get_public_url())
    assert [word in body for word in ("Freigegebener", "Öffentlicher Bericht", "Interner Bericht", "Geheimer Titel")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "Freigegebener Beschluss" in body_of(client, item.meeting.get_public_url())


def test_lists_are_searched_and_filtered(client, council):
    other = make_committee("Arbeitsgruppe", published=True)
    make_resolution(make_item(held(council), kind="resolution"), "Lotsen")
    make_resolution(
        make_item(held(other, "2025-05-05 17:00"), kind="resolution"), "Sprachcafé", status="done", done_on="2025-06-01"
    )
    make_paper("Lotsenpapier", committees=[council], released=True)
    make_paper("Anderes", committees=[other], released=True, kind="report")
    for query, found in (
        ("q=lotsen", "Lotsen"),
        (f"gremium={other.slug}", "Sprachcafé"),
        ("jahr=2025", "Sprachcafé"),
        ("stand=done", "Sprachcafé"),
    ):
        rows = client.get(f"/gremien/beschluesse/?{query}").context["page_obj"].object_list
        assert [row.title for row in rows] == [found], query
    for query, found in (("q=lotsen", "Lotsenpapier"), (f"gremium={other.slug}", "Anderes"), ("art=report", "Anderes")):
        rows = client.get(f"/gremien/vorlagen/?{query}").context["page_obj"].object_list
        assert [row.title for row in rows] == [found], query
    for url in ("/gremien/beschluesse/", "/gremien/vorlagen/", "/gremien/termine/"):
        assert client.get(f"{url}?q=%00&gremium=x&jahr=x&sort=nix&seite=x&ansicht=y").status_code == 200


def test_the_calendar_has_two_views(client, council):
    held(council, title="Gewesene")
    make_meeting(council, "2026-12-03 17:00", published=True, title="Kommende")
    now, past = (
        client.get("/gremien/termine/", query).context["page_obj"].object_list
        for query in ({}, {"ansicht": "vergangen"})
    )
    assert ([row.title for row in now], [row.title for row in past]) == (["Kommende"], ["Gewesene"])


def test_the_committee_has_a_calendar_to_subscribe_to(client, council):
    make_meeting(council, "2026-12-03 17:00", published=True, title="Ümläüte; und, Kommas")
    make_meeting(council, "2026-12-10 17:00", title="Unveröffentlicht")
    text = client.get(f"/gremien/{council.slug}.ics").content.decode()
    assert (text.count("BEGIN:VEVENT"), "Ümläüte" in text, "Unveröffentlicht" in text) == (1, True, False)


def test_the_feed_has_the_newest_papers_and_resolutions(client, council):
    paper = make_paper("Neue Vorlage\x0b", committees=[council], released=True)
    make_paper("Nicht freigegeben", committees=[council])
    row = make_resolution(make_item(held(council), kind="resolution"), "Neuer Beschluss")
    text = client.get("/gremien/neues.atom").content.decode()
    assert (paper.uuid.urn in text, row.uuid.urn in text, "Nicht freigegeben" in text, "\x0b" in text) == (
        True, True, False, False,
    )  # fmt: skip


def test_the_archive_holds_agenda_minutes_papers_and_their_public_files(client, council, settings, tmp_path):
    from tests.builders import make_attachment

    settings.MEDIA_ROOT = tmp_path
    meeting = held(council)
    paper = make_paper("Vorlage", committees=[council], released=True)
    make_item(meeting, "Punkt", paper=paper)
    for name, is_public in (("Plan.pdf", True), ("plan.pdf", True), ("Intern.pdf", False)):
        make_attachment(paper, name, is_public=is_public)
    make_minutes(meeting)
    answer = client.get(f"{meeting.get_public_url()}archiv.zip")
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert names == [
        "tagesordnung.pdf", "niederschrift.pdf", f"vorlage-{paper.number.lower()}.pdf", "Plan.pdf", "plan-2.pdf",
    ]  # fmt: skip
    assert client.get(f"{meeting.get_public_url()}archiv.pdf").content[:5] == b"%PDF-"
    assert client.get(f"{meeting.get_public_url()}niederschrift.docx").content[:2] == b"PK"


def test_too_many_files_from_one_address_are_refused_with_the_reason(client, council, monkeypatch):
    from committees.views import public_files

    monkeypatch.setattr(public_files, "MOST_FILES", 1)
    url = f"{held(council).get_public_url()}tagesordnung.pdf"
    assert [client.get(url).status_code for _try in range(2)] == [200, 429]


def test_visitors_find_committees_meetings_papers_and_resolutions_but_no_internal_words(client, council):
    meeting = held(council, title="Lotsensitzung", note="Geheimwort")
    make_paper("Lotsenvorlage", committees=[council], released=True)
    make_resolution(make_item(meeting, kind="resolution"), "Lotsenbeschluss")
    body = body_of(client, "/suche/", q="Lotsen")
    for url in ("/gremien/vorlagen/", "/gremien/beschluesse/", meeting.get_public_url()):
        assert url in body
    assert "Lotsensitzung" not in body_of(client, "/suche/", q="Geheimwort")


def test_the_sitemap_names_what_is_public(client, council):
    meeting = held(council)
    hidden = make_meeting(council, "2026-12-10 17:00")
    text = body_of(client, "/sitemap.xml")
    assert (meeting.get_public_url() in text, council.get_public_url() in text, hidden.get_public_url() in text) == (
        True, True, False,
    )  # fmt: skip


def test_open_data_names_the_interface(client):
    assert "/oparl/v1.1/system" in body_of(client, "/offene-daten/")


def test_a_meeting_with_25_items_takes_at_most_ten_queries(client, council):
    SiteSettings.load()
    field = make_field()
    meeting = held(council, chair=make_person("Vorsitz", is_published=True))
    for number in range(25):
        paper = make_paper(committees=[council], released=True)
        paper.fields.add(field)
        item = make_item(meeting, kind="resolution", paper=paper, reporter=make_person(is_published=True))
        make_resolution(item)
        make_item(meeting, f"Zu {number}", is_public=False)
    make_minutes(meeting)
    client.get(meeting.get_public_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(meeting.get_public_url())
    assert len(queries) <= 10


@pytest.mark.parametrize(
    "url", ["/gremien/", "/gremien/termine/?ansicht=vergangen", "/gremien/vorlagen/", "/gremien/beschluesse/",
            "/gremien/neues.atom", "/gremien/termine.ics", "/gremien/integrationsbeirat/"],
)  # fmt: skip
def test_lists_take_the_same_queries_at_any_size(client, url):
    council = make_committee("Integrationsbeirat", published=True, slug="integrationsbeirat")
    counts = []
    for size in range(2):
        for number in range(7):
            meeting = held(council, f"2026-0{size + 1}-0{number + 1} 17:00")
            make_resolution(make_item(meeting, kind="resolution"))
            make_paper(committees=[council], released=True)
            make_member(council, is_released=True)
            make_committee(published=True)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
