"""The public network and its pictures for the office: axe, no sideways scrolling, filters, and the graph by keyboard."""

import datetime

import pytest

from actors.models import ActorAddress, ActorRelation, ContactWay, Offer, OpeningHours, PersonRole, Topic
from integration_portal.core.models import Language, MunicipalityBoundary
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.browser.test_coordination_pages import check
from tests.builders import (
    PASSWORD,
    make_actor,
    make_event,
    make_field,
    make_kind,
    make_measure,
    make_municipality,
    make_person,
    make_target_group,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def content():
    """A published organisation with everything a page can show, and others around it."""
    field = make_field(name="Interkulturelle Öffnung", slug="oeffnung", hue="indigo", pictogram="speech")
    place, group = (
        make_municipality("Langenleuba-Niederhain", ags="99000001"),
        make_target_group("Familien", slug="familien"),
    )
    arabic = Language.objects.get_or_create(slug="ar", defaults={"name": "Arabisch"})[0]
    topic = Topic.objects.get_or_create(slug="wohnen", defaults={"name": "Wohnen"})[0]
    carrier = make_actor("Wohlfahrtsverband Musterland", is_published=True)
    actor = make_actor(
        "Bürgerzentrum für Nachbarschaftlichkeit", slug="buergerzentrum", is_published=True, kind=make_kind(name="Nachbarschaftszentrum"),
        description="Ein Haus für alle.", street="Musterweg 1", city="Langenleuba-Niederhain", municipality=place, carrier=carrier,
        phone="+49 3447 123456", email="buergerzentrum@example.org", website="https://buergerzentrum.example.org/",
        accessibility="Aufzug", confirmed_on=datetime.date(2026, 10, 4),
    )  # fmt: skip
    for relation, row in (("fields", field), ("languages", arabic), ("topics", topic), ("target_groups", group)):
        getattr(actor, relation).add(row)
    address = ActorAddress.objects.create(actor=actor, label="Beratungsstelle", street="Am Markt 2", city="Altenburg")
    offer = Offer.objects.create(actor=actor, title="Offene Sprechstunde", is_published=True, address=address)
    offer.fields.add(field)
    offer.municipalities.add(place)
    offer.target_groups.add(group)
    OpeningHours.objects.create(offer=offer, weekday=2, opens=datetime.time(9), closes=datetime.time(12, 30))
    person = make_person("Musterfrau", is_published=True, permission_on=datetime.date(2026, 5, 4))
    ContactWay.objects.create(person=person, kind="mobile", value="+49 170 1234567", is_published=True)
    PersonRole.objects.create(person=person, actor=actor, function="Leitung")
    make_actor("Zweigstelle Nord", is_published=True, carrier=actor)
    make_measure("Sprachcafé", published=True, lead=actor, field=field)
    make_event("Begegnungsfest", published=True, organisers=[actor])
    ActorRelation.objects.create(actor=actor, other=carrier, kind="member_of")
    ring = [[12.4, 51], [12.5, 51], [12.5, 51.1], [12.4, 51.1], [12.4, 51]]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
    MunicipalityBoundary.objects.create(municipality=place, geometry=geometry, source="Erfunden")
    return actor


def test_public_pages_of_the_network(page, content):
    check(page, ("/netzwerk/", "/netzwerk/?feld=oeffnung&q=nichts&sprache=xx", "/netzwerk/buergerzentrum/"))


def test_pictures_of_the_office(page, content):
    log_in(page, make_user("office").email, PASSWORD)
    pages = [
        f"/intern/netzwerk/{part}"
        for part in ("", "?feld=x", "angebote-und-luecken/", "karte/?zaehlt=angebote", "angebote/")
    ]
    check(page, pages)
    MunicipalityBoundary.objects.all().delete()
    page.goto("/intern/netzwerk/karte/")
    assert findings(page) == []


def test_a_ticked_filter_swaps_the_list_and_the_address(page, content):
    page.goto("/netzwerk/")
    page.get_by_label("Interkulturelle Öffnung").first.check()
    page.wait_for_url("**/netzwerk/?feld=oeffnung")
    assert page.get_by_role("heading", name="1 Organisation").is_visible()
    assert findings(page) == []


def test_the_filter_works_without_javascript(plain_page, content):
    plain_page.goto("/netzwerk/")
    plain_page.get_by_label("Suchwort").fill("Sprechstunde")
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="Filter anwenden").click()
    assert plain_page.get_by_role("heading", name="Bürgerzentrum für Nachbarschaftlichkeit").is_visible()


def test_circles_of_the_graph_are_reached_and_opened_by_keyboard(page, content):
    log_in(page, make_user("office").email, PASSWORD)
    page.goto("/intern/netzwerk/")
    page.get_by_role("link", name="Bild überspringen").focus()
    page.keyboard.press("Tab")  # the picture, which scrolls
    page.keyboard.press("Tab")  # the largest circle
    focused = page.evaluate("document.activeElement.querySelector('title')?.textContent")
    assert focused.startswith("Bürgerzentrum für Nachbarschaftlichkeit · 1 Maßnahme")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/intern/akteure/{content.pk}/")
