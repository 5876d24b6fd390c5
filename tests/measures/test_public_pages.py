"""The listing and the detail page as a reader, a search engine and a database see them."""

import datetime
import re

import pytest

from integration_portal.core.models import SiteSettings
from measures.models import MeasurePlacement
from tests.builders import make_field, make_framework, make_goal, make_measure, make_municipality
from tests.measures.public_data import make_district

pytestmark = pytest.mark.django_db

ALL_FILTERS = "q=e&status=planned&status=idea&gemeinde=landkreisweit&von=2025-01-01&bis=2027-01-01&sort=name"


def links(page):
    return re.findall(r'class="p-card__title"[^>]*><a href="([^"]+)"', page)


@pytest.mark.parametrize("number", [5, 60])
@pytest.mark.parametrize(
    "query", ["", "?sort=name", "?q=sprachcafe", f"?{ALL_FILTERS}", "?feld=%00&seite=99", "?seite=2"]
)
def test_at_most_eight_queries_whatever_the_size_and_filter(client, django_assert_max_num_queries, number, query):
    district = make_district(number)
    client.get("/massnahmen/")
    if query.startswith("?q=e"):
        query += "".join(f"&feld={field.slug}" for field in district.fields) + f"&traeger={district.actors[0].slug}"
        query += f"&zielgruppe={district.groups[0].slug}"
    with django_assert_max_num_queries(8):
        assert client.get(f"/massnahmen/{query}").status_code == 200


