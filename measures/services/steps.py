"""Milestones and tasks: saving, doing, undoing, postponing; a recurring task is followed by the next one."""

import datetime

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock

from ..models import Milestone, Task

PAUSES = {
    Task.Repeat.WEEKLY: relativedelta(weeks=1),
    Task.Repeat.MONTHLY: relativedelta(months=1),
    Task.Repeat.QUARTERLY: relativedelta(months=3),
    Task.Repeat.HALF_YEARLY: relativedelta(months=6),
    Task.Repeat.YEARLY: relativedelta(years=1),
}


def next_due(task):
    """The day on which the next repetition of a task is due, None when it does not repeat any more.

    Counted from the first task of the chain, so that a task due on the 31st comes back on the 31st where a month has one.
    """
    if not task.repeat:
        return None
    first, number = task, 1
    while first.follows_id:
        first, number = first.follows, number + 1
        if first.repeat != task.repeat:
            break
    step = PAUSES[Task.Repeat(task.repeat)]
    day = first.due_on + step * number
    if day <= task.due_on:  # the due day was moved by hand
        day = task.due_on + step
    return None if task.repeat_until and day > task.repeat_until else day


def _check_day(on):
    if on > timezone.localdate():
        raise ValidationError({"done_on": _("The day lies in the future.")}, code="future")


@transaction.atomic
def save_task(*, task, by, version=None):
    """Save a new or changed task from a validated instance; returns it. Raises StaleObject if somebody saved since."""
    if task.pk is None:
        task.created_by = by
    else:
        lock(task, version)
    task.save()
    return task


@transaction.atomic
def move_task(*, task, to, by, on=None):
    """Move a task to another column of the board; done today unless `on` says otherwise.

    A recurring task that is done is followed by the next one, once; taking it back removes a follower nobody has
    touched. Doing what is done already changes nothing. Raises ValidationError for a state that is none, and for a
    day in the future.
    """
    if to not in Task.State.values:
        raise ValidationError(_("This step is not possible from here."), code="step")
    task = lock(task, None)
    if task.state == to:
        return task
    if to == Task.State.DONE:
        on = on or timezone.localdate()
        _check_day(on)
        task.done_on, task.done_by = on, by
    else:
        task.done_on = task.done_by = None
    was_done, task.state = task.state == Task.State.DONE, to
    task.save()
    if to == Task.State.DONE:
        _follow_up(task)
    elif was_done:
        follower = Task.objects.filter(follows=task, state=Task.State.OPEN, version=1).first()
        if follower is not None:
            follower.delete()
    return task


def _follow_up(task):
    day = next_due(task)
    if day is None or Task.objects.filter(follows=task).exists():
        return
    Task.objects.create(
        title=task.title,
        note=task.note,
        measure=task.measure,
        responsible=task.responsible,
        contact=task.contact,
        due_on=day,
        repeat=task.repeat,
        repeat_until=task.repeat_until,
        follows=task,
        created_by=task.created_by,
    )


@transaction.atomic
def reach_milestone(*, milestone, by, on=None):
    """Mark a milestone as reached, today unless `on` says otherwise. Reaching it twice changes nothing.

    Raises ValidationError for a day in the future, and while a milestone it depends on is open.
    """
    on = on or timezone.localdate()
    _check_day(on)
    milestone = lock(milestone, None)
    if milestone.done_on:
        return milestone
    waiting = milestone.depends_on.filter(done_on__isnull=True).first()
    if waiting is not None:
        raise ValidationError(_("First comes “%(title)s”.") % {"title": waiting}, code="order")
    milestone.done_on, milestone.done_by = on, by
    milestone.save()
    return milestone


@transaction.atomic
def reopen_milestone(*, milestone):
    """Take the tick off again. Raises ValidationError while a milestone that depends on it is ticked."""
    milestone = lock(milestone, None)
    later = milestone.needed_for.filter(done_on__isnull=False).first()
    if later is not None:
        raise ValidationError(_("“%(title)s” rests on it and is done.") % {"title": later}, code="order")
    milestone.done_on = milestone.done_by = None
    milestone.save()
    return milestone


@transaction.atomic
def save_milestone(*, milestone, depends_on=(), version=None):
    """Save a milestone with the milestones it comes after.

    Raises ValidationError for one of another measure, for one due later than this, and for a circle; StaleObject if
    somebody saved since `version`.
    """
    if milestone.pk:
        lock(milestone, version)
    depends_on = list(depends_on)
    if any(other.measure_id != milestone.measure_id for other in depends_on):
        raise ValidationError({"depends_on": _("Choose milestones of the same measure.")}, code="measure")
    late = next((other for other in depends_on if other.due_on > milestone.due_on), None)
    if late is not None:
        raise ValidationError({"depends_on": _("“%(title)s” is due later than this.") % {"title": late}}, code="order")
    if milestone.pk and _leads_to(depends_on, milestone.pk):
        raise ValidationError({"depends_on": _("These milestones would wait for each other.")}, code="circle")
    milestone.save()
    milestone.depends_on.set(depends_on)
    return milestone


def _leads_to(start, wanted):
    """Whether a milestone comes, over any number of steps, before those in `start`."""
    seen, front = set(), {milestone.pk for milestone in start}
    while front:
        if wanted in front:
            return True
        seen |= front
        front = set(Milestone.objects.filter(needed_for__in=front).values_list("pk", flat=True)) - seen
    return False


@transaction.atomic
def postpone(*, row, to):
    """Move the due day of a milestone or a task. Raises ValidationError for a day before today, or when it is done."""
    if to < timezone.localdate():
        raise ValidationError({"due_on": _("The day lies in the past.")}, code="past")
    row = lock(row, None)
    if row.done_on:
        raise ValidationError(_("This is done already."), code="state")
    if isinstance(row, Task) and row.repeat_until and to > row.repeat_until:
        raise ValidationError({"due_on": _("The repetition ends before the task is due.")}, code="repeat")
    row.due_on = to
    row.save()
    return row


@transaction.atomic
def set_review(*, measure, on):
    """Set the day of a measure's follow-up, or take it off with None. Raises ValidationError for a day before today."""
    if on is not None and on < timezone.localdate():
        raise ValidationError({"due_on": _("The day lies in the past.")}, code="past")
    row = lock(measure, None)
    if row.next_review_on != on:
        row.next_review_on = on
        row.save()
    return row


def in_a_week(day=None):
    """The same weekday of next week, counted from today at the earliest."""
    today = timezone.localdate()
    return max(day or today, today) + datetime.timedelta(days=7)
