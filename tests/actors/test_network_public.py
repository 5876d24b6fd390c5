"""The public network: who is in it, filters and their counts, what may be taken along, the same for everyone."""

import csv
import datetime
import io
import json
import random

import pytest
import time_machine
import vobject
from django.http import QueryDict

from actors import facets
from actors.models import Actor, ActorAddress, Offer, OpeningHours, PersonRole
from tests.builders import (
    make_actor,
    make_field,
    make_framework,
    make_kind,
    make_municipality,
    make_person,
    make_target_group,
)
from tests.builders_public_network import (
    PERMISSION,
    listing,
    make_language,
    make_offer,
    make_public_actor,
    make_topic,
    names,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-11-23 09:00+01:00", tick=False):
        yield


# --- who is in it -----------------------------------------------------------------------------------------
def test_only_published_actors_are_in_the_network_by_name(client):
    make_public_actor("Zebra e. V.")
    make_public_actor("Ärztehaus Beispiel")
    make_actor("Geheim")
    assert names() == ["Ärztehaus Beispiel", "Zebra e. V."]
    assert "Geheim" not in text_of(client, "/netzwerk/")


def test_an_archived_actor_has_no_page(client):
    actor = make_actor("Ehemals", slug="ehemals")
    assert client.get("/netzwerk/ehemals/").status_code == 404
    Actor.objects.filter(pk=actor.pk).update(archived_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    for address in ("/netzwerk/ehemals/", "/netzwerk/ehemals.vcf", "/netzwerk/ehemals/logo/"):
        assert client.get(address).status_code == 404


def test_the_empty_network_says_so(client):
    assert "Noch keine Organisation veröffentlicht" in text_of(client, "/netzwerk/")


# --- filters ----------------------------------------------------------------------------------------------
@pytest.fixture
def district(db):
    """One actor for each way to be found, and one for none."""
    framework = make_framework()
    field = make_field(framework, name="Sprache", slug="sprache")
    town, village = make_municipality("Altenburg", ags="16077001"), make_municipality("Gößnitz", ags="16077012")
    group, kind = make_target_group("Familien", slug="familien"), make_kind(name="Verein", slug="verein")
    arabic, topic = make_language("Arabisch", "ar"), make_topic("Wohnen", "wohnen")
    direct = make_public_actor("Direkt", municipality=town, kind=kind)
    direct.fields.add(field)
    direct.languages.add(arabic)
    direct.topics.add(topic)
    direct.target_groups.add(group)
    by_offer = make_public_actor("Durch ein Angebot")
    offer = make_offer(by_offer)
    for relation, row in (("fields", field), ("languages", arabic), ("topics", topic), ("target_groups", group)):
        getattr(offer, relation).add(row)
    offer.municipalities.add(village)
    working = make_public_actor("Arbeitet dort")
    working.municipalities.add(town)
    further = make_public_actor("Weitere Adresse")
    ActorAddress.objects.create(actor=further, label="Treff", municipality=village)
    return {"field": field, "offer": offer, "direct": direct}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("feld=sprache", ["Direkt", "Durch ein Angebot"]),
        ("sprache=ar", ["Direkt", "Durch ein Angebot"]),
        ("thema=wohnen", ["Direkt", "Durch ein Angebot"]),
        ("zielgruppe=familien", ["Direkt", "Durch ein Angebot"]),
        ("art=verein", ["Direkt"]),
        ("gemeinde=16077001", ["Arbeitet dort", "Direkt"]),
        ("gemeinde=16077012", ["Durch ein Angebot", "Weitere Adresse"]),
        ("gemeinde=16077001&gemeinde=16077012&sprache=ar", ["Direkt", "Durch ein Angebot"]),
        ("gemeinde=landkreisweit", ["Direkt", "Durch ein Angebot", "Weitere Adresse"]),
        ("gemeinde=16077001&thema=wohnen&art=verein", ["Direkt"]),
    ],
)
def test_an_actor_is_found_by_what_it_says_of_itself_and_by_its_offers(district, query, found):
    assert names(query) == found
    assert listing(query).hit_count == len(found)


@pytest.mark.parametrize(
    "values",
    [{"is_published": False}, {"until": datetime.date(2026, 11, 22)}, {"since": datetime.date(2026, 11, 24)}],
)
def test_offers_that_are_not_public_or_not_running_find_nobody(district, values):
    Offer.objects.filter(pk=district["offer"].pk).update(**values)
    assert names("feld=sprache") == ["Direkt"]
    assert names("q=Beratung") == []


def test_an_offer_counts_on_its_last_day(district):
    Offer.objects.update(until=datetime.date(2026, 11, 23), since=datetime.date(2026, 11, 23))
    assert names("feld=sprache") == ["Direkt", "Durch ein Angebot"]


