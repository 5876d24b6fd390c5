"""Long jobs with progress: a row for who started it, handed to django-tasks and run by the worker.

A job function is registered under a kind and gets the `Job`. It calls `advance()` as it goes; what it returns is
the result. Progress is written in its own short statements, so nobody waits for a job's writes.
"""

import datetime
import logging
import time
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from . import audit
from .models import Job

logger = logging.getLogger(__name__)

#: A running job without a sign of life for this long (seconds) has lost its worker.
LOST_AFTER = 120
_PROGRESS_EVERY = 0.5  # seconds between two writes of progress

_functions: dict[str, Callable] = {}


class JobError(Exception):
    """A failure whose message may be shown to the user as it is."""


def job(kind):
    """Register a function as the one that does jobs of this kind."""

    def decorate(function):
        _functions[kind] = function
        return function

    return decorate


class Progress:
    """What a job function holds: its parameters, and `advance()`."""

    def __init__(self, row):
        self.job = row
        self.params = row.params
        self.owner = row.owner
        self._written = 0.0

    def advance(self, done, total=None, message=""):
        """Say how far the job is; written at most twice a second, and always at the end."""
        now = time.monotonic()
        total = self.job.total if total is None else total
        if now - self._written < _PROGRESS_EVERY and done < total:
            return
        self._written = now
        self.job.done, self.job.total, self.job.message = done, total, str(message)[:300]
        Job.objects.filter(pk=self.job.pk).update(
            done=done, total=total, message=self.job.message, heartbeat_at=timezone.now()
        )

    def result_at(self, url):
        """Name the page that shows the result."""
        self.job.result_url = url


def start_job(*, kind, title, owner, params=None, result_url=""):
    """Create a job and hand it to the worker once the surrounding transaction has committed; returns the row."""
    if kind not in _functions:
        raise LookupError(f"No job function is registered for {kind!r}.")
    row = Job.objects.create(kind=kind, title=title[:200], owner=owner, params=params or {}, result_url=result_url)
    language = translation.get_language() or "de"

    def hand_over():
        queued = run_job.enqueue(str(row.pk), language)
        Job.objects.filter(pk=row.pk).update(task_id=str(queued.id)[:64])

    transaction.on_commit(hand_over)
    return row


@task()
def run_job(job_id, language="de"):
    """Run a job row: called by the worker. A failure ends in the row and in the log, not in the worker."""
    started = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, running_since=timezone.now(), heartbeat_at=timezone.now()
    )
    if not started:
        return  # already done, or taken by another worker
    row = Job.objects.select_related("owner").get(pk=job_id)
    with translation.override(language), audit.acting(user=row.owner, source="job", path=row.kind):
        try:
            progress = Progress(row)
            result = _functions[row.kind](progress)
        except (JobError, ValidationError) as error:
            text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            _finish(row, Job.State.FAILED, error=text)
        except Exception:
            logger.exception("Job %s (%s) failed", row.pk, row.kind)
            _finish(
                row,
                Job.State.FAILED,
                error=_(
                    "The job stopped with an unexpected error. Nothing of its last step was saved. The log of the portal says more."
                ),
            )
        else:
            _finish(row, Job.State.DONE, result=result or {}, result_url=progress.job.result_url)


def _finish(row, state, **values):
    Job.objects.filter(pk=row.pk).update(state=state, finished_at=timezone.now(), **values)


def mark_lost(now=None):
    """Fail running jobs whose worker gave no sign of life for two minutes; returns how many."""
    limit = (now or timezone.now()) - datetime.timedelta(seconds=LOST_AFTER)
    return Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=limit).update(
        state=Job.State.FAILED,
        finished_at=now or timezone.now(),
        error=_("The job was interrupted, perhaps by a restart. Please start it again."),
    )
