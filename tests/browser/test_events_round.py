"""What citizens do on a telephone without JavaScript, and what the office makes of it: a registration, an idea."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from integration_portal.core.mail import sending
from measures.models import EventRegistration, Idea
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_event, make_field, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def telephone(plain_page):
    """A page of 360 px without JavaScript."""
    plain_page.set_viewport_size({"width": 360, "height": 740})
    return plain_page


@pytest.fixture
def faults(telephone, narrow_page):
    """`faults()`: what is wrong with the page on the telephone. axe needs timers, so it looks at a twin with JavaScript."""

    def look():
        wide = telephone.evaluate("document.documentElement.scrollWidth") - 360
        narrow_page.goto(telephone.url)
        return findings(narrow_page) + ([f"{wide} px too wide"] if wide > 0 else [])

    return look


def test_a_citizen_registers_and_the_office_notes_that_she_came(page, telephone, faults, settings, live_server):
    settings.BASE_URL = live_server.url
    make_event(
        "Erzählcafé", dates=(timezone.localdate().isoformat(),), published=True, takes_registrations=True, capacity=8
    )
    telephone.goto("/termine/")
    telephone.get_by_role("link", name="Erzählcafé").click()
    telephone.wait_for_url(re.compile("/termine/termin-[0-9]+/$"))
    assert faults() == []
    telephone.locator("main").get_by_role("link", name="Anmelden", exact=True).click()
    telephone.wait_for_url(re.compile("/anmelden/$"))
    assert faults() == []
    telephone.fill("input[name=name]", "Olena Mustér 🌻")
    telephone.fill("input[name=email]", "olena@example.org")
    telephone.get_by_role("button", name="Anmeldung senden").click()
    telephone.wait_for_url(re.compile("/angemeldet/$"))
    assert faults() == []

    sending.send_due()
    (confirmation,) = mail.outbox
    assert confirmation.to == ["olena@example.org"]
    telephone.goto(re.search(r"http://\S+/l/\S+", confirmation.body)[0])
    expect(telephone.get_by_text("Olena Mustér 🌻")).to_be_visible()
    assert faults() == []

    log_in(page, make_user("office").email, PASSWORD)
    page.goto("/intern/termine/")
    page.get_by_role("link", name="1 / 8").click()
    page.wait_for_url(re.compile("/teilnehmende/$"))
    page.get_by_role("checkbox", name="Olena Mustér").check()
    assert findings(page) == []
    page.get_by_role("button", name="Anwesenheit speichern").click()
    expect(page.get_by_text("1 anwesend")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Olena Mustér")).to_be_checked()
    assert EventRegistration.objects.get().state == "attended"


def test_a_citizen_proposes_an_idea_and_the_office_makes_a_measure_of_it(
    page, telephone, faults, settings, live_server
):
    settings.BASE_URL = live_server.url
    make_field(name="Sprache")
    telephone.goto("/ideen/")
    telephone.locator("main").get_by_role("link", name="Idee vorschlagen").click()
    telephone.fill("input[name=title]", "Bücherbus für die Dörfer")
    telephone.fill("textarea[name=text]", "Ein Bus mit Büchern in vielen Sprachen, einmal im Monat.")
    telephone.fill("input[name=email]", "idee@example.org")
    assert faults() == []
    telephone.get_by_role("button", name="Idee absenden").click()
    telephone.wait_for_url(re.compile("/ideen/danke/"))
    assert faults() == []

    log_in(page, make_user("office").email, PASSWORD)
    page.goto("/intern/ideen/")
    page.get_by_role("link", name="Bücherbus für die Dörfer").click()
    page.wait_for_url(re.compile("/intern/ideen/[0-9]+/$"))
    assert findings(page) == []
    page.get_by_role("link", name="Annehmen", exact=True).click()
    page.wait_for_url(re.compile("/annehmen/$"))
    assert findings(page) == []
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/intern/massnahmen/[0-9]+/$"))
    idea = Idea.objects.select_related("measure").get()
    assert page.url.endswith(idea.measure.get_office_url())
    assert (idea.state, idea.measure.title, idea.measure.status, idea.measure.is_published) == (
        "accepted", "Bücherbus für die Dörfer", "idea", False,
    )  # fmt: skip
    sending.send_due()
    assert [message.to for message in mail.outbox] == [["idee@example.org"], ["idee@example.org"]]
