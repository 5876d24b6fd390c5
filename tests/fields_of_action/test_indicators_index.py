"""The public page of all indicators: what it shows of each, hides of small counts, and how many queries it takes."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from fields_of_action import figures
from tests.builders import make_field, make_municipality

from .test_indicators_pages import give, make_indicator

pytestmark = pytest.mark.django_db
PAGE = "/kennzahlen/"


def shown(client, url=PAGE):
    """[(label of the field or "", [(indicator, text of its newest value)])] of the page."""
    return [
        (getattr(field, "label", ""), [(row.name, newest and newest.text) for row, newest in rows])
        for field, _is_old, rows in client.get(url).context["groups"]
    ]


def test_published_indicators_stand_under_their_fields_with_the_newest_value(client):
    first = make_field(name="Sprache")
    second = make_field(first.framework, name="Arbeit")
    for indicator, values in (
        (make_indicator("Beschäftigte", field=second), (100, 120)),
        (make_indicator("Kursplätze", field=first, kind="count"), (40, 2)),
        (make_indicator("Bevölkerung"), (90_000, 89_500)),
        (make_indicator("Entwurf", field=first, is_published=False), (1, 2)),
    ):
        for year, value in enumerate(values, start=2024):
            give(indicator, value, on=datetime.date(year, 12, 31), source="Landesamt")
    make_indicator("Ohne Wert", field=first)
    assert shown(client) == [
        ("Sprache", [("Kursplätze", "2"), ("Ohne Wert", None)]),
        ("Arbeit", [("Beschäftigte", "120")]),
        ("", [("Bevölkerung", "89.500")]),
    ]
    page = client.get(PAGE).content.decode()
    assert ("31.12.2025" in page or "31. Dezember 2025" in page, "Quelle: Landesamt" in page) == (True, True)


def test_small_counts_are_hidden_as_on_the_page_of_the_indicator(client):
    field = make_field(name="Sprache")
    small = make_indicator("Klein", field=field)
    give(small, 12, on=datetime.date(2024, 12, 31))
    give(small, 3)
    places = make_indicator("Nur Orte", field=field)
    give(places, 4, place=make_municipality("Adorf"))
    give(places, 40, place=make_municipality("Bedorf"))
    assert shown(client) == [("Sprache", [("Klein", "unter 5"), ("Nur Orte", "unter 5")])]
    assert ">3<" not in client.get(PAGE).content.decode()
    for row in (small, places):
        one = figures.public_figures([row], below=5)[row.pk]
        assert figures.newest_public_figures([row], below=5)[row.pk] == figures.newest(one)


def test_a_value_that_would_give_away_a_small_one_is_hidden_too(client):
    indicator = make_indicator("Paare")
    give(indicator, 10)
    for name, value in (("Adorf", 4), ("Bedorf", 6)):
        give(indicator, value, place=make_municipality(name))
    assert shown(client) == [("", [("Paare", "10")])]
    alone = make_indicator("Allein")
    give(alone, 3, place=make_municipality("Cedorf"))
    give(alone, 3)
    assert dict(shown(client)[0][1])["Allein"] == "unter 5"


def test_an_empty_page_says_so(client):
    assert "Es sind noch keine Kennzahlen veröffentlicht" in client.get(PAGE).content.decode()


def test_the_page_is_in_the_menu_in_the_crumbs_and_on_the_page_of_the_field(client):
    indicator = make_indicator(field=make_field())
    give(indicator, 10)
    link = f'href="{PAGE}"'
    for url in ("/", indicator.get_absolute_url(), indicator.field.get_absolute_url()):
        assert link in client.get(url).content.decode()
    crumbs = client.get(indicator.get_absolute_url()).context["crumbs"]
    assert [str(url) for _label, url in crumbs] == ["/", PAGE, "None"]
    with translation.override("en"):
        assert client.get("/en/kennzahlen/").status_code == 200


@pytest.mark.parametrize("page", ["0", "9999", "x", "-1", "1" * 400])
def test_any_page_number_gives_the_page(client, page):
    give(make_indicator(), 10)
    assert client.get(f"{PAGE}?seite={page}").status_code == 200


def test_the_page_takes_the_same_queries_whatever_its_length(client):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(PAGE)
        return len(caught)

    def more(number):
        for _number in range(number):
            indicator = make_indicator(field=make_field())
            for year in (2023, 2024, 2025):
                give(indicator, 10, on=datetime.date(year, 12, 31))

    more(2)
    queries()
    small = queries()
    more(30)
    assert queries() == small
