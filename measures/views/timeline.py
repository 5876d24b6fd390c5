"""The timeline of measures and milestones per field of action."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fields_of_action.models import FieldOfAction
from integration_portal.core.access import insider_required
from integration_portal.core.params import page_number, positive_int

from ..timeline import LABELS, MAX_ROWS, ROW, WIDTH, bars, measures_in, span_of


@require_safe
@insider_required
def show(request):
    """A picture of bars and milestones, and a table with the same content; one field, or all."""
    today = timezone.localdate()
    fields = list(FieldOfAction.objects.in_force().with_framework())
    chosen = next((field for field in fields if field.slug == request.GET.get("feld")), None)
    year = positive_int(request.GET.get("jahr")) or today.year
    year = year if 1990 <= year <= 2100 else today.year
    years = 3 if request.GET.get("jahre") == "3" else 1
    span = span_of(year, years)
    page = Paginator(measures_in(request.user, span, chosen), MAX_ROWS).get_page(page_number(request.GET.get("seite")))
    rows = bars(page.object_list, span)

    def address(**changes):
        values = {"feld": chosen.slug if chosen else "", "jahr": year, "jahre": years} | changes
        return "?" + urlencode({key: value for key, value in values.items() if value})

    return render(
        request,
        "measures/timeline.html",
        {
            "crumbs": [(_("Timeline"), None)],
            "views": [
                (_("All fields"), address(feld=""), None, chosen is None),
                *((field.label, address(feld=field.slug), None, field == chosen) for field in fields),
            ],
            "field": chosen,
            "span": span,
            "year": year,
            "years": years,
            "earlier_url": address(jahr=year - 1),
            "later_url": address(jahr=year + 1),
            "zoom_url": address(jahre=1 if years == 3 else 3),
            "page_obj": page,
            "rows": rows,
            "today": today,
            "today_x": span.x(today) if span.first <= today <= span.last else None,
            "width": WIDTH,
            "labels": LABELS,
            "row": ROW,
            "height": len(rows) * ROW + 34,
        },
    )
