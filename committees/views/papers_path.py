"""The referral path of a paper: stops are added, ordered, changed and taken off by the office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from integration_portal.core.access import office_required
from integration_portal.core.views.editing import edit_page, posted

from ..forms_papers import StopChangeForm, StopForm
from ..models import Paper, Referral
from ..services import papers as services
from .papers import crumbs


def _place(paper):
    return f"{paper.get_absolute_url()}#beratungsfolge"


def _stop(request, pk, stop):
    papers = Paper.objects.editable_by(request.user)
    return get_object_or_404(Referral.objects.select_related("paper", "committee"), pk=stop, paper=pk, paper__in=papers)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def add(request, pk):
    """Put a committee at the end of the path."""
    paper = get_object_or_404(Paper.objects.editable_by(request.user), pk=pk)

    def save(form):
        services.add_stop(paper=paper, **form.cleaned_data)
        return _place(paper)

    return edit_page(
        request,
        StopForm(posted(request)),
        save=save,
        title=_("Add a committee"),
        cancel=_place(paper),
        trail=crumbs((str(paper), paper.get_absolute_url())),
        text=str(paper),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def change(request, pk, stop):
    """Change a stop, and enter its result where the committee meets elsewhere."""
    row = _stop(request, pk, stop)
    words, paper = row.committee.label, row.paper

    def save(form):
        services.change_stop(stop=row, data=form.cleaned_data)
        return _place(paper)

    return edit_page(
        request,
        StopChangeForm(posted(request), instance=row),
        save=save,
        title=words,
        cancel=_place(paper),
        trail=crumbs((str(paper), paper.get_absolute_url())),
        text=str(paper),
    )


@require_POST
@office_required
def move(request, pk, stop, way):
    """Move a stop up or down."""
    row = _stop(request, pk, stop)
    return _done(request, row, lambda: services.move_stop(stop=row, up=way == "hoch"))


@require_POST
@office_required
def remove(request, pk, stop):
    """Take a stop off the path."""
    row = _stop(request, pk, stop)
    return _done(request, row, lambda: services.remove_stop(stop=row))


def _done(request, row, act):
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_place(row.paper))
