"""Corrections of partners: before, proposed, now; accepting, declining, conflicts, and what the partner is told."""

import datetime

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.models import Offer, ProposedChange
from actors.services import confirmation, proposals, update_actor
from integration_portal.core.models import Mail
from integration_portal.core.today import TodayQuery, groups
from tests.actors.confirmation import ask, confirm, correct, path
from tests.builders import make_actor, make_field, make_user

pytestmark = pytest.mark.django_db
URL = "/intern/bestaetigung/korrekturen/"


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


@pytest.fixture
def office(client):
    user = make_user("office", name="Olga Büro")
    client.force_login(user)
    return user


@pytest.fixture
def asked():
    return ask()


def waiting(actor):
    return {row.field: row for row in ProposedChange.objects.waiting().filter(actor=actor)}


def decide(client, change, tun="annehmen", reason="", seen=None):
    if seen is None:
        page = client.get(f"{URL}{change.actor_id}/")
        seen = next(line.seen for line in page.context["lines"] if line.change.pk == change.pk)
    return client.post(f"{URL}punkt/{change.pk}/", {"tun": tun, "reason": reason, "gesehen": seen})


def test_an_accepted_correction_is_in_the_entry_with_day_and_names(client, office, asked, freeze):
    correct(client, asked, phone="03447 586-0")
    freeze("2026-11-30 09:00")
    client.force_login(office)
    decide(client, waiting(asked.actor)["phone"])
    asked.actor.refresh_from_db()
    assert (asked.actor.phone, asked.actor.confirmed_on) == ("+49 3447 5860", datetime.date(2026, 11, 23))
    entry = next(
        row
        for row in LogEntry.objects.filter(content_type__model="actor", object_pk=str(asked.actor_id)).order_by("-id")
        if "phone" in (row.changes or {})
    )
    assert (entry.actor, entry.additional_data["source"]) == (office, "link")
    assert "Olga Büro" in entry.additional_data["who"] and "Mara Muster" in entry.additional_data["who"]


def test_the_page_shows_before_proposed_and_now(client, office, asked):
    correct(client, asked, city="Gera", fields=[str(make_field(name="Sprache").pk)])
    update_actor(actor=asked.actor, data={"city": "Gößnitz"}, version=None)
    lines = {line.change.field: line for line in client.get(f"{URL}{asked.actor_id}/").context["lines"]}
    city = lines["city"]
    assert (city.before, city.after, city.now, city.has_conflict) == ("Altenburg", "Gera", "Gößnitz", True)
    assert (lines["fields"].has_conflict, "Sprache" in lines["fields"].after) == (False, True)


def test_a_conflict_is_taken_over_only_by_somebody_who_saw_it(client, office, asked):
    correct(client, asked, city="Gera")
    change = waiting(asked.actor)["city"]
    seen = next(line.seen for line in client.get(f"{URL}{asked.actor_id}/").context["lines"])
    update_actor(actor=asked.actor, data={"city": "Gößnitz"}, version=None)
    assert decide(client, change, seen=seen).status_code == 422
    with pytest.raises(ValidationError):
        proposals.accept_change(change=change, by=office)
    asked.actor.refresh_from_db()
    assert asked.actor.city == "Gößnitz"
    decide(client, change)
    asked.actor.refresh_from_db()
    assert asked.actor.city == "Gera"


def test_all_are_taken_over_but_conflicts_and_remarks_wait(client, office, asked):
    offer = Offer.objects.create(actor=asked.actor, title="Kurs")
    changed = {"city": "Gera", "short_name": "MV", f"offer-{offer.pk}-cost": "5 Euro", "remark": "Bitte anrufen"}
    correct(client, asked, **changed)
    update_actor(actor=asked.actor, data={"city": "Gößnitz"}, version=None)
    looked_at = client.get(f"{URL}{asked.actor_id}/").context["looked_at"]
    client.post(f"{URL}{asked.actor_id}/alle/", {"gesehen": looked_at})
    asked.actor.refresh_from_db()
    offer.refresh_from_db()
    assert (asked.actor.city, asked.actor.short_name, offer.cost) == ("Gößnitz", "MV", "5 Euro")
    assert sorted(waiting(asked.actor)) == ["city", "remark"]
    for broken in ("", "gestern", "2026-99-99T00:00"):
        assert client.post(f"{URL}{asked.actor_id}/alle/", {"gesehen": broken}).status_code == 302


def test_declining_needs_a_reason_and_leaves_the_entry(client, office, asked):
    correct(client, asked, city="Gera")
    change = waiting(asked.actor)["city"]
    answer = decide(client, change, tun="ablehnen", reason="  ")
    assert answer.status_code == 422
    assert answer.context["lines"][0].error
    decide(client, change, tun="ablehnen", reason="Laut Satzung Altenburg")
    asked.actor.refresh_from_db()
    change.refresh_from_db()
    assert (asked.actor.city, asked.actor.confirmed_on, change.state) == ("Altenburg", None, "declined")


def test_the_partner_is_told_once_everything_is_decided(client, office, asked):
    correct(client, asked, city="Gera", short_name="MV")
    rows = waiting(asked.actor)
    decide(client, rows["city"], tun="ablehnen", reason="Laut Satzung Altenburg")
    assert Mail.objects.filter(kind=confirmation.DECIDED).count() == 0
    decide(client, rows["short_name"])
    mail = Mail.objects.get(kind=confirmation.DECIDED).email
    assert mail.to == ["mara@example.org"]
    assert "Laut Satzung Altenburg" in mail.message and mail.message.count("–") == 2
    correct(client, asked, phone="03447 586-0")
    decide(client, waiting(asked.actor)["phone"])
    second = Mail.objects.filter(kind=confirmation.DECIDED).order_by("-pk")[0].email
    assert second.message.count("–") == 1


