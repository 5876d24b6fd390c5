"""Understanding one row of a list of measures. Reads nothing from the database; what is known comes as indexes.

Whatever no field takes goes word for word into the note.
"""

import re

from django.utils.translation import gettext as _

from integration_portal.core.importing.adapters import Understood, shortened
from integration_portal.core.importing.header import group_name
from integration_portal.core.importing.problems import Problem
from integration_portal.core.importing.reader import as_text
from integration_portal.core.importing.values.amounts import parse_amount
from integration_portal.core.importing.values.names import is_collective, is_open, split_names
from integration_portal.core.importing.values.numbers import NumberReader
from integration_portal.core.importing.values.periods import DAY, YEAR, parse_period
from integration_portal.core.importing.values.words import TermIndex, parse_choice, parse_flag, parse_status
from integration_portal.core.text import fold

from ..models import Kind, Priority, Status
from .columns import LABELS

TITLE_LENGTH = 250
TEXTS = ("starting_situation", "description", "expected_effect")
_WHOLE_DISTRICT = re.compile(
    r"\b(?:kreisweit|landkreisweit|gesamter? (?:land)?kreis"
    r"|ganzer? (?:land)?kreis|landkreis|im gesamten (?:land)?kreis|alle gemeinden|uberall)\b"
)
_AS_OF = re.compile(r"\bstand:?\s*(?:vom\s*)?(\d{1,2}\.\s?\d{1,2}\.\s?\d{4})", re.IGNORECASE)
_FUNDING_SPLIT = re.compile(r"\s*[;,/\n|]\s*|\s+(?:und|sowie|&|\+)\s+")
_FUNDING_STATES = (
    ("applied", r"\bbeantragt\b|\bantrag gestellt\b"),
    ("granted", r"\bbewilligt\b|\bzugesagt\b|\bgenehmigt\b"),
    ("refused", r"\babgelehnt\b"),
    ("planned", r"\bgeplant\b|\bangefragt\b"),
)
_PRIORITIES = {
    "high": ("hoch", "high", "1", "A", "sofort", "sehr hoch", "kurzfristig"),
    "medium": ("mittel", "medium", "2", "B", "mittelfristig"),
    "low": ("niedrig", "gering", "low", "3", "C", "langfristig"),
}
_KINDS = {
    "project": ("Projekt",),
    "service": ("Daueraufgabe", "Daueraufgabe / Angebot", "Dauerangebot", "Regelangebot", "Angebot", "Beratung"),
    "event_series": ("Veranstaltungsreihe", "Veranstaltung", "Veranstaltungen", "Reihe", "Event"),
    "training": ("Schulung", "Fortbildung", "Weiterbildung", "Kurs", "Qualifizierung"),
    "concept": ("Konzept", "Konzeptentwicklung", "Konzeption"),
    "public_relations": ("Öffentlichkeitsarbeit", "Information"),
}


class RowReader:
    """Reads the rows of one list from top to bottom; remembers numbers and the heading above."""

    def __init__(self, *, fields, goals, target_groups, municipalities, known_actor, as_of=None):
        self.fields, self.goals, self.target_groups = fields, goals, target_groups
        self.municipalities, self.known_actor, self.as_of = municipalities, known_actor, as_of
        self.numbers, self.number_rows = NumberReader(), {}
        self.status_labels = {value: str(label) for value, label in Status.choices}
        self.kinds = TermIndex((value, [str(label), *_KINDS.get(value, ())]) for value, label in Kind.choices)
        self.priorities = TermIndex((value, [str(label), *_PRIORITIES[value]]) for value, label in Priority.choices)
        self._groups, self._statuses = {}, {}

    def group_field(self, group):
        """The field of action that a heading names, or None."""
        if group not in self._groups:
            self._groups[group] = (
                self.fields.find(group_name(group))[0] or self.fields.find(group)[0] if group else None
            )
        return self._groups[group]

    def status(self, text):
        """The status that a text tells; lists say the same few words again and again."""
        if text not in self._statuses:
            self._statuses[text] = parse_status(text, self.status_labels)
        return self._statuses[text]

    def read(self, source):
        """Return what the row says, as JSON-ready values."""
        one = _OneRow(self, source)
        one.read()
        return Understood(one.values, one.problems)


