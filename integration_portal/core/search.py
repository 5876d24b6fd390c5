"""Search: words for one table (`match`), and a registry of sources over which the search page looks (`search`).

Rows carry two folded columns made by `SearchTextField`; a query's stems are looked for inside them, so that
Sprache finds Sprachförderung. All terms must stand somewhere in the row. A hit in the title counts before one
in the text, and a title that begins a word with the term before one that only holds it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Concat

from .params import page_number
from .text import excerpt, search_terms

PAGE_SIZE = 20
MOST_PER_KIND = 200  # results of one kind that are merged by relevance; the count says how many there are


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing that can be found. `rows(user)` is what the user may see: nothing else is ever counted or shown.

    `url(obj, user)`, `text(obj)` and `kicker(obj)` (a word above the title) describe one result.
    """

    key: str
    label: Any
    rows: Callable[[Any], Any]
    url: Callable[[Any, Any], str]
    text: Callable[[Any], str] = lambda obj: ""
    kicker: Callable[[Any], Any] = lambda obj: ""
    title: str = "search_title"
    body: str = "search_body"
    order: int = 50
    extra: tuple[str, ...] = ()
    inside: Callable[[Any], tuple[str, ...]] = lambda user: ()


@dataclass(frozen=True)
class Result:
    """One result as the page shows it; `excerpt` is plain text around the first hit."""

    title: str
    url: str
    excerpt: str
    kind: Any
    kicker: Any
    relevance: int


@dataclass(frozen=True)
class KindCount:
    """How many results a kind has for the query."""

    key: str
    label: Any
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Results:
    """What the search page needs; `page` is a Django page of `Result`."""

    query: str
    total: int
    kinds: list[KindCount]
    kind: str
    page: Any


_sources: dict[str, SearchSource] = {}


def register(source):
    """Add a source; the same key replaces the earlier one."""
    _sources[source.key] = source


def sources():
    """All sources in order."""
    return sorted(_sources.values(), key=lambda source: source.order)


def match(queryset, query, *, title="search_title", body="search_body", extra=(), elsewhere=None):
    """Return the rows that hold every term of the query, annotated with `relevance` (higher is better).

    `extra` names further folded columns to look into (for those who may); `elsewhere(term)` returns a condition for
    rows that hold a term in a table of their own, such as an actor in its offers. Without a term all rows come back,
    each with relevance 0. The order is the caller's.
    """
    terms = search_terms(query)
    if not terms:
        return queryset.annotate(relevance=Value(0, output_field=IntegerField()))
    columns = [name for name in (title, body, *extra) if name]
    score = Value(0, output_field=IntegerField())
    for number, term in enumerate(terms):
        where = Q()
        for column in columns:
            where |= Q(**{f"{column}__contains": term})
        if elsewhere:
            where |= elsewhere(term)
        queryset = queryset.filter(where)
        word_start = f"_words_{number}"
        queryset = queryset.alias(**{word_start: Concat(Value(" "), title, output_field=TextField())})
        score = score + Case(
            When(**{f"{word_start}__contains": f" {term}"}, then=Value(3)),
            When(**{f"{title}__contains": term}, then=Value(2)),
            default=Value(0),
            output_field=IntegerField(),
        )
    return queryset.annotate(relevance=score)


def search(user, query, *, kind="", page="1"):
    """Search all sources (or the one named `kind`) for what the user may see; an unknown kind means all.

    Two queries per source at most. Without a term nothing is searched and nothing found.
    """
    query = query[:200]
    kind = kind if kind in _sources else ""
    found, counts = [], []
    if search_terms(query):
        for source in sources():
            rows = match(source.rows(user), query, title=source.title, body=source.body, extra=source.inside(user))
            chosen = not kind or kind == source.key
            hits = list(rows.order_by("-relevance", "pk")[:MOST_PER_KIND]) if chosen else []
            number = rows.count() if not chosen or len(hits) == MOST_PER_KIND else len(hits)
            counts.append(KindCount(source.key, source.label, number, kind == source.key))
            found += [_result(source, obj, user, query) for obj in hits]
    found.sort(key=lambda result: -result.relevance)
    paginator = Paginator(found, PAGE_SIZE)
    return Results(query, sum(count.count for count in counts), counts, kind, paginator.get_page(page_number(page)))


def _result(source, obj, user, query):
    return Result(
        title=str(obj),
        url=source.url(obj, user),
        excerpt=excerpt(source.text(obj), query),
        kind=source.label,
        kicker=source.kicker(obj),
        relevance=obj.relevance,
    )
