"""Indicators for everyone: all of them, the page of one with chart, table and downloads, and the box that other sites may frame."""

from itertools import groupby

from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from integration_portal.core.models import SiteSettings
from integration_portal.core.params import page_number
from integration_portal.core.site import absolute
from integration_portal.core.writers import csv_response, json_response, xlsx_response

from .. import figures
from ..models import Indicator

PER_PAGE = 60
ON_INDEX = 60
FORMATS = ("csv", "json", "xlsx")


def _indicator(slug):
    row = get_object_or_404(Indicator.objects.public().select_related("field__framework"), slug=slug)
    site = SiteSettings.load()
    return row, site, figures.public_figures([row], below=site.suppress_below)[row.pk]


@require_safe
def index(request):
    """All published indicators by field of action, each with its newest value."""
    site = SiteSettings.load()
    page = Paginator(Indicator.objects.public().by_field(), ON_INDEX).get_page(page_number(request.GET.get("seite")))
    newest = figures.newest_public_figures(page.object_list, below=site.suppress_below)
    today = timezone.localdate()
    groups = [
        (field, field is not None and not field.framework.is_in_force(today), [(row, newest[row.pk]) for row in rows])
        for field, rows in groupby(page.object_list, key=lambda row: row.field)
    ]
    context = {
        "page_obj": page,
        "groups": groups,
        "has_hidden": any(figure is not None and figure.is_hidden for figure in newest.values()),
        "below": site.suppress_below,
        "crumbs": [(_("Home"), reverse("portal:home")), (_("Indicators"), None)],
        "page_description": _("What the district counts: newest values with day and source."),
    }
    return render(request, "fields_of_action/indicators/index.html", context)


@require_safe
def show(request, slug):
    """One published indicator: newest value, development, all values, downloads, and how to embed it."""
    row, site, shown = _indicator(slug)
    return render(
        request,
        "fields_of_action/indicators/public.html",
        {
            "indicator": row,
            "newest": figures.newest(shown),
            "chart": figures.chart_over_time(row, shown, key="zeit"),
            "places": figures.chart_by_place(row, shown, key="orte"),
            "page_obj": Paginator(shown, PER_PAGE).get_page(page_number(request.GET.get("seite"))),
            "has_places": any(figure.municipality for figure in shown),
            "has_parts": any(figure.breakdown for figure in shown),
            "has_hidden": any(figure.is_hidden for figure in shown),
            "below": site.suppress_below,
            "box_url": absolute(reverse("fields_of_action:indicator_box", args=[row.slug])),
            "page_url": absolute(row.get_absolute_url()),
            "crumbs": [
                (_("Home"), reverse("portal:home")),
                (_("Indicators"), reverse("fields_of_action:indicators")),
                (row.name, None),
            ],
            "canonical_url": request.build_absolute_uri(row.get_absolute_url()),
            "page_description": row.definition or row.name,
        },
    )


@require_safe
def download(request, slug, fmt):
    """The public figures as CSV, JSON or Excel."""
    if fmt not in FORMATS:
        raise Http404
    row, site, shown = _indicator(slug)
    table = figures.table_of(row, shown)
    if fmt == "json":
        about = {
            "definition": row.definition,
            "unit": row.unit,
            "publisher": site.county_name,
            "url": absolute(row.get_absolute_url()),
        }
        return json_response(table, extra=about)
    return xlsx_response(table) if fmt == "xlsx" else csv_response(table, excel=request.GET.get("excel") == "1")


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # django-csp types views without arguments
def box(request, slug):
    """The newest value with source and day on a small page that other sites may frame.

    It is rendered without the request, so that nothing on it depends on cookies.
    """
    row, site, shown = _indicator(slug)
    context = {
        "indicator": row,
        "newest": figures.newest(shown),
        "chart": figures.chart_over_time(row, shown, key="zeit"),
        "page_url": absolute(row.get_absolute_url()),
        "site": site,
    }
    return HttpResponse(render_to_string("fields_of_action/indicators/box.html", context))
