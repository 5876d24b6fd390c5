"""What the pages of funding share: tables made of cells, the generic form, list, detail and delete pages."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core.display import format_money
from integration_portal.core.history import history_of
from integration_portal.core.params import page_number
from integration_portal.core.search import match
from integration_portal.core.text import MAX_QUERY_LENGTH, search_terms
from integration_portal.core.views import editing
from integration_portal.core.views.editing import edit_page, posted

from ..services import funding as services

__all__ = ["Act", "Cell", "Grid", "Pick", "amount", "crumbs", "delete_page", "edit_page", "list_page", "matching"]
__all__ += ["page_of", "pick", "posted", "query_of", "show_page", "tabs"]

PER_PAGE = 50


@dataclass(frozen=True)
class Cell:
    """A cell: text with an optional address, a note below it, and a tone ("warning", "danger")."""

    text: Any = ""
    url: str = ""
    note: Any = ""
    tone: str = ""
    is_amount: bool = False
    bar: Any = None  # percent
    icon: str = ""


def amount(value, *, tone="", note="", url="", bar=None):
    """A cell with an amount of euros, flush right."""
    return Cell(format_money(value), url, note, tone, is_amount=True, bar=bar)


@dataclass
class Grid:
    """A table: `heads` are (label, whether amounts), the first cell of a row names it; `total` is a last row."""

    title: str
    heads: list
    rows: list = field(default_factory=list)
    total: list | None = None
    key: str = ""
    empty: Any = ""
    note: Any = ""
    acts: list = field(default_factory=list)

    @property
    def labelled_rows(self):
        """Rows of (label of the column, cell): on small screens each cell carries its label."""
        return [self._labelled(row) for row in self.rows]

    @property
    def labelled_total(self):
        """The total as labelled cells, None without one."""
        return self._labelled(self.total) if self.total else None

    def _labelled(self, row):
        return [(label, cell) for (label, _is_amount), cell in zip(self.heads, row, strict=True)]


@dataclass(frozen=True)
class Act:
    """A link of a page head: words, address, icon."""

    label: Any
    url: str
    icon: str = ""
    is_main: bool = False


def crumbs(*rest):
    """The path to a page below the overview."""
    return [(_("Funding"), reverse("measures:funding")), *rest]


def tabs(current):
    """The parts of funding as links, the current one marked."""
    labels = {
        "funding": _("Overview"),
        "programmes": _("Funders and programmes"),
        "funding_calls": _("Calls"),
        "funding_applications": _("Applications"),
        "grants": _("Grants"),
        "passed_on": _("Passed on"),
    }
    return [(label, reverse(f"measures:{name}"), None, name == current) for name, label in labels.items()]


def query_of(request):
    """The search word of a list."""
    return request.GET.get("q", "")[:MAX_QUERY_LENGTH].replace("\x00", "")


def matching(rows, query):
    """The rows that hold the words of the query."""
    if not search_terms(query):
        return rows
    return rows.filter(pk__in=match(rows.model.objects.all(), query).order_by().values("pk"))


@dataclass(frozen=True)
class Pick:
    """A choice of a list's filter: parameter, label, (value, label) pairs and the chosen value."""

    name: str
    label: Any
    choices: list
    value: str


def pick(request, name, label, choices):
    """Read a choice from the address; what is none of the choices counts as nothing chosen."""
    choices = [(str(value), words) for value, words in choices]
    value = request.GET.get(name, "")
    return Pick(name, label, choices, value if value in dict(choices) else "")


def page_of(request, rows):
    """The page of the rows that the address asks for."""
    return Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))


def list_page(request, *, current, title, grid, page_obj, picks=(), query=None, acts=(), empty="", exports=()):
    """A list with its filter, its table and its sums; `exports` are (label, address without the filter)."""
    chosen = [(one.name, one.value) for one in picks if one.value] + ([("q", query)] if query else [])
    context = {
        "tabs": tabs(current),
        "title": title,
        "grid": grid,
        "page_obj": page_obj,
        "picks": picks,
        "query": query,
        "has_query": query is not None,
        "acts": acts if request.user.is_office else [],
        "exports": [(label, f"{url}?{urlencode(chosen)}" if chosen else url) for label, url in exports],
        "empty": empty,
        "is_filtered": bool(chosen),
    }
    return render(request, "measures/funding/list.html", context)


def show_page(request, row, *, kicker, facts, grids=(), acts=(), badge=None, notes=(), texts=(), **more):
    """The page of one row: facts, tables, texts and history. `badge` is (words, tone), `notes` are (words, tone)."""
    context = {
        "row": row,
        "kicker": kicker,
        "badge": badge,
        "facts": facts,
        "grids": [grid for grid in grids if grid],
        "acts": acts if request.user.is_office else [],
        "notes": notes,
        "texts": [(label, text) for label, text in texts if text],
        "history": history_of(row, page=page_number(request.GET.get("verlauf"))),
        **more,
    }
    template = context.pop("template", "measures/funding/show.html")
    status = context.pop("status", 200)
    context.setdefault("crumbs", crumbs((str(row), None)))
    return render(request, template, context, status=status)


def delete_page(request, row, *, cancel, done, trail, delete=services.delete_record):
    """Ask, then delete; what something hangs on stays, with a message."""
    return editing.delete_page(request, row, cancel=cancel, done=done, trail=trail, delete=delete)