class _OneRow:
    def __init__(self, reader, source):
        self.reader, self.source = reader, source
        self.values, self.problems, self.notes = {}, [], []

    def text(self, key):
        return as_text(self.source.cells.get(key))

    def take(self, key, parsed, *, keep_rest=True):
        """Collect the problems of a parsed cell and, where wished, its left-over words; return the value."""
        self.problems += [problem.under(key) for problem in parsed.problems]
        if parsed.rest and keep_rest:
            self.note(key, parsed.rest)
        return parsed.value

    def note(self, key, text):
        line = f"{LABELS[key]}: {text}" if key in LABELS else text
        if line not in self.notes:
            self.notes.append(line)

    def say(self, key, code, original="", **params):
        self.problems.append(Problem(code, original, params, key))

    def read(self):
        self._title()
        self._field()
        self._number()
        self._goal()
        self._people()
        self._terms()
        self._period()
        self._money()
        self._status()
        self._rest()
        if self.notes:
            self.values["note"] = "\n".join(self.notes)

    def _title(self):
        title = " ".join(self.text("title").split())
        if not title:
            self.say("title", "title_missing")
            title = _("No title (row %(row)s of the list)") % {"row": self.source.row.number}
        if len(title) > TITLE_LENGTH:
            self.say("title", "text_too_long", title)
            self.note("title", title)
            title = shortened(title, TITLE_LENGTH)
        self.values["title"] = title

    def _field(self):
        original = self.text("field")
        fields, reader = self.reader.fields, self.reader
        if not original or is_open(original):
            pk = reader.group_field(self.source.group)
            if pk:
                self.values["field"] = pk
                self.say("field", "field_from_heading", self.source.group)
            else:
                self.say("field", "field_missing", original or self.source.group)
        else:
            found, unknown = fields.find_all(original)
            if not found:
                self.say("field", "field_unknown", original, text=original[:80])
            else:
                self.values["field"] = found[0][0]
                self.values["further_fields"] = [pk for pk, _sure, _words in found[1:]]
                for pk, sure, words in found:
                    if sure < 0.95:
                        self.say("field", "field_guessed", original, text=words[:80], field=fields.name(pk))
                for words in unknown:
                    self.say("field", "field_part_unknown", original, text=words[:80])
                    self.note("field", original)
        further = self.text("further_fields")
        if further:
            found, unknown = fields.find_all(further)
            merged = [*self.values.get("further_fields", []), *(pk for pk, _sure, _words in found)]
            self.values["further_fields"] = [pk for pk in dict.fromkeys(merged) if pk != self.values.get("field")]
            for words in unknown:
                self.say("further_fields", "field_part_unknown", further, text=words[:80])
                self.note("further_fields", further)

    def _number(self):
        original = self.text("number")
        number = self.take("number", self.reader.numbers.read(self.source.cells.get("number")))
        if not number:
            return
        first = self.reader.number_rows.setdefault(number, self.source.row.number)
        if first != self.source.row.number:
            self.say("number", "number_twice", original, number=number, row=first)
            self.note("number", original)
        elif "field" not in self.values:
            self.note("number", original)
        else:
            self.values["number"] = number

    def _goal(self):
        original = self.text("goal")
        if original:
            pk, sure = self.reader.goals.find(original)
            if pk and sure >= 0.8:
                self.values["goals"] = [pk]
            else:
                self.note("goal", original)

    def _people(self):
        original = self.text("lead")
        known = self.reader.known_actor
        leads = [] if is_open(original) else split_names(original, known)
        leads = [part for part in leads if not is_open(part.name)]
        partners = [] if is_open(self.text("partners")) else split_names(self.text("partners"), known)
        if not leads:
            self.say("lead", "lead_open", original)
            if original:
                self.note("lead", original)
        else:
            self.values["lead"] = {"name": leads[0].name[:200]}
            if leads[0].role:
                self.note("lead", original)
            if len(leads) > 1:
                self.say("lead", "several_leads", original)
                partners = [*leads[1:], *partners]
        listed, seen = [], {fold(self.values.get("lead", {}).get("name", ""))}
        for part in partners:
            if is_open(part.name) or fold(part.name) in seen:
                continue
            seen.add(fold(part.name))
            if not known(part.name) and (is_collective(part.name) or len(part.name) > 200):
                self.say("partners", "name_in_note", self.text("partners"), text=part.name[:80])
                self.note("partners", self.text("partners"))
            else:
                listed.append({"name": part.name, "role": part.role[:120]})
        if listed:
            self.values["partners"] = listed

    def _terms(self):
        original = self.text("target_groups")
        if original:
            found, unknown = self.reader.target_groups.find_all(original)
            self.values["target_groups"] = [pk for pk, _sure, _words in found]
            if unknown:
                self.note("target_groups", original)
        original = self.text("municipalities")
        if original:
            found, unknown = [], []
            if _WHOLE_DISTRICT.search(fold(original)):
                self.values["is_district_wide"] = True
                rest = _WHOLE_DISTRICT.sub("", fold(original)).strip(" ,;.()")
                unknown = [original] if rest else []
            else:
                found, unknown = self.reader.municipalities.find_all(original)
            if found:
                self.values["municipalities"] = [pk for pk, _sure, _words in found]
            for words in unknown:
                self.say("municipalities", "place_unknown", original, text=words[:80])
                self.note("municipalities", original)
        for key, index in (("kind", self.reader.kinds), ("priority", self.reader.priorities)):
            value = self.take(key, parse_choice(self.source.cells.get(key), index))
            if value:
                self.values[key] = value
        for key in ("is_focus", "is_quick_win"):
            value = self.take(key, parse_flag(self.source.cells.get(key)))
            if value is not None:
                self.values[key] = value

    def _period(self):
        cells = self.source.cells
        period = None
        if "period" in cells:
            parsed = parse_period(cells["period"])
            period = self.take("period", parsed, keep_rest=False)
            if parsed.rest:
                self.values["period_note"] = parsed.rest if len(parsed.rest) <= 200 else shortened(parsed.rest, 200)
                if len(parsed.rest) > 200:
                    self.note("period", parsed.rest)
        start = end = None
        precisions, permanent = [DAY, DAY], False
        if period:
            start, end, permanent = period.start, period.end, period.permanent
            precisions = [period.start_precision, period.end_precision]
        if "start" in cells and (side := self.take("start", parse_period(cells["start"]))):
            start, precisions[0] = side.start or side.end, side.start_precision
            permanent = permanent or side.permanent
            if (
                side.end
                and side.start
                and side.end != side.start
                and "end" not in cells
                and side.start_precision != YEAR
            ):
                self.note("start", self.text("start"))
        if "end" in cells and (side := self.take("end", parse_period(cells["end"]))):
            end, precisions[1] = side.end or side.start, side.end_precision
            permanent = permanent or side.permanent
        if permanent:
            end = None
        if start and end and end < start:
            original = f"{self.text('start')} – {self.text('end')}"
            self.say("period", "end_before_start", original)
            self.note("period", original)
            return
        if start or end or permanent:
            self.values |= {
                "start_on": start and start.isoformat(),
                "start_precision": precisions[0],
                "end_on": end and end.isoformat(),
                "end_precision": precisions[1],
                "is_permanent": permanent,
            }

    def _money(self):
        if "cost" in self.source.cells:
            parsed = parse_amount(self.source.cells["cost"])
            value = self.take("cost", parsed, keep_rest=False)
            if value is not None:
                self.values["cost"] = str(value)
            if parsed.rest:
                self.values["cost_note"] = shortened(parsed.rest, 200)
                if len(parsed.rest) > 200:
                    self.note("cost", parsed.rest)
        original = self.text("funding")
        lines = []
        for piece in _FUNDING_SPLIT.split(original):
            if not piece.strip() or is_open(piece):
                if piece.strip():
                    self.note("funding", original)
                continue
            state, source = "planned", piece.strip()
            for key, pattern in _FUNDING_STATES:
                if match := re.search(pattern, fold(source)):
                    state = key
                    if len(fold(source)) == len(source):
                        source = (source[: match.start()] + source[match.end() :]).strip(" ,:()") or piece.strip()
                    self.note("funding", original)
                    break
            if len(source) > 160:
                self.note("funding", original)
            lines.append({"source": shortened(source, 160), "state": state})
        if lines:
            self.values["funding"] = lines

    def _status(self):
        original = self.text("status")
        status = self.take("status", self.reader.status(original))
        remark = self.text("progress_note")
        if remark:
            self.values["progress_note"] = remark
            match = _AS_OF.search(remark)
            day = parse_period(match.group(1)).value if match else None
            if day or self.reader.as_of:
                self.values["progress_on"] = day.start.isoformat() if day else self.reader.as_of
        if status:
            self.values["status"] = status
            if status in ("postponed", "dropped"):
                self.values["status_reason"] = remark or _("According to the list: %(text)s") % {"text": original}
            if status == "permanent" and not self.values.get("end_on"):
                self.values["is_permanent"] = True

    def _rest(self):
        for key in TEXTS:
            if self.text(key):
                self.values[key] = self.text(key)
        for heading, text in self.source.extra:
            self.notes.append(f"{heading}: {text}")
