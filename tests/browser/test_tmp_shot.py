import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
import pytest
from django.core.management import call_command

from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_shot(page):
    call_command("load_framework")
    o = make_user("office")
    log_in(page, o.email, PASSWORD)
    page.goto("/intern/massnahmen/import/")
    page.screenshot(path="/tmp/imp/s0.png", full_page=True)
    page.set_input_files("input[type=file]", "/work/main/tests/data/massnahmenliste_2026.xlsx")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector(".p-importrows")
    page.screenshot(path="/tmp/imp/s1.png", full_page=False)
    page.goto(page.url.split("?")[0] + "?zeige=probleme")
    page.locator(".p-importrow summary").first.click()
    page.screenshot(path="/tmp/imp/s2.png", full_page=True)
    u = page.url.split("?")[0]
    page.goto(u + "spalten/")
    page.screenshot(path="/tmp/imp/s3.png", full_page=True)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(u + "?zeige=probleme")
    page.screenshot(path="/tmp/imp/s4.png", full_page=True)
    print(page.evaluate("document.documentElement.scrollWidth"))
