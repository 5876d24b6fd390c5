"""The public page of an actor: what it shows of offers, persons and pictures, and where addresses of merged ones lead."""

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from actors.models import Actor, ActorAddress, ActorRedirect, ContactWay, OpeningHours, PersonRole
from tests.builders import (
    make_actor,
    make_event,
    make_field,
    make_measure,
    make_person,
    make_user,
)
from tests.builders_public_network import PERMISSION, PNG, make_offer, make_public_actor, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-11-23 09:00+01:00", tick=False):
        yield


# --- the page of one actor -----------------------------------------------------------------------------------
def test_the_page_shows_offers_with_hours_addresses_and_branches(client):
    actor = make_public_actor("Beispielverein", slug="beispiel", phone="+49 3447 123456", accessibility="Aufzug")
    place = ActorAddress.objects.create(actor=actor, label="Beratungsstelle", street="Musterweg 2", city="Altenburg")
    offer = make_offer(actor, "Sprechstunde", address=place)
    opens, closes = datetime.time(9), datetime.time(12, 30)
    OpeningHours.objects.create(offer=offer, weekday=2, opens=opens, closes=closes, note="jede zweite Woche")
    make_offer(actor, "Noch geheim", published=False)
    make_public_actor("Zweig Nord", carrier=actor)
    make_actor("Zweig intern", carrier=actor)
    text = text_of(client, "/netzwerk/beispiel/")
    for word in (
        "Sprechstunde",
        "Dienstag",
        "09:00",
        "12:30",
        "Musterweg 2",
        "Aufzug",
        "Zweig Nord",
        "tel:+493447123456",
    ):
        assert word in text
    assert 'itemprop="dayOfWeek" href="https://schema.org/Tuesday"' in text
    assert 'itemtype="https://schema.org/Organization"' in text
    assert "Noch geheim" not in text
    assert "Zweig intern" not in text


def test_the_carrier_is_named_only_if_it_is_public(client):
    carrier = make_actor("Dachverband")
    make_public_actor("Kind", slug="kind", carrier=carrier)
    assert "Dachverband" not in text_of(client, "/netzwerk/kind/")
    Actor.objects.filter(pk=carrier.pk).update(is_published=True)
    assert "Dachverband" in text_of(client, "/netzwerk/kind/")


def test_persons_are_shown_with_permission_only_and_each_way_by_itself(client):
    actor = make_public_actor("Verein", slug="verein")
    shown = make_person("Offenbar", email="offen@example.org", phone="+49 30 111", publish_email=True, **PERMISSION)
    hidden = make_person("Verborgen", email="geheim@example.org")
    for person in (shown, hidden):
        PersonRole.objects.create(person=person, actor=actor, function="Leitung")
    ContactWay.objects.create(person=shown, kind="mobile", value="+49 170 1234567", is_published=True)
    ContactWay.objects.create(person=shown, kind="mobile", value="+49 170 7654321")
    text = text_of(client, "/netzwerk/verein/")
    for word in ("Offenbar", "Leitung", "offen@example.org", "+49 170 1234567"):
        assert word in text
    for word in ("Verborgen", "geheim@example.org", "+49 30 111", "+49 170 7654321"):
        assert word not in text


@pytest.mark.parametrize("values", [{"until": datetime.date(2026, 11, 22)}, {"since": datetime.date(2026, 11, 24)}])
def test_a_person_is_not_shown_before_or_after_the_role(client, values):
    actor = make_public_actor("Verein", slug="verein")
    PersonRole.objects.create(person=make_person("Offenbar", **PERMISSION), actor=actor, **values)
    assert "Offenbar" not in text_of(client, "/netzwerk/verein/")


def test_no_export_holds_a_person_or_an_internal_word(client):
    actor = make_public_actor("Verein", slug="verein", internal_note="INTERN")
    person = make_person("Offenbar", email="offen@example.org", publish_email=True, **PERMISSION)
    PersonRole.objects.create(person=person, actor=actor)
    for address in ("/netzwerk.csv", "/netzwerk.json", "/netzwerk.vcf", "/netzwerk/verein.vcf", "/netzwerk/"):
        response = client.get(address)
        body = b"".join(response).decode() if response.streaming else response.content.decode()
        for word in ("Offenbar", "offen@example.org", "INTERN"):
            assert word not in body


