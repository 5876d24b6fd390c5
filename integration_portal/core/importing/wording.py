"""Values of changes that read differently in each language: kept as references, put into words for the reader.

A value of a change is plain text, the same for everybody, or one of the references made here. All are JSON-ready.
"""

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from .. import display

ADDED = "+ "


def choice(key, value):
    """A value of the model's field `key` that has choices."""
    return {"is": "choice", "field": key, "value": value}


def truth(value):
    """Yes or no."""
    return {"is": "truth", "value": bool(value)}


def day(value, precision="day"):
    """A day known to the day, month, quarter or year; "" for none."""
    return {"is": "day", "value": value.isoformat(), "precision": precision} if value else ""


def money(value):
    """An amount; "" for none."""
    return "" if value is None else {"is": "money", "value": str(value)}


def objects(table, pks, *, added=False):
    """Rows of a table that the reader's `Words` knows; `added` says that they join others."""
    return {"is": "objects", "table": table, "pks": list(pks), "added": added}


def added(text):
    """Words that join others; the same in every language."""
    return ADDED + text


class Words:
    """Puts values of changes into words, in the language that is active.

    `tables` are functions that return {pk: name}; each is called once at most.
    """

    def __init__(self, model, tables):
        self.model, self._tables, self._loaded = model, tables, {}

    def of(self, value):
        """The value as a person reads it."""
        if not isinstance(value, dict):
            return value
        kind = value["is"]
        if kind == "choice":
            choices = dict(self.model._meta.get_field(value["field"]).flatchoices)
            return str(choices.get(value["value"], value["value"]))
        if kind == "truth":
            return _("yes") if value["value"] else _("no")
        if kind == "day":
            return display.format_day(datetime.date.fromisoformat(value["value"]), value["precision"])
        if kind == "money":
            return display.format_money(Decimal(value["value"]))
        names = self._names(value["table"])
        return (ADDED if value["added"] else "") + ", ".join(names[pk] for pk in value["pks"] if pk in names)

    def _names(self, table):
        if table not in self._loaded:
            self._loaded[table] = self._tables[table]()
        return self._loaded[table]


def names_of(queryset):
    """A function that returns {pk: text} of the rows of a queryset, for `Words`."""
    return lambda: {obj.pk: str(obj) for obj in queryset.all()}