@pytest.mark.parametrize("sort", ["", "?sort=name"])
def test_pages_hold_25_and_each_measure_once(client, sort):
    for _ in range(60):
        make_measure("Gleicher Titel", published=True)
    glue = "&" if sort else "?"
    pages = [links(client.get(f"/massnahmen/{sort}{glue}seite={number}").content.decode()) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert len({link for page in pages for link in page}) == 60


def test_the_way_from_page_to_page_keeps_the_filter(client):
    for _ in range(30):
        make_measure(published=True, status="idea")
    page = client.get("/massnahmen/?status=idea&sort=name").content.decode()
    assert 'href="/massnahmen/?status=idea&amp;sort=name&amp;seite=2" rel="next"' in page
    assert 'href="/en/massnahmen/?status=idea&amp;sort=name"' in page
    assert 'href="/massnahmen.csv?status=idea&amp;sort=name"' in page


def test_the_head_names_canonical_address_feed_and_languages(client):
    make_measure(published=True, status="idea")
    head = client.get("/massnahmen/?status=idea&utm_source=x").content.decode().split("</head>")[0]
    assert '<link rel="canonical" href="http://testserver/massnahmen/?status=idea">' in head
    assert 'type="application/atom+xml"' in head
    assert 'hreflang="en"' in head
    assert "<title>Maßnahmen" in head or "<title>Measures" in head


def test_cards_say_field_number_place_period_and_status(client):
    field = make_field(name="Sprache", hue="indigo", pictogram="speech")
    measure = make_measure(
        "Sprachcafé",
        field=field,
        number="2.10",
        published=True,
        status="in_progress",
        start_on=datetime.date(2026, 1, 1),
        start_precision="month",
    )
    measure.municipalities.add(make_municipality("Altenburg"))
    page = client.get("/massnahmen/").content.decode()
    card = page[page.index('class="p-card"') :].split("</li>\n")[0]
    for text in ("Sprache", "2.10", "p-hue-indigo", "#i-field-speech", "Altenburg", measure.lead.name, "2026"):
        assert text in page
    assert "#i-st-in-progress" in page
    assert card


def test_a_card_says_which_further_field_it_was_found_by(client):
    framework = make_framework()
    primary, further = make_field(framework, name="Sprache"), make_field(framework, name="Bildung", slug="bildung")
    measure = make_measure(field=primary, published=True)
    measure.further_fields.add(further)
    assert client.get("/massnahmen/").context["listing"].measures[0].also_in == []
    response = client.get("/massnahmen/?feld=bildung")
    assert response.context["listing"].measures[0].also_in == ["Bildung"]


def test_an_empty_listing_offers_a_way_out(client):
    page = client.get("/massnahmen/").content.decode()
    assert "p-empty" in page
    make_measure(published=True)
    page = client.get("/massnahmen/?q=gibtesnicht").content.decode()
    assert "p-empty" in page
    assert 'href="/massnahmen/"' in page[page.index("p-empty") :]


def test_htmx_gets_the_same_page_and_the_clean_address(client):
    make_measure(published=True)
    plain = client.get("/massnahmen/?status=planned&q=&von=")
    swapped = client.get("/massnahmen/?status=planned&q=&von=", headers={"HX-Request": "true", "HX-Target": "ergebnis"})
    assert swapped.content == plain.content
    assert swapped["HX-Push-Url"] == "/massnahmen/?status=planned"
    assert "HX-Push-Url" not in plain


TITLES = [
    "<script>alert(1)</script>",
    "ברוכים הבאים",
    "مرحبا بكم",
    "Café 😀 ÄÖÜß",
    "a" * 250,
    "' onmouseover='x",
    "{{ 7|add:7 }}",
]


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_shown_as_text(client, title):
    measure = make_measure(title, published=True, summary=title[:200], public_text=title, period_note=title[:100])
    for path in ("/massnahmen/", "/massnahmen/?q=a", f"/massnahmen/{measure.slug}/", f"/en/massnahmen/{measure.slug}/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert f">{title}<" not in page or "<" not in title


def test_the_detail_page_carries_microdata_chain_and_facts(client):
    field = make_field(name="Sprache")
    goal = make_goal(field, title="Orte zum Sprechen", code="2.1")
    measure = make_measure(
        "Sprachcafé", field=field, number="2.3", published=True, kind="event_series", start_on=datetime.date(2026, 1, 6)
    )
    measure.goals.add(goal)
    page = client.get(f"/massnahmen/{measure.slug}/").content.decode()
    assert 'itemscope itemtype="https://schema.org/EventSeries"' in page
    assert '<meta itemprop="startDate" content="2026-01-06">' in page
    assert 'itemprop="organizer"' in page
    chain = page[page.index('class="p-chain ') : page.index('class="p-detail"')]
    assert chain.index("Sprache") < chain.index("Orte zum Sprechen") < chain.index('aria-current="step"')
    assert "<script>" not in page
    assert "style=" not in page


def test_markdown_is_cleaned(client):
    text = "**fett** <img src=x onerror=alert(1)> [böse](javascript:alert(1))"
    measure = make_measure(published=True, public_text=text, description="Nur intern gedacht")
    page = client.get(f"/massnahmen/{measure.slug}/").content.decode()
    assert "<strong>fett</strong>" in page
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page
    assert "Nur intern gedacht" not in page


def test_detail_queries_do_not_grow(client, django_assert_max_num_queries):
    make_district(30, hidden=False)
    measure = make_measure(field=make_field(), published=True)
    SiteSettings.load()
    with django_assert_max_num_queries(17):
        client.get(f"/massnahmen/{measure.slug}/")


def test_places_in_two_frameworks_are_both_told(client):
    old = make_framework(
        title="Alte Leitlinien", valid_from=datetime.date(2010, 1, 1), valid_until=datetime.date(2018, 1, 1)
    )
    old_field, new_field = make_field(old, name="Altes Feld"), make_field(name="Neues Feld")
    measure = make_measure(field=new_field, number="2.3", published=True)
    MeasurePlacement.objects.create(measure=measure, field=old_field, number="7.1")
    page = client.get(f"/massnahmen/{measure.slug}/").content.decode()
    facts = page[page.index("Alte Leitlinien") :]
    assert page.index("Neues Feld") < page.index("Alte Leitlinien")
    assert facts.index("Altes Feld") < facts.index("7.1")


def test_english_pages_speak_english(client):
    field = make_field(name="Sprache", name_en="Language")
    make_measure("Sprachcafé", field=field, published=True)
    page = client.get("/en/massnahmen/").content.decode()
    assert '<html lang="en"' in page
    assert "Language" in page
    assert "1 measure" in page
    assert "/en/massnahmen/" in page
