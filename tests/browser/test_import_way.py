"""The main way through the portal: bring the office's list, settle a problem row, publish it, find it as a citizen."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from measures.models import Measure
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_user

FILE = Path(__file__).parent.parent / "data" / "massnahmenliste_2026.xlsx"
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_list_is_imported_a_problem_settled_and_the_measure_found_by_a_citizen(page, plain_page):
    call_command("load_framework", stdout=StringIO())
    office = make_user("office")
    log_in(page, office.email, PASSWORD)

    page.goto("/intern/massnahmen/")
    page.get_by_role("link", name="Liste einlesen").first.click()
    page.set_input_files("input[type=file]", FILE)
    page.get_by_role("button", name="Liste lesen und prüfen").click()
    expect(page.get_by_role("button", name="33 Zeilen übernehmen")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="33 Zeilen übernehmen").click()
    expect(page.get_by_text("Die Liste wurde übernommen.").first).to_be_visible()
    assert Measure.objects.count() == 33

    page.goto("/intern/massnahmen/?ansicht=zu-klaeren")
    page.get_by_role("link", name="Jobpoint Lucka").click()
    expect(page.get_by_role("heading", level=1, name="Jobpoint Lucka")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="Bearbeiten").click()
    page.fill("input[name=start_on]", "2026-03-01")
    page.fill("input[name=end_on]", "2026-06-30")
    page.fill("textarea[name=summary]", "Beratung für Arbeitsuchende in Lucka.")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="Geklärt").first.click()
    page.get_by_role("link", name="Veröffentlichen").click()
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(page.get_by_role("link", name="Öffentliche Seite").first).to_be_visible()

    plain_page.goto("/massnahmen/")
    plain_page.fill("#filter input[name=q], main input[name=q]", "Lucka")
    plain_page.keyboard.press("Enter")
    plain_page.get_by_role("link", name="Jobpoint Lucka").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Jobpoint Lucka")
    assert "Datum prüfen" not in plain_page.content()
