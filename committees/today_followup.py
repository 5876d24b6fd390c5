"""Open resolutions on the today page, in the weekly mail and in the calendar."""

import datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from integration_portal.core import roles
from integration_portal.core.calendar import CalendarEntry, CalendarSource
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodayPart, tone_of

from .models import Resolution

#: Resolutions are shown so many days before they are due.
AHEAD = datetime.timedelta(days=14)


def open_rows(query):
    """Unfinished resolutions that are overdue or due within two weeks: the own ones and those nobody carries, or all."""
    if not roles.reads_all(query.user):
        return None
    rows = Resolution.objects.visible_inside(query.user).unfinished().filter(due_on__lte=query.on + AHEAD)
    if query.mine:
        rows = rows.filter(Q(responsible=query.user) | Q(responsible=None, contact=None))
    columns = {"title": F("title"), "text": F("number"), "more": F("committee__name"), "day": F("due_on")}
    return rows, columns, [F("due_on").asc(), F("pk").asc()]


def open_resolutions(query, rows, total):
    """The group of `open_rows`."""
    may_write = roles.is_office(query.user)
    items = []
    for row in rows:
        url = reverse("committees:resolution", args=[row.pk])
        acts = [
            TodayAction(
                pgettext("resolution", "Write a report"), reverse("committees:resolution_report", args=[row.pk])
            )
        ]
        items.append(
            TodayItem(
                title=row.title,
                url=url,
                context=f"{row.text} · {row.more}",
                due=row.day,
                tone=tone_of(row.day, query.on),
                actions=tuple(acts) if may_write else (TodayAction(_("Open"), url),),
            )
        )
    return TodayGroup(
        key="committees.resolutions",
        label=_("Resolutions to be carried out"),
        icon="resolution",
        items=items,
        total=total,
        more_url=reverse("committees:resolution_list") + "?frist=offen&sort=frist",
    )


def _dates(user, start, end):
    if not roles.reads_all(user):
        return
    rows = Resolution.objects.visible_inside(user).unfinished().filter(due_on__range=(start, end))
    for row in rows.select_related("committee").prefetch_related("fields"):
        yield CalendarEntry(
            row.due_on,
            row.due_on,
            str(row),
            row.get_absolute_url(),
            row.committee.label,
            frozenset(field.pk for field in row.fields.all()),
        )


TODAY = TodayPart("committees.resolutions", 28, open_rows, open_resolutions)
CALENDAR = CalendarSource("beschluesse", gettext_lazy("Resolutions to be carried out"), _dates)
