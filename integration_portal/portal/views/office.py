"""The today page and the calendar of the office views."""

import calendar as months
import datetime

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_portal.core import calendar, roles
from integration_portal.core.access import insider_required
from integration_portal.core.models import FormDraft
from integration_portal.core.params import positive_int
from integration_portal.core.roles import Role
from integration_portal.core.site import settings_of

from .. import todaypage

DRAFTS = 5


@require_safe
def start(request):
    """Where an account comes to after signing in: the today page, for members of a committee the page of their committee."""
    if not roles.is_insider(request.user) and roles.has_role(request.user, Role.COUNCIL):
        return redirect("committees:own")
    return _today(request)


@insider_required
def _today(request):
    """What is due, for oneself or (`?wer=alle`) for everybody whose things one may see, with what to do about it."""
    user, on = request.user, timezone.localdate()
    mine = request.GET.get("wer") != "alle"
    return render(
        request,
        "portal/office_home.html",
        {
            "today": on,
            "week": on.isocalendar().week,
            "mine": mine,
            "page": todaypage.build(user, on, mine=mine, site=settings_of(request)),
            "drafts": FormDraft.objects.filter(user=user)[:DRAFTS],
            "shows_all": user.reads_all,
        },
    )


@require_safe
@insider_required
def calendar_month(request):
    """A month with everything the user may see of it: grid and, for narrow screens and readers, the same as a list."""
    today = timezone.localdate()
    year, month = (
        positive_int(request.GET.get("jahr")) or today.year,
        positive_int(request.GET.get("monat")) or today.month,
    )
    if not (1990 <= year <= 2100 and 1 <= month <= 12):
        year, month = today.year, today.month
    weeks = months.Calendar().monthdatescalendar(year, month)
    entries = calendar.entries(request.user, weeks[0][0], weeks[-1][-1])
    by_day = {}
    for entry in entries:
        day = max(entry.start, weeks[0][0])
        while day <= min(entry.end, weeks[-1][-1]):
            by_day.setdefault(day, []).append(entry)
            day += datetime.timedelta(days=1)
    first = datetime.date(year, month, 1)
    return render(
        request,
        "portal/calendar.html",
        {
            "crumbs": [(_("Calendar"), None)],
            "month": first,
            "today": today,
            "weeks": [[(day, by_day.get(day, []), day.month == month) for day in week] for week in weeks],
            "entries": [
                entry
                for entry in entries
                if entry.end >= first and (entry.start.year, entry.start.month) <= (year, month)
            ],
            "earlier_url": _month_url(first - datetime.timedelta(days=1)),
            "later_url": _month_url(first + datetime.timedelta(days=31)),
        },
    )


def _month_url(day):
    return f"{reverse('portal:calendar')}?jahr={day.year}&monat={day.month}"
