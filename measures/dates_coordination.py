"""Milestones, tasks and deadlines of rounds for the calendar of those inside; visitors get none."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import roles
from integration_portal.core.calendar import CalendarEntry, CalendarSource

from .models import Milestone, ProgressRound, Task


def _milestones(user, start, end):
    if not roles.is_insider(user):
        return
    rows = Milestone.objects.visible_inside(user).open().filter(due_on__range=(start, end)).select_related("measure")
    for row in rows:
        yield CalendarEntry(row.due_on, row.due_on, str(row), row.get_absolute_url(), str(row.measure))


def _tasks(user, start, end):
    if not roles.is_insider(user):
        return
    rows = Task.objects.visible_inside(user).open().filter(due_on__range=(start, end)).select_related("responsible")
    for row in rows:
        yield CalendarEntry(row.due_on, row.due_on, str(row), row.get_absolute_url(), str(row.responsible or ""))


def _rounds(user, start, end):
    if not roles.reads_all(user):
        return
    for row in ProgressRound.objects.filter(state="sent", deadline__range=(start, end)):
        yield CalendarEntry(row.deadline, row.deadline, str(row), row.get_absolute_url(), _("Answers until this day"))


SOURCES = (
    CalendarSource("meilensteine", gettext_lazy("Milestones"), _milestones),
    CalendarSource("aufgaben", gettext_lazy("Tasks"), _tasks),
    CalendarSource("abfragen", gettext_lazy("Progress rounds"), _rounds),
)
