"""Confirming details by link: the office asks, a partner corrects on a telephone without JavaScript, the office accepts."""

import datetime
import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from integration_portal.core.mail import sending
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_actor, make_person, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def check_on_a_telephone(page):
    """Nothing wrong for axe, and no sideways scrolling."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []


def test_the_office_asks_a_partner_corrects_by_link_and_the_entry_is_right(page, plain_page, settings, live_server):
    settings.BASE_URL = live_server.url
    actor = make_actor("Musterverein", city="Altenburg", confirmed_on=datetime.date(2020, 1, 1))
    person = make_person("Muster", email="mara@example.org")
    actor.person_roles.create(person=person, is_main_contact=True)
    office = make_user("office")
    log_in(page, office.email, PASSWORD)

    page.goto("/intern/bestaetigung/neu/")
    page.fill("input[name=title]", "Stimmen die Angaben?")
    page.fill("input[name=deadline]", "2099-12-11")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_label("Musterverein ankreuzen")).to_be_checked()
    assert findings(page) == []
    page.get_by_role("button", name="Markierte übernehmen").click()
    expect(page.get_by_text("mara@example.org")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Jetzt eine Mail senden").click()
    expect(page.get_by_text("0 von 1 beantwortet")).to_be_visible()
    assert findings(page) == []

    sending.send_due()
    link = re.search(r"http://\S+/l/\S+", mail.outbox[-1].body)[0]
    with_scripts = page.context.new_page()  # axe itself needs them
    with_scripts.set_viewport_size({"width": 360, "height": 740})
    for address in (link, f"{link}korrigieren/", f"{link}entfernen/"):
        with_scripts.goto(address)
        check_on_a_telephone(with_scripts)
    with_scripts.close()

    plain_page.set_viewport_size({"width": 360, "height": 740})
    plain_page.goto(link)
    plain_page.get_by_role("link", name="Etwas korrigieren").click()
    plain_page.fill("input[name=city]", "Schmölln")
    plain_page.fill("input[name=phone]", "03447 586-0")
    plain_page.get_by_role("button", name="Korrekturen abgeben").click()
    expect(plain_page.get_by_text("Ihre Korrekturen").first).to_be_visible()

    expect(page.get_by_text("1 von 1 beantwortet")).to_be_visible(timeout=20_000)  # ticked in by itself
    page.goto(f"/intern/bestaetigung/korrekturen/{actor.pk}/")
    assert findings(page) == []
    page.get_by_role("button", name="Alle 2 übernehmen").click()
    expect(page.get_by_text("2 Änderungen wurden übernommen.")).to_be_visible()
    actor.refresh_from_db()
    assert (actor.city, actor.phone) == ("Schmölln", "+49 3447 5860")

    plain_page.goto(link)
    plain_page.get_by_role("button", name="Alles richtig").click()
    expect(plain_page.get_by_text("bestätigt").first).to_be_visible()
