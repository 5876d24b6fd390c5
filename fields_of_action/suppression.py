"""Which counts of people the public may not see, so that nobody can tell who is behind a small number.

Pure: no database, no settings. The values of one day are a table whose cells have a place (None: the whole district)
and a part ("": all together). Parts named "Sex: female" belong to the cut "Sex"; parts without a colon form one cut.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import inf

#: Why a value is hidden: it is small itself, or it would give a small one away.
SMALL, PROTECTING = "small", "protecting"


@dataclass(frozen=True)
class _Sum:
    """A total and the cells that should add up to it; `rest` is what is missing in them (negative: too much)."""

    total: tuple
    parts: tuple
    rest: object


def suppress(values, below):
    """Return {cell: SMALL or PROTECTING} of the cells to hide from the public.

    `values` maps cells, (place or None, part or ""), to counts that are not negative. Guaranteed for the cells shown:

    * none is a count from 1 to `below` - 1; zero is shown.
    * no hidden count, and no small difference between a total and its parts, can be computed from shown counts by
      adding and subtracting, in however many steps and through however many rows and columns.
    * for every single total that is shown, the sum of what is hidden under it is not small itself, and leaves each
      hidden count at least two possible values, even for who knows which of them are small (for `below` from 3 on).
    * parts that add up to more than their total overlap in an unknown way: if one of them is small, all are hidden.

    Not promised: nothing is known here of other days, of other indicators, and of what is published elsewhere.
    """
    small = {cell for cell, value in values.items() if 0 < value < below}
    hidden, sums = set(small), _sums(values)
    while True:
        cell = _next_to_hide(values, sums, small, hidden, below)
        if cell is None:
            return {cell: SMALL if cell in small else PROTECTING for cell in hidden}
        hidden.add(cell)


def _sums(values):
    """The sums that hold in the table: municipalities of the district, and parts of a cut, at every place and part."""
    over_places, over_parts = defaultdict(list), defaultdict(list)
    for place, part in values:
        if place is not None:
            over_places[(None, part)].append((place, part))
        if part:
            cut, colon, _name = part.partition(":")
            over_parts[((place, ""), cut.strip() if colon else "")].append((place, part))
    found = [(total, parts) for total, parts in over_places.items()]
    found += [(total, parts) for (total, _cut), parts in over_parts.items()]
    return [
        _Sum(total, tuple(parts), values[total] - sum(values[part] for part in parts))
        for total, parts in found
        if total in values
    ]


def _next_to_hide(values, sums, small, hidden, below):
    """The cell that must be hidden next, or None when nothing can be derived any more."""
    for line in sums:
        if _leaks(values, line, small, hidden, below):
            cell = _smallest(values, [*line.parts], hidden) or _smallest(values, [line.total], hidden)
            if cell is not None:
                return cell
    for line in _giving_away(sums, hidden, below):
        cell = _smallest(values, [*line.parts], hidden) or _smallest(values, [line.total], hidden)
        if cell is not None:
            return cell
    return None


def _smallest(values, cells, hidden):
    """The cell with the smallest count that is shown and not zero; None if there is none."""
    return min(
        (cell for cell in cells if cell not in hidden and values[cell]),
        key=lambda cell: (values[cell], str(cell[0]), cell[1]),
        default=None,
    )


def _leaks(values, line, small, hidden, below):
    """Whether one sum by itself says too much about what is hidden in it."""
    under = [cell for cell in line.parts if cell in hidden]
    if line.rest < 0 and under:
        return any(cell not in hidden and values[cell] for cell in line.parts)
    if line.total in hidden:
        return False
    difference = values[line.total] - sum(values[cell] for cell in line.parts if cell not in hidden)
    if 0 < difference < below:
        return True
    if not under or line.rest < 0:
        return False
    least = sum(1 if cell in small else below for cell in under)
    most = sum(below - 1 for _cell in under) if small.issuperset(under) and not line.rest else inf
    return difference <= least or difference >= most


def _giving_away(sums, hidden, below):
    """Sums in which something hidden is determined by all shown values together (Gauss elimination over the unknowns)."""
    rows, unknown_of = [], []
    for number, line in enumerate(sums):
        row = {cell: Fraction(1) for cell in line.parts if cell in hidden}
        if line.total in hidden:
            row[line.total] = Fraction(-1)
        if line.rest:
            row["rest", number] = Fraction(1)
        unknown_of.append(row)
        rows.append(dict(row))
    needing = set(hidden) | {("rest", number) for number, line in enumerate(sums) if 0 < line.rest < below}
    determined = _determined(rows) & needing
    return [line for line, row in zip(sums, unknown_of, strict=True) if determined & set(row)]


def _determined(rows):
    """The unknowns that a system of linear equations fixes; `rows` map unknowns to coefficients."""
    solved = []
    for row in rows:
        for pivot, known in solved:
            _take_away(row, pivot, known)
        if not row:
            continue
        pivot = next(iter(row))
        factor = row[pivot]
        row = {name: value / factor for name, value in row.items()}
        for _pivot, other in solved:
            _take_away(other, pivot, row)
        solved.append((pivot, row))
    return {pivot for pivot, row in solved if len(row) == 1}


def _take_away(row, pivot, known):
    """Subtract a solved row so that the pivot disappears from `row`."""
    factor = row.get(pivot)
    if not factor:
        return
    for name, value in known.items():
        left = row.get(name, 0) - factor * value
        if left:
            row[name] = left
        else:
            row.pop(name, None)
