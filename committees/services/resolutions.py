"""Resolutions: recording them in the meeting, and following up what became of them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock
from measures.services import steps

from ..models import AgendaItem, Outcome, Paper, Referral, Resolution, ResolutionReport
from .numbering import save_with_number

MANY = ("measures", "fields")
S = Resolution.Status


def note_outcome(*, item, outcome):
    """Write the result and the day of an item to the stop of its paper's referral path; items without one are left alone.

    A paper whose path has come to an end by this is closed.
    """
    stop = _stop_of(item)
    if stop is None:
        return None
    stop.outcome, stop.decided_on = outcome, item.meeting.day
    stop.full_clean(exclude=["paper", "committee", "item"])
    stop.save()
    close_if_decided(stop.paper_id)
    return stop


def _stop_of(item):
    """The stop that the item stands for: the one tied to it, else an open one of the same paper and committee, now tied."""
    stop = Referral.objects.select_for_update().filter(item=item).first()
    if stop is None and item.paper_id:
        stop = (
            Referral.objects.select_for_update()
            .filter(paper=item.paper_id, committee=item.meeting.committee_id, item=None, outcome="")
            .order_by("position", "pk")
            .first()
        )
        if stop is not None:
            stop.item = item
    return stop


def close_if_decided(paper_id):
    """Close a paper under consultation when each stop of its path has a result that does not put it off.

    Opens it again when that is no longer so. For callers inside a transaction.
    """
    paper = Paper.objects.select_for_update().get(pk=paper_id)
    outcomes = list(Referral.objects.filter(paper=paper).values_list("outcome", flat=True))
    over = bool(outcomes) and all(o and o != Outcome.POSTPONED for o in outcomes)
    wanted = Paper.State.CLOSED if over else Paper.State.SUBMITTED
    if paper.state in (Paper.State.SUBMITTED, Paper.State.CLOSED) and paper.state != wanted:
        paper.state = wanted
        paper.save()


@transaction.atomic
def create_resolution(*, item, text, title="", outcome, vote=None, by=None):
    """Record what was resolved on an item, and return the resolution with its number "B-2026-007".

    Day, committee and publicity are those of the item (a sub-item of a closed item is closed); measures and fields those of
    its paper. The result is written to the paper's referral path too. What was not adopted needs no follow-up: it is not
    open. Raises ValidationError for an empty wording or an unknown result, and when the vote has its resolution already.
    """
    item = (
        AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting", "parent", "paper").get(pk=item.pk)
    )
    if vote is not None and Resolution.objects.filter(vote=vote).exists():
        raise ValidationError(_("This vote has its resolution already."), code="twice")
    adopted = outcome in Outcome.values and Outcome(outcome).is_adopted
    row = Resolution(
        committee_id=item.meeting.committee_id,
        item=item,
        vote=vote,
        paper=item.paper,
        title=title.strip() or item.title,
        text=text.strip(),
        outcome=outcome,
        resolved_on=item.meeting.day,
        is_public=item.is_public and (item.parent is None or item.parent.is_public),
        status=S.OPEN if adopted else S.DROPPED,
    )
    row.full_clean(exclude=["number", "committee", "item", "vote", "paper"])
    save_with_number(row, "B", row.resolved_on.year)
    if item.paper is not None:
        row.measures.set(item.paper.measures.all())
        row.fields.set(item.paper.fields.all())
    note_outcome(item=item, outcome=outcome)
    return row


@transaction.atomic
def update_resolution(*, resolution, data, version, by):
    """Store who carries a resolution out, by when, how far it is and what it belongs to; its wording stays as resolved.

    Raises StaleObject when somebody saved since `version`, ValidationError for values that do not fit: "carried out" needs
    its day, which is not to come and not before the resolution.
    """
    row = lock(resolution, version)
    many = {name: list(data[name]) for name in MANY if name in data}
    for name in ("responsible", "contact", "due_on", "status", "done_on"):
        if name in data:
            setattr(row, name, data[name])
    if row.status != S.DONE:
        row.done_on = None
    elif row.done_on is not None and not row.resolved_on <= row.done_on <= timezone.localdate():
        raise ValidationError({"done_on": _("This day is to lie between the resolution and today.")})
    elif row.done_on is None:
        raise ValidationError({"done_on": _("Please enter the day on which it was carried out.")})
    if "due_on" in data and row.due_on and row.due_on < row.resolved_on:
        raise ValidationError({"due_on": _("This day lies before the resolution.")})
    row.full_clean(exclude=["number", "committee", "item", "vote", "paper", "title", "text"])
    row.save()
    for name, values in many.items():
        getattr(row, name).set(values)
    return row


@transaction.atomic
def add_report(*, resolution, data, by):
    """Keep what was said about carrying out a resolution on a day, and return it. Raises ValidationError."""
    row = ResolutionReport(resolution=resolution, by=by, **data)
    row.full_clean(exclude=["resolution", "by"])
    if row.reported_on > timezone.localdate():
        raise ValidationError({"reported_on": _("This day is still to come.")})
    if row.reported_on < resolution.resolved_on:
        raise ValidationError({"reported_on": _("This day lies before the resolution.")})
    row.save()
    if resolution.status == S.OPEN:
        started = Resolution.objects.select_for_update().get(pk=resolution.pk)
        started.status = S.IN_PROGRESS
        started.save()
    return row


@transaction.atomic
def add_task(*, resolution, task, by):
    """Save a new task from a validated instance, as `measures.services.steps.save_task` does, and tie it to the resolution."""
    task = steps.save_task(task=task, by=by)
    Resolution.objects.select_for_update().get(pk=resolution.pk).tasks.add(task)
    return task


@transaction.atomic
def release_resolution(*, resolution, by):
    """Show a resolution of a closed part to everyone, once the reason for closing has lapsed (ThürKO § 40).

    Does nothing when it is released already. Raises ValidationError for one of the public part.
    """
    row = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if row.is_public:
        raise ValidationError(_("This resolution is of the public part already."), code="step")
    if row.released_on is None:
        row.released_on = timezone.localdate()
        row.save()
    return row


@transaction.atomic
def take_back_resolution(*, resolution, by):
    """Take the release of a resolution of a closed part back; nothing happens without one."""
    row = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if row.released_on is not None:
        row.released_on = None
        row.save()
    return row


def open_resolutions_for(committee):
    """What the agenda reports on: the unfinished resolutions of a committee with their newest report, the urgent ones first.

    Two queries. Each row has `newest_report` and `newest_public_report` (or None).
    """
    rows = list(
        Resolution.objects.unfinished()
        .filter(committee=committee)
        .select_related("responsible", "contact", "paper", "item")
        .order_by(F("due_on").asc(nulls_last=True), "number")
    )
    newest, newest_public = {}, {}
    for report in ResolutionReport.objects.filter(resolution__in=rows).order_by("reported_on", "pk"):
        newest[report.resolution_id] = report
        if report.is_public:
            newest_public[report.resolution_id] = report
    for row in rows:
        row.newest_report, row.newest_public_report = newest.get(row.pk), newest_public.get(row.pk)
    return rows
