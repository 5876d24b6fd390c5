"""The concept in a browser: axe and small windows on its pages, and the way from a draft to the revision in force."""

import pytest
from django.urls import reverse
from django.utils import timezone

from integration_portal.concept.models import ConceptRevision, Statement
from integration_portal.concept.services import links, process
from integration_portal.core import links as links_core
from tests.browser.conftest import log_in
from tests.browser.test_coordination_pages import check
from tests.builders import PASSWORD, make_attachment, make_field, make_goal, make_measure, make_user
from tests.builders_concept import (
    make_concept,
    make_consultation,
    make_decision,
    make_final,
    make_group,
    make_link,
    make_note,
    make_participation,
    make_phase,
    make_process,
    make_request,
    make_revision,
    make_section,
    make_statement,
    make_survey,
    make_translation,
)

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselbund"
BODY = f"Ein **Absatz** über {LONG}[^1] und مركز اللغة.\n\n- eins\n  - zwei\n\n| Ort | Zahl |\n|---|---|\n| {LONG} | 12 |\n\n[^1]: Quelle"


@pytest.fixture
def world():
    """A text in force, and a draft of it with everything a page can show."""
    field = make_field(hue="indigo", pictogram="speech")
    concept = make_concept(framework=field.framework, title="Integrationskonzept", summary="Wozu es dient.")
    old = make_final(concept, "Fassung 2023", sections=[("Sprache", BODY), ("Wohnen", "Entfällt.")])
    new = make_revision(
        concept, "Entwurf 2027", state="consultation", published_on=timezone.localdate(), preface="Vorwort."
    )
    top = make_section(
        new, "Sprache", BODY.replace("12", "14"), identity=old.sections.order_by("pk").first().identity, field=field
    )
    below = make_section(new, f"Alltag {LONG}", "Neu dazu.", parent=top, field=field)
    measure = make_measure("Sprachcafé", published=True)
    make_link(top, measure=measure, excerpt="Ein Absatz")
    make_link(top, goal=make_goal(field), excerpt="Verschwundene Stelle")
    make_note(top, f"Bitte prüfen {LONG}", kind="task", assigned_to=make_user("office"), due_on=timezone.localdate())
    make_decision(new, measure, "continued")
    make_decision(new)
    make_attachment(top)
    make_translation(top, f"Deutsch lernen {LONG}", BODY)
    links.give_reason(old=old, new=new, identity=top.identity, text="Weil es wirkt.")
    return {"old": old, "new": new, "top": top, "below": below, "measure": measure}


def test_pages_for_everyone(page, world):
    old, new, key = world["old"], world["new"], world["top"].key
    check(
        page,
        (
            "/konzept/", new.get_public_url(), old.get_public_url(), f"{new.get_public_url()}ganz/",
            f"{new.get_public_url()}{key}/", f"{new.get_public_url()}vergleich/{old.slug}/",
            f"{new.get_public_url()}vergleich/{old.slug}/?form=inline&art=all", f"{new.get_public_url()}massnahmen/",
            f"{new.get_public_url()}umsetzung/", f"{new.get_public_url()}{key}/?sprache=de-simple",
            world["measure"].get_absolute_url(),
        ),
    )  # fmt: skip


def test_pages_of_the_office(page, world):
    user = make_user("office")
    log_in(page, user.email, PASSWORD)
    home, section = world["new"].get_absolute_url(), world["top"].get_absolute_url()
    check(
        page,
        (
            reverse("concept:office_list"), home, section, f"{section}bearbeiten/", f"{section}fassungen/", f"{section}teilen/",
            f"{section}verknuepfen/", f"{section}notizen/neu/", f"{section}platz/", f"{home}vergleich/{world['old'].pk}/",
            f"{home}massnahmen/", f"{home}massnahmen/verlauf/", f"{home}umsetzung/", f"{home}sprachen/", f"{section}sprachen/de-simple/",
                f"{home}beschliessen/",
                world["measure"].get_office_url(),
        ),
    )  # fmt: skip


def test_pages_of_a_consultation(page, world):
    row = make_consultation(world["new"], intro="Worum es geht.", questions=f"Was fehlt {LONG}?")
    make_statement(
        row,
        f"Bitte mehr {LONG}.",
        section=world["top"],
        excerpt="Ein Absatz",
        state="shown",
        publish_name=True,
        name=LONG,
    )
    one = make_statement(row, "Danke.", name="Kim", email="kim@example.org", result="adopted", reason="Gern.")
    check(page, ("/beteiligung/", row.get_public_url(), f"{row.get_public_url()}stellungnahme/"))
    user = make_user("office")
    log_in(page, user.email, PASSWORD)
    home = row.get_absolute_url()
    check(
        page,
        (
            "/intern/beteiligung/",
            home,
            f"{home}?abwaegung=offen",
            one.get_absolute_url(),
            f"{home}eintragen/",
            f"{home}einladen/",
        ),
    )


