"""Which status measures had on earlier days, read from the log of changes."""

import datetime
from collections import defaultdict

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from .models import Measure, Status

#: What a status counts as where only three steps and an end are told apart.
PLANNED, RUNNING, DONE, ENDED = "planned", "running", "done", "ended"
STEP_OF = {
    Status.IDEA: PLANNED,
    Status.PLANNED: PLANNED,
    Status.POSTPONED: PLANNED,
    Status.IN_PROGRESS: RUNNING,
    Status.PERMANENT: RUNNING,
    Status.COMPLETED: DONE,
    Status.DROPPED: ENDED,
}


def _day(text):
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None


def _changes(measures):
    """{measure id: [(day since when, status before, status after, since when before)]} in the order of time; two queries."""
    found = defaultdict(list)
    entries = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Measure),
            object_id__in=[measure.pk for measure in measures],
            action=LogEntry.Action.UPDATE,
            changes__has_key="status",
        )
        .order_by("timestamp", "pk")
        .values_list("object_id", "changes", "timestamp")
    )
    for pk, changes, timestamp in entries:
        before, after = changes["status"]
        days = changes.get("status_changed_on") or [None, None]
        since = _day(days[1]) or timezone.localdate(timestamp)
        found[pk].append((since, before, after, _day(days[0])))
    return found


def statuses_on(measures, days):
    """{day: {measure id: status}} at the end of each day; a measure that was not there yet is left out. Two queries.

    A change counts from the day that was given for it (`status_changed_on`), not from the day on which it was entered.
    """
    changes = _changes(measures)
    return {
        day: {
            measure.pk: status
            for measure in measures
            if (status := _status_on(measure, changes.get(measure.pk, ()), day)) is not None
        }
        for day in days
    }


def _status_on(measure, changes, day):
    past = [after for since, _before, after, _day in changes if since <= day]
    if past:
        return past[-1]
    if changes:
        _since, first, _after, began = changes[0]
    else:
        first, began = measure.status, measure.status_changed_on
    began = began or timezone.localdate(measure.created_at)
    if began <= day or (measure.start_on and measure.start_on <= day and STEP_OF.get(first) == RUNNING):
        return first
    return None
