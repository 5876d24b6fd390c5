"""What the pictures of the network count, without importing the apps that know it: offers, measures and what may come.

An app registers a `Tally`; the pictures ask each for its numbers and lead to its lists.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Placed:
    """One thing that is counted: primary keys of its fields of action, municipalities and target groups.

    `district_wide` says that it is for the whole district; such a thing may name municipalities besides.
    """

    fields: frozenset
    municipalities: frozenset
    groups: frozenset
    district_wide: bool


@dataclass(frozen=True)
class Tally:
    """Something that is counted. All functions take the user and count what the user may see.

    `per_actor(user)` returns {primary key of the actor: number}, `placed(user)` all things with their places.
    `list_url(feld=…, gemeinde=…, zielgruppe=…)` is the address of the list with exactly the counted things; `counted`
    puts a number into words.
    """

    key: str
    label: Any
    per_actor: Callable[[Any], dict[int, int]]
    placed: Callable[[Any], Iterable[Placed]]
    list_url: Callable[..., str]
    counted: Callable[[int], str]
    order: int = 50


_tallies: dict[str, Tally] = {}


def register(tally):
    """Add a tally; the same key replaces the earlier one."""
    _tallies[tally.key] = tally


def all_tallies():
    """All tallies in order."""
    return sorted(_tallies.values(), key=lambda tally: tally.order)


def get(key):
    """The tally with the key, or None."""
    return _tallies.get(key)


def gather(pairs):
    """Return {first: frozenset of seconds} for (first, second) pairs, as rows of a relation come from the database."""
    found = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in found.items()}
