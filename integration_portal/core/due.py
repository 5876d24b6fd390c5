"""Scheduled jobs: what `manage.py run_due` does every few minutes. Apps register theirs in `registrations`.

Safe to run twice at once: each job is claimed in the database, and a claim without an end is taken over after an hour.
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from . import audit
from .models import DueRun

logger = logging.getLogger(__name__)
LOST_AFTER = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class DueJob:
    """A job done `every` so often. `run(now)` returns a short sentence of what it did, "" for nothing."""

    key: str
    label: Any
    every: datetime.timedelta
    run: Callable[[datetime.datetime], str]
    order: int = 50


@dataclass(frozen=True)
class Outcome:
    """What became of a job in one run: `done`, `failed`, `not due` or `busy` (another process does it), and its words."""

    job: DueJob
    state: str
    text: str = ""


_jobs: dict[str, DueJob] = {}


def register(job):
    """Add a job; the same key replaces the earlier one."""
    _jobs[job.key] = job


def jobs():
    """All jobs in the order in which they run."""
    return sorted(_jobs.values(), key=lambda job: (job.order, job.key))


def run_due(*, now=None, force=()):
    """Run every job whose time has come, and those named in `force`; yields an `Outcome` for each.

    A failure is logged, kept in the job's row, and does not stop the others.
    """
    now = now or timezone.now()
    for job in jobs():
        yield _run(job, now, forced=job.key in force)


def _run(job, now, *, forced):
    row, _created = DueRun.objects.get_or_create(key=job.key)
    # A minute of tolerance: a timer that fires every five minutes must not skip a job that takes a second.
    if not forced and row.last_started_at and row.last_started_at > now - job.every + datetime.timedelta(minutes=1):
        return Outcome(job, "not due")
    free = Q(running_since__isnull=True) | Q(running_since__lt=now - LOST_AFTER)
    claimed = DueRun.objects.filter(free, pk=row.pk, last_started_at=row.last_started_at).update(
        running_since=now, last_started_at=now
    )
    if not claimed:
        return Outcome(job, "busy")
    try:
        with translation.override(settings.LANGUAGE_CODE), audit.acting(source="job", path=job.key):
            text = job.run(now) or ""
    except Exception as error:  # one broken job must not keep the mail from going out
        logger.exception("Scheduled job %s failed", job.key)
        _release(row, now, last_error=f"{type(error).__name__}: {error}"[:2000])
        return Outcome(job, "failed", f"{type(error).__name__}: {error}")
    _release(row, now, last_result=text[:300], last_error="")
    return Outcome(job, "done", text)


def _release(row, now, **values):
    with transaction.atomic():
        DueRun.objects.filter(pk=row.pk, last_started_at=now).update(
            running_since=None, last_finished_at=max(timezone.now(), now), **values
        )
