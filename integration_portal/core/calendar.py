"""The registry of dates. Apps with dates add a source; pages ask for a span of days."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CalendarEntry:
    """Something that happens from `start` to `end`, both inclusive days."""

    start: datetime.date
    end: datetime.date
    title: str
    url: str = ""
    text: str = ""
    field_ids: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class CalendarSource:
    """Where entries come from: `entries(user, start, end)` returns what the user may see of the span, both inclusive.

    `has_panel` says that pages of fields of action show these dates in a panel of their own.
    """

    key: str
    label: Any
    entries: Callable[[Any, datetime.date, datetime.date], Iterable[CalendarEntry]]
    has_panel: bool = False


_sources: dict[str, CalendarSource] = {}


def register(source):
    """Add a source; the same key replaces the earlier one."""
    _sources[source.key] = source


def entries(user, start, end, *, beside_panels=False):
    """Entries of all sources in a span of days, both inclusive, by start and title.

    `beside_panels` leaves out those that the page shows in a panel of their own.
    """
    sources = [source for source in _sources.values() if not (beside_panels and source.has_panel)]
    found = [entry for source in sources for entry in source.entries(user, start, end)]
    return sorted(found, key=lambda entry: (entry.start, entry.title))
