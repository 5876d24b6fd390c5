"""What events and publications bring to the today page. Each source takes one or two queries."""

import datetime

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_portal.core import roles
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodaySource, tone_of

from . import notices
from .models import Event, EventDate, Publication

SOON = datetime.timedelta(days=14)
#: Published pieces of this long ago are still worth a warning.
NOTICE_DAYS = datetime.timedelta(days=365)
MOST_CHECKED = 300


def _next_events(query):
    """Dates of the next two weeks."""
    events = Event.objects.visible_inside(query.user)
    if not roles.is_insider(query.user):
        return None
    rows = (
        EventDate.objects.taking_place()
        .filter(event__in=events.values("pk"), start_day__range=(query.on, query.on + SOON))
        .annotate(total=Window(Count("pk")))
        .select_related("event__municipality")
        .order_by("start_day", "start_at", "pk")[: query.limit]
    )
    items = [
        TodayItem(
            row.event.title,
            row.event.get_office_url(),
            " · ".join(
                part for part in (row.event.get_kind_display(), row.times, row.place or row.event.where) if part
            ),
            row.start_day,
            tone_of(row.start_day, query.on),
            actions=(TodayAction(_("Open"), row.event.get_office_url()),),
        )
        for row in rows
    ]
    return TodayGroup(
        "events", _("Events"), "calendar", items, rows[0].total if items else 0, reverse("measures:office_events")
    )


def _waiting(query):
    """Events to come with people on the waiting list."""
    if not roles.reads_all(query.user):
        return None
    rows = (
        Event.objects.visible_inside(query.user)
        .filter(status="planned")
        .upcoming(query.on)
        .with_days(query.on)
        .with_people()
        .filter(waiting__gt=0)
        .annotate(total=Window(Count("pk")))
        .order_by("next_day", "pk")[: query.limit]
    )
    items = []
    for row in rows:
        words = ngettext("%(n)d person on the waiting list", "%(n)d people on the waiting list", row.waiting)
        url = reverse("measures:event_people", args=[row.pk])
        items.append(
            TodayItem(
                row.title, url, words % {"n": row.waiting}, row.next_day, actions=(TodayAction(_("Participants"), url),)
            )
        )
    return TodayGroup(
        "event-waiting", _("Waiting lists"), "people", items, rows[0].total if items else 0,
        reverse("measures:office_events"), by_date=False,
    )  # fmt: skip


def _without_notice(query):
    """Published pieces that do not name the funders."""
    if not roles.reads_all(query.user):
        return None
    rows = Publication.objects.visible_inside(query.user).to_be_checked()
    rows = rows.filter(state="published", date__gte=query.on - NOTICE_DAYS).order_by("-date", "-pk")[:MOST_CHECKED]
    needed = notices.needed_by(rows, query.site)
    lacking = [row for row in rows if needed[row.pk].is_missing_in(row)]
    items = [
        TodayItem(
            row.title, row.get_absolute_url(), row.get_channel_display(), row.date,
            actions=(TodayAction(_("Open"), row.get_absolute_url()),),
        )
        for row in lacking[: query.limit]
    ]  # fmt: skip
    return TodayGroup(
        "publications", _("Without a funding notice"), "megaphone", items, len(lacking),
        f"{reverse('measures:publications')}?stand=published", by_date=False,
    )  # fmt: skip


SOURCES = (
    TodaySource("events", 12, _next_events),
    TodaySource("event-waiting", 22, _waiting),
    TodaySource("publications", 32, _without_notice),
)
