"""A paper that is not public is seen by the office, readers and the members of the committees it goes to: nobody else, by no way."""

import re

import pytest
from django.urls import reverse

from committees.models import Paper
from integration_portal.core.search import search
from tests.builders import make_attachment, make_user
from tests.builders_committees import make_committee, make_item, make_meeting, make_member, make_paper

pytestmark = pytest.mark.django_db

SECRET = "Geheimvorlage"
TEXTS = tuple(f"{SECRET} {word}" for word in ("Betreff", "Vorschlag", "Sachverhalt", "Kosten", "Verfasst"))
OTHERS = ("", "contributor", "council", "member of another", "former member")
READERS = ("office", "reader", "admin", "member", "deputy", "member by agenda")


@pytest.fixture
def case(freeze, settings, tmp_path):
    """A paper that is not public, of a public committee, with its secret in every text, a version, and a file."""
    freeze()
    settings.MEDIA_ROOT = tmp_path

    class Case:
        committee = make_committee("Beirat", published=True)
        other = make_committee("Anderer Beirat", published=True)
        by_agenda = make_committee("Steuerungsgruppe")

    Case.paper = make_paper(
        TEXTS[0], committees=[Case.committee], is_public=False, proposed_resolution=TEXTS[1], facts=TEXTS[2],
        financial_effect=TEXTS[3], originator_text=TEXTS[4],
    )  # fmt: skip
    Case.paper.versions.create(number=1, title=TEXTS[0], facts=TEXTS[2], proposed_resolution=TEXTS[1])
    Case.file = make_attachment(Case.paper, f"{SECRET}.pdf", is_public=True)
    make_item(make_meeting(Case.by_agenda), paper=Case.paper, is_public=False)
    make_paper("Offene Vorlage", committees=[Case.committee, Case.other], released=True)
    return Case


def log_in(client, case, who):
    """Log somebody in; "" is the public."""
    if not who:
        return None
    if "member" not in who and who != "deputy":
        user = make_user(who)
    else:
        user = make_user("council")
        committee = {"member of another": case.other, "member by agenda": case.by_agenda}.get(who, case.committee)
        membership = make_member(committee, "Mitglied", kind="deputy" if who == "deputy" else "member")
        if who == "former member":
            membership.until, membership.end_reason = "2026-10-31", "resigned"
            membership.save()
        membership.person.user = user
        membership.person.save()
    client.force_login(user)
    return user


def pages_of(case):
    return [
        "/intern/vorlagen/",
        f"/intern/vorlagen/?q={SECRET}",
        "/intern/vorlagen/?oeffentlich=nein",
        "/intern/vorlagen.csv",
        f"/suche/?q={SECRET}",
        "/intern/",
        "/intern/kalender/",
        f"/intern/vorlagen/{case.paper.pk}/",
        f"/intern/vorlagen/{case.paper.pk}/fassungen/",
        f"/intern/vorlagen/{case.paper.pk}/bearbeiten/",
        reverse("core:attachment", args=[case.file.pk]),
    ]


def body_of(client, path):
    body = client.get(path, follow=True).getvalue().decode(errors="replace")
    return body + re.sub(r"<[^>]+>", "", body)


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_shows_it_to_others(client, case, who):
    log_in(client, case, who)
    for path in pages_of(case):
        body = body_of(client, path)
        assert [text for text in (*TEXTS, f"{SECRET}.pdf") if text in body] == [], path


@pytest.mark.parametrize("who", OTHERS[1:])
def test_its_addresses_are_not_found_for_others(client, case, who):
    log_in(client, case, who)
    for path in (case.paper.get_absolute_url(), f"{case.paper.get_absolute_url()}fassungen/", *pages_of(case)[-1:]):
        assert client.get(path).status_code == 404, path


def test_the_public_gets_no_file_of_it_and_no_hint(client, case):
    assert client.get(reverse("core:attachment", args=[case.file.pk])).status_code == 404


@pytest.mark.parametrize("who", READERS)
def test_those_it_is_for_read_it_everywhere(client, case, who):
    log_in(client, case, who)
    for path in (case.paper.get_absolute_url(), "/intern/vorlagen/", f"/suche/?q={SECRET}"):
        assert TEXTS[0] in body_of(client, path), path
    assert client.get(reverse("core:attachment", args=[case.file.pk])).status_code == 200


@pytest.mark.parametrize("who", ["member", "deputy", "member by agenda"])
def test_drafts_are_for_the_office_only(client, case, who):
    user = log_in(client, case, who)
    Paper.objects.filter(pk=case.paper.pk).update(state="draft")
    assert client.get(case.paper.get_absolute_url()).status_code == 404
    assert search(user, SECRET).total == 0


def test_members_read_no_history_and_write_nothing(client, case):
    log_in(client, case, "member")
    page = case.paper.get_absolute_url()
    body = client.get(page).content.decode()
    assert ("bearbeiten/" in body, 'id="verlauf"' in body) == (False, False)
    for path in ("bearbeiten/", "einreichen/", "freigeben/", "loeschen/", "anlagen/neu/"):
        assert client.post(f"{page}{path}").status_code == 403, path


def test_the_list_of_a_member_offers_the_own_committees_only(client, case):
    log_in(client, case, "member")
    body = client.get("/intern/vorlagen/").content.decode()
    assert f'value="{case.other.slug}"' not in body


def test_a_public_paper_is_found_by_everyone_with_its_public_files(client, case):
    paper = Paper.objects.get(search_title__contains="offene")
    shown, kept = make_attachment(paper, is_public=True), make_attachment(paper)
    assert client.get(reverse("core:attachment", args=[shown.pk])).status_code == 200
    assert client.get(reverse("core:attachment", args=[kept.pk])).status_code == 404
