"""A mailing list from its rule to a mail, and unsubscribing from it on a telephone without JavaScript."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from actors.models import MailingOptOut
from integration_portal.core.mail import sending
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_actor, make_person, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_list_is_looked_at_a_mail_is_sent_once_and_somebody_unsubscribes(page, plain_page, settings, live_server):
    settings.BASE_URL = live_server.url
    actor = make_actor("Musterverein", email="verein@example.org")
    make_actor("Ohne Adresse")
    actor.person_roles.create(person=make_person("Muster", email="mara@example.org"), is_main_contact=True)
    office = make_user("office")
    log_in(page, office.email, PASSWORD)

    page.goto("/intern/verteiler/neu/?alle=ja")
    page.fill("input[name=name]", "Alle im Netzwerk")
    assert findings(page) == []
    page.get_by_role("button", name="Ansehen, wen er erreicht").click()
    expect(page.get_by_text("Dieser Verteiler würde eine Adresse erreichen")).to_be_visible()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("mara@example.org")).to_be_visible()
    expect(page.get_by_text("keine E-Mail-Adresse")).to_be_visible()
    assert findings(page) == []
    for rest in ("kopieren/", "eintraege/?q=muster", "etiketten/", "serienbrief/"):
        address = page.url
        page.goto(f"{address}{rest}")
        assert findings(page) == []
        page.goto(address)

    page.get_by_role("link", name="Mail schreiben").click()
    page.fill("input[name=subject]", "Einladung")
    page.fill("textarea[name=text]", "Wir laden herzlich ein.")
    page.get_by_role("button", name="Speichern und ansehen").click()
    expect(page.get_by_text("Wir laden herzlich ein.")).to_be_visible()
    assert findings(page) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Senden").click()
    assert findings(page) == []
    page.get_by_role("button", name="Jetzt senden").click()
    expect(page.get_by_text("Eine Mail ist unterwegs.")).to_be_visible()
    sending.send_due()
    page.reload()
    expect(page.get_by_role("cell", name="Gesendet")).to_be_visible()
    assert findings(page) == []
    assert [message.to for message in mail.outbox] == [["mara@example.org"]]

    link = re.search(r"http://\S+/l/\S+", mail.outbox[0].body)[0]
    with_scripts = page.context.new_page()
    with_scripts.set_viewport_size({"width": 360, "height": 740})
    with_scripts.goto(link)
    assert with_scripts.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(with_scripts) == []
    with_scripts.close()
    assert not MailingOptOut.objects.exists()
    plain_page.goto(link)
    plain_page.get_by_role("button", name="Von diesem Verteiler abmelden").click()
    expect(plain_page.get_by_role("heading", name="Sie sind abgemeldet")).to_be_visible()
    assert MailingOptOut.objects.get().email == "mara@example.org"

    page.goto("/intern/verteiler/abgemeldet/")
    assert findings(page) == []
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_text("mara@example.org bekommt wieder Mails.")).to_be_visible()
