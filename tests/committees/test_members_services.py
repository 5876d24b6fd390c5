"""Seats, terms, members and rules: what is refused, with which rule, and who sits where on which day."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from committees.models import Committee, Membership, RuleSet
from committees.roster import roster
from committees.services import members
from tests.builders import make_person
from tests.builders_committees import (
    START,
    make_committee,
    make_function,
    make_meeting,
    make_member,
    make_rules,
    make_seat,
    make_term,
)

DAY = datetime.date.fromisoformat
pytestmark = pytest.mark.django_db


def membership(seat, person=None, *, kind="member", since="2024-07-01", until=None):
    return Membership(
        seat=seat, person=person or make_person(), kind=kind, since=DAY(since), until=until and DAY(until)
    )


def refused(field, call, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(**kwargs)
    assert list(caught.value.message_dict) == [field]
    return caught.value.message_dict[field][0]


@time_machine.travel("2026-11-23 09:00 +0100")
def test_a_new_committee_has_the_rules_of_the_thuerko_and_the_usual_items():
    committee = members.create_committee(data={"name": "Beirat für Migration", "short_name": "Beirat"})
    rules = RuleSet.objects.in_force(committee, DAY("2026-11-23"))
    assert (committee.slug, rules.notice_days, rules.full_days, rules.tie) == ("beirat", 4, True, "rejects")
    assert [item.purpose for item in committee.standard_items.all()] == [
        "opening", "agenda", "minutes", "follow_up", "other",
    ]  # fmt: skip


def test_a_seat_has_one_member_at_a_time_and_the_next_one_may_follow_on_the_day_after():
    seat = make_seat()
    make_member(seat=seat, until=DAY("2026-06-30"))
    message = refused("since", members.save_membership, membership=membership(seat, since="2026-06-30"))
    assert "01.07.2024" in message
    assert members.save_membership(membership=membership(seat, since="2026-07-01")).pk


def test_nobody_is_a_member_of_a_committee_twice_at_the_same_time():
    committee, person = make_committee(), make_person("Müller-Öztürk")
    make_member(committee, person=person)
    message = refused("person", members.save_membership, membership=membership(make_seat(committee), person))
    assert "Müller-Öztürk" in message
    other = make_seat(make_committee())
    assert members.save_membership(membership=membership(other, person)).pk


def test_a_member_may_be_the_deputy_of_another_seat_but_not_of_the_own_one():
    committee, person = make_committee(), make_person()
    own = make_member(committee, person=person).seat
    refused("person", members.save_membership, membership=membership(own, person, kind="deputy"))
    assert members.save_membership(membership=membership(make_seat(committee), person, kind="deputy")).pk


def test_rules_without_deputies_refuse_them_by_their_name():
    committee = make_committee(rules={"deputies": "none", "name": "Satzung ohne Vertretung"})
    message = refused("kind", members.save_membership, membership=membership(make_seat(committee), kind="deputy"))
    assert "Satzung ohne Vertretung" in message


@pytest.mark.parametrize(
    ("since", "until"), [("2024-06-30", "2025-01-01"), ("2025-01-01", "2026-01-01"), ("2025-01-01", None)]
)
def test_a_seat_has_to_be_in_place_for_the_whole_membership(since, until):
    seat = make_seat(since=DAY("2024-07-01"), until=DAY("2025-12-31"))
    refused("since", members.save_membership, membership=membership(seat, since=since, until=until))


def test_a_membership_does_not_end_before_it_starts():
    with pytest.raises(ValidationError):
        members.save_membership(membership=membership(make_seat(), since="2026-01-02", until="2026-01-01"))


@pytest.mark.parametrize(("since", "ok"), [("2029-06-30", False), ("2029-07-01", True)])
def test_terms_of_a_committee_follow_each_other(since, ok):
    committee = make_committee()
    make_term(committee)
    term = committee.terms.model(committee=committee, name="3. Amtszeit", since=DAY(since), until=DAY("2034-06-30"))
    if ok:
        assert members.save_term(term=term).pk
    else:
        refused("since", members.save_term, term=term)


def test_a_term_without_an_end_gets_the_length_of_the_rules():
    committee = make_committee(rules={"term_months": 60})
    term = members.save_term(
        term=committee.terms.model(committee=committee, name="2. Amtszeit", since=DAY("2024-07-01"), until=None)
    )
    assert term.until == DAY("2029-06-30")


def test_a_new_chair_ends_the_time_of_the_one_before():
    committee, new = make_committee(), make_person()
    old = make_function(committee, make_person())
    members.save_function(
        function=committee.functions.model(committee=committee, person=new, function="chair", since=DAY("2026-01-15"))
    )
    old.refresh_from_db()
    assert old.until == DAY("2026-01-14")


def test_two_chairs_at_a_time_are_refused():
    committee = make_committee()
    make_function(committee, make_person(), since=DAY("2026-01-01"))
    second = committee.functions.model(
        committee=committee, person=make_person(), function="chair", since=DAY("2025-01-01")
    )
    refused("since", members.save_function, function=second)


def test_resigning_ends_the_chair_as_well_the_end_of_the_term_does_not():
    committee = make_committee()
    for reason, until in (("resigned", DAY("2026-05-31")), ("term", None)):
        member = make_member(committee)
        function = make_function(committee, member.person, "vice")
        members.end_membership(membership=member, until=DAY("2026-05-31"), reason=reason)
        function.refresh_from_db()
        assert function.until == until


# --- who sits where ------------------------------------------------------------------------------------
def names(committee, day):
    return [(row.member and row.member.person.last_name, row.carried_over) for row in roster(committee, DAY(day)).rows]


def test_a_member_stays_after_the_term_until_the_successor_starts():
    committee = make_committee()
    seat = make_seat(committee)
    make_member(seat=seat, person=make_person("Alt"), until=DAY("2026-06-30"))
    assert names(committee, "2026-06-30") == [("Alt", False)]
    assert names(committee, "2026-07-01") == [("Alt", True)]
    make_member(seat=seat, person=make_person("Neu"), since=DAY("2026-09-01"))
    assert names(committee, "2026-08-31") == [("Alt", True)]
    assert names(committee, "2026-09-01") == [("Neu", False)]


@pytest.mark.parametrize(
    ("rules", "values"),
    [({"carries_over": False}, {}), ({}, {"end_reason": "resigned"}), ({}, {"end_reason": "recalled"})],
)
def test_nobody_stays_after_resigning_or_where_the_rules_do_not_know_it(rules, values):
    committee = make_committee(rules=rules)
    make_member(committee, until=DAY("2026-06-30"), **values)
    assert names(committee, "2026-07-01") == [(None, False)]
    assert len(roster(committee, DAY("2026-07-01")).vacancies) == 1


def test_nobody_stays_on_a_seat_that_is_gone():
    committee = make_committee()
    make_member(seat=make_seat(committee, until=DAY("2026-06-30")), until=DAY("2026-06-30"))
    assert names(committee, "2026-07-01") == []


def test_deputies_stand_with_their_seat_in_their_order():
    committee = make_committee()
    seat = make_member(committee).seat
    make_member(seat=seat, kind="deputy", rank=2, person=make_person("Zweite"))
    make_member(seat=seat, kind="deputy", rank=1, person=make_person("Erste"))
    row = roster(committee, START).rows[0]
    assert [deputy.person.last_name for deputy in row.deputies] == ["Erste", "Zweite"]


def test_the_roster_takes_three_queries_whatever_the_number_of_seats(django_assert_num_queries):
    committee = make_committee()
    for number in (1, 20):
        for _ in range(number):
            make_member(committee)
        with django_assert_num_queries(3):
            rows = roster(committee, START).rows
        assert len(rows) == committee.seats.count()


# --- rules ---------------------------------------------------------------------------------------------
def test_the_rules_of_the_day_of_a_meeting_apply_to_it_also_later():
    committee = make_committee(rules={"name": "Alt", "notice_days": 4})
    make_rules(committee, name="Neu", notice_days=9, valid_from=DAY("2026-12-01"))
    found = [RuleSet.objects.in_force(committee, DAY(day)).name for day in ("2024-06-30", "2026-11-30", "2026-12-01")]
    assert found == ["Alt", "Alt", "Neu"]


def test_rules_freeze_once_somebody_was_invited_under_them():
    committee = make_committee()
    rules = committee.rule_sets.get()
    make_meeting(committee, "2026-12-03 17:00")
    rules.notice_days = 5
    members.save_rules(rules=rules)
    committee.meetings.update(state="invited")
    rules.notice_days = 6
    with pytest.raises(ValidationError):
        members.save_rules(rules=rules)
    rules.refresh_from_db()
    assert rules.notice_days == 5


@pytest.mark.parametrize(("valid_from", "ok"), [("2026-12-03", False), ("2026-12-04", True)])
def test_new_rules_start_after_the_last_meeting_with_invitations(valid_from, ok):
    committee = make_committee()
    make_meeting(committee, "2026-12-03 17:00", state="invited")
    new = make_rules()
    new.committee, new.valid_from = committee, DAY(valid_from)
    if ok:
        assert members.save_rules(rules=new).pk
    else:
        refused("valid_from", members.save_rules, rules=new)


def test_a_committee_keeps_its_last_rules():
    rules = make_committee().rule_sets.get()
    with pytest.raises(ValidationError):
        members.delete_rules(row=rules)


def test_a_seat_somebody_sat_on_is_ended_and_not_deleted():
    seat = make_member().seat
    with pytest.raises(ValidationError):
        members.delete_seat(row=seat)
    members.delete_seat(row=make_seat(seat.committee))
    assert Committee.objects.get().seats.count() == 1
