"""Requests to confirm details: who is asked, sending, reminding, the page of a round."""

import datetime
import time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actors.models import Actor, ConfirmationRequest, ConfirmationRound
from actors.services import confirmation
from integration_portal.core.models import Mail
from integration_portal.core.today import TodayQuery, groups
from tests.actors.confirmation import ask, confirm, correct, make_confirmation_round, make_main_contact, path
from tests.builders import make_actor, make_user

pytestmark = pytest.mark.django_db
URL = "/intern/bestaetigung/"


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def old_actor(name="", **values):
    return make_actor(name, **{"confirmed_on": datetime.date(2025, 1, 1), **values})


def test_asked_is_the_main_contact_in_office_else_the_general_address():
    contact, general, nobody, gone, objecting = (
        make_actor(name, email=email)
        for name, email in (
            ("A", ""),
            ("B", "b@example.org"),
            ("C", ""),
            ("D", "d@example.org"),
            ("E", "e@example.org"),
        )
    )
    make_main_contact(contact)
    make_main_contact(gone, "Vorbei", email="vorbei@example.org").roles.update(until="2026-11-22")
    make_main_contact(objecting, "Nein", email="nein@example.org", no_mailings_on="2026-01-01")
    found, without = confirmation.recipients_of([contact, general, nobody, gone, objecting])
    assert [(row.actor, row.email) for row in found] == [
        (contact, "mara@example.org"), (general, "b@example.org"), (gone, "d@example.org"), (objecting, "e@example.org"),
    ]  # fmt: skip
    assert without == [nobody]


