"""Finding the header of a table, proposing what each column means, and telling data from everything else.

What columns may mean is given by target fields; nothing here knows measures or actors.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from django.conf import settings
from django.utils import translation

from ..text import fold
from .reader import as_text

SEARCH_ROWS = 40
_PUNCTUATION = re.compile(r"[^\w€%]+")
_TOTAL = re.compile(
    r"^(zwischen|gesamt|end)?(summe|gesamt|insgesamt|total|betrag gesamt|σ)\b|^gesamt(kosten|summe|betrag)\b"
)
_FOOTNOTE = re.compile(r"^(\*|†|\d\)|¹|²|³|hinweis|anmerkung|legende|qulle|stand\b|erlauterung|bemerkung:|fussnote)")
_GROUP = re.compile(
    r"^(handlungsfeld|hf|bereich|abschnitt|themenfeld|teil|kapitel|schwerpunkt|cluster|handlungsbereich|ziel|leitziel)\b"
)
_AS_OF = re.compile(r"\bstand:?\s*(?:vom\s*)?(\d{1,2}\.\s?\d{1,2}\.\s?\d{4})", re.IGNORECASE)


@dataclass(frozen=True)
class TargetField:
    """What a column can mean: its key, its label, other words for it, and how a typical cell is recognised (or None).

    `many` lets several columns mean the same; their cells are joined. `exact` takes a heading only if it is one of the
    words. `beside_words` are further words that count, before those of others, where one of the columns `beside` is
    there by its exact name: beside a first name, "Name" is the family name.
    """

    key: str
    label: object
    synonyms: tuple = ()
    required: bool = False
    recognise: Callable | None = None
    many: bool = False
    exact: bool = False
    beside: tuple = ()
    beside_words: tuple = ()

    @cached_property
    def forms(self):
        """Synonyms and label without case and punctuation."""
        return tuple(dict.fromkeys(plain(text) for text in (*self.synonyms, *self._labels())))

    @cached_property
    def beside_forms(self):
        """The further words without case and punctuation."""
        return frozenset(plain(text) for text in self.beside_words)

    def _labels(self):
        """The label in every language: a list that the portal wrote is read again."""
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                yield str(self.label)


@dataclass(frozen=True)
class Column:
    """A column found: its place from 0, its heading, the key of the proposed target ("" for none) and how sure that is, 0 to 1."""

    index: int
    heading: str
    target: str = ""
    confidence: float = 0.0
    sample: str = ""

    def as_json(self):
        return {
            "index": self.index,
            "heading": self.heading,
            "target": self.target,
            "confidence": round(self.confidence, 2),
            "sample": self.sample[:120],
        }


@dataclass(frozen=True)
class Header:
    """The header found: the number of its (last) row, its columns, and the day a line above calls the list's date."""

    row: int
    height: int
    columns: list = field(default_factory=list)
    as_of: str = ""

    @property
    def signature(self):
        return signature(column.heading for column in self.columns)


def signature(headings):
    """The fingerprint of a list of headings, the same for any case, order of words kept."""
    return hashlib.sha256("\x1f".join(plain(heading) for heading in headings).encode()).hexdigest()


@lru_cache(maxsize=20_000)
def plain(text):
    """A heading without case, accents and punctuation."""
    return " ".join(_PUNCTUATION.sub(" ", fold(text)).split())


def heading_score(heading, target):
    """How well a heading names a target, 0 to 1."""
    words = plain(heading)
    return float(words in target.forms) if target.exact else _score_of(words, target.forms)


@lru_cache(maxsize=20_000)
def _score_of(words, forms):
    if not words:
        return 0.0
    if words in forms:
        return 1.0
    best, ours = 0.0, words.split()
    for wanted in forms:
        theirs = wanted.split()
        if set(theirs) <= set(ours):
            ends_so = ours[-len(theirs) :] == theirs  # "Zeitraum Beginn" is rather the start than the period
            best = max(best, 0.9 - 0.06 * (len(ours) - len(theirs)) + 0.03 * ends_so)
        elif len(wanted) > 4 and (any(word.startswith(wanted) or word.endswith(wanted) for word in ours)):
            best = max(best, 0.75)
        elif len(words) > 3 and len(wanted) > 3:
            if wanted.startswith(words):
                best = max(best, 0.72)
            matcher = SequenceMatcher(None, words, wanted)
            if matcher.real_quick_ratio() > 0.84 and matcher.quick_ratio() > 0.84 and (ratio := matcher.ratio()) > 0.84:
                best = max(best, ratio * 0.9)
    return best


_SURER = 1.5


def assign(headings, targets):
    """Give each heading at most one target and each target one heading, the surest pairs first: {index: (key, score)}."""
    found = _assign(headings, targets, frozenset())
    named = frozenset(key for key, score in found.values() if score == 1.0)
    if any(named.intersection(target.beside) for target in targets):
        found = _assign(headings, targets, named)
    return found


def _assign(headings, targets, named):
    def score_of(heading, target):
        if plain(heading) in target.beside_forms and named.intersection(target.beside):
            return _SURER
        return heading_score(heading, target)

    pairs = sorted(
        (
            (score_of(heading, target), -index, -order, target)
            for index, heading in headings.items()
            for order, target in enumerate(targets)
        ),
        key=lambda pair: pair[:3],
        reverse=True,
    )
    found, used = {}, set()
    for score, index, _order, target in pairs:
        if score < 0.6:
            break
        if -index not in found and (target.many or target.key not in used):
            found[-index] = (target.key, min(score, 1.0))
            used.add(target.key)
    return found


