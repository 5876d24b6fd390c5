"""What became of every measure from one revision to the next: outcomes, picture, pages, and what the public sees of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration_portal.concept.flow import fates_of, picture, tally
from tests.builders import make_measure, make_user
from tests.builders_concept import make_concept, make_decision, make_revision

pytestmark = pytest.mark.django_db


def two(**values):
    concept = make_concept()
    old = make_revision(concept, "Alt", state="consultation", published_on="2026-11-02")
    return old, make_revision(concept, "Neu", state="consultation", published_on="2026-11-02", based_on=old, **values)


def told(fates):
    return [(fate.row.title, fate.outcome, fate.goes_on.title if fate.goes_on else None) for fate in fates]


def test_each_outcome_is_told_and_those_that_had_ended_before_are_left_out():
    old, new = two()
    names = ("Bleibt", "Geändert", "Geht auf", "Endet", "Offen", "Vergessen", "Ziel", "War schon zu Ende")
    made = {name: make_measure(name) for name in names}
    for name, measure in made.items():
        if name == "War schon zu Ende":
            make_decision(old, measure, "discontinued", reason="Damals.")
        else:
            make_decision(old, measure, "continued")
    for name, decision in (
        ("Bleibt", "continued"),
        ("Geändert", "changed"),
        ("Endet", "discontinued"),
        ("Ziel", "continued"),
    ):
        make_decision(new, made[name], decision, reason="Darum.")
    make_decision(new, made["Geht auf"], "merged", reason="Beides in einem.", merged_into=made["Ziel"])
    make_decision(new, made["Offen"])
    make_decision(new, make_measure("Neue"), "new")
    assert sorted(told(fates_of(old, new))) == [
        ("Bleibt", "continued", "Bleibt"),
        ("Endet", "discontinued", None),
        ("Geht auf", "merged", "Ziel"),
        ("Geändert", "changed", "Geändert"),
        ("Neue", "new", "Neue"),
        ("Offen", "open", "Offen"),
        ("Vergessen", "missing", None),
        ("Ziel", "continued", "Ziel"),
    ]
    counted = {key: number for key, _word, number in tally(fates_of(old, new))}
    assert counted == {"new": 1, "continued": 2, "changed": 1, "merged": 1, "discontinued": 1, "open": 1, "missing": 1}


def test_a_measure_that_ended_and_comes_back_is_told_with_its_new_decision():
    old, new = two()
    measure = make_measure("Wieder da")
    make_decision(old, measure, "discontinued", reason="Kein Geld.")
    make_decision(new, measure, "changed", reason="Neues Geld.")
    assert told(fates_of(old, new)) == [("Wieder da", "changed", "Wieder da")]


def test_the_picture_draws_a_line_for_each_measure_a_cross_for_an_end_and_a_dot_for_a_new_one():
    old, new = two()
    goes, ends = make_measure("Geht <b>weiter</b>"), make_measure("Endet")
    make_decision(old, goes, "new")
    make_decision(old, ends, "new")
    make_decision(new, goes, "continued")
    make_decision(new, ends, "discontinued", reason="Aus.")
    make_decision(new, make_measure("Neu dazu"), "new")
    svg = str(picture(fates_of(old, new)))
    assert (svg.count("p-flow__line"), svg.count("p-flow__cross"), svg.count("p-flow__new")) == (4, 1, 1)
    assert "<b>" not in svg


def test_without_measures_there_is_no_picture_and_the_page_says_so(client):
    old, new = two()
    assert picture(fates_of(old, new)) == ""
    assert client.get(reverse("concept:public_measures", args=[new.slug])).status_code == 200
    alone = make_revision(state="consultation", published_on="2026-11-02")
    assert client.get(reverse("concept:public_measures", args=[alone.slug])).status_code == 200


def test_the_public_page_leaves_out_measures_that_are_not_public_also_as_targets(client):
    old, new = two()
    hidden, shown = make_measure("GEHEIM"), make_measure("Sichtbar", published=True)
    make_decision(old, hidden, "continued")
    make_decision(old, shown, "continued")
    make_decision(new, hidden, "continued")
    make_decision(new, shown, "merged", reason="Zusammen.", merged_into=hidden)
    text = client.get(reverse("concept:public_measures", args=[new.slug])).content.decode()
    assert ("Sichtbar" in text, "GEHEIM" in text) == (True, False)


def test_members_of_the_council_see_no_measure_that_is_not_public(client):
    old, new = two(is_open_to_council=True)
    old.is_open_to_council = True
    old.save()
    make_decision(new, make_measure("GEHEIM"), "new")
    make_decision(new, make_measure("Sichtbar", published=True), "new")
    client.force_login(make_user("council"))
    for name in ("measures_flow", "decisions"):
        text = client.get(reverse(f"concept:{name}", args=[new.pk])).content.decode()
        assert ("Sichtbar" in text, "GEHEIM" in text) == (True, False)


def test_the_revision_to_compare_with_is_chosen_and_a_foreign_one_is_not_taken(client):
    old, new = two()
    third = make_revision(old.concept, "Dritte", state="consultation", published_on="2026-11-02")
    url = reverse("concept:public_measures", args=[new.slug])
    assert client.get(url).context["old"] == old
    assert client.get(url, {"von": third.pk}).context["old"] == third
    assert client.get(url, {"von": make_revision(label="Fremd").pk}).context["old"] == old
    assert client.get(url, {"von": "x' OR 1=1"}).context["old"] == old


def test_the_queries_do_not_grow_with_the_measures(client):
    old, new = two()
    url = reverse("concept:public_measures", args=[new.slug])

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    def add(number):
        for _place in range(number):
            measure = make_measure(published=True)
            make_decision(old, measure, "continued")
            make_decision(new, measure, "changed", reason="Neu.")

    add(2)
    count()
    few = count()
    add(12)
    assert count() == few
