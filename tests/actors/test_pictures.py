"""Pictures of the network: graph, table of offers and gaps, map; their numbers agree with the lists behind them."""

import datetime
import re
import xml.etree.ElementTree as ET

import pytest
import time_machine
from django.http import QueryDict

from actors.models import Actor, ActorRelation, Offer
from actors.pictures import graph as graph_page
from actors.pictures.graph import Network
from actors.pictures.matrix import Matrix
from actors.pictures.places import PlacesMap
from integration_portal.core.models import Municipality, MunicipalityBoundary
from tests.builders import (
    make_actor,
    make_field,
    make_framework,
    make_measure,
    make_municipality,
    make_target_group,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGES = (
    "/intern/netzwerk/",
    "/intern/netzwerk/angebote-und-luecken/",
    "/intern/netzwerk/karte/",
    "/intern/netzwerk/angebote/",
)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-11-23 09:00+01:00", tick=False):
        yield


@pytest.fixture
def office(client):
    Municipality.objects.all().delete()
    user = make_user("office")
    client.force_login(user)
    return user


def relate(one, other, kind="cooperates", **values):
    if kind == "cooperates" and one.pk > other.pk:
        one, other = other, one
    return ActorRelation.objects.create(actor=one, other=other, kind=kind, **values)


def make_offer(actor=None, *, fields=(), places=(), groups=(), **values):
    offer = Offer.objects.create(actor=actor or make_actor(), title="Beratung", **values)
    offer.fields.set(fields)
    offer.municipalities.set(places)
    offer.target_groups.set(groups)
    return offer


def network(user, query=""):
    return Network(user, QueryDict(query))


def names(user, query=""):
    return [circle.name for circle in network(user, query).circles]


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# --- graph ---------------------------------------------------------------------------------------------------
def test_circles_come_by_what_is_counted_then_by_relations(office):
    small, large, alone = make_actor("Klein"), make_actor("Groß"), make_actor("Allein")
    make_measure(lead=large)
    make_measure(lead=alone).partner_links.create(actor=large)
    make_measure(lead=large, archived_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    relate(small, large)
    shown = network(office)
    assert [(circle.name, circle.number) for circle in shown.circles] == [("Groß", 2), ("Allein", 1), ("Klein", 0)]
    assert [circle.number for circle in network(office, "zaehlt=angebote").circles] == [0, 0, 0]
    make_offer(small)
    assert names(office, "zaehlt=angebote")[0] == "Klein"


def test_lines_are_relations_in_force_today_and_carriers(office):
    one, other, third = make_actor("A"), make_actor("B"), make_actor("C")
    relate(one, other, since=datetime.date(2026, 11, 23), until=datetime.date(2026, 11, 23))
    relate(one, other, "funds", until=datetime.date(2026, 11, 22))
    Actor.objects.filter(pk=third.pk).update(carrier=one)
    shown = network(office)
    assert sorted(kind for _one, _other, kind in shown.links) == ["cooperates", "traeger"]
    assert [(kind, number) for kind, _words, number in shown.kinds] == [("cooperates", 1), ("traeger", 1)]


def test_archived_actors_are_not_in_the_picture(office):
    gone = make_actor("Ehemals", archived_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    relate(gone, make_actor("Da"))
    shown = network(office)
    assert ([circle.name for circle in shown.circles], shown.links) == (["Da"], [])


def test_filters_narrow_by_field_municipality_and_kind_of_relation(office):
    field = make_field(make_framework(), slug="sprache")
    place = make_municipality("Altenburg", ags="16077001")
    one, two, three = make_actor("Eins"), make_actor("Zwei", municipality=place), make_actor("Drei")
    one.fields.add(field)
    three.municipalities.add(place)
    relate(one, three, "funds")
    relate(two, three)
    assert names(office, "feld=sprache") == ["Eins"]
    assert sorted(names(office, "gemeinde=16077001")) == ["Drei", "Zwei"]
    assert sorted(names(office, "beziehung=foerderung")) == ["Drei", "Eins"]
    assert network(office, "beziehung=mitgliedschaft").circles == []


@pytest.mark.parametrize(
    "query", ["feld=x", "gemeinde=1", "beziehung=%00", "zaehlt=alles", "zeige=x", "seite=-5", "zielgruppe=x"]
)
def test_unknown_values_give_the_page_with_a_message(client, office, query):
    for address in PAGES:
        page(client, f"{address}?{query}")
    assert network(office, "feld=x").notices == ["„x“ ist hier nicht bekannt und wurde weggelassen."]


def test_the_page_holds_the_picture_and_the_same_as_a_table(client, office):
    field = make_field(make_framework(), name="Sprache", hue="sea")
    one, two = make_actor("جمعية <b>المثال"), make_actor("Müller & Söhne")
    one.fields.add(field)
    make_measure(lead=one)
    relate(one, two, "funds")
    text = page(client, "/intern/netzwerk/")
    picture = ET.fromstring(re.search(r'<svg class="p-graph".*?</svg>', text, re.S).group())
    links = [element for element in picture.iter() if element.tag == "a"]
    assert [link.get("href") for link in links] == [f"/intern/akteure/{one.pk}/", f"/intern/akteure/{two.pk}/"]
    assert links[0].find("title").text == "جمعية <b>المثال · 1 Maßnahme · Sprache · 1 Beziehung"
    assert links[0].get("class") == "p-hue-sea"
    table = text[text.index("<table") :]
    for words in ("المثال", "Müller &amp; Söhne", "fördert", "Sprache"):
        assert words in table


def test_a_relation_reads_right_from_both_sides(client, office):
    fund, club = make_actor("Stiftung"), make_actor("Verein")
    relate(fund, club, "funds")
    words = re.sub(r"<[^>]+>|\s+", " ", page(client, "/intern/netzwerk/"))
    assert len(re.findall(r"fördert:\s+Verein", words)) == 1
    assert len(re.findall(r"wird gefördert von:\s+Stiftung", words)) == 1


def test_only_the_largest_are_drawn_and_the_page_says_so(office, monkeypatch):
    monkeypatch.setattr(graph_page, "MOST", 3)
    for number in range(5):
        make_actor(f"Verein {number}")
    shown = network(office)
    assert len(shown.circles) == 3
    assert "3 größten von 5" in shown.notices[0]


def test_the_largest_network_stays_below_300_kilobytes(client, office):
    actors = Actor.objects.bulk_create(
        Actor(name=f"Wohlfahrtsverband Beispielkreis {number}", slug=f"v-{number}", sort_name=f"{number:03}") for number in range(500)
    )  # fmt: skip
    pairs = [(one, other) for one in range(500) for other in range(one + 1, min(one + 5, 500))][:2000]
    ActorRelation.objects.bulk_create(
        ActorRelation(actor=actors[one], other=actors[other], kind="cooperates") for one, other in pairs
    )
    response = client.get("/intern/netzwerk/")
    assert len(response.content) <= 300 * 1024
    assert response.content.count(b"<title>Wohlfahrtsverband") == 500


# --- offers and gaps -------------------------------------------------------------------------------------------
@pytest.fixture
def district(office):
    framework = make_framework()
    fields = [
        make_field(framework, name=name, slug=name.lower(), order=place)
        for place, name in enumerate(("Sprache", "Arbeit"))
    ]
    places = [
        make_municipality(name, ags=f"1607700{number}") for number, name in enumerate(("Altenburg", "Gößnitz"), 1)
    ]
    groups = [make_target_group(name, slug=name.lower()) for name in ("Familien", "Jugend")]
    make_offer(fields=fields[:1], places=places[:1], groups=groups)
    make_offer(fields=fields, groups=groups[:1])
    make_offer(fields=fields[:1], places=places[:1], until=datetime.date(2026, 11, 22))
    make_offer(make_actor(archived_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)), fields=fields, places=places)
    measure = make_measure(field=fields[0], is_district_wide=True)
    measure.municipalities.set(places[1:])
    measure.target_groups.set(groups[1:])
    make_measure(field=fields[0], archived_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)).municipalities.set(
        places
    )
    return {"fields": fields, "places": places, "groups": groups}


def cells(user, query=""):
    """{(row, column): (level, numbers)} of the table."""
    matrix = Matrix(user, QueryDict(query))
    return {
        (row.value, column.value): (cell.level, [number for number, _words, _url in cell.numbers])
        for row, found in matrix.table
        for column, cell in zip(matrix.columns, found, strict=True)
    }


def test_the_table_shows_numbers_district_wide_things_and_gaps(office, district):
    assert cells(office) == {
        ("landkreisweit", "sprache"): ("some", [1, 1]),
        ("landkreisweit", "arbeit"): ("some", [1]),
        ("16077001", "sprache"): ("some", [1]),
        ("16077001", "arbeit"): ("wide", []),
        ("16077002", "sprache"): ("some", [1]),
        ("16077002", "arbeit"): ("wide", []),
    }


def test_the_third_of_field_place_and_group_narrows_the_table(office, district):
    assert cells(office, "zielgruppe=jugend")["landkreisweit", "arbeit"] == ("gap", [])
    assert cells(office, "zielgruppe=jugend")["16077001", "arbeit"] == ("gap", [])
    by_group = cells(office, "zeige=zielgruppen&gemeinde=16077001")
    assert by_group["jugend", "sprache"] == ("some", [1])
    assert by_group["familien", "arbeit"] == ("wide", [])
    assert by_group["jugend", "arbeit"] == ("gap", [])
    assert cells(office, "zeige=orte-zielgruppen&feld=arbeit")["landkreisweit", "familien"] == ("some", [1])


def test_gaps_are_named_in_words(client, office, district):
    matrix = Matrix(office, QueryDict("zielgruppe=jugend"))
    assert matrix.gaps == [("Altenburg", ["Arbeit"]), ("Gößnitz", ["Arbeit"])]
    text = page(client, f"{PAGES[1]}?zielgruppe=jugend")
    assert "Lücke: nichts" in text
    assert "<b>Gößnitz:</b> Arbeit" in text


QUERIES = ["", "zielgruppe=familien", "zeige=zielgruppen", "zeige=zielgruppen&gemeinde=landkreisweit",
           "zeige=zielgruppen&gemeinde=16077001", "zeige=orte-zielgruppen&feld=sprache"]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_each_number_leads_to_a_list_of_exactly_so_many(client, office, district, query):
    matrix = Matrix(office, QueryDict(query))
    found = [number for _row, row in matrix.table for cell in row for number in cell.numbers]
    assert found
    for number, _words, url in found:
        assert client.get(url).context["page_obj"].paginator.count == number


def test_the_list_of_offers_shows_where_and_for_whom(client, office, district):
    text = page(client, "/intern/netzwerk/angebote/")
    assert "2 Angebote, die heute laufen" in text
    for words in ("Altenburg", "Familien", "landkreisweit", "Sprache"):
        assert words in text
    assert "Kein Angebot passt" in page(client, "/intern/netzwerk/angebote/?gemeinde=16077002")


# --- map ------------------------------------------------------------------------------------------------------
def outline(place, x=12.4):
    ring = [[x, 51], [x + 0.1, 51], [x + 0.1, 51.1], [x, 51.1], [x, 51]]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
    return MunicipalityBoundary.objects.create(municipality=place, geometry=geometry, source="© Muster")


def test_without_outlines_the_page_shows_the_list_and_how_to_supply_them(client, office, district):
    text = page(client, "/intern/netzwerk/karte/?zaehlt=angebote")
    assert "manage.py import_boundaries" in text
    assert "p-map__area--1" in text
    assert '<svg class="p-map"' not in text


def test_the_map_shows_each_outline_with_its_number_list_first(client, office, district):
    outline(district["places"][0])
    text = page(client, "/intern/netzwerk/karte/?zaehlt=angebote")
    assert text.index("p-maplist") < text.index('<svg class="p-map"')
    assert "<title>Altenburg: 1 Angebot</title>" in text
    assert "Umrisse: © Muster" in text
    assert re.search(r"Ohne Umriss[^<]*Gößnitz", text)
    assert "import_boundaries" not in text


def test_the_map_counts_what_is_chosen_and_leads_to_exactly_that(client, office, district):
    for query in ("zaehlt=angebote", "zaehlt=massnahmen", "zaehlt=angebote&zielgruppe=familien&feld=sprache"):
        shown = PlacesMap(office, QueryDict(query))
        rows = [shown.district_wide, *shown.places]
        assert any(place.number for place in rows)
        for place in rows:
            if place.number:
                assert client.get(place.url).context["page_obj"].paginator.count == place.number


# --- for all ----------------------------------------------------------------------------------------------------
def test_pages_of_an_empty_portal_say_so(client, office):
    for address in PAGES:
        page(client, address)


def test_pictures_are_for_those_who_read_everything(client):
    for role, status in (("reader", 200), ("contributor", 403), ("council", 403)):
        client.force_login(make_user(role))
        assert {client.get(address).status_code for address in PAGES} == {status}


@pytest.mark.parametrize("address", [*PAGES, "/intern/netzwerk/karte/?zaehlt=angebote"])
def test_a_page_takes_the_same_queries_whatever_there_is(client, office, django_assert_max_num_queries, address):
    client.get(address)
    counts = []
    for _ in range(2):
        framework = make_framework()
        for number in range(8):
            field, place, group = make_field(framework), make_municipality(), make_target_group()
            actor, other = make_actor(municipality=place), make_actor()
            actor.fields.add(field)
            relate(actor, other)
            make_offer(actor, fields=[field], places=[place], groups=[group])
            make_measure(field=field, lead=actor).municipalities.add(place)
            outline(place, 12 + number / 10)
        with django_assert_max_num_queries(30) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]
