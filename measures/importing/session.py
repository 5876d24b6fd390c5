"""One run of an import of measures over a batch: looking up, planning, and handing over to `writing`.

An import adds and changes, it never removes: an empty cell or one that was not understood leaves what the portal has.
A row that an earlier import took over word for word is unchanged, whatever was corrected in the portal since.
"""

import datetime
from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from actors.importing.names import CREATE, NOTE, ActorNames, check_created
from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core.importing.adapters import Change, Plan
from integration_portal.core.importing.header import group_name
from integration_portal.core.importing.matching import similarity
from integration_portal.core.importing.problems import Problem
from integration_portal.core.importing.values.words import TermIndex
from integration_portal.core.models import ImportBatch, ImportRow, Municipality, TargetGroup
from integration_portal.core.text import fold

from ..models import Measure, MeasurePlacement
from . import comparing, undoing, writing
from .understanding import RowReader

#: With the same number, titles less alike than this are different measures.
SAME_TITLE = 0.45
_BLOCK = 500


class MeasureSession:
    """See `core.importing.adapters.Adapter`."""

    def __init__(self, batch):
        self.batch = batch
        self.names_in_use = ActorNames(batch.options.get("names", {}))
        self.fields = {field.pk: field for field in FieldOfAction.objects.select_related("framework")}
        in_force = list(FieldOfAction.objects.in_force().with_framework()) or list(self.fields.values())
        newest = in_force[0].framework_id if in_force else None
        usable = [field for field in in_force if field.framework_id == newest]
        self.field_index = TermIndex(
            (field.pk, [field.name, field.name_en, f"{field.number} {field.name}", str(field.number)])
            for field in usable
        )
        self.goals = {goal.pk: goal for goal in Goal.objects.filter(is_active=True)}
        self.target_groups = {group.pk: group for group in TargetGroup.objects.all()}
        self.municipalities = {town.pk: town for town in Municipality.objects.all()}
        as_of = batch.options.get("as_of")
        self.reader = RowReader(
            fields=self.field_index,
            goals=TermIndex((pk, [goal.title]) for pk, goal in self.goals.items()),
            target_groups=TermIndex((pk, [group.name, group.name_en]) for pk, group in self.target_groups.items()),
            municipalities=TermIndex((pk, [town.name]) for pk, town in self.municipalities.items()),
            known_actor=self.names_in_use.known,
            as_of=_iso_day(as_of),
        )
        self._load_measures()
        self._blocks = {}
        self.actors = {}

    def _load_measures(self):
        self.versions, self.titles, self.by_title = {}, {}, defaultdict(list)
        for pk, title, version in Measure.objects.current().order_by("pk").values_list("pk", "title", "version"):
            self.versions[pk], self.titles[pk] = version, title
            self.by_title[fold(title)].append(pk)
        self.by_number = {
            (framework, number): pk
            for framework, number, pk in MeasurePlacement.objects.filter(number__isnull=False).values_list(
                "framework_id", "number", "measure_id"
            )
        }
        self.fingerprints = defaultdict(list)
        earlier = ImportRow.objects.filter(
            batch__kind=self.batch.kind, batch__state=ImportBatch.State.COMMITTED, target_id__isnull=False
        )
        archived = set(Measure.objects.filter(archived_at__isnull=False).values_list("pk", flat=True))
        for fingerprint, pk in earlier.order_by("batch__committed_at", "number").values_list(
            "parsed__fingerprint", "target_id"
        ):
            if (pk in self.versions or pk in archived) and pk not in self.fingerprints[fingerprint]:
                self.fingerprints[fingerprint].append(pk)
        self.claimed = set()

    # --- reading -------------------------------------------------------------------------------------------
    def is_group(self, text):
        return self.field_index.find(group_name(text))[0] is not None

    def understand(self, source):
        return self.reader.read(source)

    def names(self):
        return self.names_in_use.unknown

    # --- planning ------------------------------------------------------------------------------------------
    def plan(self, values, problems, fingerprint, decision):
        """Find the measure the row is about and what would change; may add problems and look up names."""
        for pk in self.fingerprints.get(fingerprint, ()):
            if pk not in self.claimed:
                self.claimed.add(pk)
                return Plan(ImportRow.Action.UNCHANGED, pk, self.versions.get(pk))
        self._names(values, problems)
        pk = self._find(values, problems)
        if pk is None:
            return Plan(ImportRow.Action.NEW)
        self.claimed.add(pk)
        changes = [Change(key, old, new) for key, old, new in comparing.describe(self.measure(pk), values, self)]
        action = ImportRow.Action.CHANGED if changes else ImportRow.Action.UNCHANGED
        return Plan(action, pk, self.versions[pk], changes)

    def _names(self, values, problems):
        """Put the actor's pk beside each name that is known or was matched; names for the note leave the values."""
        if lead := values.get("lead"):
            found = self.names_in_use.use(lead["name"], lead=True)
            if found == NOTE:
                values.pop("lead")
                self.note(values, _("Lead"), lead["name"])
                problems.append(Problem("lead_open", lead["name"], {}, "lead"))
            elif found != CREATE:
                self._matched(lead, found, problems, "lead")
        kept = []
        for partner in values.get("partners", ()):
            found = self.names_in_use.use(partner["name"], lead=False)
            if found == NOTE:
                self.note(values, _("Partners"), partner["name"])
                continue
            if found != CREATE:
                self._matched(partner, found, problems, "partners")
            if not any(partner.get("actor") and partner.get("actor") == other.get("actor") for other in kept):
                kept.append(partner)
        if "partners" in values:
            values["partners"] = kept

    def _matched(self, entry, pk, problems, key):
        entry["actor"] = pk
        name = self.names_in_use.display.get(pk, "")
        if fold(name) != fold(entry["name"]):
            problems.append(Problem("name_matched", entry["name"], {"text": entry["name"][:80], "name": name}, key))

    def note(self, values, label, text):
        """Add a line to the note of a row."""
        line = f"{label}: {text}"
        if line not in values.get("note", "").split("\n"):
            values["note"] = f"{values['note']}\n{line}" if values.get("note") else line

    def _find(self, values, problems):
        number, field = values.get("number"), self.fields.get(values.get("field"))
        twin = self.by_number.get((field.framework_id, number)) if number and field else None
        title = fold(values["title"])
        if (
            twin is not None
            and twin not in self.claimed
            and twin in self.titles
            and similarity(self.titles[twin], values["title"]) >= SAME_TITLE
        ):
            return twin
        for pk in self.by_title.get(title, ()):
            if pk not in self.claimed:
                if twin is not None and twin != pk:
                    values.pop("number")
                return pk
        if twin is not None:
            problems.append(Problem("number_taken", number, {"number": number}, "number"))
            self.note(values, _("Number"), number)
            values.pop("number")
        return None

    def measure(self, pk):
        """The measure with all that is compared, loaded in blocks so that a list costs few queries."""
        block = pk // _BLOCK
        if block not in self._blocks:
            if len(self._blocks) >= 4:
                self._blocks.pop(next(iter(self._blocks)))
            found = comparing.with_relations(
                Measure.objects.filter(pk__gte=block * _BLOCK, pk__lt=(block + 1) * _BLOCK)
            )
            self._blocks[block] = {measure.pk: measure for measure in found}
        return self._blocks[block][pk]

    # --- writing -------------------------------------------------------------------------------------------
    def prepare(self, chunks):
        """Look at all rows; raises StaleImport when a measure was changed since the check."""
        writing.prepare(self, chunks)

    def begin(self):
        """Create the actors of unknown names."""
        return writing.begin(self)

    def write(self, rows):
        """Write new and changed rows; raises StaleImport when a measure was changed since the check."""
        writing.write(self, rows)

    def check_undo(self, rows):
        """Raise StaleImport when one of the rows was touched since."""
        undoing.check(rows)

    def check_undo_end(self):
        """Raise StaleImport when one of the created actors was touched since."""
        check_created(self.batch.summary)

    def undo(self, rows):
        """Take the rows back; returns those that stay because they were touched."""
        return undoing.undo(rows)

    def end_undo(self):
        """Take the created actors back."""
        return undoing.end(self.batch.summary)

    def today(self):
        return timezone.localdate()


def _iso_day(text):
    """01.10.2026 as 2026-10-01, or None."""
    try:
        return datetime.datetime.strptime(text, "%d.%m.%Y").date().isoformat() if text else None
    except ValueError:
        return None
