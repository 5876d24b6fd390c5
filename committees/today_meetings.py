"""What meetings bring to the today page and the calendar: which are ahead, and what has to be done for them."""

import datetime
import json

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import roles
from integration_portal.core.calendar import CalendarEntry, CalendarSource
from integration_portal.core.display import format_day
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodayPart, tone_of

from .models import Meeting, RuleSet
from .models.meetings import AHEAD
from .rules import notice

#: Meetings are shown so many days ahead; the notice period is asked for in time before it ends.
SHOWN = datetime.timedelta(days=35)


#: What the notice period depends on, in the order in which a row carries it.
RULES = ("notice_days", "notice_counting", "notice_from", "full_days", "post_days", "holidays_of", "name")


def meeting_rows(query):
    """Meetings of the next five weeks that are planned or invited, with the rules in force on their day."""
    if not roles.reads_all(query.user):
        return None
    until = timezone.now() + SHOWN
    rules = RuleSet.objects.filter(committee=OuterRef("committee"), valid_from__lte=OuterRef("day_of_meeting"))
    columns = {
        "title": JSONObject(state=F("state"), committee=F("committee__name"), number=F("number"), title=F("title")),
        "more": Subquery(
            rules.order_by("-valid_from")
            .annotate(words=JSONObject(**{name: F(name) for name in RULES}))
            .values("words")[:1]
        ),
        "day": TruncDate("starts_at"),
    }
    rows = Meeting.objects.filter(state__in=AHEAD, starts_at__lte=until).annotate(day_of_meeting=TruncDate("starts_at"))
    return rows, columns, [F("starts_at").asc(), F("pk").asc()]


def meetings(query, rows, total):
    """The group of `meeting_rows`: of a planned meeting the day by which the invitation has to go out is due."""
    return TodayGroup(
        key="committees.meetings",
        label=_("Meetings"),
        icon="calendar",
        items=[_item(row, query) for row in rows],
        total=total,
        more_url=reverse("committees:meeting_list"),
    )


def _rules(text):
    values = json.loads(text or "null")
    return values and RuleSet(**{**values, "full_days": bool(values["full_days"])})


def _item(row, query):
    told = json.loads(row.title)
    meeting = Meeting(pk=row.pk, number=told["number"], title=told["title"])
    due, text, url, label = row.day, format_day(row.day), meeting.get_absolute_url(), _("Open")
    rules = _rules(row.more)
    if told["state"] == "planned" and rules:
        due = notice.latest_dispatch(rules, row.day, "email")
        words = {"day": format_day(row.day), "last": format_day(due)}
        text = _("on %(day)s; the invitation has to go out by %(last)s") % words
        url, label = reverse("committees:meeting_invite", args=[row.pk]), _("Invite")
    return TodayItem(
        title=f"{told['committee']}: {meeting.short}",
        url=meeting.get_absolute_url(),
        context=text,
        due=due,
        tone=tone_of(due, query.on),
        actions=(TodayAction(label, url),),
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


MEETINGS = TodayPart("committees.meetings", 18, meeting_rows, meetings)
CALENDAR = CalendarSource(key="committees.meetings", label=gettext_lazy("Meetings"), entries=entries)
