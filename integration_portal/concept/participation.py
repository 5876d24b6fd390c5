"""Who took part in an update, when and how: meetings, statements, answers about needs, and what was entered by hand.

The log is read from the rows themselves, so that it says what they say now; an erasure of a person takes effect in it at once.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.models import Attendance, Meeting
from integration_portal.core.writers import Column, Table

from .models import NeedsRequest, Participation, Statement
from .querysets_consultation import COUNTING

WAYS = ("meeting", "needs", "statement", "entry")


@dataclass(frozen=True)
class Entry:
    """A line of the log: the day, how (`way` for the filter, `how` in words), what about, who, how many people, the result, and the
    page where more stands. `number` is None when it is not known."""

    day: datetime.date
    way: str
    how: str
    subject: str
    who: str
    number: int | None = 1
    result: str = ""
    url: str = ""
    entry: Any = None


def word_of(way):
    """A way of taking part, in words."""
    return {
        "meeting": _("meeting"),
        "needs": _("survey of needs"),
        "statement": _("statement"),
        "entry": _("entered by hand"),
    }[way]


def log_of(process):
    """[Entry], oldest first; seven queries at most. Those who spoke for themselves alone are named as “single person”, not by name."""
    found = [*_meetings(process), *_needs(process), *_statements(process), *_entries(process)]
    return sorted(found, key=lambda entry: (entry.day, entry.way, entry.subject, entry.who))


def meetings_of(process):
    """Meetings of the working groups within the period, with `present`: how many were there; newest last. One query."""
    committees = process.groups.values("committee")
    zone = timezone.get_current_timezone()
    start = datetime.datetime.combine(process.starts_on, datetime.time(), zone)
    end = datetime.datetime.combine(process.ends_on + datetime.timedelta(days=1), datetime.time(), zone)
    return (
        Meeting.objects.filter(committee__in=committees, starts_at__gte=start, starts_at__lt=end)
        .exclude(state__in=("cancelled", "moved"))
        .select_related("committee")
        .annotate(present=Count("attendances", filter=Q(attendances__state=Attendance.State.PRESENT)))
        .order_by("starts_at")
    )


def _meetings(process):
    for meeting in meetings_of(process).took_place():
        yield Entry(
            timezone.localdate(meeting.starts_at), "meeting", word_of("meeting"), str(meeting), meeting.committee.label,
            meeting.present or None, url=meeting.get_absolute_url(),
        )  # fmt: skip


def _needs(process):
    rows = NeedsRequest.objects.filter(survey__process=process, answered_on__isnull=False).select_related(
        "survey", "actor"
    )
    for row in rows:
        who = row.actor.name if row.actor else _("single person")
        yield Entry(
            row.answered_on, "needs", word_of("needs"), row.survey.title, who, url=row.survey.get_absolute_url()
        )


def _statements(process):
    if process.revision_id is None:
        return
    rows = Statement.objects.filter(consultation__revision=process.revision_id, state__in=COUNTING)
    for row in rows.select_related("consultation", "actor"):
        who = row.organisation or (row.actor.name if row.actor else "") or _("single person")
        how = _("statement (%(channel)s)") % {"channel": row.get_channel_display()}
        yield Entry(
            row.received_on, "statement", how, row.consultation.title, who, 1, row.get_result_display(), row.get_absolute_url()
        )  # fmt: skip


def _entries(process):
    for row in Participation.objects.filter(process=process):
        yield Entry(
            row.happened_on, "entry", row.get_way_display(), row.subject, row.who, row.number, row.note, entry=row
        )


def totals(log):
    """(number of entries, people counted in them, organisations and groups that are named)."""
    single = _("single person")
    return (
        len(log),
        sum(entry.number or 0 for entry in log),
        len({entry.who.casefold() for entry in log if entry.who and entry.who != single}),
    )


def log_table(process, log):
    """The log for spreadsheets and as a document."""
    columns = [
        Column("day", _("Day"), lambda row: row.day, 12),
        Column("how", _("How"), lambda row: row.how, 26),
        Column("subject", _("What about"), lambda row: row.subject, 40),
        Column("who", _("Who"), lambda row: row.who, 36),
        Column("number", _("People"), lambda row: row.number, 10),
        Column("result", _("Result"), lambda row: row.result, 44),
    ]
    return Table(title=_("Participation: %(title)s") % {"title": process.title}, columns=columns, rows=log)
