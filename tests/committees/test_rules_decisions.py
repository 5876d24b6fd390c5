"""Quorum, majorities and claims as tables, at their boundaries; the result never depends on the order of votes."""

import datetime
import random

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from committees.rules import majority, proposals, quorum
from tests.builders_committees import make_rules

DAY = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("rules", "members", "needed"),
    [
        ({}, 10, 6),  # more than half
        ({}, 11, 6),
        ({}, 1, 1),
        ({}, 0, 1),
        ({"quorum_of": "at_least"}, 10, 5),
        ({"quorum_of": "at_least"}, 11, 6),
        ({"quorum_of": "at_least", "quorum_denominator": 3}, 10, 4),
        ({"quorum_of": "at_least", "quorum_denominator": 3}, 9, 3),
        ({"quorum_of": "more_than", "quorum_denominator": 3}, 9, 4),
        ({"quorum_of": "none", "quorum_minimum": 4}, 50, 4),
        ({"quorum_minimum": 8}, 10, 8),
        ({"quorum_numerator": 2, "quorum_denominator": 3, "quorum_of": "at_least"}, 12, 8),
    ],
)
def test_a_quorum_is_met_at_its_number_and_not_one_below(rules, members, needed):
    rules = make_rules(**rules)
    assert quorum.needed(rules, members) == needed
    assert quorum.check(rules, members=members, present=needed).ok
    assert not quorum.check(rules, members=members, present=needed - 1).ok


@pytest.mark.parametrize(
    ("rules", "present", "ok"),
    [({}, 1, True), ({}, 0, False), ({"second_call_minimum": 3}, 2, False), ({"second_call": False}, 5, False)],
)
def test_a_second_call_has_a_quorum_of_its_own_if_the_rules_know_it(rules, present, ok):
    assert quorum.check(make_rules(**rules), members=10, present=present, second_call=True).ok == ok


def test_a_quorum_names_its_rule_after_it_was_stored():
    found = quorum.check(make_rules(name="Satzung A"), members=10, present=5)
    assert quorum.Quorum.from_json(found.as_json()) == found
    assert "Satzung A" in found.sentence


@pytest.mark.parametrize(
    ("rules", "counts", "outcome"),
    [
        ({}, (6, 5, 0), "adopted"),
        ({}, (5, 5, 2), "rejected"),  # a tie rejects
        ({}, (1, 0, 11), "unanimous"),  # abstentions do not count
        ({}, (0, 0, 12), "rejected"),
        ({}, (0, 0, 0), "rejected"),
        ({"majority_of": "cast"}, (6, 0, 6), "rejected"),  # half is not more than half
        ({"majority_of": "cast"}, (7, 0, 5), "unanimous"),
        ({"majority_of": "members"}, (7, 1, 0), "rejected"),  # 8 of 15 needed
        ({"majority_of": "members"}, (8, 4, 0), "adopted"),
        ({"majority": "absolute"}, (7, 0, 0), "rejected"),
        ({"majority": "absolute"}, (8, 0, 4), "unanimous"),
        ({"majority": "two_thirds"}, (8, 4, 0), "adopted"),
        ({"majority": "two_thirds"}, (7, 4, 1), "rejected"),
        ({"majority": "two_thirds", "majority_of": "cast"}, (7, 2, 3), "rejected"),
        ({"majority": "two_thirds", "majority_of": "members"}, (10, 2, 0), "adopted"),
        ({"majority": "two_thirds", "majority_of": "members"}, (9, 0, 0), "rejected"),
        ({"majority": "two_thirds"}, (0, 0, 5), "rejected"),
    ],
)
def test_a_majority_is_met_at_its_number(rules, counts, outcome):
    yes, no, abstentions = counts
    found = majority.decide(make_rules(**rules), yes=yes, no=no, abstentions=abstentions, present=12, members=15)
    assert (found.outcome, found.adopted) == (outcome, outcome != "rejected")


@pytest.mark.parametrize(
    ("tie", "chair", "adopted"),
    [("rejects", "yes", False), ("chair", "yes", True), ("chair", "no", False), ("chair", "", False)],
)
def test_what_a_tie_means_is_a_matter_of_the_rules(tie, chair, adopted):
    rules = make_rules(tie=tie)
    found = majority.decide(rules, yes=4, no=4, abstentions=0, present=9, members=9, chair_vote=chair)
    assert (found.adopted, found.tie, found.by_chair) == (adopted, True, adopted)


def test_a_motion_may_ask_for_another_majority_than_the_usual_one():
    rules = make_rules()
    assert majority.decide(rules, yes=5, no=3, abstentions=0, present=9, members=9).adopted
    assert not majority.decide(
        rules, yes=5, no=3, abstentions=0, present=9, members=9, majority=rules.urgent_majority
    ).adopted


@pytest.mark.parametrize("counts", [(5, 4, 1), (10, 0, 0), (-1, 2, 0)])
def test_more_votes_than_present_and_negative_ones_are_refused(counts):
    yes, no, abstentions = counts
    with pytest.raises(ValidationError):
        majority.decide(make_rules(), yes=yes, no=no, abstentions=abstentions, present=9, members=9)


def test_a_result_names_its_rule_after_it_was_stored():
    found = majority.decide(make_rules(name="Satzung A"), yes=3, no=1, abstentions=1, present=9, members=9)
    assert majority.Result.from_json(found.as_json()) == found
    assert "Satzung A" in found.sentence


@given(
    votes=st.lists(st.sampled_from(["yes", "no", "abstain"]), max_size=40),
    kind=st.sampled_from(["simple", "absolute", "two_thirds"]),
    base=st.sampled_from(["yes_no", "cast", "members"]),
    seed=st.integers(0, 1000),
)
def test_the_result_never_depends_on_the_order_of_votes_and_a_further_yes_never_harms(votes, kind, base, seed):
    rules = make_rules(majority=kind, majority_of=base)

    def reckon(cast):
        counts = {name: cast.count(name) for name in ("yes", "no", "abstain")}
        return majority.decide(
            rules, yes=counts["yes"], no=counts["no"], abstentions=counts["abstain"], present=41, members=41
        )

    shuffled = list(votes)
    random.Random(seed).shuffle(shuffled)
    assert reckon(votes) == reckon(shuffled)
    if reckon(votes).adopted and base != "cast":
        assert reckon([*votes, "yes"]).adopted


@pytest.mark.parametrize(
    ("members", "supporters", "group", "ok"),
    [
        (12, 3, False, True),
        (12, 2, False, False),
        (13, 3, False, False),
        (13, 4, False, True),
        (13, 0, True, True),
        (0, 0, False, False),
    ],
)
def test_a_quarter_of_the_members_or_a_group_may_demand_an_item(members, supporters, group, ok):
    assert proposals.claim(make_rules(), members=members, supporters=supporters, group=group).ok == ok


def test_where_groups_have_no_claim_they_are_counted_as_members():
    assert not proposals.claim(make_rules(item_by_group=False), members=12, supporters=1, group=True).ok


@pytest.mark.parametrize(("submitted", "late"), [("2026-11-23", False), ("2026-11-24", True)])
def test_a_proposal_after_the_deadline_is_late_for_this_meeting(submitted, late):
    rules = make_rules(item_days_before=10)
    assert bool(proposals.too_late(rules, submitted_on=DAY(submitted), meets_on=DAY("2026-12-03"))) == late