def test_nobody_is_asked_twice_in_a_round_and_archived_ones_never():
    actor = make_actor("A", email="a@example.org")
    archived = make_actor("B", email="b@example.org", archived_at=timezone.now())
    row = make_confirmation_round()
    row.refresh_from_db()
    confirmation.ask(round=row, actors=[actor, archived])
    with pytest.raises(ValidationError):
        confirmation.ask(round=row, actors=[actor, archived])
    assert (ConfirmationRequest.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_round_that_is_over_asks_nobody():
    row = make_confirmation_round(deadline="2026-11-22")
    row.refresh_from_db()
    with pytest.raises(ValidationError):
        confirmation.ask(round=row, actors=[make_actor("A", email="a@example.org")])
    assert (ConfirmationRequest.objects.count(), Mail.objects.count()) == (0, 0)


def test_entries_that_are_due_are_ticked_and_one_without_an_address_is_a_problem(client, office):
    old, fresh = old_actor("Alt", email="alt@example.org"), make_actor("Frisch", confirmed_on="2026-11-01")
    nobody = old_actor("Ohne Adresse")
    row = make_confirmation_round()
    page = client.get(f"{URL}{row.pk}/auswahl/")
    assert [actor.name for actor in page.context["page_obj"]] == ["Alt", "Ohne Adresse"]
    everybody = client.get(f"{URL}{row.pk}/auswahl/?stand=")
    assert {actor.name for actor in everybody.context["page_obj"]} == {"Alt", "Frisch", "Ohne Adresse"}
    assert (everybody.context["due"], everybody.context["without"]) == ({old.pk, nobody.pk}, {nobody.pk, fresh.pk})
    check = client.post(f"{URL}{row.pk}/pruefen/", {"auswahl": [old.pk, nobody.pk]})
    assert [one.email for one in check.context["recipients"]] == ["alt@example.org"]
    assert check.context["without"] == [nobody]
    assert Mail.objects.count() == 0


def test_the_whole_way_of_the_office(client, office):
    actor = old_actor("Alt", email="alt@example.org")
    form = {"title": "Herbst", "deadline": "2026-12-11", "text": "Bitte schauen Sie."}
    answer = client.post(f"{URL}neu/", form)
    row = ConfirmationRound.objects.get()
    assert answer.url == f"{URL}{row.pk}/auswahl/"
    client.post(f"{URL}{row.pk}/senden/", {"auswahl": [actor.pk, "x", 10**30]})
    request = row.requests.get()
    confirm(client, request)
    page = client.get(f"{URL}{row.pk}/")
    assert (page.context["answered"], page.context["asked"], page.context["confirmed"]) == (1, 1, 1)
    assert client.get(f"{URL}{row.pk}/stand/").status_code == 200
    assert client.get(f"{URL}{row.pk}/loeschen/").status_code == 404


def test_a_deadline_in_the_past_is_refused_beside_the_field(client, office):
    answer = client.post(f"{URL}neu/", {"title": "Herbst", "deadline": "2026-11-22"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["deadline"])


def test_the_today_page_makes_a_round_of_all_that_are_due_with_one_click(client, office):
    for number in range(3):
        old_actor(email=f"alt{number}@example.org")
    make_actor("Frisch", confirmed_on="2026-11-01")
    found = {group.key: group for group in groups(TodayQuery(office, datetime.date(2026, 11, 23)))}
    action = found["unconfirmed"].items[0].actions[0]
    assert (found["unconfirmed"].total, action.url, action.post) == (3, f"{URL}faellige/", True)
    check = client.post(action.url, follow=True)
    assert len(check.context["recipients"]) == 3
    row = ConfirmationRound.objects.get()
    client.post(f"{URL}{row.pk}/senden/", {"auswahl": [one.actor.pk for one in check.context["recipients"]]})
    assert row.requests.count() == 3
    found = {group.key: group for group in groups(TodayQuery(office, datetime.date(2026, 11, 23)))}
    assert "unconfirmed" not in found


def test_an_entry_is_due_when_the_configured_months_are_over():
    make_actor("Gerade noch", confirmed_on="2025-11-23")
    make_actor("Schon", confirmed_on="2025-11-22")
    found = groups(TodayQuery(make_user("office"), datetime.date(2026, 11, 23)))
    group = next(group for group in found if group.key == "unconfirmed")
    assert [item.title for item in group.items] == ["Schon"]


def test_reminders_go_out_once_before_and_once_after_the_deadline(freeze):
    request = ask()
    sent = []
    for day in ("2026-12-01", "2026-12-08", "2026-12-09", "2026-12-12", "2026-12-15", "2026-12-17", "2027-03-01"):
        freeze(f"{day} 08:00")
        before = Mail.objects.count()
        confirmation.remind_due(timezone.now())
        confirmation.remind_due(timezone.now())
        if Mail.objects.count() > before:
            sent.append((day, Mail.objects.count() - before))
    assert [number for _day, number in sent] == [1, 1]
    assert sent[0][0] <= "2026-12-11" < sent[1][0]
    request.refresh_from_db()
    assert request.state == "open"


def test_whoever_answered_is_not_reminded(client, office):
    request = ask()
    confirm(client, request)
    client.post(f"{URL}{request.round_id}/erinnern/")
    client.post(f"{URL}anfragen/{request.pk}/erinnern/")
    assert Mail.objects.count() == 1


def test_a_new_link_goes_to_another_address_and_what_was_typed_stays(client, office):
    request = ask()
    correct(client, request, tun="merken", city="Gera")
    old = path(request)
    client.post(f"{URL}anfragen/{request.pk}/neu/", {"email": "kim@example.org"})
    request.refresh_from_db()
    assert (request.email, request.person, request.name) == ("kim@example.org", None, "Musterverein")
    assert client.get(old).status_code == 410
    assert client.get(path(request, "korrigieren/")).context["form"]["city"].value() == "Gera"
    assert client.post(f"{URL}anfragen/{request.pk}/neu/", {"email": "keine"}).status_code == 422


def test_withdrawing_takes_unsent_mails_back(client, office):
    request = ask()
    client.post(f"{URL}anfragen/{request.pk}/zurueckziehen/")
    request.refresh_from_db()
    assert (request.state, Mail.objects.get().state) == ("withdrawn", "withdrawn")


def test_three_hundred_recipients_are_queued_quickly():
    actors = [make_actor(f"Verein {number}", email=f"v{number}@example.org") for number in range(300)]
    row = make_confirmation_round()
    row.refresh_from_db()
    start = time.perf_counter()
    confirmation.ask(round=row, actors=actors)
    assert time.perf_counter() - start < 20  # a second or two on an idle machine
    assert Mail.objects.count() == 300


def test_pages_take_the_same_queries_at_any_size(client, office):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    row = make_confirmation_round()
    counts = {}
    for size in (3, 12):
        while Actor.objects.count() < size:
            actor = old_actor(email=f"a{Actor.objects.count()}@example.org")
            ask(actor, row)
            make_confirmation_round()
            old_actor(email=f"b{Actor.objects.count()}@example.org")
        for address in ("", f"{row.pk}/", f"{row.pk}/auswahl/", f"{row.pk}/pruefen/?stand=alt"):
            client.get(URL + address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(URL + address).status_code == 200
            counts.setdefault(address, []).append(len(queries))
    assert {address: len(set(found)) for address, found in counts.items()} == dict.fromkeys(counts, 1)


def test_the_list_of_actors_says_when_each_was_confirmed_and_marks_old_ones(client, office):
    old_actor("Alt")
    make_actor("Frisch", confirmed_on="2026-11-01")
    page = client.get("/intern/akteure/").content.decode()
    assert "01.01.2025" in page and "01.11.2026" in page
    assert page.count("st-clock") >= 1
