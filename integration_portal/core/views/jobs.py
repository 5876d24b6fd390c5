"""One's own jobs: the list, and one with its progress (polled by htmx; a page refresh without it)."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..access import insider_required
from ..jobs import mark_lost
from ..models import Job
from ..params import page_number


@require_safe
@insider_required
def index(request):
    """Jobs the user started (a superuser sees all), newest first."""
    mark_lost()
    jobs = Job.objects.visible_to(request.user).select_related("owner")
    page = Paginator(jobs, 25).get_page(page_number(request.GET.get("seite")))
    return render(request, "core/jobs.html", {"page": page, "crumbs": [(_("Jobs"), None)]})


@require_safe
@insider_required
def detail(request, pk):
    """A job: how far it is, its result, or why it failed."""
    mark_lost()
    row = get_object_or_404(Job.objects.visible_to(request.user).select_related("owner"), pk=pk)
    template = "core/job_progress.html" if request.htmx else "core/job.html"
    return render(request, template, {"job": row, "percent": percent(row)})


def percent(row):
    """How far a job is in whole per cent, or None while that is not known."""
    if row.state == Job.State.DONE:
        return 100
    return min(99, row.done * 100 // row.total) if row.total else None
