"""Reports: apps register sections made of blocks; a report puts them together and freezes them as plain data."""

from .blocks import day, entry, figures, money, number, paragraph, table
from .registry import FIELD, SUMMARY, WHOLE, Scope, Section, assemble, register

__all__ = [
    "FIELD",
    "SUMMARY",
    "WHOLE",
    "Scope",
    "Section",
    "assemble",
    "day",
    "entry",
    "figures",
    "money",
    "number",
    "paragraph",
    "register",
    "table",
]
