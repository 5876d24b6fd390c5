"""What the two office lists share: column heads that sort, chips of active filters, pages."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.text import capfirst

from integration_portal.core.display import format_day
from integration_portal.core.params import page_number

PER_PAGE = 50


@dataclass(frozen=True)
class Column:
    """The head of a column; `url` is empty where the list cannot be sorted by it."""

    label: Any
    css: str
    url: str = ""
    direction: str = ""


def columns(request, filterset, heads):
    """Heads from (label, sort key or "", css). A second click on the sorted column turns the order round."""
    now = filterset.form.cleaned_data.get("sort") or "name"
    made = []
    for label, key, css in heads:
        if not key:
            made.append(Column(label, css))
            continue
        direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
        made.append(Column(label, css, _address(request, sort=f"-{key}" if now == key else key, seite=None), direction))
    return made


def _address(request, **changes):
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def chips(request, filterset):
    """A (label, address without it) for each value that narrows the list."""
    found = []
    for name, value in filterset.form.cleaned_data.items():
        if not value or name == "sort":
            continue
        field = filterset.form.fields[name]
        words = dict(field.choices) if hasattr(field, "choices") else {}
        for item in value if isinstance(value, list) else [value]:
            query = request.GET.copy()
            query.setlist(
                name, [other for other in query.getlist(name) if other != item] if isinstance(value, list) else []
            )
            query.pop("seite", None)
            label = capfirst(field.label or "") if name != "q" else "„" + item + "“"
            word = format_day(item) if isinstance(item, datetime.date) else words.get(item, "")
            found.append((f"{label}: {word}" if word else label, f"?{query.urlencode()}"))
    return found


def page_of(request, rows):
    """The page asked for; a number beyond the end gives the last page."""
    return Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))
