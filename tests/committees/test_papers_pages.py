"""The pages of papers: what the office writes there, and what happens with bad input."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.models import Paper, Referral
from tests.builders import make_actor, make_attachment, make_field, make_goal, make_measure, make_user
from tests.builders_committees import make_committee, make_paper

pytestmark = pytest.mark.django_db
LIST = "/intern/vorlagen/"


@pytest.fixture
def office(client, freeze):
    freeze()
    client.force_login(make_user("office"))
    return client


def sheet(**values):
    return {
        "title": "Lotsen für Ämter",
        "kind": "resolution",
        "is_public": "on",
        "proposed_resolution": "Ja.",
        **values,
    }


def test_a_paper_from_draft_to_hand_in(office):
    committee = make_committee("Beirat für Integration")
    office.post(f"{LIST}neu/", sheet())
    paper = Paper.objects.get()
    page = f"{LIST}{paper.pk}/"
    assert office.post(f"{page}einreichen/", follow=True).status_code == 200
    paper.refresh_from_db()
    assert paper.state == "draft"  # no committee yet
    office.post(f"{page}stationen/neu/", {"committee": committee.pk, "role": "deciding"})
    body = office.post(f"{page}einreichen/", follow=True).content.decode()
    assert ("V-2026-001" in body, "Beirat für Integration" in body) == (True, True)


def test_an_edit_after_handing_in_asks_what_changed_and_keeps_the_text(office):
    paper = make_paper(committees=[make_committee()], proposed_resolution="Ja.")
    url = f"{LIST}{paper.pk}/bearbeiten/"
    answer = office.post(url, sheet(title="Neuer Titel", version=paper.version))
    assert (answer.status_code, "Neuer Titel" in answer.content.decode()) == (422, True)
    office.post(url, sheet(title="Neuer Titel", version=paper.version, reason="Titel gekürzt"))
    paper.refresh_from_db()
    assert (paper.title, paper.versions.get().reason) == ("Neuer Titel", "Titel gekürzt")


def test_an_edit_of_somebody_else_is_shown_beside_ones_own(office):
    paper = make_paper(state="draft")
    old = paper.version
    paper.title = "Von anderen"
    paper.save()
    answer = office.post(f"{LIST}{paper.pk}/bearbeiten/", sheet(version=old))
    assert (answer.status_code, "Von anderen" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize(
    "values",
    [{"title": ""}, {"kind": "gibtsnicht"}, {"dated_on": "31.02.2026"}, {"measures": ["99999999999999999999"]}],
)
def test_bad_input_is_told_beside_its_field(office, values):
    answer = office.post(f"{LIST}neu/", sheet(**values))
    assert (answer.status_code, Paper.objects.count()) == (422, 0)


def test_two_originators_are_one_too_many(office):
    answer = office.post(f"{LIST}neu/", sheet(originator=make_actor("Verein").pk, originator_text="Fraktion"))
    assert answer.status_code == 422


def test_files_are_attached_and_taken_off(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = make_paper()
    url = f"{LIST}{paper.pk}/anlagen/neu/"
    office.post(url, {"file": SimpleUploadedFile("Plan.pdf", b"%PDF-1.7 x"), "is_public": "on"})
    assert "Plan.pdf" in office.get(f"{LIST}{paper.pk}/").content.decode()
    assert office.post(url, {"file": SimpleUploadedFile("x.exe", b"MZ")}).status_code == 422
    assert office.post(url, {}).status_code == 422


def test_a_file_of_another_paper_is_not_found(office):
    file = make_attachment(make_paper())
    assert office.post(f"{LIST}{make_paper().pk}/anlagen/{file.pk}/loeschen/").status_code == 404


def test_a_stop_of_another_paper_is_not_found(office):
    stop = make_paper(committees=[make_committee()]).referrals.get()
    assert office.post(f"{LIST}{make_paper().pk}/stationen/{stop.pk}/entfernen/").status_code == 404


def test_the_result_of_a_district_committee_is_entered_by_hand(office):
    paper = make_paper(committees=[make_committee("Kreistag", kind="district", rules=False)])
    url = f"{LIST}{paper.pk}/stationen/{paper.referrals.get().pk}/"
    assert office.post(url, {"role": "deciding", "outcome": "adopted"}).status_code == 422
    office.post(url, {"role": "deciding", "outcome": "adopted", "decided_on": "2026-11-20"})
    stop = Referral.objects.get()
    assert (stop.outcome, stop.decided_on) == ("adopted", datetime.date(2026, 11, 20))


def test_two_versions_are_compared(office):
    paper = make_paper(committees=[make_committee()])
    for number, words in ((1, "Es kostet 500 Euro."), (2, "Es kostet 600 Euro.")):
        paper.versions.create(number=number, title=paper.title, facts=words, reason="Betrag")
    body = office.get(f"{LIST}{paper.pk}/fassungen/").content.decode()
    assert ("<del>500</del>" in body, "<ins>600</ins>" in body) == (True, True)
    for query in ("?alt=x&neu=99", "?alt=2&neu=2", "?alt=99999999999999999999"):
        assert office.get(f"{LIST}{paper.pk}/fassungen/{query}").status_code == 200


def test_markup_in_texts_is_text(office):
    paper = make_paper("<script>alert(1)</script>", facts="<b>fett</b>")
    body = office.get(f"{LIST}{paper.pk}/").content.decode()
    assert ("<script>alert(1)" in body, "<b>fett" in body) == (False, False)


def test_the_list_is_narrowed_down(office):
    council = make_committee("Beirat")
    make_paper("Lotsen", committees=[council])
    make_paper("Sprachcafé", state="draft", kind="report", is_public=False)
    for query, found in (
        ("q=lotsen", "Lotsen"), (f"gremium={council.slug}", "Lotsen"), ("stand=draft", "Sprachcafé"), ("art=report", "Sprachcafé"),
        ("oeffentlich=nein", "Sprachcafé"),
    ):  # fmt: skip
        rows = office.get(f"{LIST}?{query}").context["page_obj"].object_list
        assert [row.title for row in rows] == [found], query
    assert office.get(f"{LIST}?stand=quatsch&sort=nix&seite=x&q=%00").status_code == 200
    assert "Sprachcafé" not in office.get("/intern/vorlagen.csv?stand=submitted").getvalue().decode()


@pytest.mark.parametrize("address", [LIST, "/intern/vorlagen.xlsx", "/intern/vorlagen.csv", "/suche/?q=Vorlage"])
def test_lists_take_the_same_queries_at_any_size(office, address):
    counts, council = [], make_committee()
    for _size in range(2):
        for _n in range(6):
            make_paper(committees=[council, make_committee()])
        office.get(address)
        with CaptureQueriesContext(connection) as queries:
            b"".join(office.get(address))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_sheet_takes_the_same_queries_at_any_size(office):
    paper, counts = make_paper(), []
    field = make_field()
    for size in (1, 4):
        for number in range(size):
            Referral.objects.create(paper=paper, committee=make_committee(), position=number)
            paper.measures.add(make_measure(field=field))
            paper.goals.add(make_goal(field, code=f"{size}.{number}"))
        office.get(f"{LIST}{paper.pk}/")
        with CaptureQueriesContext(connection) as queries:
            office.get(f"{LIST}{paper.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
