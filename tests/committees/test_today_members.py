"""Seats on the today page: vacant ones, and members whose time ends soon."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.models import Membership
from integration_portal.core import today
from integration_portal.core.today import TodayQuery
from tests.builders import make_user
from tests.builders_committees import make_committee, make_member, make_seat

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 24)
SINCE = datetime.date(2024, 12, 1)


def lines(user=None, *, mine=False, limit=50):
    query = TodayQuery(user=user or make_user("office"), on=ON, mine=mine, limit=limit)
    return [item.context for group in today.groups(query) if group.key == "committees.members" for item in group.items]


@pytest.fixture
def seat():
    return make_seat(make_committee(), "Sitz der Vereine")


def sit(seat, until, *, since=SINCE, name="Mara Muster", **values):
    return make_member(seat=seat, name=name, since=since, until=until, **values)


def test_a_vacant_seat_is_shown(seat):
    assert lines() == ["Dieser Sitz ist nicht besetzt."]


def test_a_filled_seat_is_not(seat):
    sit(seat, None)
    assert lines() == []


@pytest.mark.parametrize(("days", "is_shown"), [(0, True), (90, True), (91, False)])
def test_an_end_is_told_ninety_days_ahead(seat, days, is_shown):
    sit(seat, ON + datetime.timedelta(days=days))
    assert bool(lines()) is is_shown


def test_an_end_with_a_successor_is_not_told(seat):
    sit(seat, ON + datetime.timedelta(days=10))
    sit(seat, None, since=ON + datetime.timedelta(days=11), name="Kim Nachfolge")
    assert lines() == []


def test_who_stays_on_after_the_term_is_named_with_it():
    committee = make_committee(rules={"carries_over": True})
    sit(make_seat(committee), ON - datetime.timedelta(days=30), end_reason=Membership.End.TERM)
    (words,) = lines()
    assert words.endswith("endete am 25.10.2026; das Amt läuft weiter, bis jemand nachfolgt.")


def test_without_that_rule_the_seat_is_vacant_then():
    committee = make_committee(rules={"carries_over": False})
    sit(make_seat(committee), ON - datetime.timedelta(days=30), end_reason=Membership.End.TERM)
    assert lines() == ["Dieser Sitz ist nicht besetzt."]


def test_seats_of_dissolved_committees_and_former_seats_are_not_shown():
    make_seat(make_committee(dissolved_on=ON - datetime.timedelta(days=1)))
    make_seat(make_committee(), until=ON - datetime.timedelta(days=1))
    assert lines() == []


def test_readers_see_it_and_members_do_not(seat):
    assert lines(make_user("reader")) == ["Dieser Sitz ist nicht besetzt."]
    assert lines(make_user("council")) == []


def test_the_number_of_queries_does_not_grow(seat):
    user = make_user("office")

    def queries(limit):
        with CaptureQueriesContext(connection) as told:
            lines(user, limit=limit)
        return len(told)

    queries(5)
    few = queries(5)
    for number in range(30):
        make_seat(seat.committee, f"Sitz {number}")
    assert queries(50) == few
