"""Events as iCalendar (RFC 5545): every date is a VEVENT of its own with a UID that never changes."""

import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_portal.core.models import SiteSettings
from integration_portal.core.site import absolute

#: The time zone by the rule of the European Union in force since 1996. Lists of single changes, as libraries write
#: them, are misread by calendar programs that know rules only, and end some day.
BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
MOST_DATES = 5000
MOST_TEXT = 2000
CONTENT_TYPE = "text/calendar; charset=utf-8"


def _description(event):
    parts = [event.summary, event.text[:MOST_TEXT]]
    if event.is_cancelled:
        parts.insert(0, _("Cancelled: %(reason)s") % {"reason": event.cancel_reason})
    if event.public_online_url:
        parts.append(_("Online: %(url)s") % {"url": event.public_online_url})
    return "\n\n".join(part for part in parts if part)


def _entry(date):
    from icalendar import Event  # noqa: PLC0415 - as in build()

    event, entry = date.event, Event()
    is_cancelled = date.is_cancelled or event.is_cancelled
    entry.add("uid", str(date.uuid))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.updated_at.astimezone(datetime.UTC).replace(microsecond=0))
    entry.add("last-modified", event.updated_at.astimezone(datetime.UTC).replace(microsecond=0))
    if date.all_day:
        entry.add("dtstart", date.start_day)
        entry.add("dtend", date.end_day + datetime.timedelta(days=1))  # exclusive, RFC 5545 3.6.1
    else:
        entry.add("dtstart", timezone.localtime(date.start_at))
        entry.add("dtend", timezone.localtime(date.end_at))
    entry.add("summary", _("Cancelled: %(title)s") % {"title": event.title} if is_cancelled else event.title)
    if description := _description(event):
        entry.add("description", description)
    if place := date.place or event.where:
        entry.add("location", place)
    fields = [str(row.label) for row in event.fields.all()]
    if fields:
        entry.add("categories", fields)
    entry.add("url", absolute(event.get_absolute_url()))
    entry.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    entry.add("transp", "OPAQUE" if not is_cancelled and not date.all_day else "TRANSPARENT")
    return entry


def build(dates, *, name):
    """Return the bytes of a calendar of the dates (a queryset), with the time zone it uses; at most 5,000 of them."""
    from icalendar import Calendar, Timezone  # noqa: PLC0415 - 10 MB of memory that most workers never need

    cal = Calendar()
    cal.add("version", "2.0")
    cal.add("prodid", f"-//{SiteSettings.load().portal_name}//Termine//{(get_language() or 'de').upper()}")
    cal.add("calscale", "GREGORIAN")
    cal.add("method", "PUBLISH")
    cal.add("x-wr-calname", name)
    cal.add("x-wr-timezone", "Europe/Berlin")
    cal.add("x-published-ttl", "PT12H")
    cal.add_component(Timezone.from_ical(BERLIN))
    for date in dates.select_related("event__municipality").prefetch_related("event__fields")[:MOST_DATES]:
        cal.add_component(_entry(date))
    return cal.to_ical()


def calendar_response(dates, *, name, file_name):
    """A calendar file that programs subscribe to and people download."""
    response = HttpResponse(build(dates, name=name), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
