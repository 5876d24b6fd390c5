"""What is hidden from the public stays hidden: directly, by subtraction, and through rows and columns together."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fields_of_action.suppression import PROTECTING, SMALL, suppress

DISTRICT = (None, "")


def table(total, *parts):
    """A district with municipalities 1, 2, 3 …"""
    return {DISTRICT: total, **{(number, ""): value for number, value in enumerate(parts, start=1)}}


def test_small_counts_are_hidden_and_zero_is_shown():
    assert suppress({(1, ""): 0, (2, ""): 1, (3, ""): 4, (4, ""): 5}, 5) == {(2, ""): SMALL, (3, ""): SMALL}


def test_nothing_is_hidden_where_nothing_is_small():
    assert suppress(table(30, 10, 20), 5) == {}


def test_a_single_small_part_of_a_known_total_takes_the_next_smallest_with_it():
    assert suppress(table(63, 3, 40, 20), 5) == {(1, ""): SMALL, (3, ""): PROTECTING}


def test_the_second_one_hidden_is_never_a_zero():
    assert suppress(table(43, 3, 40, 0), 5) == {(1, ""): SMALL, (2, ""): PROTECTING}


def test_two_small_parts_whose_sum_is_small_take_a_third_with_them():
    assert suppress(table(54, 2, 2, 50), 5) == {(1, ""): SMALL, (2, ""): SMALL, (3, ""): PROTECTING}


def test_a_small_difference_between_total_and_parts_is_no_back_door():
    hidden = suppress(table(102, 60, 40), 5)
    assert hidden == {(2, ""): PROTECTING}


def test_a_part_of_an_incomplete_list_needs_no_second_one():
    assert suppress(table(100, 3, 40), 5) == {(1, ""): SMALL}


def test_all_parts_small_hide_the_total_where_it_would_tell_them():
    assert suppress(table(8, 4, 4), 5) == {DISTRICT: PROTECTING, (1, ""): SMALL, (2, ""): SMALL}


def test_a_small_total_is_hidden_with_its_parts():
    assert suppress(table(3, 3, 0), 5) == {DISTRICT: SMALL, (1, ""): SMALL}


def test_cuts_are_sums_of_their_own():
    values = {
        DISTRICT: 50,
        (None, "Geschlecht: w"): 25,
        (None, "Geschlecht: m"): 25,
        (None, "Alter: unter 18"): 3,
        (None, "Alter: ab 18"): 47,
    }
    assert suppress(values, 5) == {(None, "Alter: unter 18"): SMALL, (None, "Alter: ab 18"): PROTECTING}


def test_parts_that_overlap_are_all_hidden_when_one_is_small():
    values = {DISTRICT: 50, (None, "w"): 25, (None, "m"): 25, (None, "unter 18"): 3, (None, "ab 18"): 47}
    assert set(suppress(values, 5)) == {(None, "w"), (None, "m"), (None, "unter 18"), (None, "ab 18")}


def test_rows_and_columns_together_give_nothing_away():
    grid = {(1, "w"): 2, (1, "m"): 30, (2, "w"): 20, (2, "m"): 40, (3, "w"): 50, (3, "m"): 60}
    hidden = suppress(with_margins(grid), 5)
    assert hidden[(1, "w")] == SMALL
    for cells in ([(1, "w"), (1, "m")], [(1, "w"), (2, "w"), (3, "w")], [(1, "m"), (2, "m"), (3, "m")]):
        assert len([cell for cell in cells if cell in hidden]) != 1


def with_margins(grid):
    """A table with the sums of all rows and columns."""
    full = dict(grid)
    for (place, part), value in grid.items():
        for cell in ((None, part), (place, ""), (None, "")):
            full[cell] = full.get(cell, 0) + value
    return full


def equations(values):
    """All sums of the table as (total, parts), found here in another way than in the code."""
    places = {place for place, _part in values if place is not None}
    parts = {part for _place, part in values if part}
    for part in parts | {""}:
        yield (None, part), [(place, part) for place in places if (place, part) in values]
    for place in places | {None}:
        yield (place, ""), [(place, part) for part in parts if (place, part) in values]


def derive(values, hidden):
    """Who reads the public table subtracts as long as something follows; returns what they find out."""
    known = {cell: value for cell, value in values.items() if cell not in hidden}
    found, again = {}, True
    while again:
        again = False
        for total, parts in equations(values):
            cells = [total, *parts]
            if not parts or total not in values or values[total] != sum(values[part] for part in parts):
                continue
            missing = [cell for cell in cells if cell not in known]
            if len(missing) == 1:
                cell = missing[0]
                rest = sum(known[part] for part in parts if part != cell)
                known[cell] = found[cell] = rest if cell == total else known[total] - rest
                again = True
    return found


counts = st.one_of(st.integers(0, 8), st.integers(0, 60))


@settings(max_examples=300, deadline=None)
@given(parts=st.lists(counts, min_size=1, max_size=8), missing=counts, below=st.integers(2, 8))
def test_no_hidden_part_of_a_total_can_be_derived_by_subtraction(parts, missing, below):
    values = table(sum(parts) + missing, *parts)
    hidden = suppress(values, below)
    assert {cell for cell, value in values.items() if 0 < value < below} <= set(hidden)
    assert derive(values, hidden) == {}
    assert all(values[cell] for cell in hidden)
    if DISTRICT not in hidden:
        difference = values[DISTRICT] - sum(value for cell, value in values.items() if cell[0] and cell not in hidden)
        assert not 0 < difference < below


@settings(max_examples=200, deadline=None)
@given(
    grid=st.dictionaries(st.tuples(st.integers(1, 4), st.sampled_from("abc")), counts, min_size=1, max_size=12),
    below=st.integers(2, 6),
)
def test_no_hidden_cell_of_a_table_can_be_derived_by_subtraction(grid, below):
    values = with_margins(grid)
    hidden = suppress(values, below)
    assert {cell for cell, value in values.items() if 0 < value < below} <= set(hidden)
    assert derive(values, hidden) == {}


@settings(max_examples=150, deadline=None)
@given(parts=st.lists(st.integers(0, 9), min_size=1, max_size=4), below=st.integers(3, 5))
def test_each_hidden_count_keeps_at_least_two_possible_values(parts, below):
    values = table(sum(parts), *parts)
    hidden = suppress(values, below)
    if DISTRICT in hidden:
        return
    cells = sorted(cell for cell in hidden)
    left = values[DISTRICT] - sum(value for cell, value in values.items() if cell[0] and cell not in hidden)
    ranges = [range(1, below) if hidden[cell] == SMALL else range(below, left + 1) for cell in cells]
    possible = [combination for combination in itertools.product(*ranges) if sum(combination) == left]
    for number in range(len(cells)):
        assert len({combination[number] for combination in possible}) >= 2


@pytest.mark.parametrize("below", [1, 5, 100])
def test_an_empty_table_hides_nothing(below):
    assert suppress({}, below) == {}


def test_the_limit_of_one_hides_nothing():
    assert suppress(table(3, 1, 2), 1) == {}


def test_thirty_municipalities_with_ten_parts_are_settled_in_a_moment():
    grid = {(place, f"Teil {part}"): (place * 7 + part * 13) % 40 for place in range(30) for part in range(10)}
    values = with_margins({(place + 1, part): value for (place, part), value in grid.items()})
    assert derive(values, suppress(values, 5)) == {}
