"""A table to be written: columns with headings and how to read their values, and rows that are read once."""

import datetime
import decimal
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column: `key` for programs, `label` for people, `value(row)`; width in characters for Excel."""

    key: str
    label: Any
    value: Callable[[Any], Any]
    width: int = 18


@dataclass(frozen=True)
class Table:
    """What a writer gets. `rows` is any iterable and is gone through once."""

    title: str
    columns: list[Column]
    rows: Iterable[Any]

    def headings(self):
        return [str(column.label) for column in self.columns]

    def values(self, row):
        return [plain(column.value(row)) for column in self.columns]


def plain(value):
    """Return the value as str, int, Decimal, bool, date or naive local datetime; lists become "a; b"."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, bool | int | float | decimal.Decimal | datetime.date):
        return value
    if isinstance(value, list | tuple | set):
        return "; ".join(str(part) for part in value)
    return _CONTROL.sub("", str(value))


def defuse(text):
    """Return text that no spreadsheet runs as a formula: an apostrophe goes before a dangerous first character.

    The characters are those OWASP names for CSV injection: = + - @, tab and carriage return. White space before
    them does not hide them.
    """
    if text.startswith(_FORMULA_START) or text.lstrip().startswith(_FORMULA_START[:4]):
        return "'" + text
    return text
