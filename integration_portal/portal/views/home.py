"""The home page of the portal."""

import datetime

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fields_of_action.models import Framework
from integration_portal.core import calendar
from measures.models import Measure, Status

from ..overview import status_picture

MAX_SQUARES = 40  # a row with more measures shows its numbers instead of a square each


@require_safe
def show(request):
    """Fields with their number of measures, next dates, newest measures, and how far they are as picture and table."""
    rows, totals = status_picture()
    by_status = dict(totals)
    today = timezone.localdate()
    return render(
        request,
        "portal/home.html",
        {
            "framework": Framework.objects.in_force(today).first(),
            "rows": rows,
            "totals": totals,
            "total": sum(by_status.values()),
            "completed": by_status[Status.COMPLETED],
            "running": by_status[Status.IN_PROGRESS] + by_status[Status.PERMANENT],
            "preparing": by_status[Status.IDEA] + by_status[Status.PLANNED],
            "resting": by_status[Status.POSTPONED] + by_status[Status.DROPPED],
            "draw_squares": all(row.total <= MAX_SQUARES for row in rows),
            "dates": calendar.entries(request.user, today, today + datetime.timedelta(days=90))[:4],
            "newest": Measure.objects.public().with_card_relations(today).by_newest()[:4],
            "measure_count": Measure.objects.public().count(),
        },
    )
