"""The public pages of frameworks and fields of action."""

import datetime

import pytest

from fields_of_action.models import Goal
from integration_portal.core.models import SiteSettings
from tests.builders import make_actor, make_field, make_framework, make_goal, make_measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def frameworks(freeze):
    freeze()
    old = make_framework(
        title="Alte Leitlinien",
        slug="alt",
        valid_from=datetime.date(2010, 1, 1),
        valid_until=datetime.date(2019, 3, 31),
    )
    new = make_framework(title="Geltende Leitlinien", slug="neu", body="## Präambel\n\nText **fett**")
    make_field(old, name="Altes Feld")
    make_field(new, name="Neues Feld", summary="Worum es geht")
    return old, new


def test_the_list_shows_the_frameworks_in_force(client, frameworks):
    page = client.get("/handlungsfelder/").content.decode()
    assert "Neues Feld" in page
    assert "Altes Feld" not in page
    assert "?rahmen=alt" in page


def test_an_older_framework_is_reached_by_its_address(client, frameworks):
    page = client.get("/handlungsfelder/?rahmen=alt").content.decode()
    assert "Altes Feld" in page
    assert "Neues Feld" not in page
    assert "?rahmen=neu" in page
    assert "<strong>fett</strong>" in client.get("/handlungsfelder/?rahmen=neu").content.decode()


@pytest.mark.parametrize("asked", ["gibtesnicht", "%00", "x" * 3000, "%F0%9F%98%80", "%3Cscript%3E"])
def test_an_unknown_framework_gives_the_page_and_a_message(client, frameworks, asked):
    response = client.get(f"/handlungsfelder/?rahmen={asked}")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Neues Feld" in page
    assert ("p-message--warning" in page) == (asked != "%00")
    assert "<script>" not in page


def test_both_frameworks_are_shown_while_both_are_in_force(client, frameworks):
    make_field(make_framework(title="Dritte Leitlinien", valid_from=datetime.date(2026, 11, 23)), name="Drittes Feld")
    page = client.get("/handlungsfelder/").content.decode()
    assert "Neues Feld" in page
    assert "Drittes Feld" in page


def test_a_field_has_its_text_goals_and_measures_by_status(client, frameworks):
    field = make_field(frameworks[1], name="Sprache", description="Über *Sprache*", guideline_text="Wort für Wort")
    goal = make_goal(field, code="2.1", title="Leitziel")
    make_goal(field, code="2.1.10", title="Zehntes", level=Goal.Level.OBJECTIVE, parent=goal)
    make_goal(field, code="2.1.9", title="Neuntes", level=Goal.Level.OBJECTIVE, parent=goal)
    make_goal(field, code="2.2", title="Abgelegtes Ziel", is_active=False)
    make_goal(field, code="2.3.1", title="Ohne Leitziel", level=Goal.Level.OBJECTIVE)
    for number in range(7):
        make_measure(f"Geplant {number}", field=field, published=True, status="planned")
    make_measure("Läuft", field=field, published=True, status="in_progress")
    make_measure("Nicht öffentlich", field=field)
    make_actor("Sichtbarer Akteur", is_published=True).fields.add(field)
    make_actor("Unsichtbarer Akteur").fields.add(field)
    page = client.get(f"/handlungsfelder/{field.slug}/").content.decode()
    assert "<em>Sprache</em>" in page
    assert "Wort für Wort" in page
    assert page.index("Leitziel") < page.index("Neuntes") < page.index("Zehntes")
    assert 'id="ziel-2.1"' in page
    assert "Ohne Leitziel" in page
    assert "Abgelegtes Ziel" not in page
    assert page.count(">Geplant ") == 5
    assert f"?feld={field.slug}&amp;status=planned" in page or f"?feld={field.slug}&status=planned" in page
    assert "Läuft" in page
    assert "Nicht öffentlich" not in page
    assert "Unsichtbarer" not in page


def test_upcoming_dates_are_those_of_the_field(client, frameworks):
    field = make_field(frameworks[1])
    make_measure("Beginnt bald", field=field, published=True, start_on=datetime.date(2026, 12, 1))
    make_measure("Anderswo", field=make_field(frameworks[1]), published=True, start_on=datetime.date(2026, 12, 1))
    make_measure(
        "Vorbei",
        field=field,
        published=True,
        start_on=datetime.date(2026, 1, 1),
        end_on=datetime.date(2026, 2, 1),
        status="completed",
    )
    response = client.get(f"/handlungsfelder/{field.slug}/")
    assert [entry.title for entry in response.context["dates"]] == ["Beginnt bald"]


def test_a_field_of_an_older_framework_says_so(client, frameworks):
    old_field = frameworks[0].fields.get()
    response = client.get(old_field.get_absolute_url())
    assert response.context["in_force"] is False
    assert "Alte Leitlinien" in response.content.decode()


def test_unknown_fields_do_not_exist(client, frameworks):
    assert client.get("/handlungsfelder/gibt-es-nicht/").status_code == 404
    assert client.post("/handlungsfelder/").status_code == 405


def test_field_pages_ask_few_questions(client, frameworks, django_assert_max_num_queries):
    field = make_field(frameworks[1])
    for number in range(20):
        make_goal(field, code=f"1.{number}")
        make_measure(field=field, published=True)
    SiteSettings.load()
    with django_assert_max_num_queries(21):
        client.get(field.get_absolute_url())
    with django_assert_max_num_queries(4):
        client.get("/handlungsfelder/")


def test_english_names_on_english_pages(client, frameworks):
    field = make_field(
        frameworks[1], name="Gesundheit", name_en="Health", summary="Deutsch", summary_en="English summary"
    )
    page = client.get(f"/en/handlungsfelder/{field.slug}/").content.decode()
    assert "Health" in page
    assert "English summary" in page