def _headings(upper, lower):
    """The headings of two lines read as one: {index: text}; an upper cell reaches over the empty ones to its right."""
    merged, last = {}, ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        last = above or (last if below else "")
        text = f"{last} {below}".strip() if below and last and below != last else below or above
        if text:
            merged[index] = text
    return merged


def _score(found):
    return sum(score for _key, score in found.values())


def find_header(rows, targets, *, samples=30):
    """Return the header of a table within its first rows, or None where no line has at least two known headings.

    A header may span two lines. Columns whose headings say nothing are recognised by their cells, with less confidence.
    """
    rows = list(rows)
    best, best_score = None, 0.0
    for position, row in enumerate(rows[:SEARCH_ROWS]):
        texts = [as_text(value) for value in row.values]
        filled = {index: text for index, text in enumerate(texts) if text and len(text) <= 120}
        if sum(isinstance(row.values[index], str) for index in filled) < 2:
            continue
        found = assign(filled, targets)
        share = len(found) / len(filled)
        score = _score(found) * (0.5 + share / 2)
        if len(found) >= 2 and score > best_score + 0.01:
            best, best_score = (position, 1, filled, found), score
        following = rows[position + 1] if position + 1 < len(rows) else None
        if following is None or not any(isinstance(value, str) for value in following.values):
            continue
        lower = [as_text(value) for value in following.values]
        if any(text and (len(text) > 60 or any(char.isdigit() for char in text)) for text in lower):
            continue
        both = _headings(texts, lower)
        found = assign(both, targets)
        score = _score(found) * (0.5 + len(found) / len(both) / 2) if both else 0
        if len(found) >= 2 and score > best_score + 0.3:
            best, best_score = (position, 2, both, found), score
    if best is None:
        return None
    position, height, headings, found = best
    data = [row for row in rows[position + height :] if not row.is_blank][:samples]
    found = _by_content(headings, found, data, targets)
    columns = []
    width = (
        max([*headings, *(index for row in data for index, value in enumerate(row.values) if as_text(value)), 0]) + 1
    )
    for index in range(width):
        sample = next((row.text(index) for row in data if row.text(index)), "") if data else ""
        if index in headings or sample:
            key, score = found.get(index, ("", 0.0))
            columns.append(Column(index, headings.get(index, ""), key, score, sample))
    above = " ".join(as_text(value) for row in rows[:position] for value in row.values if value is not None)
    match = _AS_OF.search(above)
    return Header(rows[position].number + height - 1, height, columns, match.group(1).replace(" ", "") if match else "")


def _by_content(headings, found, data, targets):
    """Add targets for columns left over, where most cells look like one."""
    taken = {key for key, _score in found.values()}
    found = dict(found)
    if not data:
        return found
    indexes = {index for row in data for index, value in enumerate(row.values) if as_text(value)}
    for index in sorted(indexes - set(found)):
        cells = [row.values[index] for row in data if index < len(row.values) and as_text(row.values[index])]
        if len(cells) < max(2, len(data) // 5):
            continue
        for target in targets:
            if target.recognise and target.key not in taken:
                share = sum(bool(target.recognise(value)) for value in cells) / len(cells)
                if share >= 0.7:
                    found[index] = (target.key, round(share * 0.55, 2))
                    taken.add(target.key)
                    break
    return found


def kind_of_row(row, mapping, *, is_group=lambda text: False):
    """Return what a row below the header is: "blank", "group", "total", "footnote", "header" or "data".

    `mapping` is {target key: [column indexes]}. A heading has text in one cell only, over merged cells, in the column of
    numbers, or with words that open a group or that `is_group` knows.
    """
    filled = [index for index, value in enumerate(row.values) if as_text(value)]
    if not filled:
        return "total" if row.formulas else "blank"
    first = row.text(filled[0])
    folded = fold(first)
    title = next((row.text(index) for index in mapping.get("title", mapping.get("name", [])) if row.text(index)), "")
    if any(_TOTAL.match(fold(row.text(index))) for index in filled) and (not title or _TOTAL.match(fold(title))):
        return "total"
    if not title and row.formulas and len(filled) <= 1:
        return "total"
    if len(filled) == 1 and not row.formulas:
        index = filled[0]
        if _FOOTNOTE.match(folded):
            return "footnote"
        in_numbers = index in mapping.get("number", []) and not re.match(r"^\W*\d", first)
        if row.merged_width > 1 or in_numbers or _GROUP.match(folded) or is_group(first):
            return "group"
        if len(first) > 60 and index == 0 and index not in mapping.get("title", []):
            return "footnote"
    return "data"


def group_name(text):
    """The name in a group heading: "Handlungsfeld 2: Sprache" gives "Sprache"."""
    name = re.sub(
        r"^\s*(handlungsfeld|handlungsbereich|themenfeld|bereich|hf|abschnitt|kapitel|teil)\b",
        "",
        text,
        flags=re.IGNORECASE,
    )
    name = re.sub(r"^[\s.:–-]*(?:\d+|[IVX]+\b)?[\s.:)–-]*", "", name)
    return name.strip() or text.strip()
