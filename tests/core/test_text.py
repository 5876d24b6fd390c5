"""German text: one spelling for finding, one key for sorting."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.core.text import excerpt, fold, hide_tokens, highlight, natural_key, search_terms, sort_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("Förderung", "Foerderung", "FÖRDERUNG", "förderung"),
        ("Maßnahme", "Massnahme", "MASSNAHME"),
        ("Straße", "strasse"),
        ("Café", "cafe"),
        ("  viel   Raum ", "viel raum"),
    ],
)
def test_spellings_of_a_word_are_one(spellings):
    assert len({fold(word) for word in spellings}) == 1


def test_names_sort_as_in_din_5007_1():
    names = ["Zöllner", "Müller", "Mutter", "Muller", "Ärzte", "Arzt", "Straße", "Strasse", "Øst", "Ost"]
    assert sorted(names, key=sort_key) == [
        "Arzt", "Ärzte", "Muller", "Müller", "Mutter", "Ost", "Øst", "Strasse", "Straße", "Zöllner",
    ]  # fmt: skip


def test_numbers_sort_by_their_parts():
    assert sorted(["2.10", "2.9", "10.1", "2.1a", "2.1"], key=natural_key) == ["2.1", "2.1a", "2.9", "2.10", "10.1"]
    assert natural_key(None) == ""


def test_a_query_has_at_most_eight_terms_each_once():
    assert search_terms("Sprachen sprachen SPRACHEN") == search_terms("Sprachen")
    assert len(search_terms(" ".join(f"wort{number}" for number in range(30)))) == 8
    assert search_terms("\x00 !? …") == []


def test_hits_are_marked_and_the_rest_is_escaped():
    assert highlight("Sprachförderung & mehr", "foerderung") == "Sprach<mark>förder</mark>ung &amp; mehr"
    assert highlight("<b>Sprache</b>", "sprache") == "&lt;b&gt;<mark>Sprach</mark>e&lt;/b&gt;"
    assert highlight("", "x") == "" and highlight("مركز 🦄", "") == "مركز 🦄"


@given(st.text(max_size=60), st.text(max_size=20))
def test_marking_loses_no_character_and_lets_no_markup_through(text, query):
    marked = highlight(text, query)
    plain = re.sub("</?mark>", "", marked)
    assert "<" not in plain and ">" not in plain
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        plain = plain.replace(entity, char)
    assert plain == text


@given(st.text(max_size=80))
def test_folded_text_has_single_spaces_and_no_capitals(text):
    folded = fold(text)
    assert folded == " ".join(folded.split()) and folded == folded.lower()


def test_an_excerpt_stands_around_the_first_hit():
    text = "Anfang " + "wort " * 200 + "Ziel " + "wort " * 200
    cut = excerpt(text, "Ziel", 100)
    assert "Ziel" in cut and cut.startswith("… ") and cut.endswith(" …") and len(cut) < 120
    assert excerpt("kurz", "fehlt") == "kurz"


def test_tokens_of_personal_links_are_taken_out_of_paths_and_lines():
    assert hide_tokens("GET /l/AbC.def-123/5/?x=1 200") == "GET /l/…/5/?x=1 200"
    assert hide_tokens("/en/l/AbC/") == "/en/l/…/"
    assert hide_tokens("/massnahmen/l-x/") == "/massnahmen/l-x/"
