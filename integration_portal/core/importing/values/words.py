"""Free words matched to a list: status, fields of action, places, any choice."""

import re
from difflib import SequenceMatcher

from ...text import fold
from ..problems import Parsed, Problem
from ..reader import as_text

_NOISE = {"und", "u", "der", "die", "das", "des", "fur", "im", "in", "and", "the"}
_WORD = re.compile(r"[\w*]+")
_SPLIT = re.compile(r"\s*[;\n]\s*")
_SPLIT_SOFT = re.compile(r"\s*[,;/|\n+]\s*|\s+(?:und|sowie|&|and)\s+", re.IGNORECASE)


def _words(text):
    return [word for word in _WORD.findall(fold(text)) if word not in _NOISE]


def _abbreviates(short, name):
    """Whether the letters are an abbreviation of the name: in its order, and with the first letter of each word."""
    words = _words(name)
    if not 2 <= len(short) <= 6 or len(words) < 2:
        return False
    rest = " ".join(words)
    if not rest.startswith(short[0]):
        return False
    place, starts = -1, set()
    for letter in short:
        initials = [i for i in range(place + 1, len(rest)) if rest[i] == letter and (i == 0 or rest[i - 1] == " ")]
        place = initials[0] if initials else rest.find(letter, place + 1)
        if place < 0:
            return False
        if initials:
            starts.add(place)
    return len(starts) == len(words)


def term_score(text, name):
    """How surely a text means the name, 0 to 1.

    Counts as the same, less and less surely: other joints ("Sport / Kultur"), cut words ("soz. Int."), initials, typing errors.
    """
    a, b = fold(text).strip(" .:"), fold(name)
    if not a:
        return 0.0
    if a == b:
        return 1.0
    ours, theirs = _words(text), _words(name)
    if not ours or not theirs:
        return 0.0
    if ours == theirs:
        return 0.97
    if len(ours) == len(theirs):
        if sorted(ours) == sorted(theirs):
            return 0.92
        if all(
            word == other or len(word) >= 2 and other.startswith(word) for word, other in zip(ours, theirs, strict=True)
        ):
            return 0.9 if min(len(word) for word in ours) >= 3 else 0.82
    if len(ours) == 1 and _abbreviates(ours[0], name):
        return 0.8
    ratio = SequenceMatcher(None, " ".join(ours), " ".join(theirs)).ratio()
    if ratio >= 0.84 and len(a) >= 5:
        return ratio * 0.9
    if len(theirs) > 1 and len(ours) == 1 and len(ours[0]) >= 5 and ours[0] == max(theirs, key=len):
        return 0.72
    return 0.0


class TermIndex:
    """A list of terms, each with an id and all its names; finds the one a text means."""

    def __init__(self, terms):
        self.terms = {pk: [name for name in names if name] for pk, names in terms}
        self._exact, self._cache = {}, {}
        for pk, names in self.terms.items():
            for name in names:
                self._exact.setdefault(fold(name), pk)

    def find(self, text):
        """Return (id, confidence) of the only best term, or (None, 0.0)."""
        key = fold(text)
        if key in self._exact:
            return self._exact[key], 1.0
        if key not in self._cache:
            scored = sorted(
                (
                    (max((term_score(text, name) for name in names), default=0.0), pk)
                    for pk, names in self.terms.items()
                ),
                key=lambda hit: -hit[0],
            )
            best = scored[0] if scored else (0.0, None)
            tie = len(scored) > 1 and scored[1][0] == best[0]
            self._cache[key] = (best[1], best[0]) if best[0] >= 0.7 and not tie else (None, 0.0)
        return self._cache[key]

    def name(self, pk):
        return self.terms[pk][0]

    def find_all(self, text):
        """Return ([(id, confidence, words)], [words that are none]): the whole text if it is one term, else its parts."""
        text = as_text(text)
        found, unknown = [], []
        for piece in filter(None, _SPLIT.split(text)):
            pk, sure = self.find(piece)
            parts = [piece] if pk is not None else [part for part in _SPLIT_SOFT.split(piece) if part.strip()]
            for part in parts:
                pk, sure = self.find(part)
                if pk is None:
                    unknown.append(part.strip())
                elif pk not in [hit[0] for hit in found]:
                    found.append((pk, sure, part.strip()))
        return found, unknown


