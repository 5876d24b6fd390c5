"""Sections in Easy German and other languages: what everyone sees, when one is older, and what an adoption does with them."""

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from integration_portal.concept.models import SectionTranslation
from integration_portal.concept.services import adoption, revisions, sections
from integration_portal.core.models import Language
from tests.builders import make_field, make_goal, make_user
from tests.builders_concept import make_concept, make_final, make_revision, make_section, make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def shown(**values):
    return make_revision(state="consultation", published_on="2026-11-02", **values)


def url_of(section, language="de-simple"):
    return reverse("concept:translation", args=[section.revision_id, section.key, language])


def test_a_section_is_written_in_easy_german_and_read_by_everyone_once_it_is_ready(client, office):
    section = make_section(shown(), "Sprache", "Der Landkreis fördert Sprachkurse.")
    client.post(url_of(section), {"title": "Deutsch lernen", "body": "Es gibt **Kurse**."})
    public = section.get_public_url()
    assert "Deutsch lernen" not in client.get(public, {"sprache": "de-simple"}).content.decode()
    row = SectionTranslation.objects.get()
    data = {"title": "Deutsch lernen", "body": "Es gibt **Kurse**.", "is_complete": "on", "version": row.version}
    client.post(url_of(section), data)
    client.logout()
    text = client.get(public, {"sprache": "de-simple"}).content.decode()
    assert ("<strong>Kurse</strong>" in text, 'lang="de-simple"' in text, "fördert Sprachkurse" in text) == (
        True,
        True,
        False,
    )
    assert "fördert Sprachkurse" in client.get(public).content.decode()
    whole = reverse("concept:public_whole", args=[section.revision.slug])
    assert "<strong>Kurse</strong>" in client.get(whole, {"sprache": "de-simple"}).content.decode()


def test_a_translation_is_older_once_the_german_text_has_changed_and_again_up_to_date_when_it_is_saved(client, office):
    section = make_section(shown(), "Sprache", "Alt.")
    row = make_translation(section, body="Leichter Text.")
    told = "ist älter als der deutsche Text"
    public = f"{section.get_public_url()}?sprache=de-simple"
    assert told not in client.get(public).content.decode()
    sections.update_section(section=section, data={"body": "Neu."}, version=section.version, by=office)
    assert told in client.get(public).content.decode()
    client.post(
        url_of(section), {"title": row.title, "body": "Leichter Text.", "is_complete": "on", "version": row.version}
    )
    assert told not in client.get(public).content.decode()


def test_a_language_written_from_right_to_left_stands_with_its_code_and_a_section_without_it_in_german(client):
    Language.objects.get_or_create(slug="ar", defaults={"name": "Arabisch"})
    revision = shown()
    top = make_section(revision, "Sprache", "Oben.")
    make_section(revision, "Kurse", "Darunter.", parent=top)
    make_translation(top, "اللغة", "نص عربي", language="ar")
    text = client.get(top.get_public_url(), {"sprache": "ar"}).content.decode()
    assert ('lang="ar" dir="auto"' in text, "نص عربي" in text, "Darunter." in text) == (True, True, True)


@pytest.mark.parametrize("language", ["erfunden", "de", "<script>", "ar' OR 1=1"])
def test_a_language_that_is_not_there_shows_the_german_text(client, language):
    section = make_section(shown(), "Sprache", "Deutscher Text.")
    make_translation(section)
    assert "Deutscher Text." in client.get(section.get_public_url(), {"sprache": language}).content.decode()


def test_scripts_in_a_translation_are_taken_out(client):
    section = make_section(shown(), "Sprache", "Text.")
    make_translation(section, "<b>X</b>", "<script>alert(1)</script> [x](javascript:alert(1))")
    text = client.get(section.get_public_url(), {"sprache": "de-simple"}).content.decode()
    assert ("<script>alert" in text, 'href="javascript' in text, "<b>X</b>" in text) == (False, False, False)


def test_an_unknown_language_is_not_begun_and_one_language_is_there_once(client, office):
    section = make_section(shown())
    assert client.get(url_of(section, "erfunden")).status_code == 404
    make_translation(section)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_translation(section)