def test_counts_respect_the_other_filters_but_not_their_own(district):
    rows = {facet.name: facet for facet in listing("art=verein&gemeinde=16077012").facet_list}
    counts = {choice.option.value: choice.count for choice in rows["gemeinde"].choices + rows["gemeinde"].more}
    assert counts["16077001"] == 1
    assert counts["16077012"] == 0
    assert [choice.count for choice in rows["art"].choices if choice.chosen] == [0]


def test_counts_agree_with_the_rows_for_many_random_filters():
    dice = random.Random(4)
    framework = make_framework()
    values = {
        "fields": [make_field(framework) for _ in range(3)],
        "municipalities": [make_municipality(f"Ort {n}") for n in range(3)],
        "languages": [make_language(f"Sprache {n}", f"l{n}") for n in range(3)],
        "topics": [make_topic(f"Thema {n}", f"t{n}") for n in range(3)],
        "target_groups": [make_target_group() for _ in range(3)],
    }
    for _ in range(40):
        actor = make_public_actor()
        owner = [actor] + ([make_offer(actor)] if dice.random() < 0.5 else [])
        for name, rows in values.items():
            getattr(dice.choice(owner), name).set(dice.sample(rows, dice.randrange(3)))
    index = facets.build(datetime.date(2026, 11, 23))
    for _ in range(30):
        query = QueryDict(mutable=True)
        for group in dice.sample(facets.GROUPS[:5], 2):
            query.setlist(group, dice.sample([one.value for one in index.options[group]], dice.randrange(1, 3)))
        shown = listing(query.urlencode())
        assert len(shown.ids()) == shown.hit_count
        for facet in shown.facet_list:
            for choice in facet.choices + facet.more:
                one = query.copy()
                one.setlist(facet.name, [choice.option.value])
                assert listing(one.urlencode()).hit_count == choice.count


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("feld=nichts", "nichts"),
        ("gemeinde=999", "999"),
        ("sprache=xx", "xx"),
        ("thema=%00%FF", ""),
        ("zielgruppe='", "&#x27;"),
        ("art=1&art=2&art=3&art=4", "1"),
        ("seite=99", "99"),
        ("seite=-1", "-1"),
        ("sort=zufall", "zufall"),
        ("q=%F0%9F%A4%B7", "🤷"),
        ("q=" + "ä" * 900, "200"),
        ("q=%D9%85%D8%B1%D8%AD%D8%A8%D8%A7", ""),
    ],
)
def test_unknown_values_give_the_page_with_a_message(client, district, query, word):
    response = client.get(f"/netzwerk/?{query}")
    assert response.status_code == 200
    assert word in response.content.decode()
    assert client.get(f"/netzwerk.json?{query}").status_code == 200


def test_words_find_names_and_offers_in_any_spelling(district):
    make_offer(district["direct"], "Deutschförderung für Eltern")
    assert names("q=deutschfoerderung") == ["Direkt"]
    assert names("q=direkt+eltern") == ["Direkt"]
    assert names("q=weitere") == ["Weitere Adresse"]


def test_internal_words_and_unpublished_offers_are_not_searched():
    actor = make_public_actor("Verein", internal_note="Zahlungsverzug")
    make_offer(actor, "Geheimkurs", published=False)
    assert names("q=Zahlungsverzug") == []
    assert names("q=Geheimkurs") == []


def test_orders_are_by_name_unless_asked_otherwise(district):
    Actor.objects.filter(name="Weitere Adresse").update(updated_at=datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC))
    assert names("sort=neu")[0] == "Weitere Adresse"
    assert names("sort=name") == sorted(names())


def test_pages_hold_25_and_all_rows_stand_on_some_page(client):
    for number in range(30):
        make_public_actor(f"Verein {number:02}")
    assert len(listing().actors) == 25
    assert names("seite=2") == [f"Verein {number:02}" for number in range(25, 30)]
    assert 'rel="next"' in text_of(client, "/netzwerk/")


# --- what may be taken along -----------------------------------------------------------------------------------
def test_the_exports_hold_exactly_the_filtered_rows_in_their_order(client, district):
    query, found = "?gemeinde=16077001&sort=name", ["Arbeitet dort", "Direkt"]
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get(f"/netzwerk.csv{query}")).decode())))
    assert [row["Name"] for row in rows] == found
    data = json.loads(client.get(f"/netzwerk.json{query}").content)
    assert [item["name"] for item in data["items"]] == found
    assert data["items"][1]["languages"] == ["Arabisch"]
    assert data["items"][1]["url"] == f"http://testserver/netzwerk/{district['direct'].slug}/"
    cards = vobject.readComponents(b"".join(client.get(f"/netzwerk.vcf{query}")).decode())
    assert [card.fn.value for card in cards] == found


