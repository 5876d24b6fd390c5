"""What an app brings so that its things can be imported. The floor knows adapters by their kind and imports no app."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..slugs import slug_of
from .header import TargetField
from .problems import Problem
from .reader import Row


class StaleImport(Exception):
    """Data changed between the check and the commit (or undo); `str()` says what, in the active language."""


@dataclass(frozen=True)
class SourceRow:
    """A row as an adapter gets it: cells by target key (joined where several columns mean the same), and the rest.

    `cells` holds raw values; `extra` is [(heading, text)] of filled columns that mean nothing; `group` the heading above.
    """

    row: Row
    cells: dict
    extra: list
    formulas: dict
    group: str = ""


@dataclass
class Understood:
    """What an adapter understood of a row: JSON-ready values by key (only those given), and problems."""

    values: dict
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """A value that an import would change: texts, or references of `wording` where words depend on the language."""

    key: str
    old: Any
    new: Any

    def as_json(self):
        return {"key": self.key, "old": self.old, "new": self.new}


@dataclass(frozen=True)
class Plan:
    """What a row would do: `action` of ImportRow, the object it is about (None for a new one) with its version, and what changes."""

    action: str
    target_id: int | None = None
    version: int | None = None
    changes: list[Change] = field(default_factory=list)


class Adapter:
    """Base of adapters; one per kind of thing.

    A session is made for each run by `session(batch)`; it loads what it needs to look up once and answers for all rows:

    - `is_group(text)`: whether a lone text is a heading;
    - `understand(source)`: `Understood` for a row, problems included; called top to bottom;
    - `plan(values, problems, fingerprint, decision)`: the `Plan`; may append problems; each object is claimed by one row only;
    - `names()`: names that the rows use and nobody knows, for `batch.options["names"]`;
    - `prepare(chunks)`: look at all rows of a `takeover.RowChunks` before the first is written; writes nothing;
    - `begin()`: what has to be there before the first row is written (actors of unknown names); returns what the
      summary keeps, under names that begin with "created_";
    - `write(rows)`: write one chunk of new and changed rows; sets `target_id`, `target_version` and `before` on each;
    - `check_undo(rows)`, `check_undo_end()`: raise StaleImport when what a chunk wrote, or what `begin` did, was
      touched since; write nothing;
    - `undo(rows)`: take back what `write` did to these rows, the last first; returns those left alone because they
      were touched since;
    - `end_undo()`: take back what `begin` did; returns what the summary keeps, under names that begin with "kept_".

    Each of `begin`, `write`, `undo` and `end_undo` runs in a short transaction of its own.
    """

    kind = ""
    label: Any = ""
    title_key = "title"
    #: Whether address cards (vCard) can be read as a list of these things.
    reads_cards = False
    #: The key of columns that are neither taken over nor kept with the rows; "" where there is no such key.
    ignored_key = ""

    def targets(self) -> list[TargetField]:
        """What columns can mean."""
        raise NotImplementedError

    def session(self, batch):
        """Return the session for one run over the batch."""
        raise NotImplementedError

    def address(self, pk):
        """The office page of an imported object."""
        raise NotImplementedError

    def choices(self):
        """[(pk, name)] of the objects an unknown name can be matched to."""
        return []

    def name_options(self):
        """[(value, label)] of what an unknown name can become beside a known object."""
        return [("create", _("create as a new organisation")), ("note", _("keep the words in the note"))]

    def change_label(self, key):
        """The name of a changed value, in the active language."""
        raise NotImplementedError

    def words(self):
        """The `wording.Words` that put old and new values of changes into the active language."""
        raise NotImplementedError

    def explain(self, rows):
        """{row pk: [(label, text)]}: what was understood of the given rows, in words; a fixed number of queries."""
        return {}


_adapters: dict[str, Adapter] = {}


def register(adapter):
    """Make a kind of import known."""
    _adapters[adapter.kind] = adapter


def get(kind):
    """The adapter of a kind; KeyError for an unknown one."""
    return _adapters[kind]


def every():
    """All adapters in the order they were registered."""
    return list(_adapters.values())


class BulkSlugs:
    """Short addresses for many new rows of a model: one query at the start, none per row."""

    def __init__(self, model, *, max_length=120, fallback="eintrag"):
        self.used = set(model._default_manager.values_list("slug", flat=True))
        self.max_length, self.fallback = max_length - 8, fallback
        self._next = {}

    def make(self, text):
        """An address that no row has and that was not handed out before."""
        base = slug_of(text, max_length=self.max_length, fallback=self.fallback)
        slug, number = base, self._next.get(base, 2)
        while slug in self.used:
            slug, number = f"{base}-{number}", number + 1
        self._next[base] = number
        self.used.add(slug)
        return slug


def shortened(text, length):
    """The beginning of a text that fits a field, cut at a word."""
    return text if len(text) <= length else re.sub(r"\s+\S*$", "", text[: length - 2]) + " …"
