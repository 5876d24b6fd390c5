"""The person of a row: name, function and contact ways as columns give them, JSON-ready, and what no field takes.

An entry is a dict with `last_name` and, as given, `title`, `first_name`, `function`, `email`, `phone`, `ways`
([[kind, value]] of further contact ways), `preferred_language_id` and `note`. Telephone numbers are in international
form.
"""

import re

from django.core.exceptions import ValidationError

from integration_portal.core.importing.adapters import shortened
from integration_portal.core.importing.problems import Problem
from integration_portal.core.importing.reader import as_text
from integration_portal.core.importing.values.contacts import parse_email, parse_phone
from integration_portal.core.phones import international, validate_phone
from integration_portal.core.text import fold

from ..models import ContactWay
from .columns import LABELS

Kind = ContactWay.Kind
LENGTHS = {"title": 60, "first_name": 100, "last_name": 100, "function": 120}


def full_name(entry):
    """Title, first and family name as one reads them."""
    return " ".join(part for part in (entry.get("title"), entry.get("first_name"), entry["last_name"]) if part)


def line_of(entry):
    """The entry in one line: name, function, contact ways."""
    ways = (
        entry.get("function"),
        entry.get("email"),
        entry.get("phone"),
        *(value for _kind, value in entry.get("ways", ())),
    )
    return ", ".join(part for part in (full_name(entry), *ways) if part)


def people_of(values):
    """The entries of a row: the person of its columns, with an address that was accepted, and those of one cell.

    Those of a cell are names only; `anywhere` says that such a person may be known from another organisation.
    """
    entries = [dict(entry) for entry in values.get("people", ())]
    if entries and values.get("person_email") and not entries[0].get("email"):
        entries[0]["email"] = values["person_email"]
    for title, first_name, last_name in values.get("persons", ()):
        entries.append({"title": title, "first_name": first_name, "last_name": last_name, "anywhere": True})
    return entries


def read_names(cells):
    """(entry, lines for a note) of the name and function of the person in the columns; ({}, []) where no name is given."""
    given = {key: _joined(cells.get(key)) for key in ("first_name", "last_name")}
    if not any(given.values()):
        return {}, []
    if not given["last_name"]:
        given = {"first_name": "", "last_name": given["first_name"]}
    given["title"] = _joined(cells.get("person_title"))
    given["function"] = ", ".join(
        dict.fromkeys(text for key in ("function", "department") if (text := _joined(cells.get(key), ", ")))
    )
    long = [text for key, text in given.items() if len(text) > LENGTHS[key]]
    return {key: shortened(text, LENGTHS[key]) for key, text in given.items() if text}, long


def _joined(value, sign=" "):
    return sign.join(dict.fromkeys(as_text(value).split("\n"))).strip()


def read_ways(cells):
    """(entry of contact ways, problems, lines for a note) of the columns for a person."""
    entry, problems, notes = {"ways": []}, [], []
    for value in _values(cells.get("person_email"), r"[\n;,]"):
        parsed = parse_email(value)
        problems += [problem.under("person_email") for problem in parsed.problems]
        if parsed.rest:
            notes.append(f"{LABELS['person_email']}: {parsed.rest}")
        if parsed.value and not entry.get("email"):
            entry["email"] = parsed.value
        elif parsed.value and parsed.value.casefold() != entry["email"].casefold():
            entry["ways"].append([Kind.EMAIL, parsed.value])
    for key, kind in (("person_phone", Kind.PHONE), ("person_mobile", Kind.MOBILE), ("person_fax", Kind.FAX)):
        for value in _values(cells.get(key), r"[\n;]"):
            number = _number(value)
            if not number:
                problems.append(Problem("phone_not_understood", as_text(value), {}, key))
                notes.append(f"{LABELS[key]}: {as_text(value)}")
            elif kind != Kind.FAX and not entry.get("phone"):
                entry["phone"] = number
            elif number != entry.get("phone"):
                entry["ways"].append([kind, number])
    entry["ways"] = [list(way) for way in dict.fromkeys(map(tuple, entry["ways"]))]
    return {key: value for key, value in entry.items() if value}, problems, notes


def _values(value, signs):
    if value is None or not isinstance(value, str):
        return [] if value is None else [value]
    return [part.strip() for part in re.split(signs, value) if part.strip()]


def _number(value):
    text = parse_phone(value).value or ""
    try:
        validate_phone(text)
    except ValidationError:
        return ""
    return international(text)


def find_language(text, languages, index):
    """The pk of the language that a card (de, de-DE) or a list (Deutsch) names, or None."""
    code = fold(text).split("-")[0].split("_")[0]
    by_code = next((pk for pk, language in languages.items() if language.slug == code), None)
    pk, sure = index.find(text)
    return by_code or (pk if sure == 1.0 else None)