def test_exports_are_not_for_search_engines(client):
    make_public_actor("Verein", slug="verein")
    for address in ("/netzwerk.csv", "/netzwerk.json", "/netzwerk.vcf", "/netzwerk/verein.vcf"):
        assert client.get(address)["X-Robots-Tag"] == "noindex"
    assert client.get("/netzwerk.pdf").status_code == 404


def test_an_export_of_many_holds_all_of_them(client):
    for number in range(620):
        make_public_actor(f"Verein {number:03}")
    assert len(json.loads(client.get("/netzwerk.json").content)["items"]) == 620


def test_a_formula_in_a_name_is_defused_in_the_table(client):
    make_public_actor('=HYPERLINK("x")')
    assert "'=HYPERLINK" in b"".join(client.get("/netzwerk.csv")).decode()


def test_the_address_card_is_read_back_with_umlauts_and_special_characters(client):
    name, note = "Müßiggang; Verein, Ärla \\ e. V. " + "ü" * 80, "Erste Zeile\nZweite; Zeile"
    make_public_actor(
        name, slug="karte", email="a@example.org", phone="+49 3447 1", street="Straße 1", postal_code="04600",
        city="Gößnitz", website="https://karte.example.org/", description=note,
    )  # fmt: skip
    response = client.get("/netzwerk/karte.vcf")
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert 'filename="karte.vcf"' in response["Content-Disposition"]
    assert all(len(line) <= 76 for line in response.content.split(b"\r\n"))
    card = vobject.readOne(response.content.decode())
    assert (card.fn.value, card.org.value, card.note.value) == (name, [name], note)
    assert (card.adr.value.street, card.adr.value.code, card.adr.value.city) == ("Straße 1", "04600", "Gößnitz")
    assert (card.email.value, card.tel.value, card.url.value) == (
        "a@example.org",
        "+49 3447 1",
        "https://karte.example.org/",
    )


# --- the same for everyone, and constant -----------------------------------------------------------------------
def test_pages_depend_on_nothing_but_address_and_published_data(client):
    make_public_actor("Verein", slug="verein")
    for address in ("/netzwerk/", "/netzwerk/verein/"):
        response = client.get(address)
        assert "Set-Cookie" not in response
        assert "csrf" not in response.content.decode().lower()


def test_with_and_without_htmx_the_page_is_the_same(client, district):
    plain = client.get("/netzwerk/?feld=sprache&leer=")
    swapped = client.get("/netzwerk/?feld=sprache&leer=", headers={"HX-Request": "true"})
    assert plain.content == swapped.content
    assert swapped["HX-Push-Url"] == "/netzwerk/?feld=sprache"


def fill(number):
    """Public actors with relations and an offer each."""
    field, language = make_field(), make_language("Arabisch", "ar")
    for _ in range(number):
        actor = make_public_actor(kind=make_kind(), municipality=make_municipality(), description="Sprachkurse")
        actor.fields.add(field)
        actor.languages.add(language)
        make_offer(actor).fields.add(field)


@pytest.mark.parametrize(
    "address", ["/netzwerk/", "/netzwerk/?sprache=ar", "/netzwerk/?q=sprachkurs", "/netzwerk.json", "/netzwerk.vcf"]
)
def test_a_list_takes_the_same_queries_for_any_number_of_actors(client, django_assert_max_num_queries, address):
    client.get("/netzwerk/")  # settings and the like are read once
    counts = []
    for number in (3, 20):
        fill(number)
        with django_assert_max_num_queries(20) as captured:
            response = client.get(address)
            b"".join(response) if response.streaming else response.content
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_page_takes_the_same_queries_for_any_number_of_offers(client, django_assert_max_num_queries):
    actor = make_public_actor("Verein", slug="verein")
    client.get("/netzwerk/verein/")
    counts = []
    for _ in range(2):
        for number in range(4):
            offer = make_offer(actor, f"Angebot {number}")
            OpeningHours.objects.create(offer=offer, weekday=1, opens=datetime.time(9), closes=datetime.time(10))
            person = make_person(**PERMISSION)
            PersonRole.objects.create(person=person, actor=actor)
            make_public_actor(carrier=actor, kind=make_kind())
        with django_assert_max_num_queries(30) as captured:
            client.get("/netzwerk/verein/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_cached_counts_follow_every_change_and_the_day(django_assert_num_queries):
    actor = make_public_actor("Verein")
    field = make_field(slug="sprache")
    offer = make_offer(actor, until=datetime.date(2026, 11, 23))
    assert listing("feld=sprache").hit_count == 0
    offer.fields.add(field)
    assert listing("feld=sprache").hit_count == 1
    with django_assert_num_queries(1):
        facets.load()
    with time_machine.travel("2026-11-24 09:00+01:00", tick=False):
        assert listing("feld=sprache").hit_count == 0
