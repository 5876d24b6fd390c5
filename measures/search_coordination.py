"""How tasks, rounds, progress reports and indicators of measures are found, inside only."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.search import SearchSource

from .models import MeasureIndicator, ProgressReport, ProgressRound, Task

TASKS = SearchSource(
    key="aufgaben",
    label=_("Tasks"),
    rows=lambda user: Task.objects.visible_inside(user),
    url=lambda task, user: task.get_absolute_url(),
    text=lambda task: task.note,
    kicker=lambda task: task.get_state_display(),
    order=60,
)
ROUNDS = SearchSource(
    key="abfragen",
    label=_("Progress rounds"),
    rows=lambda user: ProgressRound.objects.visible_inside(user),
    url=lambda row, user: row.get_absolute_url(),
    text=lambda row: row.text,
    kicker=lambda row: row.get_state_display(),
    order=61,
)
REPORTS = SearchSource(
    key="sachstaende",
    label=_("Progress reports"),
    rows=lambda user: ProgressReport.objects.findable_by(user).select_related("measure"),
    url=lambda row, user: row.get_absolute_url(),
    text=lambda row: " ".join(filter(None, (row.text, row.obstacles, row.next_steps))),
    kicker=lambda row: row.get_state_display(),
    title="measure__search_title",
    order=62,
)
OWN_INDICATORS = SearchSource(
    key="massnahmenkennzahlen",
    label=_("Indicators of measures"),
    rows=lambda user: MeasureIndicator.objects.visible_inside(user).select_related("measure", "indicator"),
    url=lambda row, user: reverse("measures:indicator", args=[row.pk]),
    kicker=lambda row: row.measure.title,
    body="indicator__search_title",
    order=63,
)
