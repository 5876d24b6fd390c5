"""Registrations for events: taking a place or waiting for one, signing off, moving up, ticking, reminding, forgetting.

Whoever takes, gives up or adds places holds the lock of the event's row, so that no place is given away twice.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from integration_portal.core import links
from integration_portal.core.locking import lock
from integration_portal.core.mail import queue_mail
from integration_portal.core.models import PersonalLink, SiteSettings
from integration_portal.core.site import absolute

from ..models import Event, EventDate, EventRegistration, EventStatus

PURPOSE = "measures.registration"
#: Mails within ten minutes that somebody may cause for an address by registering it again.
CONFIRMATIONS = 3
DATES_IN_MAIL = 10
State = EventRegistration.State
KINDS = {State.REGISTERED: "measures.event_received", State.WAITING: "measures.event_waiting"}


def closed_because(event, today=None):
    """Why nobody can register now, in words; "" while registration is open. Free places do not matter: there is a waiting list."""
    today = today or timezone.localdate()
    if not event.takes_registrations or not event.is_published:
        return _("There is no registration for this event.")
    if event.is_cancelled:
        return _("The event has been cancelled.")
    first = event.dates.filter(is_cancelled=False, end_day__gte=today).aggregate(day=Min("start_day"))["day"]
    if first is None:
        return _("The event is over.")
    if event.registration_until is not None and event.registration_until < today:
        return _("Registration has ended.")
    return ""


def free_places(event):
    """How many places are free; None if there is no limit."""
    if event.capacity is None:
        return None
    return max(0, event.capacity - event.registrations.with_a_place().count())


def link_deadline(event):
    """Until when personal links of an event work: the end of its last day, a year from now without one."""
    last = event.dates.aggregate(day=Max("end_day"))["day"] or timezone.localdate() + datetime.timedelta(days=365)
    return timezone.make_aware(datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min))


@transaction.atomic
def register(*, event, name, email, organisation="", needs="", language="", by_office=False):
    """Register somebody; returns the row, with a place or on the waiting list. The mail says which.

    An address that is registered already changes nothing and gets its mail again, a few times: whoever asks
    cannot tell the difference. Raises ValidationError while registration is closed, which does not stop the office.
    """
    row = lock(event, None)
    reason = closed_because(row)
    if reason and not (by_office and row.status == EventStatus.PLANNED):
        raise ValidationError(reason, code="closed")
    known = row.registrations.filter(email__iexact=email).first() if email else None
    if known is not None and known.state != State.CANCELLED:
        if not links.too_often(f"confirm:{known.pk}", CONFIRMATIONS):
            _confirm(known)
        return known
    free = free_places(row)
    registration = known or EventRegistration(event=row)
    registration.name, registration.email = name, email
    registration.organisation, registration.needs, registration.language = organisation, needs, language
    registration.state = State.REGISTERED if free is None or free > 0 else State.WAITING
    registration.joined_at, registration.reminded_at = timezone.now(), None
    registration.full_clean(exclude=["event", "link"])
    registration.save()
    if email:
        _give_link(registration)
        _confirm(registration)
    return registration


def _give_link(registration):
    if registration.link_id is not None:
        links.withdraw(registration.link)
    registration.link = links.issue(
        purpose=PURPOSE,
        subject=registration.mail_key,
        holder=registration.name,
        expires_at=link_deadline(registration.event),
    )
    registration.save(update_fields=["link", "updated_at"])


def _confirm(registration):
    kind = KINDS.get(State(registration.state))
    if kind and registration.link_id:
        _mail(kind, registration)


def dates_in_words(event, today=None):
    """The dates to come as lines of a mail, the first ten of them; all of them if none is to come."""
    today = today or timezone.localdate()
    dates = list(event.dates.filter(is_cancelled=False))
    dates = [date for date in dates if date.end_day >= today] or dates
    lines = [f"– {date.when}" + (f", {date.place}" if date.place else "") for date in dates[:DATES_IN_MAIL]]
    if len(dates) > DATES_IN_MAIL:
        lines.append("– …")
    return "\n".join(lines)


def _mail(kind, registration, **more):
    event = registration.event
    with translation.override(registration.language or translation.get_language()):
        values = {
            "name": registration.name,
            "event": event.title,
            "dates": dates_in_words(event),
            "place": ", ".join(part for part in (event.where, event.online_url) if part) or _("to be announced"),
            "link": absolute(links.path_of(registration.link)) if registration.link_id else "",
            **more,
        }
    queue_mail(
        kind=kind,
        to=registration.email,
        values=values,
        about=registration.mail_key,
        language=registration.language or None,
    )


def registration_of(link):
    """The registration that a personal link opens, or None."""
    return EventRegistration.objects.filter(link=link).select_related("event", "link").first()


@transaction.atomic
def sign_off(*, registration):
    """Give the place back; the first on the waiting list gets it. Signing off twice changes nothing.

    Raises ValidationError for somebody who was ticked as present.
    """
    event = lock(registration.event, None)
    row = EventRegistration.objects.select_for_update().get(pk=registration.pk)
    if row.state == State.CANCELLED:
        return row
    if State.CANCELLED not in State.transitions[row.state]:
        raise ValidationError(_("Whoever took part cannot be signed off any more."), code="state")
    row.state = State.CANCELLED
    row.save()
    move_up(event=event)
    return row


@transaction.atomic
def move_up(*, event):
    """Give free places to whoever waits longest, with a mail; returns their rows.

    Not for cancelled events and not for those that are over. The caller need not hold the lock.
    """
    event = lock(event, None)
    if event.is_cancelled or not event.takes_registrations:
        return []
    if not event.dates.filter(is_cancelled=False, end_day__gte=timezone.localdate()).exists():
        return []
    waiting, free = event.registrations.waiting().named(), free_places(event)
    moved = list(waiting if free is None else waiting[:free])
    for row in moved:
        row.event = event
        row.state = State.REGISTERED
        row.save()
        if row.email and row.link_id:
            _mail("measures.event_moved_up", row)
    return moved


@transaction.atomic
def tick_attendance(*, event, present):
    """Mark the registrations whose keys are in `present` as attended, and every other one as registered only.

    Returns the number of those who attended. Raises ValidationError before the event has begun.
    """
    event = lock(event, None)
    first = event.dates.filter(is_cancelled=False).aggregate(day=Min("start_day"))["day"]
    if first is None or first > timezone.localdate():
        raise ValidationError(_("The event has not begun yet."), code="early")
    present = set(present)
    for row in event.registrations.with_a_place():
        state = State.ATTENDED if row.pk in present else State.REGISTERED
        if row.state != state:
            row.state = state
            row.save()
    return event.registrations.filter(state=State.ATTENDED).count()


def extend_links(*, event):
    """Let the personal links of an event work as long as its dates now want it."""
    deadline = link_deadline(event)
    for link in PersonalLink.objects.filter(event_registration__event=event).exclude(expires_at=deadline):
        link.expires_at = deadline
        link.save(update_fields=["expires_at"])


def tell_cancelled(*, event):
    """Write to everybody registered or waiting that the event is cancelled; returns how many mails."""
    rows = event.registrations.filter(state__in=(State.REGISTERED, State.WAITING)).exclude(email="")
    number = 0
    for row in rows.select_related("link"):
        row.event = event
        _mail("measures.event_cancelled", row, reason=event.cancel_reason)
        number += 1
    return number


def remind_due(now):
    """Remind participants some days before the first date to come, once; the words of `run_due`."""
    today = timezone.localdate(now)
    next_day = (
        EventDate.objects.filter(event=OuterRef("event"), is_cancelled=False, start_day__gte=today)
        .order_by("start_day")
        .values("start_day")[:1]
    )
    rows = (
        EventRegistration.objects.filter(
            state=State.REGISTERED,
            reminded_at__isnull=True,
            link__isnull=False,
            event__status=EventStatus.PLANNED,
            event__remind_days__gt=0,
        )
        .exclude(email="")
        .annotate(next_day=Subquery(next_day))
        .filter(next_day__lte=today + datetime.timedelta(days=30))
        .annotate(days=F("event__remind_days"))
    )
    number = 0
    for pk, day, days, joined in rows.values_list("pk", "next_day", "days", "joined_at"):
        # Whoever registered within these days has the confirmation at hand.
        start = day - datetime.timedelta(days=days)
        if start <= today and timezone.localdate(joined) < start:
            number += _remind(pk, now)
    return _("%(n)d reminders of events") % {"n": number} if number else ""


@transaction.atomic
def _remind(pk, now):
    row = EventRegistration.objects.select_for_update(of=("self",)).select_related("event", "link").get(pk=pk)
    if row.reminded_at is not None or row.state != State.REGISTERED:
        return 0
    row.reminded_at = now
    row.save(update_fields=["reminded_at", "updated_at"])
    _mail("measures.event_reminder", row)
    return 1


def forget_due(now):
    """Delete the personal data of participants of events long past; the rows and so the numbers stay."""
    kept = datetime.timedelta(days=SiteSettings.load().participants_kept_days)
    limit = timezone.localdate(now) - kept
    long_past = Event.objects.annotate(
        last=Subquery(EventDate.objects.filter(event=OuterRef("pk")).order_by("-end_day").values("end_day")[:1])
    ).filter(Q(last__lt=limit) | Q(last__isnull=True, created_at__lt=now - kept))
    rows = EventRegistration.objects.named().filter(event__in=long_past.values("pk"))
    number = 0
    for row in rows.select_related("link").iterator(chunk_size=200):
        _forget(row, now)
        number += 1
    return _("Data of %(n)d participants deleted") % {"n": number} if number else ""


@transaction.atomic
def _forget(row, now):
    link, row.link = row.link, None
    row.name = row.email = row.organisation = row.needs = row.language = ""
    row.forgotten_at = now
    row.save()
    if link is not None:
        link.delete()


@transaction.atomic
def forget(*, registration):
    """Delete the personal data of one participant at once, as they may ask for; a place to come is given up."""
    sign_off_first = registration.state in (State.REGISTERED, State.WAITING)
    event = lock(registration.event, None)
    row = EventRegistration.objects.select_for_update().get(pk=registration.pk)
    if row.forgotten_at:
        return row
    if sign_off_first and event.dates.filter(end_day__gte=timezone.localdate()).exists():
        row.state = State.CANCELLED
    _forget(row, timezone.now())
    move_up(event=event)
    return row
