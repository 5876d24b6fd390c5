"""Pages of the advisory log: axe and no sideways scrolling, wide and narrow; a note is two clicks away from anywhere."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from actors.models import AdvisoryEntry
from tests.browser.conftest import log_in
from tests.browser.test_coordination_pages import check
from tests.builders import PASSWORD, make_actor, make_field, make_person, make_user
from tests.builders_advisory import make_advice, make_topic

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Verwaltungsmitarbeitendenfortbildungsveranstaltungsreihe"


@pytest.fixture
def notes():
    """An open note with everything in it and long words, a confidential one of somebody else, and one of the office."""
    today = timezone.localdate()
    actor = make_actor("Landesarbeitsgemeinschaftswohlfahrtspflegeverband")
    office = make_user("office", name="Mara Muster")
    values = {"happened_on": today, "actors": [actor], "persons": [make_person("Al-Beispiel")], "author": office}
    note = make_advice(
        LONG, text=f"{LONG} و مرحبا", result=LONG, follow_up_on=today, follow_up_text=LONG, responsible=office,
        duration_minutes=90, is_advice=True, topic=make_topic("Aufenthalt und Einbürgerung"),
        field=make_field(name="Interkulturelle Öffnung", slug="oeffnung"), **values,
    )  # fmt: skip
    own = make_advice("Vertraulich", is_confidential=True, colleagues=[make_user("office")], **values)
    closed = make_advice("Verschlossen", is_confidential=True)
    return {"office": office, "actor": actor, "note": note, "own": own, "closed": closed}


def test_pages_of_the_advisory_log(page, notes):
    log_in(page, notes["office"].email, PASSWORD)
    home, note, own = reverse("actors:advice_list"), notes["note"], notes["own"]
    check(
        page,
        (
            home, f"{home}?q=gibtesnicht", f"{home}?offen=ja&sort=nachfassen", f"{home}neu/", f"{home}zahlen/",
            f"{home}zahlen/?von=2020-01-01&bis=2020-12-31", note.get_absolute_url(), own.get_absolute_url(),
            f"{note.get_absolute_url()}bearbeiten/", f"{own.get_absolute_url()}bearbeiten/",
            f"{note.get_absolute_url()}verschieben/", notes["actor"].get_absolute_url(), "/intern/",
        ),
    )  # fmt: skip


def test_pages_of_emergency_access(page, notes):
    user = make_user("office")
    user.groups.add(Group.objects.get_or_create(name="emergency")[0])
    log_in(page, user.email, PASSWORD)
    check(page, (reverse("actors:advice_emergencies"), reverse("actors:advice_emergency", args=[notes["closed"].pk])))


@pytest.mark.parametrize("width", [1280, 360])
def test_a_note_is_written_two_clicks_from_anywhere(page, notes, width):
    log_in(page, notes["office"].email, PASSWORD)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/intern/kalender/")
    page.locator("summary", has_text="Neu").click()
    page.get_by_role("link", name="Kontaktnotiz", exact=True).click()
    page.wait_for_url(f"**{reverse('actors:advice_new')}")
    page.fill("[name=subject]", "Anruf wegen Räumen")
    page.locator("main form button.kern-btn--primary[type=submit]").click()
    page.get_by_role("heading", name="Anruf wegen Räumen").wait_for()
    written = AdvisoryEntry.objects.get(subject="Anruf wegen Räumen")
    assert (written.author, written.happened_on) == (notes["office"], timezone.localdate())


def test_a_long_list_is_narrowed_down_by_typing(page, notes):
    for index in range(20):
        make_actor(f"Müller-Stiftung {index:02d}" if index % 2 else f"Verein {index:02d}")
    log_in(page, notes["office"].email, PASSWORD)
    page.goto(reverse("actors:advice_new"))
    page.get_by_label("Verein 04").check()
    page.get_by_label("Eingrenzen: Akteure").fill("muller 07")
    rows = page.locator("#id_actors_list .kern-form-check:visible")
    assert sorted(rows.all_inner_texts()) == ["Müller-Stiftung 07", "Verein 04"]
