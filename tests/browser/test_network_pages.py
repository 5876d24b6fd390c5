"""Pages of organisations in depth: axe and no sideways scrolling, wide and narrow, and entering an offer by hand."""

import pytest

from actors.models import Offer, Topic
from actors.services import offers, relations
from integration_portal.portal.demo.logos import rings
from tests.browser.conftest import log_in
from tests.browser.test_coordination_pages import check
from tests.builders import PASSWORD, make_actor, make_kind, make_municipality, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def actor():
    """An organisation with everything around it, and names that do not fit into a line of a telephone."""
    kind, topic = make_kind(name="Wohlfahrtsverband"), Topic.objects.create(name="Aufenthaltsrecht", slug="aufenthalt")
    carrier = make_actor("Landesarbeitsgemeinschaftswohlfahrtspflegeverband", kind=kind)
    actor = make_actor("Kreisverband Muster (اتحاد)", kind=kind, carrier=carrier, phone="+49 3447 5860")
    branch = make_actor("Begegnungsstätte", kind=kind, carrier=actor, city="Schmölln")
    make_actor("Teestube", carrier=branch)
    actor.topics.add(topic)
    actor.former_names.create(name="Ausländerhilfe e. V.", until="2024-12-31")
    place = relations.save_address(
        actor=actor,
        data={"label": "Beratungsstelle", "city": "Schmölln", "municipality": make_municipality("Schmölln")},
    )
    relations.save_relation(actor=actor, other=make_actor("Stadtverwaltung"), kind="cooperates", note="Vertrag")
    relations.save_relation(actor=make_actor("Stiftung"), other=actor, kind="funds", until="2020-01-01")
    hours = [{"weekday": day, "opens": "09:00", "closes": "12:00", "note": ""} for day in (1, 3)]
    offers.create_offer(actor=actor, data={"title": "Migrationsberatung", "address": place}, hours=hours)
    return actor


@pytest.fixture
def office(page):
    user = make_user("office")
    log_in(page, user.email, PASSWORD)
    return page


def test_pages_of_organisations(office, actor):
    offer, address = Offer.objects.get(), actor.addresses.get()
    own = actor.get_absolute_url()
    relation = actor.relations.get()
    check(
        office,
        (
            own, f"{own}bearbeiten/", "/intern/akteure/", "/intern/akteure/?angebot=ja&bestaetigt_vor=2026-01-01",
            f"{own}angebote/neu/", f"/intern/akteure/angebote/{offer.pk}/", f"/intern/akteure/angebote/{offer.pk}/loeschen/",
            f"{own}adressen/neu/", f"/intern/akteure/adressen/{address.pk}/", f"{own}beziehungen/neu/",
            f"{own}beziehungen/{relation.pk}/", "/intern/akteure/listen/arten/", "/intern/akteure/listen/themen/",
            "/intern/akteure/listen/themen/neu/",
        ),
    )  # fmt: skip


def test_an_offer_with_hours_is_entered_with_a_mistake_in_between(office, actor):
    office.watch.expect("422")  # browsers log the refused form as an error
    office.goto(f"{actor.get_absolute_url()}angebote/neu/")
    office.fill("[name=title]", "Sprachcafé")
    office.select_option("[name=zeiten-0-weekday]", "3")
    office.fill("[name=zeiten-0-opens]", "18:00")
    office.fill("[name=zeiten-0-closes]", "16:00")
    office.click("main form button[type=submit]")
    office.get_by_text("Das Ende liegt vor dem Beginn.").first.wait_for()
    assert office.input_value("[name=title]") == "Sprachcafé"
    office.fill("[name=zeiten-0-opens]", "14:00")
    office.click("main form button[type=submit]")
    office.wait_for_url("**/intern/akteure/*/#angebot-*")
    assert office.get_by_role("heading", name="Sprachcafé").is_visible()
    assert [str(row) for row in Offer.objects.get(title="Sprachcafé").hours.all()] == ["Mittwoch 14:00–16:00"]


def test_a_logo_is_uploaded_and_shown(office, actor, tmp_path):
    file = tmp_path / "logo.png"
    file.write_bytes(rings((200, 0, 0), ((48, 48),)))
    office.goto(f"{actor.get_absolute_url()}bearbeiten/")
    office.set_input_files("[name=logo]", str(file))
    office.click("main form button.kern-btn--primary[type=submit]")
    office.wait_for_url(f"**{actor.get_absolute_url()}")
    image = office.locator(".p-workhead img")
    assert image.evaluate("image => image.complete && image.naturalWidth") == 96
