"""Long lists of boxes in forms: what is chosen stands first, and typing narrows the list down."""

import re

import pytest

from actors.models import AdvisoryEntry
from tests.builders import make_actor, make_user

pytestmark = pytest.mark.django_db
NEW = "/intern/beratung/neu/"


@pytest.fixture
def office(client):
    client.force_login(make_user("office"))
    return client


@pytest.mark.parametrize(("number", "is_long"), [(12, False), (13, True)])
def test_from_thirteen_choices_on_a_list_can_be_narrowed_down(office, number, is_long):
    for index in range(number):
        make_actor(f"Verein {index:02d}")
    text = office.get(NEW).content.decode()
    assert ('data-narrows="id_actors_list"' in text, 'id="id_actors_list"' in text) == (is_long, is_long)


def test_what_is_chosen_stands_first(office):
    actors = [make_actor(f"Verein {index:02d}") for index in range(20)]
    text = office.get(f"{NEW}?akteur={actors[17].pk}").content.decode()
    shown = re.findall(r'name="actors" value="(\d+)"', text)
    assert (shown[0], len(shown)) == (str(actors[17].pk), 20)
    assert "eine Angabe gewählt" in text


def test_a_choice_from_a_long_list_is_saved(office):
    actors = [make_actor(f"Verein {index:02d}") for index in range(20)]
    data = {"subject": "Gespräch", "happened_on": "2026-11-02", "way": "talk", "actors": [actors[3].pk, actors[19].pk]}
    response = office.post(NEW, data)
    assert response.status_code == 302, response.context["form"].errors
    assert list(AdvisoryEntry.objects.get().actors.order_by("pk")) == [actors[3], actors[19]]
