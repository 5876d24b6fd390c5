"""The pages of the concept: what each side shows, who sees what, and what comes back when something is wrong."""

import io
import json

import docx
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from integration_portal.concept.models import ConceptSection, MarginNote
from tests.builders import make_field, make_goal, make_measure, make_user
from tests.builders_concept import (
    make_concept,
    make_decision,
    make_final,
    make_link,
    make_note,
    make_revision,
    make_section,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def text_of(response):
    return response.content.decode()


def page(client, name, *arguments, **query):
    response = client.get(reverse(f"concept:{name}", args=arguments), query)
    assert response.status_code == 200
    return text_of(response)


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as told:
        assert client.get(url).status_code == 200
    return len(told)


def shown(concept=None, **values):
    return make_revision(concept, state="consultation", published_on="2026-11-02", **values)


# --- everyone ---------------------------------------------------------------------------------------------------
def test_everyone_reads_the_text_in_force_its_contents_and_its_history(client):
    concept = make_concept(title="Integrationskonzept")
    make_final(concept, "Fassung 2019", sections=[("Alt", "Alter Text.")], state="superseded")
    new = make_final(concept, "Fassung 2023", sections=[("Sprache", "Neuer Text.")])
    make_revision(concept, "Geheimer Entwurf")
    index = page(client, "public_index")
    assert ("Fassung 2023 lesen" in index, "Fassung 2019" in index, "Geheimer Entwurf" in index) == (True, True, False)
    assert "1 Sprache" in page(client, "public_revision", new.slug)
    key = new.sections.get().key
    section = page(client, "public_section", new.slug, key)
    assert f'id="{key}-1"' in section
    assert "Neuer Text." in section


@pytest.mark.parametrize("state", ["draft", "consultation", "deliberation", "withdrawn"])
def test_a_draft_that_is_not_published_is_nowhere(client, state):
    concept = make_concept()
    make_final(concept, sections=[("Sprache", "Text.")])
    draft = make_revision(concept, "GEHEIM-LABEL", state=state, preface="GEHEIM-VORWORT")
    section = make_section(draft, "GEHEIM-TITEL", "GEHEIM-TEXT")
    for name, arguments in (
        ("public_revision", [draft.slug]),
        ("public_section", [draft.slug, section.key]),
        ("public_section_json", [draft.slug, section.key]),
        ("public_whole", [draft.slug]),
        ("public_file", [draft.slug, "pdf"]),
        ("public_file", [draft.slug, "json"]),
        ("public_compare", [draft.slug, concept.revisions.in_force().get().slug]),
        ("public_compare", [concept.revisions.in_force().get().slug, draft.slug]),
        ("public_compare_file", [draft.slug, concept.revisions.in_force().get().slug, "docx"]),
    ):
        response = client.get(reverse(f"concept:{name}", args=arguments))
        assert (name, response.status_code, b"GEHEIM" in response.content) == (name, 404, False)
    for url in ("/konzept/", "/suche/?q=GEHEIM", "/sitemap.xml"):
        assert "GEHEIM-T" not in text_of(client.get(url))


def test_measures_and_notes_that_are_not_public_are_not_shown_with_a_public_text(client):
    revision = make_final(sections=[("Sprache", "Erster Absatz.")])
    section = revision.sections.get()
    make_link(section, measure=make_measure("Heimliche Maßnahme"))
    make_link(section, measure=make_measure("Bekannte Maßnahme", published=True), excerpt="Erster Absatz.")
    make_note(section, "Heimliche Notiz")
    told = page(client, "public_section", revision.slug, section.key)
    assert ("Bekannte Maßnahme" in told, "Heimliche" in told) == (True, False)


def test_references_to_measures_that_are_not_public_keep_their_number_only(client):
    concept = make_concept()
    measure = make_measure("Heimliche Maßnahme", field=make_field(concept.framework), number="2.3")
    revision = shown(concept)
    section = make_section(revision, body="Siehe [[Maßnahme 2.3]].")
    assert measure.title
    told = page(client, "public_section", revision.slug, section.key)
    assert ("Siehe Maßnahme 2.3." in told, "Heimliche" in told) == (True, False)


def test_the_data_say_what_the_page_says(client):
    revision = make_final(label="Fassung 2023", sections=[("Sprache", "Text.")])
    data = json.loads(client.get(reverse("concept:public_file", args=[revision.slug, "json"])).content)
    section = revision.sections.get()
    assert (data["revision"], data["state"], data["sha256"]) == ("Fassung 2023", "adopted", "0" * 64)
    assert [(row["id"], row["number"], row["markdown"]) for row in data["sections"]] == [
        (str(section.identity), "1", "Text.")
    ]
    assert (
        client.get(reverse("concept:public_section_json", args=[revision.slug, section.key])).json()
        == data["sections"][0]
    )


def test_the_comparison_shows_both_sides_with_the_reason(client):
    concept = make_concept()
    old = make_final(concept, "Fassung 2023", sections=[("Sprache", "Einmal im Monat.")])
    new = shown(concept, label="Entwurf 2027")
    section = make_section(new, "Sprache", "Jede Woche.", identity=old.sections.get().identity)
    from integration_portal.concept.services import links

    links.give_reason(old=old, new=new, identity=section.identity, text="Die Treffs sind voll.")
    told = page(client, "public_compare", new.slug, old.slug)
    for words in ("geändert", "gestrichen: </span>Einmal", "eingefügt: </span>Jede", "Die Treffs sind voll."):
        assert words in told
    assert "Übernehmen" not in told
    inline = page(client, "public_compare", new.slug, old.slug, form="inline", art="changed")
    assert "Text mit Änderungen" in inline
    assert "unterscheiden sich die Fassungen nicht" in page(client, "public_compare", new.slug, old.slug, art="moved")


@pytest.mark.parametrize("fmt", ["pdf", "docx"])
def test_text_and_comparison_come_as_files(client, fmt):
    concept = make_concept(title="Integrationskonzept")
    body = "Ein **Absatz**[^1].\n\n- eins\n- zwei\n\n| A | B |\n|---|---|\n| x | 12 |\n\n[^1]: Quelle مركز 🦄"
    old = make_final(concept, "Fassung 2023", sections=[("Sprache", body), ("Weg", "Entfällt bald.")])
    new = shown(concept, label="Entwurf 2027")
    make_section(new, "Sprache", body.replace("12", "14"), identity=old.sections.order_by("pk").first().identity)
    for url, words in (
        (reverse("concept:public_file", args=[old.slug, fmt]), ("1 Sprache", "Absatz", "Quelle")),
        (
            reverse("concept:public_compare_file", args=[new.slug, old.slug, fmt]),
            ("Fassung 2023", "Entwurf 2027", "14", "Entfällt"),
        ),
    ):
        content = b"".join(client.get(url)) if fmt == "pdf" else client.get(url).content
        told = (
            "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
            if fmt == "pdf"
            else "\n".join(node.text or "" for node in docx.Document(io.BytesIO(content)).element.iter())
        )
        for word in words:
            assert word in told


def test_a_section_page_takes_at_most_ten_queries_whatever_stands_there(client):
    field = make_field()
    few = shown(make_concept(framework=field.framework))
    many = shown(make_concept(framework=field.framework))
    for revision, number in ((few, 1), (many, 30)):
        top = make_section(revision, "Sprache", "[[Ziel 1.1]] [[Maßnahme 1.1]] ![x](bild:x.png)")
        for _count in range(number):
            below = make_section(revision, body="Absatz.", parent=top, field=field)
            make_link(below, measure=make_measure(published=True))
            make_link(below, goal=make_goal(field))
    told = [
        queries_of(client, reverse("concept:public_section", args=[row.slug, row.sections.order_by("pk").first().key]))
        for row in (few, many)
    ]
    assert told[0] == told[1]
    assert told[1] <= 10


def test_the_comparison_and_the_list_take_the_same_queries_at_both_sizes(client):
    told = []
    for number in (3, 40):
        concept = make_concept()
        old = make_final(concept, sections=[(f"A{count}", "alt") for count in range(number)])
        new = shown(concept)
        for section in old.sections.all():
            make_section(new, section.title, "neu", identity=section.identity)
        told.append(queries_of(client, reverse("concept:public_compare", args=[new.slug, old.slug])))
    assert told[0] == told[1]


# --- bad input ------------------------------------------------------------------------------------------------------
def test_scripts_and_html_show_as_text_and_pictures_of_elsewhere_are_not_fetched(client):
    revision = shown()
    body = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](https://boese.example/x.png)"
    section = make_section(revision, body=body)
    told = page(client, "public_section", revision.slug, section.key)
    assert ("<script>alert" in told, "javascript:alert" in told.split("<main")[1].split("href=")[0]) == (False, False)
    assert 'href="javascript' not in told
    assert "boese.example/x.png" not in told.replace("https://boese.example/x.png)", "")


def test_pasted_word_text_becomes_markdown(client, office):
    section = make_section()
    pasted = '<p class="MsoNormal">Ein <b>fetter</b> Satz.<o:p></o:p></p><p>Zweiter<script>x()</script></p><ul><li>eins</li></ul>'
    save(client, section, body=pasted)
    assert ConceptSection.objects.get(pk=section.pk).body == "Ein **fetter** Satz.\n\nZweiter\n\n- eins"


@pytest.mark.parametrize(
    "body", ["| a | b\n|--", "[^1", "**", "[[Ziel", "```\noffen", "- - - -\n> ", "\t\n \u2028x", "[^1]: nur"]
)
def test_broken_markdown_breaks_no_page(client, office, body):
    revision = shown()
    section = make_section(revision, body=body)
    for name, arguments in (
        ("public_section", [revision.slug, section.key]),
        ("section", [revision.pk, section.key]),
        ("section_versions", [revision.pk, section.key]),
        ("revision_file", [revision.pk, "docx"]),
        ("revision_file", [revision.pk, "pdf"]),
    ):
        assert client.get(reverse(f"concept:{name}", args=arguments)).status_code == 200


def test_a_text_that_is_too_long_comes_back_with_the_reason(client, office):
    section = make_section(body="Kurz.")
    response = save(client, section, body="x" * 300_000, status=422)
    assert "höchstens" in text_of(response)
    assert ConceptSection.objects.get(pk=section.pk).body == "Kurz."


# --- the office -------------------------------------------------------------------------------------------------------
def save(client, section, *, status=302, **values):
    data = {"title": section.title, "body": section.body, "version": section.version, **values}
    response = client.post(reverse("concept:section_edit", args=[section.revision_id, section.key]), data)
    assert response.status_code == status
    return response


def test_two_people_at_once_see_both_texts(client, office):
    section = make_section(body="Anfang.")
    save(client, section, body="Ihr Text.")
    response = save(client, section, body="Mein Text.", status=409)
    assert ("Ihr Text." in text_of(response), "Mein Text." in text_of(response)) == (True, True)


def test_a_concept_is_begun_written_and_adopted_by_forms(client, office):
    concept = make_concept()
    response = client.post(
        reverse("concept:revision_new", args=[concept.pk]), {"label": "Entwurf 2027", "origin": "joint", "preface": ""}
    )
    revision = concept.revisions.get()
    assert response.url == revision.get_absolute_url()
    client.post(
        reverse("concept:section_new", args=[revision.pk]), {"title": "Sprache", "body": "Text.", "is_complete": "on"}
    )
    client.post(reverse("concept:revision_step", args=[revision.pk, "consultation"]), {"note": "los"})
    client.post(reverse("concept:revision_publish", args=[revision.pk]))
    client.post(reverse("concept:revision_step", args=[revision.pk, "deliberation"]), {"note": ""})
    with time_machine.travel("2026-11-24 10:00"):
        response = client.post(
            reverse("concept:revision_adopt", args=[revision.pk]),
            {"resolution_note": "Kreistag, KT 1/2026", "adopted_on": "2026-11-24", "in_force_from": "2026-12-01"},
        )
    assert response.status_code == 302
    revision.refresh_from_db()
    assert revision.state == "adopted"
    told = page(client, "revision", revision.pk)
    assert ("in Kraft" in told, "Neues Kapitel" in told) == (True, False)


def test_an_adoption_that_is_not_ready_says_what_is_missing(client, office):
    revision = make_revision()
    url = reverse("concept:revision_adopt", args=[revision.pk])
    assert "Sie hat Text" in text_of(client.get(url))
    response = client.post(url, {"resolution_note": "KT 1", "adopted_on": "2026-11-24", "in_force_from": "2026-11-24"})
    assert (response.status_code, revision.state) == (422, "draft")


def test_a_passage_is_taken_over_from_the_comparison(client, office):
    concept = make_concept()
    old, new = make_revision(concept, "Netzwerk"), make_revision(concept, "Verwaltung")
    theirs = make_section(old, "Sprache", "Eins neu.\n\nZwei.")
    mine = make_section(new, "Sprache", "Eins.\n\nZwei.", identity=theirs.identity)
    extra = make_section(old, "Wohnen", "Dazu.")
    url = reverse("concept:compare_take", args=[new.pk, old.pk])
    client.post(url, {"section": theirs.identity, "into": mine.pk, "version": mine.version, "place": "0"})
    client.post(url, {"section": extra.identity})
    assert list(new.sections.order_by("position").values_list("title", "body")) == [
        ("Sprache", "Eins neu.\n\nZwei."),
        ("Wohnen", "Dazu."),
    ]
    response = client.post(url, {"section": theirs.identity, "into": mine.pk, "version": mine.version}, follow=True)
    assert "inzwischen geändert" in text_of(response)


def test_gaps_between_text_and_measures_are_listed(client, office):
    revision = make_revision(make_concept(framework=(field := make_field()).framework))
    make_section(revision, "Ohne alles", "Text.", field=field)
    make_decision(revision, make_measure("Ohne Textstelle"))
    told = page(client, "decisions", revision.pk)
    assert ("Maßnahmen, die keine Textstelle nennt" in told, "1 Ohne alles" in told) == (True, True)


def test_the_page_of_a_measure_names_the_sections_it_comes_from(client, office):
    revision = make_final(sections=[("Sprache", "Text.")])
    measure = make_measure("Sprachcafé", published=True)
    make_link(revision.sections.get(), measure=measure)
    assert "Abschnitt 1 Sprache" in text_of(client.get(measure.get_office_url()))
    assert "Abschnitt 1 Sprache" in text_of(client.get(measure.get_absolute_url()))


def test_a_task_in_the_margin_stands_on_the_today_page_of_who_does_it(client, office):
    section = make_section()
    make_note(section, "Zahl nachfragen", kind="task", assigned_to=office)
    assert "Zahl nachfragen" in text_of(client.get("/intern/"))
    client.post(reverse("concept:note_settle", args=[section.revision_id, section.key, MarginNote.objects.get().pk]))
    assert "Zahl nachfragen" not in text_of(client.get("/intern/"))


# --- the council ----------------------------------------------------------------------------------------------------------
def test_members_of_the_council_read_and_comment_drafts_that_are_opened_to_them(client):
    member = make_user("council")
    client.force_login(member)
    draft = make_revision(is_open_to_council=True)
    section = make_section(draft, "Sprache", "Text.")
    assert draft.label in page(client, "office_list")
    assert "Bearbeiten" not in page(client, "section", draft.pk, section.key)
    url = reverse("concept:note_new", args=[draft.pk, section.key])
    client.post(url, {"text": "Bitte genauer.", "kind": "task"})
    note = MarginNote.objects.get()
    assert (note.kind, note.by, note.text) == ("comment", member, "Bitte genauer.")
    other = make_note(section, "Vom Büro")
    assert client.post(reverse("concept:note_delete", args=[draft.pk, section.key, other.pk])).status_code == 404
    client.post(reverse("concept:note_delete", args=[draft.pk, section.key, note.pk]))
    assert list(MarginNote.objects.all()) == [other]


def test_a_draft_that_was_withdrawn_is_closed_to_them_again(client):
    client.force_login(make_user("council"))
    draft = make_revision(is_open_to_council=True, state="withdrawn")
    assert client.get(draft.get_absolute_url()).status_code == 404
