"""The search page over everything the visitor may see."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_portal.core import search as core_search


@require_safe
def show(request):
    """Results for `q`, of one `art` or all kinds, title hits before text hits, page by page (`seite`)."""
    query = request.GET.get("q", "").replace("\x00", " ").strip()
    results = core_search.search(
        request.user, query, kind=request.GET.get("art", ""), page=request.GET.get("seite", "1")
    )
    return render(request, "portal/search.html", {"query": query, "results": results, "crumbs": [(_("Search"), None)]})
