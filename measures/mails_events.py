"""The mails to participants of events."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.mail import MailKind, Placeholder

_EVENT = (
    Placeholder("name", _("Name of the participant"), "Mara Muster"),
    Placeholder("event", _("Title of the event"), _("Intercultural training")),
    Placeholder("dates", _("The dates"), "– Di 01.12.2026, 14:00–16:00"),
    Placeholder("place", _("Place, or online link"), "Musterhaus, Musterstraße 1"),
)
_LINK = Placeholder("link", _("The participant's personal link"), "https://portal.example.org/l/…", required=True)
_REASON = Placeholder("reason", _("Why it is cancelled"), _("The speaker is ill."))

RECEIVED = MailKind(
    key="measures.event_received",
    label=_("Event: place confirmed"),
    purpose=_("Goes to whoever registers and gets a place."),
    subject=_("You are registered: {event}"),
    body=_(
        "Hello {name},\n\nyou are registered for:\n\n{event}\n\n{dates}\n\nPlace: {place}\n\n"
        "If you cannot come, please sign off here, so that somebody else gets the place:\n\n{link}\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=(*_EVENT, _LINK),
)
WAITING = MailKind(
    key="measures.event_waiting",
    label=_("Event: on the waiting list"),
    purpose=_("Goes to whoever registers when all places are taken."),
    subject=_("You are on the waiting list: {event}"),
    body=_(
        "Hello {name},\n\nthank you for your interest in:\n\n{event}\n\n{dates}\n\nAll places are taken at the moment. "
        "You are on the waiting list and get a mail as soon as a place is free.\n\n"
        "If you no longer want to come, please sign off here:\n\n{link}\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(*_EVENT, _LINK),
)
MOVED_UP = MailKind(
    key="measures.event_moved_up",
    label=_("Event: moved up from the waiting list"),
    purpose=_("Goes out when a place has become free."),
    subject=_("You have a place: {event}"),
    body=_(
        "Hello {name},\n\na place has become free, and it is yours:\n\n{event}\n\n{dates}\n\nPlace: {place}\n\n"
        "If you cannot come any more, please sign off here:\n\n{link}\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(*_EVENT, _LINK),
)
CANCELLED = MailKind(
    key="measures.event_cancelled",
    label=_("Event: cancelled"),
    purpose=_("Goes to everybody registered or waiting when an event is cancelled."),
    subject=_("Cancelled: {event}"),
    body=_(
        "Hello {name},\n\nunfortunately this event does not take place:\n\n{event}\n\n{dates}\n\nThe reason: {reason}\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=(*_EVENT, _REASON),
)
REMINDER = MailKind(
    key="measures.event_reminder",
    label=_("Event: reminder"),
    purpose=_("Goes to participants some days before the event."),
    subject=_("See you soon: {event}"),
    body=_(
        "Hello {name},\n\nwe look forward to seeing you:\n\n{event}\n\n{dates}\n\nPlace: {place}\n\n"
        "If you cannot come, please sign off here, so that somebody else gets the place:\n\n{link}\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=(*_EVENT, _LINK),
)
ALL = (RECEIVED, WAITING, MOVED_UP, CANCELLED, REMINDER)