def test_of_two_who_write_at_once_the_second_sees_what_the_first_saved(client, office):
    section = make_section(shown())
    row = make_translation(section, body="Ausgang.")
    data = {"title": "Titel", "version": row.version}
    client.post(url_of(section), {**data, "body": "Von der Ersten."})
    response = client.post(url_of(section), {**data, "body": "Vom Zweiten."})
    assert (response.status_code, "Vom Zweiten." in response.content.decode()) == (409, True)
    assert SectionTranslation.objects.get().body == "Von der Ersten."


def test_two_who_begin_the_same_language_at_once_do_not_overwrite_each_other(client, office):
    section = make_section(shown())
    page = client.get(url_of(section)).content.decode()
    assert "Leicht gesagt" not in page
    make_translation(section, body="War schneller.")
    response = client.post(url_of(section), {"title": "Titel", "body": "Zu spät."})
    assert (response.status_code, SectionTranslation.objects.get().body) == (409, "War schneller.")


def test_the_adoption_writes_references_out_and_keeps_what_was_up_to_date_so(client):
    with time_machine.travel("2026-11-24 10:00"):
        concept = make_concept()
        row = make_revision(concept, state="deliberation")
        goal = make_goal(make_field(framework=concept.framework), code="9.1", title="Alle lernen Deutsch")
        fresh = make_section(row, "Sprache", f"Siehe [[Ziel {goal.code}]].", is_complete=True)
        stale = make_section(row, "Arbeit", "Neu.", is_complete=True)
        make_translation(fresh, body=f"Das Ziel: [[Ziel {goal.code}]].")
        make_translation(stale)
        type(stale).objects.filter(pk=stale.pk).update(body="Noch neuer.")
        day = timezone.localdate()
        adoption.adopt(revision=row, adopted_on=day, in_force_from=day, resolution_note="KT 1", by=make_user("office"))
    text = client.get(fresh.get_public_url(), {"sprache": "de-simple"}).content.decode()
    assert ("Alle lernen Deutsch" in text, "ist älter" in text) == (True, False)
    assert "ist älter" in client.get(stale.get_public_url(), {"sprache": "de-simple"}).content.decode()


def test_an_adopted_revision_can_still_be_translated_and_a_new_one_takes_translations_over(client, office):
    row = make_final(sections=[("Sprache", "Text.")])
    section = row.sections.get()
    client.post(url_of(section), {"title": "Deutsch lernen", "body": "Leicht.", "is_complete": "on"})
    assert "Leicht." in client.get(section.get_public_url(), {"sprache": "de-simple"}).content.decode()
    new = revisions.create_revision(concept=row.concept, data={"label": "Neu"}, by=office, based_on=row)
    copied = SectionTranslation.objects.get(section__revision=new)
    assert (copied.title, copied.body, copied.is_complete) == ("Deutsch lernen", "Leicht.", True)


def test_json_holds_the_translations_with_their_state(client):
    section = make_section(shown(), "Sprache", "Text.")
    make_translation(section, "Deutsch lernen", "Leicht.")
    make_translation(section, "Geheim", language="en", complete=False)
    data = client.get(reverse("concept:public_section_json", args=[section.revision.slug, section.key])).json()
    assert [(one["language"], one["title"], one["is_older_than_german"]) for one in data["translations"]] == [
        ("de-simple", "Deutsch lernen", False)
    ]


def test_the_overview_tells_missing_older_and_ready_ones_with_constant_queries(client, office):
    revision = shown()
    url = reverse("concept:translations", args=[revision.pk])

    def count():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    def add(number):
        for _place in range(number):
            make_translation(make_section(revision))

    add(2)
    make_section(revision, "Ohne")
    few = count()
    add(10)
    assert count() == few
    text = client.get(url).content.decode()
    assert ("fehlt" in text, "aktuell" in text) == (True, True)


def test_a_translation_is_deleted_after_a_question(client, office):
    section = make_section(shown())
    make_translation(section)
    url = reverse("concept:translation_delete", args=[section.revision_id, section.key, "de-simple"])
    assert client.get(url).status_code == 200
    client.post(url)
    assert SectionTranslation.objects.count() == 0
