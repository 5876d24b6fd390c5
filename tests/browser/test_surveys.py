"""A survey of dates and an election in a browser: prepared at the office, answered on a telephone without JavaScript."""

import datetime

import pytest
from playwright.sync_api import expect

from committees.models import DateSurvey
from committees.services import elections
from integration_portal.core import links
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_person, make_user
from tests.builders_committees import make_committee, make_item, make_meeting, make_member

pytestmark = pytest.mark.django_db(transaction=True)


def looks_right(page):
    """Nothing wrong for axe, and no sideways scrolling, wide and narrow."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert findings(page) == []


def follow(page, what):
    """Click, and wait for the page that it leads to."""
    with page.expect_navigation():
        what.click()


def test_a_survey_is_started_answered_by_link_and_becomes_visible(page, plain_page):
    committee = make_committee("Beirat für Migration und Integration")
    make_member(committee, person=make_person("Mustermann-Beispielsdóttir", email="mara@example.org"))
    make_member(committee, person=make_person("محمد", email=""))
    log_in(page, make_user("office").email, PASSWORD)
    day = datetime.date.today() + datetime.timedelta(days=30)
    page.goto(f"/intern/terminumfragen/neu/?gremium={committee.pk}")
    looks_right(page)
    page.fill("input[name=title]", "Sitzung im Frühjahr")
    page.fill("input[name=closes_on]", day.isoformat())
    for number, start in ((1, "17:00"), (2, "18:30")):
        page.fill(f"input[name=day_{number}]", (day + datetime.timedelta(days=number)).isoformat())
        page.fill(f"input[name=from_{number}]", start)
    follow(page, page.get_by_role("button", name="Weiter"))
    expect(page.get_by_role("heading", name="Wer wird gefragt?")).to_be_visible()
    looks_right(page)
    follow(page, page.get_by_role("button", name="Speichern"))
    looks_right(page)
    follow(page, page.get_by_role("button", name="Umfrage starten"))
    expect(page.get_by_role("heading", name="Personen ohne E-Mail-Adresse")).to_be_visible()
    looks_right(page)

    survey = DateSurvey.objects.get()
    address = links.path_of(survey.participants.get(person__email="mara@example.org").link)
    with_scripts = page.context.new_page()  # axe itself needs them
    with_scripts.goto(address)
    looks_right(with_scripts)
    with_scripts.close()
    plain_page.set_viewport_size({"width": 360, "height": 740})
    plain_page.goto(address)
    plain_page.get_by_label("passt nicht").first.check()
    plain_page.get_by_label("passt", exact=True).last.check()
    plain_page.get_by_role("button", name="Meine Antworten speichern").click()
    expect(plain_page.get_by_text("ist gespeichert")).to_be_visible()

    page.reload()
    expect(page.get_by_text("passt am besten")).to_be_visible()
    looks_right(page)
    page.goto("/intern/terminumfragen/")
    looks_right(page)


def test_an_election_is_counted_and_accepted(page):
    committee = make_committee("Beirat für Migration und Integration")
    people = [make_member(committee, name).person for name in ("Mustermann-Beispielsdóttir", "محمد", "Öztürk")]
    item = make_item(make_meeting(committee, "2026-01-15 17:00"), "Wahl des Vorsitzes", kind="election")
    election = elections.set_up(item=item, function="chair", candidates=people[:2])
    log_in(page, make_user("office").email, PASSWORD)
    home = f"/intern/sitzungen/{item.meeting_id}/wahlen/{item.pk}/"
    page.goto(home)
    looks_right(page)
    follow(page, page.get_by_role("link", name="Zahlen eingeben"))
    looks_right(page)
    page.fill("input[name=present]", "3")
    page.fill(f"input[name=votes_{people[0].pk}]", "1")
    page.fill(f"input[name=votes_{people[1].pk}]", "2")
    follow(page, page.get_by_role("button", name="Speichern"))
    follow(page, page.get_by_role("link", name="Annehmen oder ablehnen"))
    looks_right(page)
    page.get_by_label("nimmt die Wahl an").check()
    follow(page, page.get_by_role("button", name="Speichern"))
    expect(page.get_by_text("hat die Wahl angenommen")).to_be_visible()
    looks_right(page)
    election.refresh_from_db()
    assert election.accepted
