"""German text for sorting and finding: one spelling for every way to write a word.

Everything here is pure and gives the same result on every database.
"""

import logging
import re
import unicodedata

import snowballstemmer
from django.utils.html import escape
from django.utils.safestring import mark_safe

MAX_TERMS = 8
MAX_QUERY_LENGTH = 200

_LETTERS = str.maketrans({"ß": "ss", "ẞ": "ss", "ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "a", "œ": "o", "þ": "th"})
_UMLAUT_PAIRS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_WORD = re.compile(r"\w+", re.UNICODE)
_DIGITS = re.compile(r"\d+")
_stemmer = snowballstemmer.stemmer("german")


def _plain(text):
    """Lower-case letters without accents; `ß` becomes `ss`."""
    # Lower case comes after the decomposition as well: 𝑨 becomes A only there.
    decomposed = unicodedata.normalize("NFKD", text.lower()).lower().translate(_LETTERS)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold(text):
    """Return the text in the one spelling that searching uses.

    Lower case, no accents, white space collapsed; `ä`, `ae` and `a` become `a` (likewise o and u) and `ß`
    becomes `ss`, so that Förderung, Foerderung and foerderung are the same word.
    """
    plain = _plain(str(text or ""))
    for pair, letter in _UMLAUT_PAIRS:
        plain = plain.replace(pair, letter)
    return " ".join(plain.split())


def sort_key(text):
    """Return a key that sorts in binary order as DIN 5007-1 does: `ä` like `a`, `ß` like `ss`, case last."""
    text = " ".join(str(text or "").split())
    return f"{_plain(text)}\x01{text}" if text else ""


def natural_key(number):
    """Return a key under which numbers like "2.10" sort after "2.9"; "" for none."""
    return _DIGITS.sub(lambda match: match.group().zfill(6)[-12:], str(number or "").strip().lower())


def search_terms(query):
    """Return the folded stems of a query, at most eight, each once, in the order typed."""
    words = _WORD.findall(str(query or "")[:MAX_QUERY_LENGTH].replace("\x00", " "))
    stems = []
    for word in words:
        stem = fold(_stemmer.stemWord(word.lower())) or fold(word)
        if stem and stem not in stems:
            stems.append(stem)
    return stems[:MAX_TERMS]


def _fold_with_positions(text):
    """Return the folded text and, for each of its letters, the index of the character it came from."""
    letters, positions = [], []
    for index, char in enumerate(text):
        for letter in _plain(char):
            letters.append(letter)
            positions.append(index)
    kept, kept_positions, i = [], [], 0
    while i < len(letters):
        kept.append(letters[i])
        kept_positions.append(positions[i])
        pair = letters[i] + (letters[i + 1] if i + 1 < len(letters) else "")
        i += 2 if pair in ("ae", "oe", "ue") else 1
    return "".join(kept), kept_positions


def highlight(text, query):
    """Return the text, escaped, with `<mark>` around every place where a term of the query stands."""
    text = str(text or "")
    folded, positions = _fold_with_positions(text)
    marked = set()
    for term in search_terms(query):
        start = folded.find(term)
        while start >= 0:
            end = start + len(term)
            last = positions[end] if end < len(positions) else len(text)
            marked.update(range(positions[start], max(last, positions[end - 1] + 1)))
            start = folded.find(term, end)
    parts, inside = [], False
    for index, char in enumerate(text):
        if (index in marked) != inside:
            inside = not inside
            parts.append("<mark>" if inside else "</mark>")
        parts.append(escape(char))
    if inside:
        parts.append("</mark>")
    return mark_safe("".join(parts))  # noqa: S308 - every character of the text is escaped above


def excerpt(text, query, length=200):
    """Return about `length` characters of the text around the first hit of the query, with dots where cut."""
    text = " ".join(str(text or "").split())
    folded, positions = _fold_with_positions(text)
    hits = [folded.find(term) for term in search_terms(query)]
    first = min((positions[hit] for hit in hits if hit >= 0), default=0)
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    cut = text[start : start + length]
    if start + length < len(text):
        cut = cut.rsplit(" ", 1)[0] + " …"
    return ("… " if start else "") + cut


_TOKEN = re.compile(r"/l/[^/\s?\"']+")


def hide_tokens(text):
    """Replace the tokens of personal links in a path or in a line of a log: whoever reads them must not be able to use them."""
    return _TOKEN.sub("/l/…", text)


class HideTokens(logging.Filter):
    """A filter of logs that takes the tokens of personal links out of messages and of their arguments."""

    def filter(self, record):
        if isinstance(record.msg, str):
            record.msg = hide_tokens(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(hide_tokens(value) if isinstance(value, str) else value for value in record.args)
        return True
