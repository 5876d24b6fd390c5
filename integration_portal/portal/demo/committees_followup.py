"""The demo: what became of the resolutions: carried out, under way, overdue, no longer pursued. `committees_session` calls it."""

import datetime

from django.utils import timezone

from committees.models import Resolution
from committees.services import resolutions
from measures.models import Task

from .texts import read

#: The first report is given so many days after the resolution, and one that is carried out is done a month later.
REPORT_AFTER, DONE_AFTER = 60, 90


def follow(meeting, office):
    """Write down what became of the resolutions of a meeting, as the texts say."""
    entries = {entry["title"]: entry for entry in read("council.toml")["followup"]}
    for row in Resolution.objects.filter(item__meeting=meeting, title__in=entries):
        _follow(row, entries[row.title], office, timezone.localdate())


def _follow(row, entry, office, today):
    reported_on = min(row.resolved_on + datetime.timedelta(days=REPORT_AFTER), today)
    if entry.get("report"):
        data = {"reported_on": reported_on, "text": entry["report"], "is_public": entry["public"]}
        resolutions.add_report(resolution=row, data=data, by=office)
    if entry.get("task"):
        task = Task(title=entry["task"], due_on=today + datetime.timedelta(days=21), responsible=office)
        resolutions.add_task(resolution=row, task=task, by=office)
    row.refresh_from_db()
    status = entry.get("status", row.status)
    data = {"responsible": office, "status": status}
    if "due" in entry:
        data["due_on"] = max(row.resolved_on, today + datetime.timedelta(days=entry["due"]))
    if status == Resolution.Status.DONE:
        data["done_on"] = min(row.resolved_on + datetime.timedelta(days=DONE_AFTER), today)
    resolutions.update_resolution(resolution=row, data=data, version=row.version, by=office)
