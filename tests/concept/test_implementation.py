"""How far the measures of a revision are: by section and goal, on earlier days too, and in the yearly report."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fields_of_action.models import FieldOfAction
from integration_portal.concept.implementation import ends_of_years, implementation_of
from integration_portal.concept.reporting import implementation
from integration_portal.core.reporting import Scope
from measures.services.status import move_status
from measures.status_history import statuses_on
from tests.builders import make_field, make_goal, make_measure, make_user
from tests.builders_concept import make_concept, make_decision, make_final, make_link, make_revision, make_section

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
LAST_YEAR = datetime.date(2025, 12, 31)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-24 10:00"):
        yield


def moved(title, *steps, **values):
    """A measure that was planned at the beginning of 2025 and took steps (status, day) since; entered on their days."""
    with time_machine.travel("2025-01-10 10:00"):
        measure = make_measure(title, status="planned", status_changed_on=datetime.date(2025, 1, 10), **values)
    for status, day in steps:
        with time_machine.travel(f"{day} 12:00"):
            measure = move_status(measure=measure, to=status, reason="Darum.")
    return measure


def draft():
    """A revision with two chapters, the second with a section under it."""
    field = make_field()
    revision = make_revision(make_concept(framework=field.framework), state="deliberation")
    language = make_section(revision, "Sprache")
    work = make_section(revision, "Arbeit")
    return field, revision, language, make_section(revision, "Ausbildung", parent=work)


# --- status on earlier days ---------------------------------------------------------------------------------------------
def test_the_status_of_an_earlier_day_is_read_from_the_log_of_changes():
    measure = moved("Kurse", ("in_progress", "2025-06-01"), ("completed", "2026-03-01"))
    days = [datetime.date(2025, 1, 9), datetime.date(2025, 5, 31), datetime.date(2025, 6, 1), LAST_YEAR, TODAY]
    found = statuses_on([measure], days)
    assert [found[day].get(measure.pk) for day in days] == [None, "planned", "in_progress", "in_progress", "completed"]


def test_a_change_counts_from_the_day_that_was_given_for_it():
    measure = moved("Kurse")
    with time_machine.travel("2026-02-01 10:00"):
        move_status(measure=measure, to="in_progress", on=datetime.date(2025, 12, 1))
    measure.refresh_from_db()
    assert statuses_on([measure], [LAST_YEAR])[LAST_YEAR] == {measure.pk: "in_progress"}


def test_a_measure_that_ran_before_it_was_entered_counts_from_its_start():
    measure = make_measure(
        "Lange her", status="in_progress", start_on=datetime.date(2024, 1, 1), status_changed_on=TODAY
    )
    planned = make_measure("Noch nicht", status="planned", start_on=datetime.date(2025, 1, 1), status_changed_on=TODAY)
    assert statuses_on([measure, planned], [LAST_YEAR])[LAST_YEAR] == {measure.pk: "in_progress"}


# --- figures ------------------------------------------------------------------------------------------------------------
def test_a_chapter_counts_what_stands_under_it_and_each_measure_once():
    field, revision, language, training = draft()
    both = moved("Kurse", ("in_progress", "2025-06-01"), ("completed", "2026-03-01"))
    make_link(language, measure=both)
    make_link(training, measure=both, excerpt="Eine Stelle")
    make_link(training, measure=both)
    make_link(training, measure=moved("Bündnis"))
    found = implementation_of(revision, [LAST_YEAR, TODAY])
    assert [(row.title, [list(figures.values()) for figures in row.figures]) for row in found.sections] == [
        ("1 Sprache", [[0, 1, 0, 0], [0, 0, 1, 0]]),
        ("2 Arbeit", [[1, 1, 0, 0], [1, 0, 1, 0]]),
        ("2.1 Ausbildung", [[1, 1, 0, 0], [1, 0, 1, 0]]),
    ]
    assert [list(figures.values()) for _day, figures in found.by_day] == [[1, 1, 0, 0], [1, 0, 1, 0]]


def test_each_goal_says_what_is_missing():
    field, revision, language, _training = draft()
    goals = [make_goal(field, code=f"{field.number}.{place}") for place in (1, 2, 3, 4)]
    measure = make_measure()
    measure.goals.set(goals[:2])
    make_link(language, measure=measure)
    make_link(language, goal=goals[0])
    make_link(language, goal=goals[2], excerpt="Stelle")
    found = implementation_of(revision, [TODAY])
    assert [str(row.gap) for row in found.goals] == [
        "",
        "keine Textstelle",
        "keine Maßnahme",
        "weder Textstelle noch Maßnahme",
    ]
    assert [[node.number for node in row.passages] for row in found.goals] == [["1"], [], ["1"], []]


def test_changes_since_a_day_are_listed_with_the_status_before_and_now():
    _field, revision, language, _training = draft()
    make_link(language, measure=moved("Kurse", ("in_progress", "2026-03-01")))
    make_link(language, measure=moved("Bleibt"))
    make_link(language, measure=make_measure("Neu", status="planned", status_changed_on=TODAY))
    found = implementation_of(revision, [TODAY], since=LAST_YEAR)
    assert [(measure.title, before, now) for measure, before, now in found.changes] == [
        ("Kurse", "planned", "in_progress"),
        ("Neu", None, "planned"),
    ]


@pytest.mark.parametrize(
    ("since", "years"), [("2026-02-01", []), ("2024-12-31", [2024, 2025]), ("2019-01-01", [2023, 2024, 2025])]
)
def test_the_ends_of_at_most_three_years_are_shown(since, years):
    assert ends_of_years(make_final(day=datetime.date.fromisoformat(since)), TODAY) == [
        *(datetime.date(year, 12, 31) for year in years),
        TODAY,
    ]


# --- pages and report -----------------------------------------------------------------------------------------------------
def test_the_public_page_counts_published_measures_only(client):
    _field, revision, language, _training = draft()
    make_link(language, measure=make_measure("GEHEIM", status="planned"))
    make_link(language, measure=make_measure("Sichtbar", published=True, status="in_progress"))
    revision.published_on = TODAY
    revision.save()
    response = client.get(reverse("concept:public_implementation", args=[revision.slug]))
    text = response.content.decode()
    assert ("Sichtbar" in text, "GEHEIM" in text) == (True, False)
    assert list(response.context["found"].totals[-1].values()) == [0, 1, 0, 0]
    client.force_login(make_user("office"))
    response = client.get(reverse("concept:implementation", args=[revision.pk]))
    assert list(response.context["found"].totals[-1].values()) == [1, 1, 0, 0]


@pytest.mark.parametrize("since", ["", "gestern", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_or_far_away_breaks_nothing(client, since):
    _field, revision, language, _training = draft()
    make_link(language, measure=make_measure())
    client.force_login(make_user("office"))
    assert client.get(reverse("concept:implementation", args=[revision.pk]), {"seit": since}).status_code == 200


def test_the_queries_do_not_grow_with_the_measures(client):
    field, revision, language, _training = draft()
    client.force_login(make_user("office"))
    url = reverse("concept:implementation", args=[revision.pk])

    def count():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    def add(number):
        for _place in range(number):
            measure = moved("Maßnahme", ("in_progress", "2026-03-01"))
            goal = make_goal(field)
            measure.goals.add(goal)
            make_link(language, measure=measure)
            make_link(language, goal=goal)

    add(2)
    few = count()
    add(10)
    assert count() == few


def test_a_report_holds_the_revision_in_force_with_figures_changes_and_gaps_and_no_other():
    field = make_field()
    concept = make_concept(framework=field.framework)
    measure = moved("Kurse", ("in_progress", "2025-06-01"))
    former = make_final(
        concept, "Alt", state="superseded", day=datetime.date(2024, 1, 1), until=datetime.date(2024, 12, 31)
    )
    row = make_revision(concept, "Neu", state="deliberation")
    make_link(make_section(row, "Sprache"), measure=measure)
    make_decision(row, measure, "new")
    make_goal(field, code=f"{field.number}.1", title="Ohne alles")
    row.state, row.adopted_on, row.in_force_from = "adopted", datetime.date(2025, 1, 1), datetime.date(2025, 1, 1)
    row.published_on, row.content_hash = row.adopted_on, "0" * 64
    row.save()
    scope = Scope(datetime.date(2025, 2, 1), LAST_YEAR, tuple(FieldOfAction.objects.all()), TODAY)
    blocks = implementation(scope)
    words = str(blocks)
    assert [block["block"] for block in blocks] == ["text", "table", "table", "table"]
    assert ("Neu" in words, "weder Textstelle noch Maßnahme" in words, former.label in words) == (True, True, False)
    assert [cell if isinstance(cell, str) else cell["text"] for cell in blocks[1]["rows"][0]] == [
        "1 Sprache", "1", "0", "0", "0", "0", "1", "0", "0",
    ]  # fmt: skip
    assert blocks[3]["rows"][0][1:] == ["geplant", "in Umsetzung"]
    assert implementation(Scope(scope.start, scope.end, scope.fields, TODAY, is_all_fields=False)) == []
