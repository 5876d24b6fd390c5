"""Elections as tables: who is elected at the boundaries, who comes into the run-off, when the lot decides."""

import random

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from committees.rules.elections import Result, reckon

A, B, C, D = 1, 2, 3, 4


@pytest.mark.parametrize(
    ("votes", "outcome", "elected", "needed"),
    [
        ({A: 8, B: 7}, "elected", A, 8),  # 8 of 15 are more than half
        ({A: 7, B: 7}, "run_off", None, 8),  # exactly half is not enough
        ({A: 7, B: 4, C: 3}, "run_off", None, 8),  # half of 14
        ({A: 8, B: 4, C: 2}, "elected", A, 8),
        ({A: 1, B: 0}, "elected", A, 1),
        ({A: 0, B: 0}, "repeat", None, 1),
        ({A: 0}, "repeat", None, 1),
        ({A: 1}, "elected", A, 1),
    ],
)
def test_elected_is_who_has_more_than_half_of_the_valid_votes(votes, outcome, elected, needed):
    result = reckon(votes, present=20)
    assert (result.outcome, result.elected, result.needed) == (outcome, elected, needed)


@pytest.mark.parametrize(("against", "outcome"), [(4, "elected"), (5, "repeat"), (6, "repeat")])
def test_one_candidate_alone_needs_more_votes_than_there_are_against(against, outcome):
    assert reckon({A: 5}, against=against, present=20).outcome == outcome


@pytest.mark.parametrize(("abstentions", "invalid"), [(0, 0), (9, 0), (0, 9), (5, 4)])
def test_abstentions_and_invalid_slips_are_no_valid_votes(abstentions, invalid):
    result = reckon({A: 4, B: 3}, present=16, abstentions=abstentions, invalid=invalid)
    assert (result.elected, result.valid, result.needed) == (A, 7, 4)


@pytest.mark.parametrize(
    ("votes", "outcome", "finalists", "tied", "places"),
    [
        ({A: 5, B: 4, C: 3}, "run_off", (A, B), (), 0),
        ({A: 3, B: 4, C: 5}, "run_off", (C, B), (), 0),
        ({A: 4, B: 4, C: 2}, "run_off", (A, B), (), 0),
        ({A: 5, B: 3, C: 3}, "lot_run_off", (A,), (B, C), 1),
        ({A: 5, B: 2, C: 2, D: 2}, "lot_run_off", (A,), (B, C, D), 1),
        ({A: 4, B: 4, C: 4}, "lot_run_off", (), (A, B, C), 2),
        ({A: 4, B: 4, C: 4, D: 1}, "lot_run_off", (), (A, B, C), 2),
    ],
)
def test_the_run_off_is_between_the_two_with_the_most_votes_and_the_lot_fills_shared_places(
    votes, outcome, finalists, tied, places
):
    result = reckon(votes, present=20)
    assert (result.outcome, result.finalists, result.tied, result.places) == (outcome, finalists, tied, places)


@pytest.mark.parametrize(
    ("votes", "outcome", "elected"),
    [
        ({A: 3, B: 2}, "elected", A),
        ({A: 1, B: 9}, "elected", B),
        ({A: 5, B: 5}, "lot", None),
        ({A: 1, B: 0}, "elected", A),
        ({A: 0, B: 0}, "repeat", None),
    ],
)
def test_in_the_run_off_the_most_votes_decide_and_with_a_tie_the_lot(votes, outcome, elected):
    result = reckon(votes, present=20, is_run_off=True)
    assert (result.outcome, result.elected) == (outcome, elected)


@pytest.mark.parametrize(
    ("votes", "more", "code"),
    [
        ({A: 8, B: 7}, {"present": 14}, "too_many"),
        ({A: 8, B: 6}, {"present": 14, "invalid": 1}, "too_many"),
        ({A: 8, B: 6}, {"present": 14, "abstentions": 1}, "too_many"),
        ({A: -1, B: 6}, {"present": 14}, "negative"),
        ({}, {"present": 14}, "nobody"),
        ({A: 3, B: 6}, {"present": 14, "against": 1}, "against"),
        ({A: 3, B: 3, C: 3}, {"present": 14, "is_run_off": True}, "run_off"),
        ({A: 3}, {"present": 14, "is_run_off": True}, "run_off"),
    ],
)
def test_counts_that_cannot_be_are_refused(votes, more, code):
    with pytest.raises(ValidationError) as refused:
        reckon(votes, **more)
    assert refused.value.code == code


def test_as_many_slips_as_members_present_are_right_and_the_refusal_names_the_rule():
    assert reckon({A: 8, B: 6}, present=14).elected == A
    with pytest.raises(ValidationError, match="Satzung 2024"):
        reckon({A: 8, B: 7}, present=14, rule="Satzung 2024")


def test_the_sentence_names_numbers_and_rule():
    result = reckon({A: 8, B: 6}, present=16, invalid=1, abstentions=1, rule="Satzung 2024")
    assert result.sentence == (
        "Gewählt mit 8 von 14 gültigen Stimmen; nötig sind 8 – mehr als die Hälfte der gültigen Stimmen (Satzung 2024). "
        "14 gültige Stimmen, 1 ungültig, 1 Enthaltung."
    )


def test_a_result_is_read_back_from_what_was_kept():
    for result in (reckon({A: 5, B: 3, C: 3}, present=20), reckon({A: 5}, against=6, present=20)):
        kept = {**result.as_json(), "drawn": [B]}
        assert Result.from_json(kept) == result


@given(
    st.dictionaries(st.integers(1, 50), st.integers(0, 12), min_size=1, max_size=7),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_the_result_never_depends_on_the_order_of_the_candidates(votes, is_run_off, chance):
    is_run_off = is_run_off and len(votes) == 2
    pairs = list(votes.items())
    chance.shuffle(pairs)
    present = sum(votes.values())
    result = reckon(votes, present=present, is_run_off=is_run_off)
    assert result == reckon(dict(pairs), present=present, is_run_off=is_run_off)
    if result.elected:
        assert all(votes[result.elected] > number for key, number in votes.items() if key != result.elected)
    if result.outcome == "run_off":
        out = set(votes) - set(result.finalists)
        assert all(votes[key] < min(votes[one] for one in result.finalists) for key in out)


def test_who_has_the_lower_key_has_no_advantage():
    keys = random.Random(5).sample(range(100), 3)
    result = reckon(dict.fromkeys(keys, 4), present=12)
    assert (result.outcome, set(result.tied)) == ("lot_run_off", set(keys))
