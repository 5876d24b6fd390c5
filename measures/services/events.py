"""Events: creating, changing, copying, publishing, cancelling; their dates by hand and by rule.

Every change of what a calendar shows counts `sequence` up. A date of a published event is never deleted: it is
cancelled, so that calendars which took it over learn of it.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_portal.core.audit import audited_bulk_create
from integration_portal.core.locking import lock
from integration_portal.core.slugs import unique_slug

from ..models import Event, EventDate, EventStatus
from ..models.events import MOST_DATES
from . import registrations, series

MANY = ("fields", "target_groups", "languages", "organisers")
#: What a calendar shows of an event.
IN_CALENDARS = ("title", "summary", "text", "place", "municipality_id", "online_url", "takes_registrations", "status")
#: What a copy does not take over: it starts unpublished, planned and without dates.
NOT_COPIED = (
    "id", "uuid", "slug", "version", "created_at", "updated_at", "status", "cancel_reason", "is_published",
    "published_at", "sequence", "registration_until",
)  # fmt: skip


def _fill(event, data):
    for name, value in data.items():
        if name not in MANY:
            setattr(event, name, value)


def _link(event, data):
    for name in MANY:
        if name in data:
            getattr(event, name).set(data[name])


def _check_parent(event):
    parent = event.parent
    if parent is None:
        return
    if parent.pk == event.pk or parent.parent_id is not None:
        raise ValidationError({"parent": _("Please choose an event that is not itself a part of another one.")})
    if event.pk and event.parts.exists():
        raise ValidationError({"parent": _("This event has parts of its own and cannot be a part itself.")})


def _check_capacity(event):
    if event.capacity is None or event.pk is None:
        return
    taken = event.registrations.with_a_place().count()
    if event.capacity < taken:
        raise ValidationError(
            {
                "capacity": ngettext(
                    "%(taken)d person has a place already. Please offer at least as many.",
                    "%(taken)d people have a place already. Please offer at least as many.",
                    taken,
                )
                % {"taken": taken}
            }
        )


def _seen(event):
    return [getattr(event, name) for name in IN_CALENDARS]


def _apply(row, values):
    """Write the values of a date into its row; returns whether anything changed."""
    changed = row.pk is None
    for name in ("start_day", "end_day", "start_at", "end_at", "place", "is_cancelled"):
        if name in values and getattr(row, name) != values[name]:
            setattr(row, name, values[name])
            changed = True
    return changed


def _set_dates(event, dates):
    """Store `dates`, dicts with an optional `id` and `remove`; dates that are not named stay. Returns whether anything changed."""
    present = {row.pk: row for row in event.dates.all()}
    changed = False
    for values in dates:
        row = present.get(values.get("id"))
        if values.get("remove"):
            changed |= _remove_date(event, row)
            continue
        if row is None and values.get("id"):
            continue  # somebody removed it meanwhile; the version of the event has caught that already
        row = row or EventDate(event=event)
        if _apply(row, values):
            row.full_clean(exclude=["event"])
            row.save()
            changed = True
    if event.dates.count() > MOST_DATES:
        raise ValidationError(_("An event has at most %(most)d dates.") % {"most": MOST_DATES}, code="too_many")
    return changed


def _remove_date(event, row):
    if row is None:
        return False
    if not event.is_published:
        row.delete()
    elif row.is_cancelled:
        return False
    else:
        row.is_cancelled = True
        row.save()
    return True


@transaction.atomic
def create_event(*, data, dates=()):
    """Create an event, unpublished. `data` maps names of fields, many-to-many ones included, to values.

    `dates` are dicts of `start_day`, `end_day`, `start_at`, `end_at`, `place`. Raises ValidationError by field.
    """
    event = Event()
    _fill(event, data)
    event.slug = unique_slug(Event, event.title, fallback="termin")
    _check_parent(event)
    event.full_clean(exclude=["slug"])
    event.save()
    _link(event, data)
    _set_dates(event, dates)
    return event


@transaction.atomic
def update_event(*, event, version, data, dates=()):
    """Store changes to an event and to the given ones of its dates; return the saved row.

    Raises StaleObject when somebody saved since `version`; ValidationError for values that do not fit, and for fewer
    places than are taken (the message says how many). More places let the waiting list move up.
    """
    row = lock(event, version)
    before = _seen(row)
    _fill(row, data)
    _check_parent(row)
    _check_capacity(row)
    changed = _set_dates(row, dates)
    row.sequence += changed or _seen(row) != before
    row.full_clean(exclude=["slug"])
    row.save()
    _link(row, data)
    if changed:
        registrations.extend_links(event=row)
    registrations.move_up(event=row)
    return row


@transaction.atomic
def add_series(*, event, version, rule, start_time=None, end_time=None, last_day_after=0):
    """Add the dates of a rule to an event; returns (saved event, number of new dates).

    With times each date runs from `start_time` to `end_time`, else over whole days; `last_day_after` days later is
    its last day. A day that has a date with the same begin already is left out. Raises StaleObject, ValidationError.
    """
    row = lock(event, version)
    days = series.days_of(rule)
    wanted = [values_of_date(day, start_time, day + datetime.timedelta(days=last_day_after), end_time) for day in days]
    taken = set(row.dates.values_list("start_day", "start_at"))
    new = [
        EventDate(event=row, **values) for values in wanted if (values["start_day"], values["start_at"]) not in taken
    ]
    if len(new) + len(taken) > MOST_DATES:
        raise ValidationError(_("An event has at most %(most)d dates.") % {"most": MOST_DATES}, code="too_many")
    for date in new:
        date.set_days()
    audited_bulk_create(new)
    row.sequence += bool(new)
    row.save()
    registrations.extend_links(event=row)
    return row, len(new)


def values_of_date(start_day, start_time, end_day, end_time):
    """The values of an `EventDate`: whole days without a time, else aware moments in Berlin.

    Raises ValidationError by field for an end before the start, and for one time without the other.
    """
    end_day = end_day or start_day
    if end_day < start_day:
        raise ValidationError({"end_day": _("The end lies before the start.")})
    if start_time is None and end_time is None:
        return {"start_day": start_day, "end_day": end_day, "start_at": None, "end_at": None}
    if start_time is None or end_time is None:
        missing = "start_time" if start_time is None else "end_time"
        raise ValidationError({missing: _("Please enter both times, or none for whole days.")})
    # In UTC, so that the night the clocks change is compared and counted right.
    start, end = (
        timezone.make_aware(datetime.datetime.combine(day, time)).astimezone(datetime.UTC)
        for day, time in ((start_day, start_time), (end_day, end_time))
    )
    if end <= start:
        raise ValidationError({"end_time": _("The end lies before the start.")})
    return {"start_day": start_day, "end_day": end_day, "start_at": start, "end_at": end}


@transaction.atomic
def duplicate_event(*, event):
    """Return a copy of an event: unpublished, planned, without dates, registrations and attachments."""
    data = {
        field.name: getattr(event, field.name)
        for field in Event._meta.concrete_fields
        if field.name not in NOT_COPIED and not hasattr(field, "compute")
    }
    data["title"] = _("%(title)s (copy)") % {"title": event.title[:180]}
    return create_event(data=data | {name: list(getattr(event, name).all()) for name in MANY})


def obstacles_to_publishing(event):
    """What is missing before everyone may see the event, in words."""
    found = []
    if not event.dates.exists():
        found.append(_("It has no date yet."))
    if not (event.where or event.online_url):
        found.append(_("It says neither a place nor an online link."))
    if event.parent_id and not event.parent.is_published:
        found.append(_("The event it is part of is not published."))
    return found


@transaction.atomic
def publish_event(*, event):
    """Show an event to everyone; returns it. Publishing twice changes nothing. Raises ValidationError with what is missing."""
    row = lock(event, None)
    if row.is_published:
        return row
    obstacles = obstacles_to_publishing(row)
    if obstacles:
        raise ValidationError(obstacles, code="incomplete")
    row.is_published, row.published_at = True, timezone.now()
    row.save()
    return row


@transaction.atomic
def unpublish_event(*, event):
    """Take an event off the public pages. Raises ValidationError while people are registered: they must be told instead."""
    row = lock(event, None)
    if not row.is_published:
        return row
    if row.registrations.exclude(state="cancelled").named().exists() and not row.is_cancelled:
        raise ValidationError(
            _("People have registered. Please cancel the event, so that they are told."), code="people"
        )
    if row.parts.public().exists():
        raise ValidationError(_("Parts of it are published. Please unpublish these first."), code="parts")
    row.is_published = False
    row.save()
    return row


@transaction.atomic
def cancel_event(*, event, reason, version=None, tell=True):
    """Cancel an event; returns (saved row, number of mails). With `tell` everybody registered or waiting gets a mail.

    Raises ValidationError without a reason and when it is cancelled already; StaleObject if changed since `version`.
    """
    row = lock(event, version)
    if EventStatus.CANCELLED not in EventStatus.transitions[row.status]:
        raise ValidationError(_("This event has been cancelled already."), code="state")
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")})
    row.status, row.cancel_reason = EventStatus.CANCELLED, reason.strip()
    row.sequence += 1
    row.full_clean(exclude=["slug"])
    row.save()
    return row, registrations.tell_cancelled(event=row) if tell else 0


@transaction.atomic
def delete_event(*, event):
    """Delete an event that never was public and has neither registrations nor parts. Raises ValidationError otherwise."""
    row = lock(event, None)
    if row.published_at or row.registrations.exists() or row.parts.exists():
        raise ValidationError(_("Only drafts without registrations and parts can be deleted."), code="state")
    row.delete()
