"""A whole progress round: the office asks, a partner answers by link on a telephone without JavaScript, the office accepts."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from integration_portal.core.mail import sending
from measures.models import Measure
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_actor, make_field, make_measure, make_milestone, make_person, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def check_on_a_telephone(page):
    """Nothing wrong for axe, and no sideways scrolling."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []


def test_the_office_asks_a_partner_answers_by_link_and_the_measure_is_up_to_date(
    page, plain_page, settings, live_server
):
    settings.BASE_URL = live_server.url
    person = make_person("Partnerin", email="partnerin@example.org")
    field = make_field(name="Sprache")
    measure = make_measure(
        "Sprachcafé", lead=make_actor("Bürgerzentrum"), contact=person, field=field, status="in_progress"
    )
    make_milestone(measure, "Zweite Gruppe gestartet")
    office = make_user("office")
    log_in(page, office.email, PASSWORD)

    page.goto("/intern/sachstand/abfragen/")
    page.get_by_role("link", name="Neue Abfrage").click()
    page.fill("input[name=title]", "Sachstand Herbst")
    page.fill("input[name=deadline]", "2099-12-11")
    page.fill("textarea[name=text]", "Ein paar Sätze genügen.")
    assert findings(page) == []
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Sprachcafé ankreuzen").check()
    page.get_by_role("button", name="Markierte übernehmen").click()
    expect(page.get_by_text("partnerin@example.org")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Jetzt eine Mail senden").click()
    expect(page.get_by_text("0 von 1 beantwortet")).to_be_visible()

    sending.send_due()
    link = re.search(r"http://\S+/l/\S+", mail.outbox[-1].body)[0]
    with_scripts = page.context.new_page()  # axe itself needs them
    with_scripts.set_viewport_size({"width": 360, "height": 740})
    with_scripts.goto(link)
    check_on_a_telephone(with_scripts)
    with_scripts.get_by_role("link", name=re.compile("^Antworten")).click()
    expect(with_scripts.get_by_label("Was ist geschehen?")).to_be_visible()
    check_on_a_telephone(with_scripts)
    with_scripts.close()

    plain_page.set_viewport_size({"width": 360, "height": 740})
    plain_page.goto(link)
    plain_page.get_by_role("link", name=re.compile("^Antworten")).click()
    plain_page.get_by_label("Was ist geschehen?").fill("Zwölf neue Teilnehmende.")
    plain_page.get_by_label("Zweite Gruppe gestartet").fill("2026-11-01")
    plain_page.get_by_role("button", name="Abgeben").click()
    expect(plain_page.get_by_text("Alles ist beantwortet.")).to_be_visible()

    expect(page.get_by_text("1 von 1 beantwortet")).to_be_visible(timeout=20_000)  # ticked in by itself
    with page.expect_navigation():
        page.get_by_role("button", name="Antworten ohne Rückfrage annehmen").click()
    page.goto(f"/intern/massnahmen/{measure.pk}/")
    expect(page.get_by_text("Zwölf neue Teilnehmende.").first).to_be_visible()
    measure = Measure.objects.get()
    assert (measure.progress_note, measure.milestones.get().done_on.isoformat()) == (
        "Zwölf neue Teilnehmende.",
        "2026-11-01",
    )
