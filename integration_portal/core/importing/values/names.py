"""Names in a cell: taking several apart, leaving one name whole, persons with their form of address."""

import re
from dataclasses import dataclass

from ...text import fold
from ..reader import as_text
from .periods import UNKNOWN

_HARD = re.compile(r"\s*[;\n|•]\s*")
_SOFT = re.compile(
    r"(\s*,\s*|\s+/\s+|(?<=[^\W\d])/(?=[^\W\d])|\s+(?:und|sowie|u\.|and)\s+|\s*&\s*|\s+\+\s+)", re.IGNORECASE
)
_LEGAL_ONLY = re.compile(
    r"^(?:e\.?\s?v\.?|g?gmbh|mbh|ag|eg|kg|ohg|ug|gbr|kdör|k\.d\.ö\.r\.|co\.?\s?kg)$", re.IGNORECASE
)
_COMPANY = re.compile(r"\b(?:kg|ohg|gmbh|gbr|partner|söhne)\b", re.IGNORECASE)
_AUTHORITY = re.compile(
    r"^(?:landratsamt|landkreis|kreisverwaltung|stadtverwaltung|stadt|gemeinde\w*|verwaltung\w*|rathaus|universitat|hochschule|ministerium|"
    r"bundesamt|landesamt|jobcenter|agentur|lra|thuringer|diakonie\w*|caritas\w*|awo|drk)\b"
)
_DEPARTMENT = re.compile(
    r"(?:management|amt|abteilung|abt|stelle|fachdienst|fachbereich|referat|buro|dezernat|sachgebiet|stabsstelle|forderung|beauftragte\w*|"
    r"behorde|dienst|beratung|verwaltung|team|leitung|sachgebiet|fd|fb|sg)\b"
)
_OPENS = re.compile(r"\b(?:für|von|zur|zum|der|des|vom|bei|mit|zwischen)\b[^,;/]*$", re.IGNORECASE)
_ROLE = re.compile(r"^(?P<name>.+?)\s*\((?P<role>[^()]{2,80})\)\s*$")
_PLURALS = {
    fold(word)
    for word in {
        "schulen",
        "vereine",
        "kirchen",
        "gemeinden",
        "trager",
        "kommunen",
        "kitas",
        "ehrenamtliche",
        "partner",
        "netzwerkpartner",
        "betriebe",
        "unternehmen",
        "verbande",
        "stadte",
        "eltern",
        "freiwillige",
        "sponsoren",
        "wohnungsgesellschaften",
        "wohlfahrtsverbande",
        "migrantenorganisationen",
        "kindergarten",
        "kindertagesstatten",
        "sprachschulen",
        "bildungstrager",
        "beratungsstellen",
        "sportvereine",
        "arzte",
        "hausarzte",
        "jugendclubs",
        "behorden",
        "amter",
        "fachamter",
        "akteure",
        "institutionen",
        "organisationen",
        "kooperationspartner",
        "arbeitgeber",
        "vermieter",
        "diverse",
        "verschiedene",
        "weitere",
        "alle",
        "u.a",
        "ua",
        "usw",
        "etc",
        "div",
        "extern",
        "externe",
        "intern",
    }
}


@dataclass(frozen=True)
class NamedPart:
    """A name found in a cell, and what stood in brackets behind it."""

    name: str
    role: str = ""


def is_open(text):
    """Whether the text says that nobody is named: empty, ?, offen, N.N. …"""
    folded = fold(text).strip(" .()")
    return (
        folded in {word.strip(" .") for word in UNKNOWN}
        or not folded.strip("?-–— ")
        or folded in ("nn", "n.n", "noch offen", "zu klaren", "wird noch benannt")
    )


def is_collective(text):
    """Whether the text names a crowd (Schulen, alle Netzwerkpartner) rather than one organisation."""
    words = re.findall(r"[\w.]+", fold(text))
    if not words:
        return True
    return (
        words[0] in ("alle", "diverse", "verschiedene", "weitere", "div.", "andere")
        or len(words) == 1
        and words[0].strip(".") in _PLURALS
    )


