"""The register of resolutions and what became of them; members read what their committees resolved, the office writes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.views.listing import chips, columns, page_of
from integration_portal.core import panels, roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.history import history_of
from integration_portal.core.params import page_number
from integration_portal.core.views.editing import edit_page, posted
from integration_portal.core.writers import csv_response, xlsx_response
from measures.forms_coordination import TaskForm

from ..chain import chain_of_resolution, links_of
from ..exports_papers import resolutions_table
from ..filters_papers import ResolutionFilter
from ..forms_followup import ReportForm, ResolutionForm
from ..models import Paper, Resolution
from ..services import resolutions as services


def crumbs(*rest):
    """The way to a page about resolutions."""
    return [(_("Resolutions"), reverse("committees:resolution_list")), *rest]


def _filtered(request):
    return ResolutionFilter(request.GET, queryset=Resolution.objects.visible_inside(request.user), request=request)


@require_safe
@login_required
def index(request):
    """The resolutions the account may see, newest first."""
    filterset = _filtered(request)
    page = page_of(request, filterset.qs.select_related("committee", "responsible", "contact"))
    heads = (
        (_("Resolution"), "", "p-grid__title"),
        (_("Committee"), "", ""),
        (_("Resolved on"), "tag", ""),
        (_("Responsible"), "", ""),
        (_("Due"), "frist", ""),
        (_("Status"), "", ""),
    )
    context = {
        "filter": filterset,
        "notices": filterset.notices,
        "columns": columns(request, filterset, heads),
        "chips": chips(request, filterset),
        "page_obj": page,
        "query": request.GET.urlencode(),
        "today": timezone.localdate(),
    }
    return render(request, "committees/followup/list.html", context)


@require_safe
@login_required
def export(request, fmt):
    """The filtered register as a spreadsheet: the same resolutions as on the page, all of them."""
    table = resolutions_table(_filtered(request).qs)
    if fmt == "xlsx":
        return xlsx_response(table)
    return csv_response(table, excel=request.GET.get("excel") == "1")


@require_safe
@login_required
def detail(request, pk):
    """A resolution with its reports and what it belongs to; tasks and history for those who read everything."""
    user = request.user
    rows = Resolution.objects.visible_inside(user).select_related(
        "committee", "item__meeting__committee", "vote", "responsible", "contact"
    )
    row = get_object_or_404(rows, pk=pk)
    reads_all = roles.reads_all(user)
    nodes, hue = chain_of_resolution(row, user)
    papers = Paper.objects.visible_inside(user)
    context = {
        "crumbs": crumbs((str(row), None)),
        "resolution": row,
        "paper": papers.filter(pk=row.paper_id).first() if row.paper_id else None,
        "meeting_url": row.item.get_absolute_url(),
        "reports": list(row.reports.select_related("by")),
        "tasks": list(row.tasks.select_related("responsible", "contact")) if reads_all else [],
        "chain": nodes,
        "hue": hue,
        "reads_all": reads_all,
        "may_edit": roles.is_office(user),
        "today": timezone.localdate(),
        **links_of(row, user),
        "panels": panels.collect(request, "resolution:office", row),
        "history": history_of(row, page=page_number(request.GET.get("verlauf"))) if reads_all else None,
    }
    return render(request, "committees/followup/detail.html", context)


def _editable(request, pk):
    return get_object_or_404(Resolution.objects.editable_by(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Who carries it out, by when, how far it is, what it belongs to."""
    row = _editable(request, pk)
    words, url = str(row), row.get_absolute_url()

    def save(form):
        data, version = form.data_for_service, form.cleaned_data["version"]
        services.update_resolution(resolution=row, data=data, version=version, by=request.user)
        return url

    form = ResolutionForm(posted(request), instance=row)
    return edit_page(
        request,
        form,
        save=save,
        title=pgettext("resolution", "Follow-up"),
        cancel=url,
        trail=crumbs((words, url)),
        text=words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def report(request, pk):
    """Keep what was said about carrying it out."""
    row = _editable(request, pk)
    url = row.get_absolute_url()

    def save(form):
        services.add_report(resolution=row, data=form.cleaned_data, by=request.user)
        return f"{url}#berichte"

    form = ReportForm(posted(request), initial={"reported_on": timezone.localdate()})
    return edit_page(
        request,
        form,
        save=save,
        title=pgettext("resolution", "Write a report"),
        cancel=url,
        trail=crumbs((str(row), url)),
        text=str(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def task(request, pk):
    """A task that belongs to the resolution; it stands on the board with all others."""
    row = _editable(request, pk)
    url = row.get_absolute_url()

    def save(form):
        services.add_task(resolution=row, task=form.save(commit=False), by=request.user)
        return f"{url}#aufgaben"

    initial = {"due_on": row.due_on, "measure": row.measures.first(), "responsible": row.responsible_id}
    form = TaskForm(posted(request), user=request.user, initial={k: v for k, v in initial.items() if v})
    return edit_page(
        request, form, save=save, title=_("Add a task"), cancel=url, trail=crumbs((str(row), url)), text=str(row)
    )


@require_POST
@office_required
def release(request, pk):
    """Show a resolution of a closed part to everyone."""
    return _step(request, pk, services.release_resolution, _("The resolution has been released."))


@require_POST
@office_required
def take_back(request, pk):
    """Take the release back."""
    return _step(request, pk, services.take_back_resolution, _("The release has been taken back."))


def _step(request, pk, act, message):
    row = _editable(request, pk)
    try:
        act(resolution=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, message)
    return redirect(row)
