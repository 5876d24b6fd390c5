"""What the rows of a list of actors say: cells become values, JSON-ready, and words that no field takes go into a note."""

import re
from functools import cached_property

from fields_of_action.models import FieldOfAction
from integration_portal.core.importing.adapters import Understood, shortened
from integration_portal.core.importing.cards import UNREAD
from integration_portal.core.importing.problems import Problem
from integration_portal.core.importing.reader import as_text
from integration_portal.core.importing.values.contacts import (
    parse_city,
    parse_email,
    parse_phone,
    parse_postal_code,
    parse_website,
    split_city,
)
from integration_portal.core.importing.values.names import parse_persons
from integration_portal.core.importing.values.words import TermIndex
from integration_portal.core.models import Language, Municipality
from integration_portal.core.text import fold

from ..models import Actor, ActorKind, Topic
from .columns import LABELS
from .contacts import find_language, full_name, line_of, read_names, read_ways
from .names import CREATE, NOTE

_LENGTHS = {"short_name": 60, "street": 160, "city": 120}


def each_once(lines):
    """The lines that are not empty, each once, as a text."""
    return "\n".join(dict.fromkeys(line for line in lines if line))


class RowReader:
    """Reads the rows of one list. `choices` are the batch's `options["names"]`; `homeless` collects the persons whose row
    names no organisation, in the same form.
    """

    def __init__(self, choices):
        self.choices, self.homeless = choices, {}
        in_force = list(FieldOfAction.objects.in_force().with_framework()) or list(
            FieldOfAction.objects.with_framework()
        )
        newest = in_force[0].framework_id if in_force else None
        self.known = {
            "fields": {field.pk: field for field in in_force if field.framework_id == newest},
            "municipalities": {town.pk: town for town in Municipality.objects.all()},
            "languages": {language.pk: language for language in Language.objects.all()},
            "topics": {topic.pk: topic for topic in Topic.objects.all()},
        }
        self.kinds = TermIndex((kind.pk, [kind.name, kind.name_en]) for kind in ActorKind.objects.all())
        self.indexes = {
            "fields": TermIndex(
                (pk, [field.name, field.name_en, str(field.number)]) for pk, field in self.known["fields"].items()
            ),
            "municipalities": TermIndex((pk, [town.name]) for pk, town in self.known["municipalities"].items()),
            "languages": TermIndex(
                (pk, [language.name, language.name_en]) for pk, language in self.known["languages"].items()
            ),
            "topics": TermIndex((pk, [topic.name, topic.name_en]) for pk, topic in self.known["topics"].items()),
        }

    def read(self, source):
        """What the row says; words that no field takes go into a note."""
        values, problems, notes = {}, [], []
        cells = source.cells

        def take(key, parsed):
            problems.extend(problem.under(key) for problem in parsed.problems)
            if parsed.rest:
                notes.append(f"{LABELS[key]}: {parsed.rest}")
            if parsed.value:
                values[key] = parsed.value

        person, person_notes = self._read_person(source, values, problems, notes)
        name = " ".join(as_text(cells.get("name")).split()) or self._chosen_home(person, source.row.number)
        if name:
            values["name"] = shortened(name, 200)
            if len(name) > 200:
                notes.append(f"{LABELS['name']}: {name}")
        elif not person:
            problems.append(Problem("name_missing", "", {}, "name"))
        else:
            problems.append(Problem("organisation_missing", full_name(person), {}, "name"))
        for key in ("short_name", "street"):
            if text := as_text(cells.get(key)).replace("\n", ", "):
                values[key] = shortened(text, _LENGTHS[key])
                if len(text) > _LENGTHS[key]:
                    notes.append(f"{LABELS[key]}: {text}")
        if original := as_text(cells.get("kind")):
            pk, _sure = self.kinds.find(original)
            if pk:
                values["kind_id"] = pk
            else:
                problems.append(Problem("kind_unknown", original, {"text": original[:80]}, "kind"))
                notes.append(f"{LABELS['kind']}: {original}")
        take("postal_code", parse_postal_code(cells.get("postal_code")))
        if city := parse_city(cells.get("city")).value:
            code, city = split_city(city)
            if code and "postal_code" not in values:
                values["postal_code"] = code
            values["city"] = shortened(parse_city(city).value, 120)
            pk, sure = self.indexes["municipalities"].find(values["city"])
            if pk and sure == 1.0:
                values["municipality_id"] = pk
        take("email", parse_email(cells.get("email")))
        take("phone", parse_phone(cells.get("phone")))
        take("website", parse_website(cells.get("website")))
        self._sort_categories(as_text(cells.get("categories")), values, notes)
        for key in ("fields", "municipalities", "languages"):
            if original := as_text(cells.get(key)):
                found, unknown = self.indexes[key].find_all(original)
                values[key] = [pk for pk, _sure, _words in found]
                code = {"fields": "field_part_unknown", "municipalities": "place_unknown"}.get(key, "term_unknown")
                problems.extend(Problem(code, original, {"text": words[:80]}, key) for words in unknown)
                problems.extend(
                    Problem("field_guessed", original, {"text": words[:80], "field": self.indexes[key].name(pk)}, key)
                    for pk, sure, words in found
                    if sure < 0.95
                )
                if unknown:
                    notes.append(f"{LABELS[key]}: {original}")
        if text := as_text(cells.get("description")):
            values["description"] = text
        free = [as_text(cells.get("internal_note")), *(f"{heading}: {text}" for heading, text in source.extra)]
        (person_notes if person else notes).extend(text for text in free if text)
        if any(heading == UNREAD for heading, _text in source.extra):
            problems.append(Problem("card_unreadable", dict(source.extra)[UNREAD][:200], {}, ""))
        if person and person_notes:
            person["note"] = each_once(person_notes)
        if notes:
            values["note"] = each_once(notes)
        if "name" not in values:
            values["leave_out"] = True
        return Understood(values, problems)

    def _read_person(self, source, values, problems, notes):
        """The person of the row's columns (also in `values`) and lines for the note of that person.

        Contact ways without a name are those of the one person of a cell, else of the organisation.
        """
        cells = source.cells
        person, long = read_names(cells)
        named = parse_persons(cells.get("persons"))
        ways, found, lines = read_ways(cells)
        problems += found
        if not person and len(named) == 1 and (ways or as_text(cells.get("function"))):
            parts = {"title": named[0].title, "first_name": named[0].first_name, "last_name": named[0].last_name}
            (person, long), named = read_names({**cells, **parts, "person_title": named[0].title}), []
        if named:
            values["persons"] = [[name.title, name.first_name, name.last_name] for name in named]
        if not person:
            for key in ("email", "phone"):
                if key in ways:
                    values[key] = ways.pop(key)
            notes += [*lines, *(value for _kind, value in ways.get("ways", ()))]
            notes += [
                f"{LABELS[key]}: {text}" for key in ("function", "department") if (text := as_text(cells.get(key)))
            ]
            return {}, []
        person.update(ways)
        if text := as_text(cells.get("person_language")):
            language = find_language(text, self.known["languages"], self.indexes["languages"])
            if language:
                person["preferred_language_id"] = language
            else:
                lines.append(f"{LABELS['person_language']}: {text}")
        values["people"] = [person]
        return person, long + lines

    def _chosen_home(self, person, number):
        """The name of the organisation that somebody chose for a person without one; "" as long as nobody did."""
        if not person:
            return ""
        key = f"person {fold(full_name(person))} {person.get('email', '').casefold()}"
        chosen = self.choices.get(key, {}).get("chosen")
        entry = self.homeless.setdefault(
            key, {"name": line_of(person), "count": 0, "lead": False, "similar": [], "choice": NOTE, "rows": []}
        )
        entry["count"] += 1
        entry["rows"].append(number)
        if chosen in (None, NOTE):
            return ""
        entry["choice"] = entry["chosen"] = chosen
        if chosen == CREATE:
            return " ".join(part for part in (person.get("first_name"), person["last_name"]) if part)
        return self._homes.get(int(chosen), "")

    @cached_property
    def _homes(self):
        return dict(Actor.objects.values_list("pk", "name"))

    def _sort_categories(self, text, values, notes):
        """Categories are a kind, topics, or words for the note."""
        rest = []
        for word in dict.fromkeys(word.strip() for word in re.split(r"[;,\n]", text) if word.strip()):
            kind, sure = self.kinds.find(word)
            topic, certain = self.indexes["topics"].find(word)
            if kind and sure == 1.0 and values.get("kind_id", kind) == kind:
                values["kind_id"] = kind
            elif topic and certain == 1.0:
                values.setdefault("topics", []).append(topic)
            else:
                rest.append(word)
        if rest:
            notes.append(f"{LABELS['categories']}: {', '.join(rest)}")
