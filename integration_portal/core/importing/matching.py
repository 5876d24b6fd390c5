"""Finding names that are written a little differently. Pure; the caller brings the known names."""

import re
from difflib import SequenceMatcher

from ..text import fold

_LEGAL = re.compile(
    r"\b(?:e\s?\.?\s?v\b\.?|g?gmbh|mbh|ag|eg|kg|ohg|ug|e\s?\.\s?k\b\.?|gbr|kdor|kor|ev|co|i\s?\.\s?g\b\.?|gag)(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_NOISE = {
    "der",
    "die",
    "das",
    "des",
    "dem",
    "den",
    "im",
    "in",
    "fur",
    "und",
    "von",
    "vom",
    "am",
    "an",
    "zu",
    "zum",
    "zur",
    "the",
    "of",
}


def name_key(text):
    """A name without legal form, punctuation, case and accents."""
    return " ".join(_WORD.findall(_LEGAL.sub(" ", fold(text))))


def _tokens(key):
    return [word for word in key.split() if word not in _NOISE] or key.split()


def similarity(left, right):
    """How alike two names are, 0 to 1; legal forms and filling words do not count."""
    a, b = name_key(left), name_key(right)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    ours, theirs = _tokens(a), _tokens(b)
    shorter, longer = sorted((ours, theirs), key=len)
    total = 0.0
    for word in shorter:
        total += max(_word_alike(word, other) for other in longer)
    by_words = total / (len(shorter) + 0.35 * (len(longer) - len(shorter)))
    return min(0.99, max(by_words, SequenceMatcher(None, a, b).ratio()))


def _word_alike(a, b):
    if a == b:
        return 1.0
    if min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a)):
        return 0.85
    ratio = SequenceMatcher(None, a, b).ratio()
    return ratio if ratio >= 0.75 else 0.0


class NameIndex:
    """Known names to find others in: `exact()` by spelling or legal form left out, `similar()` with a score."""

    def __init__(self, names=()):
        self._by_fold, self._by_key, self._all = {}, {}, {}
        self._by_stem = {}
        for name, pk in names:
            self.add(name, pk)

    def add(self, name, pk):
        """Add a name; the first owner of a spelling keeps it."""
        self._by_fold.setdefault(fold(name), pk)
        key = name_key(name)
        self._by_key.setdefault(key, set()).add(pk)
        self._all[key] = (name, pk)
        for word in _tokens(key):
            self._by_stem.setdefault(word[:3], set()).add(key)

    def exact(self, name):
        """Return the owner of the name: the same spelling, or the only one that differs in legal form alone; else None."""
        found = self._by_fold.get(fold(name))
        if found is not None:
            return found
        owners = self._by_key.get(name_key(name), ())
        return next(iter(owners)) if len(owners) == 1 and name_key(name) else None

    def __contains__(self, name):
        return self.exact(name) is not None

    def similar(self, name, *, at_least=0.72, limit=5):
        """Return [(owner, name, score)], the most alike first, each owner once."""
        near = {key for word in _tokens(name_key(name)) for key in self._by_stem.get(word[:3], ())}
        scored = sorted(((similarity(name, key), *self._all[key]) for key in near), key=lambda hit: (-hit[0], hit[1]))
        found, seen = [], set()
        for score, spelling, pk in scored:
            if score >= at_least and pk not in seen:
                seen.add(pk)
                found.append((pk, spelling, round(score, 2)))
        return found[:limit]
