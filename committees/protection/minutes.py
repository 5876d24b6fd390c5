"""Minutes: what the law wants in them is kept; the rest goes, from approved ones in a logged redaction."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.personal import Fate, PersonalSource
from integration_portal.core.personal.pieces import GONE, piece_of, rows_with, without, without_in
from integration_portal.core.redaction import long_enough, redacting

from ..models import Attendance, Minutes, MinutesAddendum, MinutesCorrection
from .common import COMMITTEE, STATUTE, some, taken_out

SEATED = (Attendance.Role.MEMBER, Attendance.Role.DEPUTY)
TEXTS = ("opening", "closing")


# --- the persons of a record -------------------------------------------------------------------------------
def _persons(value):
    """Every person that stands in a record by key and name, at any depth."""
    if isinstance(value, dict):
        if "key" in value and "name" in value:
            return [value]
        return [one for part in value.values() for one in _persons(part)]
    return [one for part in value for one in _persons(part)] if isinstance(value, list) else []


def _places(record, key):
    """How a record names the person, in words."""
    found = [word for place, word in (("chair", _("Chair")), ("recorder", _("Recorder"))) if _is(record[place], key)]
    for row in record["attendance"]:
        if _is(row["who"], key):
            reason = f": {row['reason']}" if row["reason"] else ""
            found.append(f"{Attendance.Role(row['role']).label}, {Attendance.State(row['state']).label}{reason}")
        if _is(row["for"], key):
            found.append(_("member for whom somebody stood in"))
    for item in record["items"]:
        words = {"number": item["number"]}
        if _is(item["reporter"], key):
            found.append(_("reporter of item %(number)s") % words)
        if any(_is(one["who"], key) for one in item["concerned"]):
            found.append(_("personally concerned by item %(number)s") % words)
        for motion in item["motions"]:
            for one in (motion["vote"] or {}).get("names", ()):
                if _is(one["who"], key):
                    found.append(_("vote on item %(number)s: %(choice)s") % {**words, "choice": one["choice"]})
    return found


def _is(person, key):
    return bool(person and key and person["key"] == key)


def _parts(name):
    """The words of a name, whatever their order."""
    return frozenset(re.findall(r"\w+", name.casefold()))


class Cleaner:
    """Takes a person out of records, but for what ThürKO § 42 wants in them.

    Kept are the names of members and deputies who were there or missing, with the reason, of chair and recorder, votes by name,
    and the wording of motions, resolutions and results of elections. What is kept is not public any more. A namesake who stands
    in the same record with a key of their own keeps name and texts.
    """

    def __init__(self, subject):
        self.key, self.words = subject.key, subject.words
        self.contacts = long_enough([*subject.emails, *subject.phones, *subject.lines])
        self.names, self.sat = self.words, False

    def clean(self, record):
        """The record without the person; the same one is not changed."""
        people = _persons(record)
        others = [_parts(one["name"]) for one in people if one["key"] and one["key"] != self.key]
        self.names = [word for word in self.words if not any(_parts(word) <= other for other in others)]
        record = without_in(record, self.contacts)
        self.sat = any(
            _is(row["who"], self.key) and row["role"] in SEATED or _is(row["for"], self.key)
            for row in record["attendance"]
        ) or any(_is(record[place], self.key) for place in ("chair", "recorder"))
        return record | {
            **{name: without(record[name], self.names) for name in (*TEXTS, "place", "urgent")},
            "chair": self._kept(record["chair"]),
            "recorder": self._kept(record["recorder"]),
            "attendance": [self._attendance(row) for row in record["attendance"]],
            "items": [self._item(item) for item in record["items"]],
        }

    def _kept(self, person):
        return person | {"public": False} if _is(person, self.key) else person

    def _gone(self, person):
        if _is(person, self.key):
            return {"key": "", "name": GONE, "public": False}
        if person and not person["key"]:
            return person | {"name": without(person["name"], self.names)}
        return person

    def _attendance(self, row):
        if row["role"] in SEATED:
            return row | {"who": self._kept(row["who"]), "for": self._kept(row["for"])}
        reason = "" if _is(row["who"], self.key) else row["reason"]
        return row | {"who": self._gone(row["who"]), "for": self._kept(row["for"]), "reason": reason}

    def _item(self, item):
        seated = self._kept if self.sat else self._gone
        return item | {
            "reporter": self._gone(item["reporter"]),
            "notes": without(item["notes"], self.names),
            "concerned": [
                one | {"who": seated(one["who"]), "reason": "" if _is(one["who"], self.key) else one["reason"]}
                for one in item["concerned"]
            ],
            "motions": [self._motion(motion) for motion in item["motions"]],
        }

    def _motion(self, motion):
        vote = motion["vote"]
        if vote:
            vote = vote | {"names": [one | {"who": self._kept(one["who"])} for one in vote["names"]]}
        return motion | {"mover": motion["mover"] if self.sat else without(motion["mover"], self.names), "vote": vote}


# --- the source --------------------------------------------------------------------------------------------
def _approved(subject, words=()):
    """Approved minutes whose record names the person by key, or holds one of the words."""
    wanted = [f'"{subject.key}"', *words] if subject.key else words
    rows = Minutes.objects.filter(approved_on__isnull=False).order_by("pk")
    return rows_with(rows, ("record", *TEXTS), wanted).select_related("meeting__committee")


def known(subject):
    """Names under which the person stands in approved minutes, which may be former ones."""
    names = {
        one["name"]
        for row in _approved(subject)
        for one in _persons(row.record)
        if _is(one, subject.key) and one["name"]
    }
    return {"names": sorted(name for name in names if " " in name)}


def find(subject, user):
    return [
        piece_of(
            row, ("meeting", "approved_on"), more=[(_("Named as"), ", ".join(dict.fromkeys(_places(row.record, subject.key))))]
        )
        for row in _approved(subject)
    ]  # fmt: skip


def erase(subject, erasing):
    """Clean approved minutes and addenda while a redaction is open; the checksum of the approval stays and tells of it."""
    cleaner, rows = Cleaner(subject), []
    for row in _approved(subject, subject.words):
        clean = {"record": cleaner.clean(row.record)}
        clean |= {name: without(getattr(row, name), cleaner.names) for name in TEXTS}
        if any(getattr(row, name) != value for name, value in clean.items()):
            rows.append((row, clean))
    texts = rows_with(MinutesAddendum.objects.all(), ("text",), subject.words).values_list("text", flat=True)
    addenda = any(without(text, subject.words) != text for text in texts)
    changed = 0
    if rows or addenda:
        label = subject.key or _("without an entry")
        with redacting(label=label, by=erasing.by, reason=erasing.reason) as redaction:
            for row, clean in rows:
                for name, value in clean.items():
                    setattr(row, name, value)
                row.save()
            changed = taken_out(MinutesAddendum.objects.all(), ("text",), subject.words)
            redaction.entries = len(rows) + changed
    corrections = taken_out(MinutesCorrection.objects.all(), ("by_name", "where", "text"), subject.words)
    text = _("Approved minutes: what the law does not want in them is taken out, by a logged redaction")
    return [
        *some(Fate.ANONYMISED, text, len(rows)),
        *some(Fate.ANONYMISED, _("Addenda to minutes: the name is taken out, by a logged redaction"), changed),
        *some(Fate.ANONYMISED, _("Corrections of minutes: the name is taken out"), corrections),
    ]


SOURCE = PersonalSource(
    "committees.minutes", gettext_lazy("Minutes of committees"), 31,
    purpose=gettext_lazy("It is on record who met, what was moved, resolved and how it was voted."),
    people=gettext_lazy("Members, deputies, guests, and persons spoken about."),
    data=gettext_lazy("Attendance, reasons for absence, motions, votes, course of the discussion."),
    basis=STATUTE, recipients=COMMITTEE,
    kept=gettext_lazy("For good, as far as ThürKO § 42 wants it in the minutes; the rest until the person is erased."),
    find=find, erase=erase, known=known,
)  # fmt: skip
