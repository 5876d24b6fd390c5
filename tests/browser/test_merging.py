"""Two entries of one organisation become one: found, compared, merged by an office worker; axe on every page of the way."""

import pytest
from django.urls import reverse

from actors.models import Actor
from tests.browser.axe import findings
from tests.browser.conftest import log_in
from tests.builders import PASSWORD, make_actor, make_measure, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_office_merges_a_duplicate_with_the_keyboard(page, live_server):
    make_user("office", email="buero@example.org")
    kept = make_actor("Bürgerzentrum Nordstadt", city="Altenburg")
    gone = make_actor("Bürgerzentrum Nordstadt e. V.", city="Meuselwitz", email="post@example.org")
    measure = make_measure("Sprachcafé", lead=gone)
    log_in(page, "buero@example.org", PASSWORD)
    page.goto(reverse("actors:duplicates"))
    assert findings(page) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Vergleichen").press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == (
        "„Bürgerzentrum Nordstadt e. V.“ mit „Bürgerzentrum Nordstadt“ zusammenführen?"
    )
    assert findings(page) == []
    page.get_by_label("Meuselwitz").press("Space")
    page.get_by_label("Beides ist dieselbe Organisation.").press("Space")
    page.get_by_role("button", name="Endgültig zusammenführen").press("Enter")
    page.wait_for_url(f"**{kept.get_absolute_url()}")
    kept.refresh_from_db()
    measure.refresh_from_db()
    assert Actor.objects.count() == 1
    assert (kept.city, kept.email, measure.lead) == ("Meuselwitz", "post@example.org", kept)
    page.goto(reverse("actors:office_detail", args=[gone.pk]))
    assert page.url.endswith(kept.get_absolute_url())
    with page.expect_navigation():
        page.get_by_role("link", name="Was umgezogen ist").click()
    assert findings(page) == []


def test_pages_of_merging_fit_a_telephone_in_dark_colours(page):
    make_user("office", email="buero@example.org")
    kept, gone = (
        make_actor("Nachbarschaftlichkeitszentrum Beispiel"),
        make_actor("Nachbarschaftlichkeitszentrum Beispiel e. V."),
    )
    log_in(page, "buero@example.org", PASSWORD)
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark")
    for path in (
        reverse("actors:duplicates"),
        reverse("actors:merge_choose", args=[kept.pk]),
        reverse("actors:merge", args=[kept.pk, gone.pk]),
    ):
        assert page.goto(path).status == 200
        assert findings(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
