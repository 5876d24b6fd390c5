"""A citizen looks for measures: with htmx, without JavaScript, on a phone, in the dark; axe finds nothing."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.builders import make_field, make_framework, make_goal, make_measure, make_municipality, make_target_group

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def measures():
    """Thirty measures in two fields, most of them planned."""
    framework = make_framework(body="## Vorwort\n\nText")
    fields = [
        make_field(
            framework,
            name="Sprache",
            name_en="Language",
            slug="sprache",
            hue="indigo",
            pictogram="speech",
            description="Deutsch lernen.",
        ),
        make_field(
            framework, name="Bildung", slug="bildung", hue="petrol", pictogram="cap", guideline_text="Wort für Wort."
        ),
    ]
    goal = make_goal(fields[0], code="1.1", title="Orte zum Sprechen schaffen")
    place, group = make_municipality("Altenburg"), make_target_group("Familien")
    made = []
    for number in range(30):
        measure = make_measure(
            f"Sprachcafé {number}" if number % 2 else f"Lernort {number}",
            field=fields[number % 2 == 0],
            number=f"1.{number}" if number % 2 else f"2.{number}",
            published=True,
            status="planned" if number % 3 else "completed",
            start_on=datetime.date(2026, 12, 1),
            public_text="Was **geschieht**.",
        )
        measure.municipalities.add(place)
        measure.target_groups.add(group)
        measure.goals.add(goal)
        made.append(measure)
    return made


def test_filtering_with_htmx_keeps_address_back_share_and_language(page, measures):
    page.goto("/massnahmen/")
    page.locator("#filter-feld-sprache").check()
    expect(page).to_have_url(re.compile(r"/massnahmen/\?feld=sprache$"))
    expect(page.locator(".p-card")).to_have_count(15)
    expect(page.locator("#filter-feld-sprache")).to_be_focused()
    expect(page.locator("a#sprache-en")).to_have_attribute("href", "/en/massnahmen/?feld=sprache")
    page.locator("#filter-status-completed").check()
    expect(page).to_have_url(re.compile(r"\?feld=sprache&status=completed$"))
    expect(page.locator(".p-card")).to_have_count(5)
    page.locator(".p-chip", has_text="Sprache").click()
    expect(page).to_have_url(re.compile(r"/massnahmen/\?status=completed$"))
    expect(page.locator("#filter-feld-sprache")).not_to_be_checked()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?feld=sprache&status=completed$"))
    expect(page.locator("#filter-feld-sprache")).to_be_checked()
    expect(page.locator(".p-card")).to_have_count(5)
    page.locator("a#sprache-en").click()
    expect(page).to_have_url(re.compile(r"/en/massnahmen/\?feld=sprache&status=completed$"))
    expect(page.locator(".p-card")).to_have_count(5)


def test_paging_and_order_with_htmx(page, measures):
    page.goto("/massnahmen/")
    page.locator(".p-pager a[rel=next]").click()
    expect(page).to_have_url(re.compile(r"seite=2$"))
    expect(page.locator(".p-card")).to_have_count(5)
    page.locator(".p-menu summary").click()
    page.locator(".p-menu__panel a").last.click()
    expect(page).to_have_url(re.compile(r"sort=name$"))
    expect(page.locator(".p-card").first).to_contain_text("Lernort 0")
    page.locator("#filter-feld-sprache").check()
    expect(page).to_have_url(re.compile(r"feld=sprache&sort=name$"))


def test_the_same_without_javascript(plain_page, measures):
    plain_page.goto("/massnahmen/")
    plain_page.locator("#filter-feld-sprache").check()
    plain_page.locator("#q").fill("sprachcafe")
    plain_page.locator(".p-facets__submit button").click()
    expect(plain_page.locator(".p-card")).to_have_count(15)
    expect(plain_page.locator("#filter-feld-sprache")).to_be_checked()
    plain_page.locator(".p-card a").first.click()
    expect(plain_page.locator("h1")).to_contain_text("Sprachcafé")


def test_the_filter_opens_over_the_list_on_a_phone(narrow_page, measures):
    narrow_page.goto("/massnahmen/")
    expect(narrow_page.locator("#filter")).not_to_be_visible()
    narrow_page.locator(".p-filter-button").click()
    expect(narrow_page.locator("#filter")).to_be_visible()
    narrow_page.locator("#filter-feld-sprache").check()
    expect(narrow_page).to_have_url(re.compile(r"feld=sprache$"))
    narrow_page.locator(".p-facets__submit button").click()
    expect(narrow_page.locator("#filter")).not_to_be_visible()
    expect(narrow_page.locator(".p-card")).to_have_count(15)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, measures, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    paths = ["/massnahmen/?feld=sprache&feld=xx&q=sprach", "/massnahmen/?q=gibtesnicht", measures[1].get_absolute_url()]
    for path in [*paths, "/handlungsfelder/", "/handlungsfelder/sprache/", "/handlungsfelder/?rahmen=xx"]:
        page.goto(path)
        assert findings(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
