"""Pages of persons and of data protection: axe and no sideways scrolling; an erasure from the person's page to the result."""

import datetime

import pytest

from actors.models import ContactWay, Person, PersonRole
from integration_portal.core.models import PersonalRequest
from tests.browser.conftest import log_in
from tests.browser.test_coordination_pages import check
from tests.builders import PASSWORD, make_actor, make_measure, make_person, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(page):
    user = make_user("office")
    log_in(page, user.email, PASSWORD)
    return page


@pytest.fixture
def person():
    """A person with everything around them."""
    actor = make_actor("Landesarbeitsgemeinschaftswohlfahrtspflegeverband")
    person = make_person(
        "Al-Beispielhausen", first_name="نور", email="nour.al-beispielhausen@example.org", phone="+49 3447 5860",
        legal_basis="consent", consent_on=datetime.date(2026, 1, 1), consent_text="Ich bin einverstanden.",
        review_on=datetime.date(2026, 6, 1), data_source="Visitenkarte", internal_note="Nur vormittags",
    )  # fmt: skip
    ContactWay.objects.create(person=person, kind="web", value="https://example.org/eine/lange/adresse/ohne/ende")
    deputy = make_person("Vertretung")
    PersonRole.objects.create(person=person, actor=actor, function="Leitung", is_main_contact=True, deputy=deputy)
    PersonRole.objects.create(person=person, actor=make_actor(), until=datetime.date(2024, 1, 1))
    return person


def test_pages(office, person):
    ready = PersonalRequest.objects.create(
        kind="access", state="ready", note="Brief", record=f"actors.person:{person.pk}",
        subject={"key": f"actors.person:{person.pk}", "names": [], "emails": [], "phones": [], "lines": []},
    )  # fmt: skip
    own = person.get_absolute_url()
    check(
        office,
        (
            "/intern/personen/", own, f"{own}bearbeiten/", f"{own}datenschutz/", "/intern/datenschutz/",
            "/intern/datenschutz/neu/", ready.get_absolute_url(), "/intern/datenschutz/faellig/",
            "/intern/datenschutz/verzeichnis/",
        ),
    )  # fmt: skip


def test_an_erasure_from_the_page_of_the_person_to_the_result(office, person):
    make_measure(title="Sprachcafé", description="Es leitet نور Al-Beispielhausen.")
    office.goto(person.get_absolute_url())
    office.get_by_role("link", name="Löschen …").click()
    assert office.get_by_label("Löschung (Art. 17 DSGVO)").is_checked()
    office.get_by_label("woher Sie wissen, wer fragt").fill("Brief vom 3. Mai, Ausweis gesehen")
    office.get_by_role("button", name="Nachsehen").click()
    office.get_by_role("heading", name="Endgültig löschen").wait_for()
    assert office.get_by_text("Maßnahme Nr.").count() == 1
    office.get_by_label("Ich habe die Liste gelesen.").check()
    office.get_by_role("button", name="Endgültig löschen").click()
    office.get_by_text("abgeschlossen", exact=True).wait_for()
    assert Person.objects.filter(last_name="Al-Beispielhausen").count() == 0
    assert "Beispielhausen" not in office.content()
