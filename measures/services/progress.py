"""Progress reports: writing, handing in, accepting, returning. Accepting is what updates the measure."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock

from ..models import Milestone, ProgressReport, Status
from .status import check_step, move_status

State = ProgressReport.State
TEXTS = ("text", "proposed_status", "status_reason", "obstacles", "next_steps", "author_name")


@transaction.atomic
def start_report(*, measure, by, period_from=None, period_until=None):
    """Return the author's open report on a measure without a round; made if there is none."""
    mine = ProgressReport.objects.filter(
        measure=measure, request__isnull=True, author=by, state__in=(State.DRAFT, State.RETURNED)
    ).first()
    return mine or ProgressReport.objects.create(
        measure=measure, author=by, author_name=by.name, period_from=period_from, period_until=period_until
    )


@transaction.atomic
def write_report(*, report, data, version, by=None):
    """Keep what was typed, without handing it in. Returns the saved row.

    `data` may hold TEXTS, `milestone_days` and `figures`. Raises StaleObject when somebody else wrote since
    `version`, ValidationError once the report has been handed in.
    """
    row = lock(report, version)
    _check_open(row)
    _take(row, data, by)
    row.save()
    return row


def _check_open(row):
    if not row.is_open:
        raise ValidationError(_("This report has been handed in already."), code="state")


def _take(row, data, by):
    for name in TEXTS:
        if name in data:
            setattr(row, name, data[name])
    for name in ("milestone_days", "figures"):
        if name in data:
            setattr(row, name, data[name])
    if by is not None:
        row.author, row.author_name = by, row.author_name or by.name


@transaction.atomic
def submit_report(*, report, data, version, by=None):
    """Hand a report in; returns it. Raises ValidationError by field for an empty report and for an impossible status.

    Raises StaleObject like `write_report`. Handing in twice is refused.
    """
    row = lock(report, version)
    _check_open(row)
    _take(row, data, by)
    errors = {}
    if not any(value.strip() for value in (row.text, row.obstacles, row.next_steps)):
        errors["text"] = _("Please say in a sentence what has happened; “nothing new” is an answer too.")
    if row.proposed_status and row.proposed_status != row.measure.status:
        try:
            check_step(old=row.measure.status, new=row.proposed_status, reason=row.status_reason)
        except ValidationError as error:
            errors |= {
                {"status": "proposed_status", "reason": "status_reason"}.get(name, name): messages
                for name, messages in error.message_dict.items()
            }
    if errors:
        raise ValidationError(errors)
    row.state, row.submitted_at = State.SUBMITTED, timezone.now()
    row.save()
    return row


def _days(row):
    """{milestone: day} of those the author reached, without days that are none or lie in the future."""
    today = timezone.localdate()
    days = {}
    for pk, text in row.milestone_days.items():
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            continue
        days[int(pk)] = min(day, today)
    return days


@transaction.atomic
def accept_report(*, report, by, version=None, comment="", take_status=True, record_figures=None):
    """Accept a report: the measure gets its text, day, milestones and, unless `take_status` is off, its status.

    `record_figures(report)` is called for the figures of indicators. Raises ValidationError when the report is not
    waiting, or when the status cannot be taken any more; StaleObject when it changed since `version`.
    """
    row = lock(report, version)
    if row.state != State.SUBMITTED:
        raise ValidationError(_("This report is not waiting to be looked at."), code="state")
    measure = lock(row.measure, None)
    if take_status and row.proposed_status and row.proposed_status != measure.status:
        measure = move_status(measure=measure, to=row.proposed_status, reason=row.status_reason)
    day = row.period_until if row.period_until and row.period_until <= timezone.localdate() else None
    day = day or timezone.localtime(row.submitted_at).date()
    if measure.progress_on is None or day >= measure.progress_on:
        measure.progress_on = day
        measure.progress_note = row.text.strip() or row.next_steps.strip() or row.obstacles.strip()
    measure.save()
    for milestone in Milestone.objects.filter(measure=measure, pk__in=_days(row), done_on__isnull=True):
        milestone.done_on, milestone.done_by = _days(row)[milestone.pk], by
        milestone.save()
    if record_figures is not None:
        record_figures(row)
    steps = list(measure.milestones.values_list("done_on", flat=True))
    row.steps_all, row.steps_done = len(steps) or None, sum(day is not None for day in steps) if steps else None
    row.state, row.reviewed_by, row.reviewed_at, row.comment = State.ACCEPTED, by, timezone.now(), comment.strip()
    row.save()
    return row


@transaction.atomic
def return_report(*, report, by, comment, version=None):
    """Give a report back with a comment; its author may write again. Raises ValidationError without a comment."""
    if not comment.strip():
        raise ValidationError({"comment": _("Please say what is missing.")}, code="comment")
    row = lock(report, version)
    if row.state != State.SUBMITTED:
        raise ValidationError(_("This report is not waiting to be looked at."), code="state")
    row.state, row.reviewed_by, row.reviewed_at, row.comment = State.RETURNED, by, timezone.now(), comment.strip()
    row.save()
    return row


@transaction.atomic
def discard_report(*, report):
    """Delete a draft that nobody asked for. Raises ValidationError for any other report."""
    row = lock(report, None)
    if row.state != State.DRAFT or row.request_id:
        raise ValidationError(_("Only drafts can be discarded."), code="state")
    row.delete()


def possible_statuses(measure):
    """The statuses a report on this measure may propose: the present one first."""
    return [Status(measure.status), *measure.next_states]