def split_names(value, known=lambda name: False):
    """Return the names of a cell as `NamedPart`s, in order, each once.

    `; / ,` and `und` separate; a name that `known` recognises stays whole whatever stands in it, and so do an authority with
    its department ("Landratsamt, Integrationsmanagement"), legal forms, and "Amt für Jugend und Soziales".
    """
    parts = []
    for piece in filter(None, _HARD.split(as_text(value))):
        for name in [piece] if known(piece) else _split_piece(piece, known):
            match = None if known(name) else _ROLE.match(name)
            part = NamedPart(match["name"], match["role"].strip()) if match else NamedPart(name)
            if part.name and fold(part.name) not in [fold(other.name) for other in parts]:
                parts.append(part)
    return parts


def _split_piece(piece, known):
    bits = _outside_brackets(piece)
    names = bits[::2]
    joints = bits[1::2]
    result, index = [], 0
    while index < len(names):
        end = next(
            (stop for stop in range(len(names), index + 1, -1) if known(_joined(names, joints, index, stop))), index + 1
        )
        text = _joined(names, joints, index, end)
        while end < len(names) and not known(names[end]) and _belongs(text, joints[end - 1], names[end]):
            text += joints[end - 1] + names[end]
            end += 1
        result.append(text.strip(" ,;"))
        index = end
    return [name for name in result if name]


def _outside_brackets(text):
    """Split at the soft separators that stand outside brackets: [name, joint, name, …]."""
    bits, depth, start = [], 0, 0
    depths = []
    for char in text:
        depth += (char == "(") - (char == ")")
        depths.append(depth)
    for match in _SOFT.finditer(text):
        if depths[match.start()] <= 0 and match.start() > start:
            bits += [text[start : match.start()], match.group()]
            start = match.end()
    return [*bits, text[start:]]


def _joined(names, joints, start, end):
    return names[start] + "".join(joints[i - 1] + names[i] for i in range(start + 1, end))


def _belongs(left, joint, right):
    """Whether what stands right of the joint is still part of the name on its left."""
    if _LEGAL_ONLY.match(right.strip()):
        return True
    if left.rstrip().endswith("-") or right.startswith("-"):
        return True
    sign = joint.strip().lower()
    if sign == ",":
        return bool(_AUTHORITY.search(fold(left)) and _DEPARTMENT.search(fold(right)) and "," not in left)
    if sign == "&":
        return bool(_COMPANY.search(right))
    if sign in ("und", "and", "sowie", "u."):
        return bool(_OPENS.search(left)) or right[:1].islower()
    return False


@dataclass(frozen=True)
class PersonName:
    """A person as a list names one."""

    title: str
    first_name: str
    last_name: str


_ADDRESS = re.compile(r"^(frau|herr|hr\.?|fr\.?|mr\.?|mrs\.?|ms\.?)\s+", re.IGNORECASE)
_TITLE = re.compile(r"^((?:dr|prof|dipl|mag|ing|med|phil|jur|rer|nat|h\.?c|pd)\.?(?:-\w+)?\.?\s+)+", re.IGNORECASE)


def parse_persons(value):
    """Return the persons of a cell: "Herr Beispiel / Frau Dr. Ada Probe", "Muster, Eva"; nobody is dropped."""
    persons = []
    for piece in filter(
        None,
        re.split(
            r"\s*[;/\n]\s*|\s+(?:und|sowie|&)\s+|,\s*(?=(?:frau|herr|hr|fr)\b)", as_text(value), flags=re.IGNORECASE
        ),
    ):
        if is_open(piece):
            continue
        rest, title = piece.strip(), ""
        match = _ADDRESS.match(rest)
        if match:
            word = match.group(1).lower().strip(".")
            title = {"hr": "Herr", "mr": "Herr", "fr": "Frau", "mrs": "Frau", "ms": "Frau"}.get(word, word.capitalize())
            rest = rest[match.end() :]
        match = _TITLE.match(rest)
        if match:
            title = f"{title} {match.group().strip()}".strip()
            rest = rest[match.end() :]
        rest = rest.strip(" ,")
        if "," in rest:
            last, _comma, first = (part.strip() for part in rest.partition(","))
        else:
            *given, last = rest.split() or [""]
            first = " ".join(given)
        if last:
            persons.append(PersonName(title[:60], first[:100], last[:100]))
    return persons
