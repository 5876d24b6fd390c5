"""The frame around all pages: axe on public and office pages, light and dark, wide and narrow, without JavaScript."""

import gzip
import re

import brotli
import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_field, make_measure, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = (
    "/",
    "/en/",
    "/suche/",
    "/suche/?q=Sprach",
    "/suche/?q=nichtsdergleichen",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/konto/anmelden/",
    "/konto/passwort/vergessen/",
    "/konto/registrieren/",
)
OFFICE = (
    "/intern/",
    "/intern/massnahmen/",
    "/intern/massnahmen/neu/",
    "/intern/massnahmen/import/",
    "/intern/akteure/",
    "/intern/akteure/neu/",
    "/intern/akteure/import/",
    "/intern/personen/",
    "/intern/konten/",
    "/intern/konten/einladen/",
    "/intern/rahmen/",
    "/intern/auftraege/",
    "/intern/einstellungen/",
    "/intern/einstellungen/verlauf/",
    "/konto/profil/",
    "/konto/passwort/aendern/",
)


@pytest.fixture
def content():
    field = make_field(name="Sprache", slug="sprache", hue="indigo", pictogram="speech")
    return [
        make_measure(f"Sprachcafé {number}", field=field, number=f"1.{number}", published=True)
        for number in range(1, 4)
    ]


def sideways(page):
    """How many pixels the page can be scrolled sideways."""
    return page.evaluate("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_public_pages(page, content, scheme):
    page.emulate_media(color_scheme=scheme)
    for path in PUBLIC:
        page.goto(path)
        assert findings(page) == [], path


def test_nothing_is_cut_off_at_360_pixels(narrow_page, content):
    for path in PUBLIC:
        narrow_page.goto(path)
        assert sideways(narrow_page) == 0, path
        assert findings(narrow_page) == [], path


def test_axe_finds_nothing_in_the_office(page, content):
    user = make_user("admin")
    log_in(page, user.email, PASSWORD)
    measure = content[0]
    pages = (*OFFICE, measure.get_office_url(), f"{measure.get_office_url()}bearbeiten/")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for path in pages:
            assert page.goto(path).status == 200, path
            assert findings(page) == [], (path, width)
            assert sideways(page) == 0, (path, width)


def test_menus_open_without_javascript(plain_page, content):
    plain_page.set_viewport_size({"width": 360, "height": 740})
    plain_page.goto("/")
    link = plain_page.locator(".p-nav__list a", has_text="Maßnahmen")
    expect(link).to_be_hidden()
    plain_page.locator(".p-menu-button").click()
    expect(link).to_be_visible()
    link.click()
    expect(plain_page).to_have_url(re.compile(r"/massnahmen/$"))


def test_the_skip_link_comes_first_and_leads_to_the_content(page, content):
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator(".p-skip")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#inhalt$"))
    expect(page.locator("main")).to_be_focused()


def test_light_and_dark_stay_as_chosen(page, content):
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.locator("[data-theme-switch]").click()
    page.goto("/impressum/")
    assert page.evaluate("document.documentElement.dataset.kernTheme") == "dark"
    assert findings(page) == []
    assert page.context.cookies() == []


def test_errors_take_the_focus_and_lead_to_the_field(page):
    page.goto("/konto/anmelden/")
    page.fill("input[name=login]", "niemand@example.org")
    page.fill("input[name=password]", "falsch")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".p-errors")).to_be_focused()
    assert findings(page) == []


def test_unknown_addresses_and_closed_pages(page, content):
    page.watch.expect("404")
    page.goto("/gibt-es-nicht/")
    assert findings(page) == []
    page.watch.expect("403")
    log_in(page, make_user("council").email, PASSWORD)
    page.goto("/intern/massnahmen/")
    assert findings(page) == []


def test_first_and_repeated_visits_are_small(page, content):
    """Counted as the server sends it: files packed with Brotli, pages with gzip, fonts as they are; 1 KB of headers each."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # Playwright takes no built-in
    for path in ("/", "/massnahmen/", content[0].get_absolute_url()):
        answers.clear()
        page.goto(path, wait_until="networkidle")
        files, document = 0, 0
        for answer in answers:
            body = answer.body()
            if answer.request.resource_type == "document":
                document = len(gzip.compress(body)) + 1000
            else:
                files += (len(body) if answer.url.endswith(".woff2") else len(brotli.compress(body))) + 1000
        assert document <= 20_000, path
        assert files + document <= 150_000, path
        if path == "/":
            assert files > 30_000  # the first page really fetched the files
