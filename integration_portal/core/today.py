"""The registry of what is due. Apps add sources; the today page, the weekly mail and the menu read them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, DateField, TextField, Value, Window
from django.db.models.functions import Cast, RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import SiteSettings


@dataclass(frozen=True)
class TodayAction:
    """What can be done with a line in place. With `post` it is a button, else a link; `fields` are hidden inputs."""

    label: Any
    url: str
    post: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    is_main: bool = False


@dataclass(frozen=True)
class TodayItem:
    """A line of the page: something due on a day, with its field of action (or None) and what can be done about it."""

    title: str
    url: str
    context: str = ""
    due: datetime.date | None = None
    tone: str = ""  # "danger" for overdue, "warning" for soon
    due_text: str = ""
    field: Any = None
    actions: tuple[TodayAction, ...] = ()


@dataclass(frozen=True)
class TodayGroup:
    """The lines of one source: at most as many as asked for, how many there are in all, and where all of them are."""

    key: str
    label: Any
    icon: str
    items: list[TodayItem] = field(default_factory=list)
    total: int = 0
    more_url: str = ""
    tone: str = ""
    by_date: bool = True  # lines that are overdue or due this week stand in those sections of the page


@dataclass
class TodayQuery:
    """What is asked: for whom, on which day, only their own lines or all they may see, and how many at most.

    `known_site` saves reading the settings where the caller has them.
    """

    user: Any
    on: datetime.date
    mine: bool = True
    limit: int = 8
    known_site: Any = None

    @cached_property
    def site(self):
        """The settings, read once for all sources."""
        return self.known_site or SiteSettings.load()


@dataclass(frozen=True)
class TodaySource:
    """Where lines come from. `collect(query)` returns a TodayGroup, a list of them, or None when there is nothing to say.

    A source takes a constant number of queries, whatever the number of rows.
    """

    key: str
    order: int
    collect: Callable[[TodayQuery], TodayGroup | list[TodayGroup] | None]
    in_digest: bool = True


@dataclass(frozen=True)
class TodayRow:
    """What a `TodayPart` reads of a row, in columns that all parts share."""

    pk: int
    title: str
    text: str
    more: str
    day: datetime.date | None
    number: int | None


@dataclass(frozen=True)
class TodayPart:
    """A source whose lines need little of their rows: all parts together take one query.

    `rows(query)` returns None, or a queryset with what fills the columns of `TodayRow` by name (expressions; `title` is
    needed) and the expressions it is ordered by. `group(query, rows, total)` makes the TodayGroup of them.
    """

    key: str
    order: int
    rows: Callable[[TodayQuery], tuple[Any, dict, list] | None]
    group: Callable[[TodayQuery, list[TodayRow], int], TodayGroup]
    in_digest: bool = True


_sources: dict[str, TodaySource | TodayPart] = {}


def register(source):
    """Add a source or a part; the same key replaces the earlier one."""
    _sources[source.key] = source


def _columns(part, query):
    """The rows of a part in the shared columns, the first ones by its order; None when it has nothing to say."""
    wanted = part.rows(query)
    if wanted is None:
        return None
    rows, columns, order = wanted
    words = {name: columns.get(name, Value("")) for name in ("title", "text", "more")}
    return (
        rows.order_by()
        .annotate(
            part_key=Value(part.key, output_field=CharField()),
            **{f"part_{name}": Cast(value, TextField()) for name, value in words.items()},
            part_day=Cast(columns.get("day", Value(None)), DateField()),
            part_number=Cast(columns.get("number", Value(None)), BigIntegerField()),
            part_total=Window(Count("pk")),
            part_place=Window(RowNumber(), order_by=order),
        )
        .filter(part_place__lte=query.limit)
        .values_list(
            "part_key",
            "part_total",
            "part_place",
            "pk",
            "part_title",
            "part_text",
            "part_more",
            "part_day",
            "part_number",
        )
    )


def _groups_of_parts(query, parts):
    """{key: group} of the parts that have lines; one query."""
    columns = [rows for part in parts if (rows := _columns(part, query)) is not None]
    if not columns:
        return {}
    first, *others = columns
    found: dict[str, list] = {}
    for key, total, place, *values in first.union(*others, all=True) if others else first:
        found.setdefault(key, []).append((place, total, TodayRow(*values)))
    made = {}
    for part in parts:
        if rows := sorted(found.get(part.key, ()), key=lambda row: row[0]):
            made[part.key] = part.group(query, [row for _place, _total, row in rows], rows[0][1])
    return made


def groups(query, *, digest=False):
    """The groups with lines, in the order of the page."""
    found = []
    sources = [source for source in _sources.values() if source.in_digest or not digest]
    of_parts = _groups_of_parts(query, [source for source in sources if isinstance(source, TodayPart)])
    for source in sorted(sources, key=lambda source: (source.order, source.key)):
        answer = (of_parts.get(source.key) if isinstance(source, TodayPart) else source.collect(query)) or []
        found += [group for group in (answer if isinstance(answer, list) else [answer]) if group.total]
    return found


def first_of(rows, limit):
    """Return (the first `limit` rows of a queryset, how many there are in all), in one query."""
    found = list(rows.annotate(total_rows=Window(Count("pk")))[:limit])
    return found, found[0].total_rows if found else 0


def due_words(day, on):
    """How far a day is from today: "seit 3 Tagen", "heute", "morgen", "in 4 Tagen"."""
    days = (day - on).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days < 0:
        return ngettext("since %(n)s day", "since %(n)s days", -days) % {"n": -days}
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def tone_of(day, on, *, soon=2):
    """ "danger" for a day that has passed, "warning" for one within `soon` days, else ""."""
    if day is None:
        return ""
    return "danger" if day < on else "warning" if (day - on).days <= soon else ""
