"""One run of an import of actors over a batch.

An import adds and changes, it never removes: an empty cell or one that was not understood leaves what the portal has.
A row that an earlier import took over word for word is unchanged, whatever was corrected in the portal since.
Further rows of an organisation bring further persons: they fill what is empty and replace nothing.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from integration_portal.core.importing import wording
from integration_portal.core.importing.adapters import Change, Plan
from integration_portal.core.importing.matching import name_key
from integration_portal.core.importing.problems import Problem
from integration_portal.core.models import ImportBatch, ImportRow
from integration_portal.core.text import fold

from ..models import Actor
from . import undoing, writing
from .columns import LABELS
from .contacts import line_of, people_of
from .names import actor_index
from .people import People
from .understanding import RowReader, each_once

#: What two rows of an organisation may not say differently.
SETTLED = ("short_name", "kind_id", "street", "postal_code", "city", "email", "phone")


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
        return wording.added(line_of(entry))
    parts = []
    if placement.role:
        parts.append(placement.filled_function or placement.role.function)
    parts += [value for key, value in placement.fields.items() if key in ("title", "first_name", "email", "phone")]
    parts += [value for _kind, value in placement.ways]
    words = ", ".join(part for part in parts if part)
    if placement.role and not placement.filled_function:  # known from elsewhere
        return wording.added(f"{placement.known.name}, {words}" if words else placement.known.name)
    return f"{placement.known.name}: {wording.added(words)}" if words else placement.known.name


class ActorSession:
    """See `core.importing.adapters.Adapter`."""

    def __init__(self, batch):
        self.batch = batch
        self.reader = RowReader(batch.options.get("names", {}))
        self.known = self.reader.known
        self.index = actor_index()
        self.versions = dict(Actor.objects.values_list("pk", "version"))
        self.claimed, self.first_rows, self.number = set(), {}, 0
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
        return self.reader.indexes["fields"].find(text)[0] is not None

    def names(self):
        """Persons whose row names no organisation."""
        return self.reader.homeless

    # --- reading -------------------------------------------------------------------------------------------
    def understand(self, source):
        """What the row says; words that no field takes go into a note."""
        self.number = source.row.number
        return self.reader.read(source)

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
            return Plan(ImportRow.Action.NEW, changes=self._place(values, problems, key))
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
                values["note"] = each_once([values.get("note", ""), f"{LABELS[name]}: {values.pop(name)}"])
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
        return [Change("persons", "", "; ".join(added))] if added else []

    def actor(self, pk):
        """The actor with all that is compared, loaded with the others at the first need."""
        if not self._actors:
            rows = Actor.objects.select_related("kind", "municipality").prefetch_related(*writing.MANY)
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