#: Words for how far a measure is, longest first when looked up; the second says whether the word says it plainly.
STATUS_WORDS = {
    "idea": (
        "idee",
        "vorschlag",
        "angedacht",
        "vision",
        "wunsch",
        "konzeptidee",
        "in ueberlegung",
        "in diskussion",
        "prufung",
        "in prufung",
        "wird gepruft",
    ),
    "planned": (
        "geplant",
        "in planung",
        "planung",
        "vorgesehen",
        "in vorbereitung",
        "vorbereitung",
        "beantragt",
        "ausstehend",
        "noch nicht begonnen",
        "noch nicht umgesetzt",
        "noch nicht gestartet",
        "nicht begonnen",
        "steht aus",
        "bevorstehend",
        "neu",
    ),
    "in_progress": (
        "lauft",
        "laufend",
        "in umsetzung",
        "umsetzung",
        "in arbeit",
        "in bearbeitung",
        "begonnen",
        "gestartet",
        "aktiv",
        "in durchfuhrung",
        "im gange",
        "teilweise umgesetzt",
        "in progress",
        "wird umgesetzt",
        "angelaufen",
    ),
    "permanent": (
        "daueraufgabe",
        "dauerhaft",
        "fortlaufend",
        "standig",
        "verstetigt",
        "regelangebot",
        "permanent",
        "dauerangebot",
        "unbefristet",
    ),
    "completed": (
        "abgeschlossen",
        "erledigt",
        "beendet",
        "umgesetzt",
        "fertig",
        "realisiert",
        "durchgefuhrt",
        "fertiggestellt",
        "done",
        "ausgelaufen",
        "vollzogen",
    ),
    "postponed": (
        "zuruckgestellt",
        "verschoben",
        "ruht",
        "pausiert",
        "ausgesetzt",
        "auf eis",
        "vertagt",
        "unterbrochen",
    ),
    "dropped": (
        "abgebrochen",
        "verworfen",
        "entfallt",
        "entfallen",
        "gestrichen",
        "eingestellt",
        "nicht umgesetzt",
        "aufgegeben",
        "abgelehnt",
        "nicht realisiert",
        "storniert",
    ),
}
#: Words that leave room: taken, but with a notice. A delay is no status of its own: what is late is computed from the dates.
_GUESSED = {
    "verzogert": "planned",
    "verspatet": "planned",
    "stockt": "in_progress",
    "offen": "planned",
    "in klarung": "idea",
}


def parse_status(value, labels):
    """Return the key of the status a cell tells. `labels` gives its name by key, for the notice about a guess."""
    original = as_text(value)
    if original == "":
        return Parsed()
    folded = " ".join(_WORD.findall(fold(original)))
    hits = [
        (len(fold(word)), key, fold(word))
        for key, words in STATUS_WORDS.items()
        for word in (*words, labels.get(key, ""))
        if word and re.search(rf"(?<!\w){re.escape(fold(str(word)))}(?!\w)", folded)
    ]
    hits += [(len(word), key, word) for word, key in _GUESSED.items() if re.search(rf"(?<!\w){word}(?!\w)", folded)]
    if not hits:
        close = [
            (ratio, key)
            for key, words in STATUS_WORDS.items()
            for word in words
            if (ratio := SequenceMatcher(None, folded, fold(word)).ratio()) >= 0.84
        ]
        if not close:
            return Parsed(None, (Problem("status_not_understood", original, {"text": original[:80]}),), original)
        key, plain = max(close)[1], False
    else:
        _length, key, word = max(hits)
        plain = folded == word and word not in _GUESSED
    if plain:
        return Parsed(key, (), "")
    return Parsed(
        key,
        (Problem("status_guessed", original, {"text": original[:80], "status": str(labels.get(key, key))}),),
        original,
    )


def looks_like_status(value):
    """Whether a cell is probably a status."""
    folded = fold(as_text(value))
    return any(folded == fold(word) for words in STATUS_WORDS.values() for word in words) or folded in _GUESSED


_YES = {"ja", "j", "x", "yes", "y", "1", "wahr", "true", "✓", "✔", "ok"}
_NO = {"nein", "n", "no", "0", "falsch", "false", "-", ""}


def parse_flag(value):
    """Return True or False for ja/x/✓ and nein/empty; other words are left as rest."""
    text = fold(as_text(value))
    if text in _NO:
        return Parsed(False if text else None)
    if text in _YES:
        return Parsed(True)
    return Parsed(
        None, (Problem("choice_not_understood", as_text(value), {"text": as_text(value)[:80]}),), as_text(value)
    )


def parse_choice(value, index):
    """Return the id of a term of a `TermIndex`; a text that is none is left as rest."""
    original = as_text(value)
    if original == "":
        return Parsed()
    pk, _sure = index.find(original)
    if pk is None:
        return Parsed(None, (Problem("choice_not_understood", original, {"text": original[:80]}),), original)
    return Parsed(pk)
