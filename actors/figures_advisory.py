"""Hours, topics and numbers of contact notes: for a page, and for a section of reports. Made from open notes only."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fields_of_action.models import FieldOfAction
from integration_portal.core import params
from integration_portal.core.charts import Point, bar_chart, time_chart

from .models import AdvisoryEntry

MOST_ACTORS = 30
MOST_MONTHS = 60


@dataclass(frozen=True)
class Period:
    """The days that figures are about, both inclusive; `notices` say what of an address could not be used."""

    start: datetime.date
    end: datetime.date
    notices: tuple = ()


def period_of(data):
    """The period in the parameters `von` and `bis`; else this year until today. At most five years."""
    today, notices = timezone.localdate(), []
    found = {}
    for name in ("von", "bis"):
        text = data.get(name, "")
        found[name] = params.day(text)
        if text and found[name] is None:
            notices.append(_("“%(value)s” is not a date like 31.12.2026 and was left out.") % {"value": text[:40]})
    end = found["bis"] or today
    start = found["von"] or datetime.date(end.year, 1, 1)
    if start > end:
        start, end = end, start
        notices.append(_("The first day lay after the last one: both have been swapped."))
    earliest = datetime.date(max(end.year - 4, 1), 1, 1)
    if start < earliest:
        start = earliest
        notices.append(_("Figures go back five years at most."))
    return Period(start, end, tuple(notices))


@dataclass(frozen=True)
class Line:
    """One row of figures: what it is about, how many contacts, how many of them advice, and how long."""

    label: str
    contacts: int
    advice: int
    minutes: int
    query: str = ""

    @property
    def hours(self):
        return hours(self.minutes)


def hours(minutes):
    """Minutes as hours with one decimal, in the active language."""
    return number_format((minutes or 0) / 60, 1, use_l10n=True, force_grouping=True)


_NUMBERS = {
    "contacts": Count("pk"),
    "advice": Count("pk", filter=Q(is_advice=True)),
    "minutes": Sum("duration_minutes"),
}


class Figures:
    """The figures of `notes` in a period; one query for each table."""

    def __init__(self, notes, period):
        self.notes = notes.order_by()
        self.period = period

    def _lines(self, *names, label, query=None):
        rows = self.notes.values(*names).annotate(**_NUMBERS).order_by("-contacts", *names)
        return [
            Line(str(label(row)), row["contacts"], row["advice"], row["minutes"] or 0, query(row) if query else "")
            for row in rows
        ]

    @cached_property
    def total(self):
        """All notes together."""
        row = self.notes.aggregate(**_NUMBERS)
        return Line("", row["contacts"], row["advice"], row["minutes"] or 0)

    @cached_property
    def months(self):
        """Every month of the period, those without a contact too."""
        grouped = self.notes.annotate(month=TruncMonth("happened_on")).values("month").annotate(**_NUMBERS)
        rows = {row["month"]: row for row in grouped}
        lines, day = [], self.period.start.replace(day=1)
        while day <= self.period.end and len(lines) < MOST_MONTHS:
            row = rows.get(day, {"contacts": 0, "advice": 0, "minutes": 0})
            lines.append(
                Line(date_format(day, "F Y"), row["contacts"], row["advice"], row["minutes"] or 0, f"{day:%Y-%m}")
            )
            day = (day + datetime.timedelta(days=32)).replace(day=1)
        return lines

    @cached_property
    def ways(self):
        words = dict(AdvisoryEntry.Way.choices)
        return self._lines("way", label=lambda row: words[row["way"]], query=lambda row: f"art={row['way']}")

    @cached_property
    def topics(self):
        return self._lines(
            "topic__name", "topic__slug",
            label=lambda row: row["topic__name"] or _("without a topic"),
            query=lambda row: f"thema={row['topic__slug']}" if row["topic__slug"] else "",
        )  # fmt: skip

    @cached_property
    def fields(self):
        names = {field.pk: field for field in FieldOfAction.objects.with_framework()}
        return self._lines(
            "field",
            label=lambda row: names[row["field"]].label if row["field"] else _("without a field"),
            query=lambda row: f"feld={names[row['field']].slug}" if row["field"] else "",
        )

    @cached_property
    def actors(self):
        """The actors with the most contacts; a contact with several counts for each of them."""
        rows = (
            self.notes.filter(actors__isnull=False)
            .values(who=F("actors__pk"), name=F("actors__name"))
            .annotate(**_NUMBERS)
            .order_by("-contacts", "name", "who")
        )
        return [
            Line(row["name"], row["contacts"], row["advice"], row["minutes"] or 0, f"akteur={row['who']}")
            for row in rows[:MOST_ACTORS]
        ]

    @property
    def tables(self):
        """(key, heading, lines) of the tables of the page."""
        return (
            ("thema", _("Topic"), self.topics),
            ("feld", _("Field of action"), self.fields),
            ("akteur", _("Actor"), self.actors),
            ("art", _("Way"), self.ways),
        )

    @property
    def months_chart(self):
        """Contacts by month."""
        points = [
            Point(number, line.query[5:] + "/" + line.query[2:4], line.contacts, str(line.contacts))
            for number, line in enumerate(self.months)
        ]
        return time_chart(points, key="monate", title=_("Contacts by month"), description=self._in_words())

    @property
    def topics_chart(self):
        """Hours by topic, the most hours first."""
        lines = sorted(self.topics, key=lambda line: -line.minutes)[:10]
        rows = [(line.label, line.minutes, _("%(hours)s h") % {"hours": line.hours}) for line in lines]
        return bar_chart(rows, key="themen", title=_("Hours by topic"), description=self._in_words())

    def _in_words(self):
        number = self.total.contacts
        return ngettext("%(n)s contact, %(hours)s hours", "%(n)s contacts, %(hours)s hours", number) % {
            "n": number,
            "hours": self.total.hours,
        }