def test_pages_of_an_update(page, world):
    row = make_process(
        world["new"].concept, title=f"Fortschreibung {LONG}", published=True, revision=world["new"], goals=LONG
    )
    make_phase(row, f"Beteiligung {LONG}", days=(-30, -1), responsible_note=LONG)
    make_phase(row, "Fertig", days=(-60, -31), done_on=timezone.localdate())
    make_phase(row, "Kommt noch", days=(1, 30))
    make_group(row)
    survey = make_survey(row, intro="Was fehlt?")
    asked = make_request(survey, LONG, answers={survey.fields.get(): f"Kurse {LONG}"})
    make_participation(row, LONG)
    link = process.ask(survey=survey, name="Kim", email="kim@example.org").link
    check(page, (row.get_public_url(), links_core.path_of(link)))
    user = make_user("office")
    log_in(page, user.email, PASSWORD)
    home = row.get_absolute_url()
    check(
        page,
        (
            "/intern/fortschreibung/", home, f"{home}bearbeiten/", f"{home}phasen/neu/", f"{home}mitwirkung/",
            f"{home}mitwirkung/neu/", asked.get_absolute_url(), f"{survey.get_absolute_url()}fragen/",
        ),
    )  # fmt: skip


def press(page, words):
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state()


def test_from_a_draft_over_a_statement_to_the_revision_in_force(page, world):
    user = make_user("office")
    log_in(page, user.email, PASSWORD)
    page.goto(reverse("concept:office_list"))
    page.get_by_role("link", name="Neue Fassung").click()
    page.fill("#id_label", "Fassung 2027")
    press(page, "Speichern")
    page.get_by_role("link", name="1 Sprache", exact=True).click()
    page.get_by_role("link", name="Bearbeiten", exact=True).click()
    page.fill("#id_body", "Der Landkreis fördert Sprache.")
    page.check("#id_is_complete")
    press(page, "Speichern")
    page.get_by_text("Der Landkreis fördert Sprache.", exact=True).first.wait_for()
    page.get_by_role("link", name="Fassung 2027").first.click()
    page.get_by_role("link", name="2 Wohnen", exact=True).click()
    page.get_by_role("link", name="Löschen", exact=True).click()
    press(page, "Löschen")
    # The draft is consulted on.
    page.get_by_role("link", name="in Beteiligung", exact=True).click()
    press(page, "Diesen Schritt gehen")
    press(page, "Öffentlich zeigen")
    draft = page.url
    page.get_by_role("link", name="Neue Beteiligung", exact=True).click()
    page.fill("#id_title", "Ihre Meinung zu 2027")
    today = timezone.localdate()
    page.fill("#id_starts_on", today.isoformat())
    page.fill("#id_ends_on", today.isoformat())
    press(page, "Speichern")
    press(page, "Öffentlich zeigen")
    office = page.url
    # Somebody without an account writes, and confirms by mail.
    visitor = page.context.browser.new_context(base_url=page.url.split("/intern/")[0]).new_page()
    visitor.goto("/beteiligung/")
    visitor.get_by_role("link", name="Ihre Meinung zu 2027").first.click()
    visitor.get_by_role("link", name="Stellung nehmen").first.click()
    visitor.fill("#id_text", "Bitte in allen Städten.")
    visitor.fill("#id_email", "kim@example.org")
    press(visitor, "Stellungnahme senden")
    visitor.wait_for_url("**/danke/")
    visitor.goto(links_core.path_of(Statement.objects.get().link))
    press(visitor, "Ja, das ist meine Stellungnahme")
    # The office assesses it and changes the text.
    page.goto(office)
    page.get_by_role("link", name="001", exact=True).click()
    page.check("input[name=result][value=adopted]")
    page.fill("#id_reason", "So machen wir es.")
    press(page, "Speichern und die nächste offene zeigen")
    page.goto(draft)
    page.get_by_role("link", name="1 Sprache", exact=True).click()
    page.get_by_role("link", name="Bearbeiten", exact=True).click()
    page.fill("#id_body", "Der Landkreis fördert Sprache in **allen** Städten.")
    press(page, "Speichern")
    page.get_by_role("link", name="Fassung 2027").first.click()
    page.get_by_role("link", name="Vergleichen").click()
    page.get_by_role("link", name="Begründung schreiben").first.click()
    page.fill("#id_text", "So steht es im Beschluss.")
    press(page, "Speichern")
    page.get_by_text("So steht es im Beschluss.").wait_for()
    # The adoption.
    page.goto(draft)
    page.get_by_role("link", name="in Beratung", exact=True).click()
    press(page, "Diesen Schritt gehen")
    page.get_by_role("link", name="Fassung beschließen", exact=True).click()
    page.get_by_text("1 Person, die mitgewirkt hat, erhält eine E-Mail.").wait_for()
    page.fill("#id_resolution_note", "Kreistag, KT 7/2027")
    press(page, "Jetzt beschließen")
    page.get_by_text("Ihr Text ändert sich nicht mehr").first.wait_for()
    row = ConceptRevision.objects.get(label="Fassung 2027")
    assert (row.state, ConceptRevision.objects.get(label="Fassung 2023").state) == ("adopted", "superseded")
    visitor.goto("/konzept/")
    visitor.get_by_role("link", name="Fassung 2027 lesen").click()
    visitor.get_by_role("link", name="1 Sprache", exact=True).click()
    visitor.get_by_text("Der Landkreis fördert Sprache in allen Städten.").wait_for()
    visitor.context.close()
