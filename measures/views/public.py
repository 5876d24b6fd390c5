"""Pages of measures that everyone may read."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_portal.core import panels

from .. import exports, feeds
from ..detail import PublicSheet
from ..facets import load
from ..filters import PublicMeasureFilter
from ..listing import Listing
from ..models import Measure

FORMATS = {"csv": exports.csv, "xlsx": exports.xlsx, "json": exports.json, "atom": feeds.atom}


@require_safe
def measure_list(request):
    """The listing. The same address gives the same page with and without htmx, which only swaps parts of it."""
    path = reverse("measures:list")
    listing = Listing(request.GET, path)
    # What the language links lead to: this page without empty or unknown parameters.
    request.shared_path = listing.address
    context = {
        "listing": listing,
        "formats": {name: reverse("measures:export", args=[name]) + listing.query_string for name in FORMATS},
        "excel_url": reverse("measures:export", args=["csv"]) + listing.filter.address(excel="1"),
        "crumbs": [(_("Home"), reverse("portal:home")), (_("Measures"), None)],
        "canonical_url": request.build_absolute_uri(listing.address),
        "page_description": _("What is planned, under way or completed for living well together."),
    }
    response = render(request, "measures/public/list.html", context)
    if request.htmx and not request.htmx.history_restore_request:
        response["HX-Push-Url"] = listing.address
    return response


@require_safe
def measure_export(request, fmt):
    """All measures of a filter as CSV, XLSX, JSON or Atom: the same rows in the same order as on the pages."""
    if fmt not in FORMATS:
        raise Http404
    return FORMATS[fmt](request, PublicMeasureFilter(request.GET, options=load().options))


@require_safe
def measure_detail(request, slug):
    """One published measure; for everything else there is no such page."""
    measure = get_object_or_404(Measure.objects.public(), slug=slug)
    return render_public_detail(request, measure)


def render_public_detail(request, measure, preview=False):
    """Return the public page of a measure; `preview` puts a banner on top that says it is not public.

    The caller has checked that the user may see it. Nothing internal is shown in a preview either.
    """
    sheet = PublicSheet(measure)
    context = {
        "sheet": sheet,
        "measure": measure,
        "preview": preview,
        "panels": panels.collect(request, "measure:public", measure),
        "crumbs": sheet.crumbs(),
        "canonical_url": request.build_absolute_uri(measure.get_absolute_url()),
        "page_description": sheet.teaser,
    }
    return render(request, "measures/public/detail.html", context)
