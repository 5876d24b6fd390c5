"""What meetings bring to the today page and the calendar: which are ahead, and what has to be done for them."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import roles
from integration_portal.core.calendar import CalendarEntry, CalendarSource
from integration_portal.core.display import format_day
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodaySource, first_of, tone_of

from .models import Meeting
from .models.meetings import AHEAD
from .rules import notice

#: Meetings are shown so many days ahead; the notice period is asked for in time before it ends.
SHOWN = datetime.timedelta(days=35)


def meetings(query):
    """Meetings of the next five weeks, and those that were not closed: with the day by which the invitation has to go out."""
    if not roles.reads_all(query.user):
        return None
    until = timezone.now() + SHOWN
    rows = (
        Meeting.objects.filter(state__in=AHEAD, starts_at__lte=until)
        .select_related("committee")
        .prefetch_related("committee__rule_sets")
        .order_by("starts_at", "pk")
    )
    found, total = first_of(rows, query.limit)
    return TodayGroup(
        key="committees.meetings",
        label=_("Meetings"),
        icon="calendar",
        items=[_item(meeting, query) for meeting in found],
        total=total,
        more_url=reverse("committees:meeting_list"),
    )


def _rules(meeting):
    sets = [row for row in meeting.committee.rule_sets.all() if row.valid_from <= meeting.day]
    return max(sets, key=lambda row: row.valid_from) if sets else None


def _item(meeting, query):
    rules = _rules(meeting)
    due, text, action = meeting.day, format_day(meeting.day), TodayAction(_("Open"), meeting.get_absolute_url())
    if meeting.state == "planned" and rules is not None:
        due = notice.latest_dispatch(rules, meeting.day, "email")
        text = _("on %(day)s; the invitation has to go out by %(last)s") % {
            "day": format_day(meeting.day),
            "last": format_day(due),
        }
        action = TodayAction(_("Invite"), reverse("committees:meeting_invite", args=[meeting.pk]))
    return TodayItem(
        title=f"{meeting.committee.label}: {meeting.short}",
        url=meeting.get_absolute_url(),
        context=text,
        due=due,
        tone=tone_of(due, query.on),
        actions=(action,),
    )


def entries(user, start, end):
    """Meetings on days of the span: all that the account sees inside, the public ones for everyone else."""
    rows = Meeting.objects.visible_inside(user) if user.is_authenticated else Meeting.objects.public()
    rows = rows.filter(starts_at__date__gte=start, starts_at__date__lte=end).exclude(state__in=("cancelled", "moved"))
    return [
        CalendarEntry(
            start=meeting.day,
            end=meeting.day,
            title=f"{meeting.committee.label}: {meeting.short}",
            url=meeting.get_absolute_url() if user.is_authenticated else meeting.get_public_url(),
            text=timezone.localtime(meeting.starts_at).strftime("%H:%M"),
        )
        for meeting in rows.select_related("committee")
    ]


MEETINGS = TodaySource(key="committees.meetings", order=18, collect=meetings)
CALENDAR = CalendarSource(key="committees.meetings", label=gettext_lazy("Meetings"), entries=entries)
