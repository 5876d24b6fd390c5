"""Registering for an event in the browser: the public form, and the personal link of the mail."""

import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import links
from integration_portal.core.models import Mail
from measures.models import EventRegistration
from measures.services import events, registrations
from tests.builders import make_event, make_event_date

pytestmark = pytest.mark.django_db
State = EventRegistration.State


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026, and nobody has tried anything yet."""
    freeze()
    cache.clear()


def training(**values):
    values = {"published": True, "takes_registrations": True, "kind": "training", **values}
    return make_event("Schulung für Ärzte", **values)


def register(event, number=1, **values):
    return registrations.register(
        event=event, **{"name": f"Mara {number}", "email": f"mara{number}@example.org", **values}
    )


def states(event):
    return [row.state for row in event.registrations.order_by("joined_at", "pk")]


def kinds():
    return list(Mail.objects.order_by("pk").values_list("kind", flat=True))


def form(**values):
    return {
        "name": "Mara Muster",
        "email": "mara@example.org",
        "organisation": "",
        "needs": "",
        "website": "",
        **values,
    }


def post(client, event, **values):
    return client.post(reverse("measures:event_register", args=[event.slug]), form(**values))


# --- the public form ---------------------------------------------------------------------------------------
def test_the_form_answers_a_known_and_a_new_address_the_same_way(client, deliver):
    event = training(capacity=1)
    answers = [post(client, event), post(client, event), post(client, event, email="neu@example.org")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, reverse("measures:event_registered", args=[event.slug]))
    }
    assert states(event) == ["registered", "waiting"]
    assert [message.to for message in deliver()] == [["mara@example.org"], ["mara@example.org"], ["neu@example.org"]]


def test_the_mail_says_what_when_where_and_how_to_sign_off(client, deliver):
    event = training(online_url="https://example.org/raum", dates=())
    make_event_date(event, "2026-12-01 14:00", "2026-12-01 16:00", place="Saal 2")
    post(client, event, name="مريم Öztürk 🦄")
    body = deliver()[0].body
    link = links.path_of(EventRegistration.objects.get().link)
    for part in (
        "Schulung für Ärzte",
        "Di 01.12.2026, 14:00",
        "Saal 2",
        "https://example.org/raum",
        link,
        "مريم Öztürk 🦄",
    ):
        assert part in body


def test_a_machine_that_fills_the_hidden_field_gets_thanks_and_nothing_else(client):
    event = training()
    assert post(client, event, website="https://spam.example").status_code == 302
    assert (states(event), kinds()) == ([], [])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Gewinne auf www.spam.example"}, "name"),
        ({"name": "Hier: https://spam.example"}, "name"),
        ({"name": "x" * 100_000}, "name"),
        ({"email": "keine"}, "email"),
        ({"email": "mara@example.org\nbcc: x@example.org"}, "email"),
        ({"needs": "x" * 100_000}, "needs"),
        ({"organisation": "x" * 1000}, "organisation"),
    ],
)
def test_bad_input_comes_back_with_a_message_at_the_field(client, values, field):
    event = training()
    answer = post(client, event, **values)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert states(event) == []


def test_many_registrations_from_one_connection_are_stopped(client, monkeypatch):
    monkeypatch.setattr("measures.views.events_public.MOST_TRIES", 3)
    event = training()
    codes = [post(client, event, email=f"m{number}@example.org").status_code for number in range(5)]
    assert codes == [302, 302, 302, 429, 429]


def test_a_closed_form_says_why_and_takes_nothing(client):
    event = training(registration_until=datetime.date(2026, 11, 1))
    answer = post(client, event)
    assert (answer.status_code, _("Registration has ended.") in answer.content.decode()) == (200, True)
    assert states(event) == []


def test_without_registration_there_is_no_form(client):
    event = training(takes_registrations=False)
    assert client.get(reverse("measures:event_register", args=[event.slug])).status_code == 404


# --- the personal link -------------------------------------------------------------------------------------
def test_the_link_shows_the_registration_and_opening_it_changes_nothing(client):
    event = training(capacity=1)
    row = register(event)
    for _number in range(2):
        page = client.get(links.path_of(row.link))
        assert (page.status_code, "Mara 1" in page.content.decode()) == (200, True)
        assert (page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == ("no-referrer", True)
    row.refresh_from_db()
    assert (row.state, row.link.first_used_at) == ("registered", None)


def test_a_post_signs_off_and_the_next_one_moves_up(client):
    event = training(capacity=1)
    first, second = register(event, 1), register(event, 2)
    for _number in range(2):
        assert client.post(links.path_of(first.link)).status_code == 302
    second.refresh_from_db()
    assert (states(event), second.state) == (["cancelled", "registered"], "registered")


def test_the_online_link_is_for_those_with_a_place(client):
    event = training(capacity=1, online_url="https://example.org/raum")
    first, second = register(event, 1), register(event, 2)
    assert "example.org/raum" in client.get(links.path_of(first.link)).content.decode()
    assert "example.org/raum" not in client.get(links.path_of(second.link)).content.decode()
    assert "example.org/raum" not in client.get(event.get_absolute_url()).content.decode()


def test_whoever_took_part_cannot_sign_off_any_more(client):
    event = training(dates=[("2026-11-20", "2026-12-20")])
    row = register(event)
    registrations.tick_attendance(event=event, present=[row.pk])
    assert client.post(links.path_of(row.link)).status_code == 422
    assert states(event) == ["attended"]


def test_a_link_works_until_the_last_day_and_longer_when_the_event_is_put_off(client, freeze):
    event = training()
    row = register(event)
    event.refresh_from_db()
    dates = [{"id": event.dates.get().pk, "start_day": datetime.date(2027, 1, 5), "end_day": datetime.date(2027, 1, 5)}]
    events.update_event(event=event, version=event.version, data={}, dates=dates)
    freeze("2027-01-05 23:00")
    assert client.get(links.path_of(row.link)).status_code == 200
    freeze("2027-01-06 00:30")
    assert client.get(links.path_of(row.link)).status_code == 410


def test_a_withdrawn_link_and_paths_behind_it_open_nothing(client):
    row = register(training())
    path = links.path_of(row.link)
    assert client.get(f"{path}mehr/").status_code == 404
    links.withdraw(row.link)
    assert client.get(path).status_code == 410
