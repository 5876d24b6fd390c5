"""What seats bring to the today page: vacant ones, and members whose time ends soon or has ended."""

import datetime
import json

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import roles
from integration_portal.core.display import format_day
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodayPart, tone_of

from .models import Membership, Seat

#: An end is told so many days ahead: a successor has to be found, named and elected.
AHEAD = datetime.timedelta(days=90)


def rows(query):
    """Seats in place today that are vacant, or whose member's time ends within 90 days with no successor named; for those who read all."""
    if not roles.reads_all(query.user):
        return None
    on = query.on
    present = Membership.objects.members().in_office(on).filter(seat=OuterRef("pk"), person__anonymised_at__isnull=True)
    present = present.order_by("-since")
    successor = Membership.objects.members().filter(seat=OuterRef("pk"), since__gt=on)
    found = (
        Seat.objects.on(on)
        .filter(Q(committee__dissolved_on__isnull=True) | Q(committee__dissolved_on__gte=on))
        .annotate(
            present=Subquery(present.values("pk")[:1]),
            ends_on=Subquery(present.values("until")[:1]),
            is_followed=Exists(successor),
        )
        .filter(Q(present__isnull=True) | Q(ends_on__lte=on + AHEAD, is_followed=False))
    )
    who = present.annotate(who=JSONObject(first=F("person__first_name"), last=F("person__last_name"))).values("who")[:1]
    columns = {
        "title": JSONObject(committee=F("committee__name"), key=F("committee_id"), seat=F("name")),
        "more": Subquery(who),
        "day": F("ends_on"),
    }
    return found, columns, [F("ends_on").asc(nulls_first=True), F("pk").asc()]


def group(query, found, total):
    """The group of `rows`, vacant seats first."""
    return TodayGroup(
        key="committees.members",
        label=_("Seats in committees"),
        icon="people",
        items=[_item(row, query) for row in found],
        total=total,
        more_url=reverse("committees:office_list"),
    )


def _item(row, query):
    told = json.loads(row.title)
    url = reverse("committees:office_detail", args=[told["key"]])
    if row.more:
        person = json.loads(row.more)
        words = {"name": f"{person['first']} {person['last']}".strip(), "day": format_day(row.day)}
        if row.day < query.on:
            text = _("The term of %(name)s ended on %(day)s; they stay on until a successor starts.") % words
        else:
            text = _("The term of %(name)s ends on %(day)s; no successor is named.") % words
    else:
        text = _("This seat is vacant.")
    return TodayItem(
        title=f"{told['committee']}: {told['seat']}",
        url=url,
        context=text,
        due=row.day,
        tone=tone_of(row.day, query.on, soon=30),
        actions=(TodayAction(_("Name somebody"), url),),
    )


MEMBERS = TodayPart("committees.members", 19, rows, group)
