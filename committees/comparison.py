"""What changed between two texts, paragraph by paragraph and word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Longer passages are shown as replaced as a whole: a word by word comparison of them would take too long.
MOST_WORDS = 3000


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `kind` is "same", "ins" or "del"."""

    kind: str
    text: str


def compare_words(old, new):
    """Pieces that give the old text without the insertions, and the new one without the deletions."""
    before, after = re.findall(r"\s+|\w+|[^\w\s]", old), re.findall(r"\s+|\w+|[^\w\s]", new)
    if len(before) > MOST_WORDS or len(after) > MOST_WORDS:
        return [piece for piece in (Piece("del", old), Piece("ins", new)) if piece.text]
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        pieces += [
            Piece(kind, text) for kind, text in (("del", "".join(before[a:b])), ("ins", "".join(after[c:d]))) if text
        ]
    return pieces


def compare_texts(old, new):
    """Paragraphs of pieces, in the order of the texts; empty for two empty texts. A changed paragraph is compared by words."""
    before, after = _paragraphs(old), _paragraphs(new)
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [[Piece("same", text)] for text in before[a:b]]
            continue
        shared = min(b - a, d - c)
        found += [compare_words(before[a + place], after[c + place]) for place in range(shared)]
        found += [[Piece("del", text)] for text in before[a + shared : b]]
        found += [[Piece("ins", text)] for text in after[c + shared : d]]
    return found


def _paragraphs(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
