"""Personal data across the apps: who holds what of a person, and how it is given out, erased, or kept for a reason.

Each app registers a `PersonalSource` for every kind of record that holds persons. The access export (GDPR Art. 15), the
erasure (Art. 17), the list of what is due for deletion (Art. 5(1)(e)) and the record of processing (Art. 30) are all made
from this registry, so that a kind of record cannot be in one and missing in another.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from ..redaction import SHORTEST_WORD

#: Lines of notes about a person that are shorter may stand elsewhere with another meaning.
SHORTEST_LINE = 12


class Fate(StrEnum):
    """What an erasure does with records."""

    ERASED = "erased"
    ANONYMISED = "anonymised"
    KEPT = "kept"

    @property
    def label(self):
        return {"erased": _("erased"), "anonymised": _("anonymised"), "kept": _("kept")}[self]


@dataclass(frozen=True)
class Piece:
    """One record in an access export: a title, labels with texts, and the key of the row ("app.model:id") where it is one."""

    title: str
    values: tuple[tuple[str, str], ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of `number` records of one kind. What is kept has a `reason`, and an address where it can be looked at."""

    fate: Fate
    label: Any
    number: int
    reason: Any = ""
    url: str = ""

    def as_json(self):
        """As the result of a request keeps it; names nobody."""
        return {
            "fate": self.fate.value,
            "label": str(self.label),
            "number": self.number,
            "reason": str(self.reason),
            "url": self.url,
        }


@dataclass(frozen=True)
class Subject:
    """Whom a request is about: a record of the person where there is one, and the words by which others name them.

    `key` is "app.model:id" of the record, "" for somebody without one. `lines` are what was written about the person in
    notes of their own record, which may stand word for word in lists that were imported.
    """

    key: str = ""
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def record(self):
        """The record of the person as it stands now, or None."""
        label, _colon, pk = self.key.partition(":")
        return apps.get_model(label)._default_manager.filter(pk=pk).first() if pk else None

    @property
    def words(self):
        """Names, addresses, numbers and lines that are long enough to be looked for, longest first, each once."""
        parts = (*self.names, *self.emails, *self.phones)
        words = {part.strip() for part in parts if len(part.strip()) >= SHORTEST_WORD}
        words |= {line.strip() for line in self.lines if len(line.strip()) >= SHORTEST_LINE}
        return sorted(words, key=lambda word: (-len(word), word))

    def as_json(self):
        """For storing it with a request until that is done."""
        return {
            "key": self.key,
            "names": list(self.names),
            "emails": list(self.emails),
            "phones": list(self.phones),
            "lines": list(self.lines),
        }

    @classmethod
    def from_json(cls, data):
        """The subject as a request keeps it."""
        return cls(data.get("key", ""), *(tuple(data.get(name, ())) for name in ("names", "emails", "phones", "lines")))

    def wider(self, *, names=(), emails=(), phones=(), lines=()):
        """With further words by which the person is known."""
        return Subject(
            self.key,
            *(
                tuple(dict.fromkeys([*mine, *(text for text in more if text)]))
                for mine, more in (
                    (self.names, names), (self.emails, emails), (self.phones, phones), (self.lines, lines),
                )
            ),
        )  # fmt: skip


@dataclass(frozen=True)
class DueList:
    """Records that are due for deletion or for a look: `rows(on, user)` is an ordered queryset, `describe(row)` gives
    title, reason and address of one."""

    label: Any
    hint: Any
    rows: Callable[[datetime.date, Any], Any]
    describe: Callable[[Any], tuple[str, str, str]]


@dataclass(frozen=True)
class PersonalSource:
    """A kind of record that holds persons.

    `find(subject, user)` returns what it holds as pieces, as far as `user` may read it. `erase(subject, erasing)`
    erases it inside the caller's transaction, audited, and returns outcomes; it runs once for a preview that is
    rolled back. `known(subject)` returns further words as keyword arguments of `Subject.wider`. `blocker(subject)`
    returns a sentence that says what has to be done before an erasure, or "". `reads` names the kinds of record ("app.model")
    in which `find` sees all that names the person, so that an access does not list them a second time. What only bears
    the same name is not the person's for certain: sources go by keys and addresses, the rest is listed for the office. The other values
    are the entry in the record of processing: what for, about whom, which data, on which ground, who gets it, how long it is kept.
    """

    key: str
    label: Any
    order: int
    purpose: Any
    people: Any
    data: Any
    basis: Any
    recipients: Any
    kept: Any
    find: Callable[[Subject, Any], Iterable[Piece]]
    erase: Callable[[Subject, Any], Iterable[Outcome]]
    known: Callable[[Subject], dict] | None = None
    blocker: Callable[[Subject], Any] | None = None
    due: tuple[DueList, ...] = field(default=())
    reads: tuple[str, ...] = field(default=())


_sources: dict[str, PersonalSource] = {}
_reasons: dict[type, Any] = {}


def register(source):
    """Add a source; the same key replaces the earlier one. Erasing goes by `order`, lowest first."""
    _sources[source.key] = source


def keep(model, reason):
    """Say why records of a model are kept though they name a person (GDPR Art. 17(3)), such as vouchers."""
    _reasons[model] = reason


def reason_to_keep(model):
    """Why records of a model that name a person are not changed by the portal."""
    return _reasons.get(
        model, _("The name stands in a text about something else. Please look at it and take it out by hand.")
    )


def sources():
    """All sources in their order."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.key))


def due_lists():
    """Pairs of key and `DueList` of all sources, in their order."""
    return [(f"{source.key}.{place}", entry) for source in sources() for place, entry in enumerate(source.due, start=1)]


def widened(subject):
    """The subject with the words that all sources know of it."""
    for source in sources():
        if source.known:
            subject = subject.wider(**source.known(subject))
    return subject


def blockers(subject):
    """What has to be done before the subject can be erased, in sentences."""
    return [str(text) for source in sources() if source.blocker and (text := source.blocker(subject))]
