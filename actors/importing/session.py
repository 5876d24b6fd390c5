"""One run of an import of actors over a batch.

An import adds and changes, it never removes: an empty cell or one that was not understood leaves what the portal has.
A row that an earlier import took over word for word is unchanged, whatever was corrected in the portal since.
"""

from collections import defaultdict

from fields_of_action.models import FieldOfAction
from integration_portal.core.importing.adapters import Change, Plan, Understood, shortened
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

from ..models import Actor, ActorKind, Person, PersonRole
from . import undoing, writing
from .columns import LABELS
from .names import actor_index

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
MANY = ("fields", "municipalities", "languages")
_LENGTHS = {"short_name": 60, "street": 160, "city": 120}


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
        }
        self.index = actor_index()
        self.versions = dict(Actor.objects.values_list("pk", "version"))
        self.claimed, self.names_seen = set(), {}
        self.fingerprints = defaultdict(list)
        earlier = ImportRow.objects.filter(
            batch__kind=batch.kind, batch__state=ImportBatch.State.COMMITTED, target_id__isnull=False
        )
        for fingerprint, pk in earlier.order_by("batch__committed_at", "number").values_list(
            "parsed__fingerprint", "target_id"
        ):
            if pk in self.versions and pk not in self.fingerprints[fingerprint]:
                self.fingerprints[fingerprint].append(pk)
        self._actors = {}

    def is_group(self, text):
        return self.indexes["fields"].find(text)[0] is not None

    def names(self):
        return {}

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

        name = " ".join(as_text(cells.get("name")).split())
        if name:
            values["name"] = shortened(name, 200)
            if len(name) > 200:
                notes.append(f"{LABELS['name']}: {name}")
        else:
            problems.append(Problem("name_missing", "", {}, "name"))
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
        for key in MANY:
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
        if persons := parse_persons(cells.get("persons")):
            values["persons"] = [[person.title, person.first_name, person.last_name] for person in persons]
        if text := as_text(cells.get("description")):
            values["description"] = text
        if text := as_text(cells.get("internal_note")):
            notes.append(text)
        notes += [f"{heading}: {text}" for heading, text in source.extra]
        if notes:
            values["note"] = "\n".join(dict.fromkeys(notes))
        self._once(values, problems, source.row.number)
        return Understood(values, problems)

    def _once(self, values, problems, number):
        """A second row of the same name is left out, with a question."""
        key = name_key(values.get("name", ""))
        if key:
            first = self.names_seen.setdefault(key, number)
            if first != number:
                problems.append(Problem("name_twice", values["name"], {"row": first}, "name"))
                values["leave_out"] = True
        else:
            values["leave_out"] = True

    # --- planning ------------------------------------------------------------------------------------------
    def plan(self, values, problems, fingerprint, decision):
        """Find the actor by name, spelling, or name without its legal form, and say what would change."""
        for pk in self.fingerprints.get(fingerprint, ()):
            if pk not in self.claimed:
                self.claimed.add(pk)
                return Plan(ImportRow.Action.UNCHANGED, pk, self.versions.get(pk))
        if values.get("leave_out"):
            return Plan(ImportRow.Action.SKIPPED)
        if decision.get("accept"):
            for problem in [problem for problem in problems if "proposal" in problem.params]:
                values[problem.key] = problem.params["proposal"]
                problems.remove(problem)
        pk = self.index.exact(values["name"])
        if pk is None or pk in self.claimed:
            return Plan(ImportRow.Action.NEW)
        self.claimed.add(pk)
        actor = self.actor(pk)
        if fold(actor.name) != fold(values["name"]):
            problems.append(
                Problem("name_matched", values["name"], {"text": values["name"][:80], "name": actor.name}, "name")
            )
        changes = [Change(key, old, new) for key, old, new in writing.describe(actor, values)]
        return Plan(ImportRow.Action.CHANGED if changes else ImportRow.Action.UNCHANGED, pk, self.versions[pk], changes)

    def actor(self, pk):
        """The actor with all that is compared, loaded with the others at the first need."""
        if not self._actors:
            rows = Actor.objects.select_related("kind", "municipality").prefetch_related(*MANY, "persons")
            self._actors = {actor.pk: actor for actor in rows}
        return self._actors[pk]

    def find_person(self, actor, title, first_name, last_name):
        """The person meant: at this actor by family name, or anywhere by full name; None for a new one."""
        here = PersonRole.objects.filter(actor=actor).select_related("person") if actor and actor.pk else ()
        for role in here:
            person = role.person
            if fold(person.last_name) == fold(last_name) and (
                not first_name or not person.first_name or fold(person.first_name) == fold(first_name)
            ):
                return person
        if first_name:
            same = list(Person.objects.filter(last_name=last_name, first_name=first_name)[:2])
            if len(same) == 1:
                return same[0]
        return None

    # --- writing -------------------------------------------------------------------------------------------
    def prepare(self, chunks):
        """Nothing has to be known before."""

    def begin(self):
        """Nothing has to be there first."""
        return {}

    def write(self, rows):
        """Write new and changed rows; raises StaleImport when an actor was changed since the check."""
        writing.commit(self, rows)

    def check_undo(self, rows):
        """Raise StaleImport when one of the rows was touched since, or is in use."""
        undoing.check(rows)

    def check_undo_end(self):
        """Nothing else was created."""

    def undo(self, rows):
        """Take the rows back; returns those that stay because they were touched."""
        return undoing.undo(rows)

    def end_undo(self):
        """Nothing else was created."""
        return {}
