"""Keeping frameworks, fields and goals."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from fields_of_action import services
from fields_of_action.models import FieldOfAction, Framework, Goal
from measures.services import place_measure
from tests.builders import make_field, make_framework, make_goal, make_measure, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def test_another_framework_follows_with_the_fields_of_the_earlier_one(client, office):
    old = make_framework(title="pLILA", slug="plila")
    make_field(old, name="Sprache", slug="sprache", hue="indigo")
    data = {"title": "Sozialstrategie", "valid_from": "2027-01-01", "copy_from": old.pk}
    assert client.post("/intern/rahmen/neu/", data).status_code == 302
    new = Framework.objects.get(title="Sozialstrategie")
    old.refresh_from_db()
    assert old.valid_until == datetime.date(2026, 12, 31)
    assert [(field.name, field.slug, field.hue) for field in new.fields.all()] == [
        ("Sprache", "sprache-2027", "indigo")
    ]


def test_a_measure_holds_places_in_both_frameworks():
    old, new = make_field(number=2), make_field(number=5)
    measure = make_measure(field=old, number="2.1")

    place_measure(measure=measure, field=new)
    assert {place.number for place in measure.placements.all()} == {"2.1", "5.1"}


def test_which_framework_is_in_force_counts_both_ends():
    framework = make_framework(valid_from=datetime.date(2019, 4, 1), valid_until=datetime.date(2026, 12, 31))
    days = {"2019-03-31": False, "2019-04-01": True, "2026-12-31": True, "2027-01-01": False}
    for day, expected in days.items():
        assert Framework.objects.in_force(datetime.date.fromisoformat(day)).exists() is expected
        assert framework.is_in_force(datetime.date.fromisoformat(day)) is expected


def test_goals_and_objectives_are_kept_per_field(client, office):
    field = make_field(number=2)
    client.post(
        f"/intern/handlungsfelder/{field.pk}/ziel/", {"code": "2.1", "title": "Deutsch lernen", "is_active": "on"}
    )
    overall = Goal.objects.get()
    assert overall.level == "overall"
    client.post(
        f"/intern/handlungsfelder/{field.pk}/ziel/",
        {"code": "2.1.1", "title": "Orte", "parent": overall.pk, "is_active": "on"},
    )
    assert Goal.objects.get(code="2.1.1").level == "objective"
    page = client.get(f"/intern/handlungsfelder/{field.pk}/").content.decode()
    assert "Deutsch lernen" in page
    assert "Orte" in page


def test_a_number_once_per_field_and_framework(client, office):
    field = make_field(number=2)
    make_goal(field, code="2.1")
    assert (
        client.post(f"/intern/handlungsfelder/{field.pk}/ziel/", {"code": "2.1", "title": "Doppelt"}).status_code == 422
    )
    data = {"number": "2", "order": "0", "name": "Doppelt", "hue": "red", "pictogram": "heart"}
    assert client.post(f"/intern/rahmen/{field.framework.pk}/handlungsfeld/", data).status_code == 422


def test_an_objective_stands_under_an_overall_goal_of_its_own_field():
    foreign, field = make_goal(), make_field()
    with pytest.raises(ValidationError):
        services.save_goal(data={"code": "1.1", "title": "x", "parent": foreign}, field=field)


def test_what_is_in_use_is_not_deleted(client, office):
    field = make_field()
    goal = make_goal(field)
    measure = make_measure()
    measure.goals.add(goal)
    client.post(f"/intern/ziele/{goal.pk}/loeschen/")
    client.post(f"/intern/handlungsfelder/{field.pk}/loeschen/")
    client.post(f"/intern/rahmen/{field.framework.pk}/loeschen/")
    assert (Goal.objects.count(), FieldOfAction.objects.count(), Framework.objects.count()) == (1, 1, 1)
    measure.goals.clear()
    client.post(f"/intern/ziele/{goal.pk}/loeschen/")
    assert Goal.objects.count() == 0


def test_two_editors_of_a_field_meet(client, office):
    field = make_field(name="Alt")
    data = {
        "number": field.number,
        "order": 0,
        "name": "Meins",
        "hue": "red",
        "pictogram": "heart",
        "version": field.version,
    }
    field.name = "Ihres"
    field.save()
    answer = client.post(f"/intern/handlungsfelder/{field.pk}/bearbeiten/", data)
    assert answer.status_code == 409
    assert "Ihres" in answer.content.decode()


@pytest.mark.parametrize("url", ["/intern/rahmen/", "/intern/rahmen/neu/"])
def test_pages_answer_on_an_empty_portal(client, office, url):
    assert client.get(url).status_code == 200