def test_published_measures_and_events_stand_on_the_page(client):
    actor, other = make_public_actor("Verein", slug="verein"), make_public_actor("Andere")
    make_measure("Sprachcafé", published=True, lead=actor)
    partnered = make_measure("Mitgemacht", published=True, lead=other)
    partnered.partner_links.create(actor=actor)
    make_measure("Entwurf", lead=actor)
    make_event("Begegnungsfest", published=True, organisers=[actor])
    make_event("Interne Runde", organisers=[actor])
    text = text_of(client, "/netzwerk/verein/")
    for word in ("Sprachcafé", "Mitgemacht", "Begegnungsfest"):
        assert word in text
    for word in ("Entwurf", "Interne Runde"):
        assert word not in text


def test_other_public_pages_lead_to_the_page(client):
    actor, field = make_public_actor("Verein", slug="verein"), make_field(slug="sprache")
    actor.fields.add(field)
    measure = make_measure("Café", published=True, lead=actor, field=field)
    event = make_event("Fest", published=True, organisers=[actor])
    for address in (measure.get_absolute_url(), event.get_absolute_url(), field.get_absolute_url(), "/sitemap.xml"):
        assert "/netzwerk/verein/" in text_of(client, address)
    assert 'href="/netzwerk/"' in text_of(client, "/")


def test_a_lead_that_is_not_public_is_no_link(client):
    measure = make_measure("Café", published=True, lead=make_actor("Stilles Amt", slug="stilles-amt"))
    text = text_of(client, measure.get_absolute_url())
    assert "Stilles Amt" in text
    assert "/netzwerk/stilles-amt/" not in text


def test_visitors_find_published_actors_in_the_search(client):
    make_public_actor("Sprachverein", slug="sprachverein")
    make_actor("Sprachamt")
    text = text_of(client, "/suche/?q=Sprach")
    assert "/netzwerk/sprachverein/" in text
    assert "Sprachamt" not in text


def test_the_office_finds_its_own_pages_in_the_search(client):
    actor = make_public_actor("Sprachverein")
    client.force_login(make_user("office"))
    assert f"/intern/akteure/{actor.pk}/" in text_of(client, "/suche/?q=Sprachverein")


def test_names_of_any_script_and_markup_are_shown_as_they_are(client):
    make_public_actor("جمعية المثال <b>🤝", slug="arabisch", description="<script>alert(1)</script>")
    text = text_of(client, "/netzwerk/arabisch/")
    assert "جمعية المثال &lt;b&gt;🤝" in text
    assert "<script>alert" not in text


# --- logos ---------------------------------------------------------------------------------------------------
def test_the_logo_of_a_published_actor_is_shown_and_no_other(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for slug, published in (("offen", True), ("zu", False)):
        make_actor(slug, slug=slug, is_published=published, logo=SimpleUploadedFile("l.png", PNG))
    assert client.get("/netzwerk/offen/logo/")["Content-Type"] == "image/png"
    assert client.get("/netzwerk/zu/logo/").status_code == 404
    assert "/netzwerk/offen/logo/" in text_of(client, "/netzwerk/")


# --- merged duplicates ---------------------------------------------------------------------------------------
def test_the_address_of_a_merged_duplicate_leads_to_the_actor_that_stayed(client):
    actor = make_public_actor("Bleibt", slug="bleibt")
    ActorRedirect.objects.create(old_id=999, old_slug="alt", old_name="Alt", actor=actor)
    for old, new in (("/netzwerk/alt/", "/netzwerk/bleibt/"), ("/netzwerk/alt.vcf", "/netzwerk/bleibt.vcf")):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
    assert client.get("/en/netzwerk/alt/")["Location"] == "/en/netzwerk/bleibt/"
    Actor.objects.update(is_published=False)
    assert client.get("/netzwerk/alt/").status_code == 404
