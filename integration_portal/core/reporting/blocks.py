"""The blocks that sections of a report are made of: plain dictionaries, so that an issued report is kept as JSON.

A cell is text, or a dictionary {"text", "value", "kind"} whose `value` a spreadsheet can reckon with: a number, or a
day as ISO 8601. All texts are in the language in which the report was put together.
"""

import datetime
from decimal import Decimal

from ..display import format_day, format_money


def paragraph(text):
    """Running text; blank lines part paragraphs."""
    return {"block": "text", "text": str(text)}


def figures(items):
    """Large figures beside each other: pairs of label and value (text or cell)."""
    return {"block": "figures", "items": [{"label": str(label), "value": _cell(value)} for label, value in items]}


def table(key, caption, head, rows, *, total=None):
    """A table. Tables with the same `key` stand on one sheet of the workbook, whatever field they belong to."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    return {
        "block": "table",
        "key": key,
        "caption": str(caption),
        "head": [
            {"text": str(text), "numeric": _is_numeric([row[index] for row in cells])}
            for index, text in enumerate(head)
        ],
        "rows": cells,
        "total": [_cell(cell) for cell in total] if total else None,
    }


def entry(title, *, facts=(), texts=(), label=""):
    """A thing with a heading of its own, such as a measure: a `label` (status), short facts, and texts with labels."""
    return {
        "block": "entry",
        "title": str(title),
        "label": str(label),
        "facts": [[str(name), str(value)] for name, value in facts if value],
        "texts": [[str(name), str(text)] for name, text in texts if text],
    }


def money(amount):
    """A cell with an amount in euros; empty for None."""
    return {"text": format_money(amount), "value": str(Decimal(amount)), "kind": "money"} if amount is not None else ""


def number(value, text=None):
    """A cell with a whole number."""
    return {"text": text or str(value), "value": str(value), "kind": "number"}


def day(value, precision="day"):
    """A cell with a day; empty for None."""
    return {"text": format_day(value, precision), "value": value.isoformat(), "kind": "day"} if value else ""


def cell_text(cell):
    """The text of a cell."""
    return cell["text"] if isinstance(cell, dict) else cell


def cell_value(cell):
    """What a spreadsheet stores for a cell: Decimal, int, date or text."""
    if not isinstance(cell, dict):
        return cell
    if cell["kind"] == "day":
        return datetime.date.fromisoformat(cell["value"])
    return Decimal(cell["value"]) if cell["kind"] == "money" else int(cell["value"])


def _is_numeric(column):
    """Whether a column holds numbers or amounts, and nothing else but gaps: it is set flush right."""
    kinds = {cell["kind"] if isinstance(cell, dict) else cell for cell in column}
    return bool(kinds & {"money", "number"}) and kinds <= {"money", "number", ""}


def _cell(value):
    return value if isinstance(value, dict) else str(value)
