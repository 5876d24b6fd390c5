"""Requests about personal data: looked up in the background, answered or carried out, then closed without a name."""

import calendar
import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..jobs import JobError, job, start_job
from ..locking import lock
from ..models import Job, PersonalRequest
from . import Outcome, Subject, blockers, mentions, sources, widened
from .pieces import without

LOOK_UP, ERASE = "core.personal.look_up", "core.personal.erase"
Kind, State = PersonalRequest.Kind, PersonalRequest.State
#: A request that nobody closes forgets the words of the person after so many days.
DAYS_OPEN = 180


@dataclass(frozen=True)
class Erasing:
    """Who erases and why; what sources get to know beside the subject."""

    by: Any
    reason: str


def subject_of(request):
    """Whom a request is about, with all words that the sources know."""
    return widened(Subject.from_json(request.subject))


@transaction.atomic
def open_request(*, kind, subject, note, by):
    """Note a request and start looking it up; return the `PersonalRequest`.

    Raises ValidationError without a note, or without a word that is long enough to be looked for.
    """
    if not note.strip():
        raise ValidationError({"note": _("Please say how you know who asks, and why.")}, code="note")
    if not subject.key and not subject.words:
        raise ValidationError(_("Please enter a name or an address of at least four characters."), code="words")
    request = PersonalRequest(
        kind=kind,
        record=subject.key,
        subject=subject.as_json(),
        note=without(note.strip(), widened(subject).words),
        created_by=by,
    )
    request.full_clean()
    request.save()
    _start(request, LOOK_UP, _("Personal data is being looked up"), by)
    return request


def _start(request, kind, title, by):
    request.state = State.WORKING
    request.job = start_job(
        kind=kind, title=title, owner=by, params={"request": request.pk}, result_url=request.get_absolute_url()
    )
    request.save()


@transaction.atomic
def look_up_again(*, request, by):
    """Look an open request up anew, after something was changed by hand. Raises ValidationError for a closed one."""
    row = lock(request, None)
    if row.state not in (State.READY, State.FAILED):
        raise ValidationError(_("This request is closed, or is being looked up."), code="state")
    _start(row, LOOK_UP, _("Personal data is being looked up"), by)
    return row


@transaction.atomic
def start_erasing(*, request, by):
    """Carry an erasure out in the background. Raises ValidationError in another state, or for what has to be done first."""
    row = lock(request, None)
    if row.kind != Kind.ERASURE or row.state != State.READY:
        raise ValidationError(_("This request cannot be carried out now."), code="state")
    if reasons := blockers(subject_of(row)):
        raise ValidationError(reasons)
    _start(row, ERASE, _("Personal data is being erased"), by)
    return row


@transaction.atomic
def close(*, request, by):
    """Close a request: the words of the person go, that there was a request stays. Twice changes nothing."""
    row = lock(request, None)
    if row.state == State.WORKING:
        raise ValidationError(_("This request is being looked up. Please wait a moment."), code="state")
    if row.state != State.DONE:
        _close(row, by)
    return row


def _close(row, by):
    if row.kind == Kind.ACCESS:
        row.result = []
    row.state, row.subject, row.done_at, row.done_by = State.DONE, {}, timezone.now(), by
    row.save()


def _outcomes(subject, erasing, hits):
    found: list[Outcome] = []
    for source in sources():
        found += source.erase(subject, erasing)
    return [*found, *mentions.as_outcomes(mentions.still_there(hits, subject.words))]


def preview(subject, erasing, hits):
    """What an erasure would do now: it is done and rolled back."""
    with transaction.atomic():
        outcomes = [outcome.as_json() for outcome in _outcomes(subject, erasing, hits)]
        transaction.set_rollback(True)
    return outcomes


def _row(progress):
    row = PersonalRequest.objects.filter(pk=progress.params["request"], state=State.WORKING).first()
    if row is None:
        raise JobError(_("The request is not there any more, or is done already."))
    return row


@job(LOOK_UP)
def look_up(progress):
    """Find the places that name the person; for an erasure, say what would become of each."""
    row = _row(progress)
    subject = subject_of(row)
    hits = mentions.search(subject.words, progress.advance)
    if row.kind == Kind.ERASURE:
        result = preview(subject, Erasing(progress.owner, row.note), hits)
    else:
        keys = {piece.key for source in sources() for piece in source.find(subject, progress.owner)} | {subject.key}
        found = mentions.apart_from(hits, keys, progress.owner)
        result = [outcome.as_json() for outcome in mentions.as_outcomes(found)]
    with transaction.atomic():
        row = lock(row, None)
        row.result, row.state = result, State.READY
        row.save()


@job(ERASE)
def carry_out(progress):
    """Erase in one transaction, and close the request with the list of what was erased, anonymised and kept."""
    row = _row(progress)
    subject = subject_of(row)
    hits = mentions.search(subject.words, progress.advance)
    with transaction.atomic():
        row = lock(row, None)
        if reasons := blockers(subject):
            raise JobError(" ".join(reasons))
        row.result = [outcome.as_json() for outcome in _outcomes(subject, Erasing(progress.owner, row.note), hits)]
        _close(row, progress.owner)


def settle(request):
    """A request whose job failed or lost its worker is marked so; returns the row."""
    if request.state == State.WORKING and request.job and request.job.state == Job.State.FAILED:
        with transaction.atomic():
            request = lock(request, None)
            request.state = State.FAILED
            request.save()
    return request


def answer_by(request):
    """The last day for the answer: a month after the request (GDPR Art. 12(3)), without an extension."""
    day = timezone.localdate(request.created_at)
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def forget_open(now):
    """Close requests that have lain open for half a year; what the scheduled job says."""
    rows = PersonalRequest.objects.filter(
        state__in=(State.READY, State.FAILED), created_at__lt=now - datetime.timedelta(days=DAYS_OPEN)
    )
    number = 0
    for row in rows:
        close(request=row, by=None)
        number += 1
    return _("%(n)d old requests closed") % {"n": number} if number else ""
