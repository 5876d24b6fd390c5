"""One run of an import of actors over a batch.

An import adds and changes, it never removes: an empty cell or one that was not understood leaves what the portal has.
A row that an earlier import took over word for word is unchanged, whatever was corrected in the portal since.
Further rows of an organisation bring further persons: they fill what is empty and replace nothing.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from fields_of_action.models import FieldOfAction
from integration_portal.core.importing import wording
from integration_portal.core.importing.adapters import Change, Plan, Understood, shortened
from integration_portal.core.importing.cards import UNREAD
from integration_portal.core.importing.matching import name_key
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
from integration_portal.core.models import ImportBatch, ImportRow, Language, Municipality
from integration_portal.core.text import fold

from ..models import Actor, ActorKind, Topic
from . import undoing, writing
from .columns import LABELS
from .contacts import find_language, full_name, line_of, people_of, read_names, read_ways
from .names import CREATE, NOTE, actor_index
from .people import People

SCALARS = (
    "name",
    "short_name",
    "kind_id",
    "street",
    "postal_code",
    "city",
    "municipality_id",
    "email",
    "phone",
    "website",
    "description",
)
MANY = writing.MANY
#: What two rows of an organisation may not say differently.
SETTLED = ("short_name", "kind_id", "street", "postal_code", "city", "email", "phone")
_LENGTHS = {"short_name": 60, "street": 160, "city": 120}


@dataclass
class FirstRow:
    """The first row of an organisation: its number, the actor if the portal has it, and what the rows so far say."""

    number: int
    pk: int | None
    values: dict = field(default_factory=dict)


def differs(left, right):
    """Whether two values contradict each other; one that is empty does not."""
    return bool(left and right) and fold(str(left)) != fold(str(right))


def words_of(placement, entry):
    """What an entry adds, in one line."""
    if placement.is_new:
        return line_of(entry)
    parts = [placement.known.name]
    if placement.role:
        parts.append(placement.filled_function or placement.role.function)
    parts += [value for key, value in placement.fields.items() if key in ("title", "first_name", "email", "phone")]
    parts += [value for _kind, value in placement.ways]
    return ", ".join(part for part in parts if part)


def _each_once(lines):
    return "\n".join(dict.fromkeys(line for line in lines if line))


class ActorSession:
    """See `core.importing.adapters.Adapter`."""

    def __init__(self, batch):
        self.batch = batch
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
        self.index = actor_index()
        self.versions = dict(Actor.objects.values_list("pk", "version"))
        self.claimed, self.first_rows, self.number = set(), {}, 0
        self.choices, self.homeless = batch.options.get("names", {}), {}
        self.fingerprints = defaultdict(list)
        earlier = ImportRow.objects.filter(
            batch__kind=batch.kind, batch__state=ImportBatch.State.COMMITTED, target_id__isnull=False
        )
        for fingerprint, pk in earlier.order_by("batch__committed_at", "number").values_list(
            "parsed__fingerprint", "target_id"
        ):
            if pk in self.versions and pk not in self.fingerprints[fingerprint]:
                self.fingerprints[fingerprint].append(pk)
        self._actors, self._people, self._writer = {}, None, None

    @property
    def people(self):
        """The persons, loaded when the first row names one."""
        if self._people is None:
            self._people = People()
        return self._people

    def is_group(self, text):
        return self.indexes["fields"].find(text)[0] is not None

    def names(self):
        """Persons whose row names no organisation."""
        return self.homeless

    # --- reading -------------------------------------------------------------------------------------------
    def understand(self, source):
        """What the row says; words that no field takes go into the note."""
        values, problems, notes = {}, [], []
        cells = source.cells

        def take(key, parsed):
            problems.extend(problem.under(key) for problem in parsed.problems)
            if parsed.rest:
                notes.append(f"{LABELS[key]}: {parsed.rest}")
            if parsed.value:
                values[key] = parsed.value

        self.number = source.row.number
        person, person_notes = self._read_person(source, values, problems, notes)
        name = " ".join(as_text(cells.get("name")).split()) or self._chosen_home(person)
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
            person["note"] = _each_once(person_notes)
        if notes:
            values["note"] = _each_once(notes)
        if "name" not in values:
            values["leave_out"] = True
        return Understood(values, problems)

    def _read_person(self, source, values, problems, notes):
        """The person of the row's columns (also in `values`) and lines for the note of that person.

        Contact ways without a name are those of the one person of a cell, else of the organisation.
        """
        cells = source.cells
        person, named = read_names(cells), parse_persons(cells.get("persons"))
        ways, found, lines = read_ways(cells)
        problems += found
        if not person and len(named) == 1 and (ways or as_text(cells.get("function"))):
            parts = {"title": named[0].title, "first_name": named[0].first_name, "last_name": named[0].last_name}
            person, named = read_names({**cells, **parts, "person_title": named[0].title}), []
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
        return person, lines

    def _chosen_home(self, person):
        """The name of the organisation that somebody chose for a person without one; "" as long as nobody did."""
        if not person:
            return ""
        key = f"person {fold(full_name(person))} {person.get('email', '').casefold()}"
        chosen = self.choices.get(key, {}).get("chosen")
        entry = self.homeless.setdefault(
            key, {"name": line_of(person), "count": 0, "lead": False, "similar": [], "choice": NOTE, "rows": []}
        )
        entry["count"] += 1
        entry["rows"].append(self.number)
        if chosen in (None, NOTE):
            return ""
        entry["choice"] = entry["chosen"] = chosen
        if chosen == CREATE:
            return " ".join(part for part in (person.get("first_name"), person["last_name"]) if part)
        return dict(self.home_names).get(int(chosen), "")

    @cached_property
    def home_names(self):
        """[(pk, name)] of all actors."""
        return list(Actor.objects.values_list("pk", "name"))

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

    # --- planning ------------------------------------------------------------------------------------------
    def plan(self, values, problems, fingerprint, decision):
        """Find the actor by name, spelling, or name without its legal form, and say what would change."""
        key = self.key_of(values.get("name", ""))
        first = self.first_rows.get(key)
        for pk in self.fingerprints.get(fingerprint, ()):
            if pk not in self.claimed or first and first.pk == pk:
                self._claim(pk, key, values)
                return Plan(ImportRow.Action.UNCHANGED, pk, self.versions.get(pk))
        if values.get("leave_out"):
            return Plan(ImportRow.Action.SKIPPED)
        if decision.get("accept"):
            for problem in [problem for problem in problems if "proposal" in problem.params]:
                values[problem.key] = problem.params["proposal"]
                problems.remove(problem)
        if first:
            return self._plan_further(values, problems, key, first, decision)
        pk = self.index.exact(values["name"])
        if decision.get("skip"):
            return Plan(ImportRow.Action.CHANGED if pk else ImportRow.Action.NEW, pk, self.versions.get(pk))
        if pk is None or pk in self.claimed:
            self._claim(None, key, values)
            self._place(values, problems, key)
            return Plan(ImportRow.Action.NEW)
        self._claim(pk, key, values)
        actor = self.actor(pk)
        if fold(actor.name) != fold(values["name"]):
            problems.append(
                Problem("name_matched", values["name"], {"text": values["name"][:80], "name": actor.name}, "name")
            )
        changes = [Change(*change) for change in writing.describe(actor, values)] + self._place(values, problems, pk)
        return Plan(ImportRow.Action.CHANGED if changes else ImportRow.Action.UNCHANGED, pk, self.versions[pk], changes)

    def key_of(self, name):
        """The same for all names of one organisation: its pk, or the name without its legal form."""
        return self.index.exact(name) or name_key(name) or fold(name)

    def _claim(self, pk, key, values):
        """Note that a row is about the actor (None: about a new one)."""
        first = self.first_rows.setdefault(key, FirstRow(self.number, pk))
        for name, value in values.items():
            first.values.setdefault(name, value)
        if pk:
            self.claimed.add(pk)
            self.first_rows.setdefault(pk, first)

    def _plan_further(self, values, problems, key, first, decision):
        """A further row of an organisation: left out unless it brings a person and does not contradict the rows above."""
        differing = [name for name in SETTLED if name in values and differs(first.values.get(name), values[name])]
        if differing or not people_of(values):
            problems.append(Problem("name_twice", values["name"], {"row": first.number}, "name"))
            values["leave_out"] = True
            return Plan(ImportRow.Action.SKIPPED)
        values["joins"] = first.number
        for name in ("website", "description"):
            if name in values and differs(first.values.get(name), values[name]):
                values["note"] = _each_once([values.get("note", ""), f"{LABELS[name]}: {values.pop(name)}"])
        changes = []
        if not decision.get("skip"):
            actor = self.actor(first.pk) if first.pk else Actor()
            fresh = {name: value for name, value in values.items() if value != first.values.get(name)}
            changes = [Change(*change) for change in writing.describe(actor, fresh, fill=True)]
            self._claim(first.pk, key, values)
            changes += self._place(values, problems, first.pk or key)
        action = ImportRow.Action.CHANGED if changes or decision.get("skip") else ImportRow.Action.UNCHANGED
        return Plan(action, first.pk, self.versions.get(first.pk), changes)

    def _place(self, values, problems, actor):
        """The changes that the row's persons make, with remarks on them."""
        added = []
        for entry in people_of(values):
            placement = self.people.place(actor, entry)
            if placement.namesake:
                params = {"name": placement.namesake}
                problems.append(Problem("email_of_other", entry.get("email", ""), params, "person_email"))
            if placement.other_function:
                text = placement.other_function
                problems.append(Problem("function_differs", entry["function"], {"text": text}, "function"))
            if placement.adds:
                added.append(words_of(placement, entry))
        return [Change("persons", "", wording.added("; ".join(added)))] if added else []

    def actor(self, pk):
        """The actor with all that is compared, loaded with the others at the first need."""
        if not self._actors:
            rows = Actor.objects.select_related("kind", "municipality").prefetch_related(*MANY)
            self._actors = {actor.pk: actor for actor in rows}
        return self._actors[pk]

    # --- writing -------------------------------------------------------------------------------------------
    def prepare(self, chunks):
        """Nothing has to be known before."""

    def begin(self):
        """Nothing has to be there first."""
        return {}

    def write(self, rows):
        """Write new and changed rows; raises StaleImport when an actor was changed since the check."""
        self._writer = self._writer or writing.Writer(self)
        self._writer.write(rows)

    def check_undo(self, rows):
        """Raise StaleImport when one of the rows was touched since, or is in use."""
        undoing.check(self.batch, rows)

    def check_undo_end(self):
        """Nothing else was created."""

    def undo(self, rows):
        """Take the rows back; returns those that stay because they were touched."""
        return undoing.undo(self.batch, rows)

    def end_undo(self):
        """Nothing else was created."""
        return {}
