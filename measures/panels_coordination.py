"""Milestones, tasks and progress on the office page of a measure."""

from django.utils import timezone

from .models import Milestone, ProgressReport, Task

SHOWN = 10


def steps_of_measure(request, measure):
    """Milestones with what can be done about each, and the open tasks."""
    user = request.user
    tasks = list(
        Task.objects.visible_inside(user)
        .open()
        .filter(measure=measure)
        .select_related("responsible", "contact")[: SHOWN + 1]
    )
    milestones = list(
        Milestone.objects.visible_inside(user).filter(measure=measure).select_related("responsible", "contact")
    )
    return {
        "measure": measure,
        "milestones": milestones,
        "reached": sum(row.done_on is not None for row in milestones),
        "tasks": tasks[:SHOWN],
        "has_more_tasks": len(tasks) > SHOWN,
        "today": timezone.localdate(),
        "may_edit": user.is_office,
    }


def progress_of_measure(request, measure):
    """The latest reports, and the button for a new one for those who may write."""
    user = request.user
    rows = ProgressReport.objects.visible_inside(user).filter(measure=measure).exclude(state="draft")
    return {
        "measure": measure,
        "reports": list(rows.select_related("request__round")[:5]),
        "may_report": user.is_office or not user.reads_all,
    }
