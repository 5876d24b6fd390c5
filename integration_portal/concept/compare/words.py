"""Words of a passage with their form, and what changed between two of them."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from ..text import inline_text

#: Longer passages are shown as replaced as a whole: comparing them word by word would take too long.
MOST_WORDS = 4000
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_FORMS = {"strong_open": "strong", "em_open": "em", "s_open": "s"}
_ENDS = {"strong_close", "em_close", "s_close", "link_close"}


class Word(NamedTuple):
    """A word, a space or a sign with the forms it is set in ("strong", "em", "s", "code", "a:<address>").

    A tuple, because hundreds of thousands of them are compared and tuples do that much faster than objects.
    """

    text: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A stretch of words in one form: `kind` is "same", "ins" or "del"."""

    kind: str
    text: str
    forms: tuple[str, ...] = ()


def words_of(children):
    """The words of the tokens inside a paragraph. A break of lines counts as a space, a picture as its text."""
    forms, found = [], []
    for child in children:
        if child.type in _FORMS:
            forms.append(_FORMS[child.type])
        elif child.type == "link_open":
            forms.append(f"a:{child.attrGet('href') or ''}")
        elif child.type in _ENDS:
            forms.pop()
        elif child.type == "code_inline":
            found += _split(child.content, (*forms, "code"))
        elif child.type == "footnote_ref":
            found.append(Word(f"[{child.meta.get('label', child.meta['id'] + 1)}]", tuple(forms)))
        else:
            found += _split(inline_text([child]), tuple(forms))
    return tuple(found)


def plain_words(text):
    """The words of a text without any form, such as a line of code."""
    return tuple(_split(text, ()))


def _split(text, forms):
    return [Word(part, forms) for part in _TOKENS.findall(text)]


@lru_cache(maxsize=2048)
def compare_words(old, new):
    """Pieces that give the old words without the insertions, and the new ones without the deletions."""
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return tuple(_pieces("del", old) + _pieces("ins", new))
    pieces = []
    for tag, a, b, c, d in _smoothed(old, new):
        if tag == "equal":
            pieces += _pieces("same", old[a:b])
        else:
            pieces += _pieces("del", old[a:b]) + _pieces("ins", new[c:d])
    return tuple(pieces)


def _smoothed(old, new):
    """The differences, where lone spaces between two changes belong to them: replaced sentences do not fall to crumbs."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found: list[list] = []
    for place, (tag, a, b, c, d) in enumerate(codes):
        is_crumb = tag == "equal" and 0 < place < len(codes) - 1 and all(not word.text.strip() for word in old[a:b])
        if is_crumb:
            tag = "replace"
        if found and found[-1][0] != "equal" and tag != "equal":
            found[-1][2], found[-1][4] = b, d
        else:
            found.append([tag, a, b, c, d])
    return found


def _pieces(kind, words):
    """Words of one kind, joined as long as their form stays."""
    found: list[Piece] = []
    for word in words:
        if found and found[-1].forms == word.forms:
            found[-1] = Piece(kind, found[-1].text + word.text, word.forms)
        else:
            found.append(Piece(kind, word.text, word.forms))
    return found


def all_of(kind, words):
    """All words as inserted, deleted or the same."""
    return tuple(_pieces(kind, words))