def test_two_colleagues_do_not_decide_the_same_item_twice(client, office, asked):
    correct(client, asked, city="Gera")
    change = waiting(asked.actor)["city"]
    decide(client, change)
    answer = decide(client, change, tun="ablehnen", reason="Doch nicht", seen="x")
    change.refresh_from_db()
    assert (answer.status_code, change.state, Mail.objects.filter(kind=confirmation.DECIDED).count()) == (
        302, "accepted", 1,
    )  # fmt: skip


def test_an_offer_that_is_gone_can_only_be_declined(client, office, asked):
    offer = Offer.objects.create(actor=asked.actor, title="Kurs")
    correct(client, asked, **{f"offer-{offer.pk}-title": "Kurs neu"})
    offer.delete()
    change = next(iter(waiting(asked.actor).values()))
    assert client.get(f"{URL}{asked.actor_id}/").context["lines"][0].is_gone
    assert decide(client, change).status_code == 422
    decide(client, change, tun="ablehnen", reason="Das Angebot gibt es nicht mehr")
    assert waiting(asked.actor) == {}


def test_a_value_that_no_longer_fits_is_refused_and_nothing_is_half_saved(client, office, asked):
    correct(client, asked, city="Gera")
    change = waiting(asked.actor)["city"]
    ProposedChange.objects.filter(pk=change.pk).update(after="x" * 500)
    assert decide(client, change).status_code == 422
    asked.actor.refresh_from_db()
    change.refresh_from_db()
    assert (asked.actor.city, change.state) == ("Altenburg", "open")


def test_wishes_and_corrections_stand_on_the_today_page(client, office, asked):
    other = ask(make_actor("Chor", email="chor@example.org"))
    correct(client, asked, city="Gera")
    client.post(path(other, "entfernen/"), {"remark": "Wir lösen uns auf", "version": other.version})
    found = {group.key: group for group in groups(TodayQuery(office, datetime.date(2026, 11, 23)))}
    assert [item.title for item in found["corrections"].items] == ["Musterverein"]
    assert [item.title for item in found["removals"].items] == ["Chor"]
    url = found["removals"].items[0].url
    assert client.post(url, {"outcome": "archive", "reason": ""}).status_code == 422
    client.post(url, {"outcome": "archive", "reason": "Der Verein hat sich aufgelöst"})
    other.actor.refresh_from_db()
    assert other.actor.archived_at is not None
    assert client.get(url).status_code == 404
    assert client.get(path(other)).status_code == 410
    mail = Mail.objects.filter(kind="actors.confirmation_removal").get().email
    assert "Der Verein hat sich aufgelöst" in mail.message


def test_a_wish_can_be_settled_without_archiving(client, office, asked):
    client.post(path(asked, "entfernen/"), {"version": asked.version})
    url = f"/intern/bestaetigung/anfragen/{asked.pk}/entfernen/"
    client.post(url, {"outcome": "keep", "reason": "Wir rufen Sie an"})
    asked.refresh_from_db()
    asked.actor.refresh_from_db()
    assert (asked.actor.archived_at, asked.removal_settled_at is None) == (None, False)


def test_readers_look_and_do_not_decide(client, asked):
    client.force_login(make_user("reader"))
    correct(client, asked, city="Gera")
    page = client.get(f"{URL}{asked.actor_id}/")
    assert (page.status_code, page.context["may_edit"]) == (200, False)
    change = waiting(asked.actor)["city"]
    assert client.post(f"{URL}punkt/{change.pk}/", {"tun": "annehmen"}).status_code == 403


def test_the_office_page_of_an_actor_says_when_it_was_confirmed(client, office, asked):
    confirm(client, asked)
    assert "23.11.2026" in client.get(f"/intern/akteure/{asked.actor_id}/").content.decode()


def test_the_pages_take_the_same_queries_for_one_and_for_many(client, office):
    field, counts = make_field(), {}
    asked = ask()
    for size in (1, 6):
        changes = {"city": f"Gera {size}", "fields": [str(field.pk)]}
        changes |= {"short_name": "MV", "phone": "03447 586-0", "street": "Weg 1"} if size > 1 else {}
        correct(client, asked, **changes)
        for number in range(size):
            correct(client, ask(make_actor(email=f"a{size}{number}@example.org")), city="Jena")
        for address in (URL, f"{URL}{asked.actor_id}/", "/intern/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.setdefault(address, []).append(len(queries))
    assert {address: len(set(found)) for address, found in counts.items()} == dict.fromkeys(counts, 1)


ITEMS = st.sampled_from(["city", "short_name", "street", "description"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ITEMS, st.text(alphabet="aäßע🦄 b", max_size=8)), max_size=8))
def test_of_all_proposals_for_an_item_the_last_one_is_open(proposed):
    actor, user = make_actor("Verein", city="Altenburg"), make_user("contributor")
    last = {}
    for name, value in proposed:
        proposals.propose(actor=actor, changes={name: (getattr(actor, name), value)}, by=user)
        last[name] = value
    expected = {name: value for name, value in last.items() if value != getattr(actor, name)}
    assert {name: row.after for name, row in waiting(actor).items()} == expected
