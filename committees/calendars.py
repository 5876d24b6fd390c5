"""Meetings as iCalendar (RFC 5545): one VEVENT each, with a UID that never changes and a SEQUENCE that only grows."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.models import SiteSettings
from measures.calendars import BERLIN

from .models import MeetingState

#: How long a meeting without a planned end blocks a calendar.
USUAL = datetime.timedelta(hours=2)


def place_of(meeting):
    """Place and address in one line."""
    town = " ".join(part for part in (meeting.postal_code, meeting.city) if part)
    return ", ".join(part for part in (meeting.place, meeting.street, town) if part)


def entry_of(meeting, *, url="", online=False):
    """The VEVENT of a meeting; `online` puts the address for those who are invited into it."""
    from icalendar import Event  # noqa: PLC0415 - 10 MB of memory that most workers never need

    is_off = meeting.state in (MeetingState.CANCELLED, MeetingState.MOVED)
    title = f"{meeting.committee.label}: {meeting.short}"
    changed = meeting.updated_at.astimezone(datetime.UTC).replace(microsecond=0)
    entry = Event()
    entry.add("uid", str(meeting.uuid))
    entry.add("sequence", meeting.sequence)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("dtstart", timezone.localtime(meeting.starts_at))
    entry.add("dtend", timezone.localtime(meeting.ends_at or meeting.starts_at + USUAL))
    entry.add("summary", _("Cancelled: %(title)s") % {"title": title} if is_off else title)
    if place := place_of(meeting):
        entry.add("location", place)
    if online and meeting.online_url:
        entry.add("description", _("Online: %(url)s") % {"url": meeting.online_url})
    if url:
        entry.add("url", url)
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    return entry


def calendar_of(entries, *, name):
    """The bytes of a calendar with its time zone."""
    from icalendar import Calendar, Timezone  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", f"-//{SiteSettings.load().office_name}//Integrationsportal//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add_component(Timezone.from_ical(BERLIN))
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical()


def meeting_calendar(meeting):
    """One meeting for the calendar of somebody who is invited."""
    return calendar_of([entry_of(meeting, online=True)], name=meeting.committee.name)
