"""The office table of measures, its exports and saved views, and the sheet of one measure."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.models import Actor
from integration_portal.core import panels
from integration_portal.core.access import insider_required
from integration_portal.core.history import history_of
from integration_portal.core.models import SavedView, SiteSettings
from integration_portal.core.params import page_number
from integration_portal.core.writers import csv_response, xlsx_response

from ..detail import chain_of
from ..forms import SaveViewForm
from ..models import FundingState, Measure
from ..office_exports import office_table
from ..office_filters import DEFAULT_SORT, VIEWS, OfficeMeasureFilter
from ..services import obstacles_to_publishing
from .public import render_public_detail

PER_PAGE = 100
LIST_KEY = "measures"


def crumbs(*rest):
    """The path to a page below the table."""
    return [(_("Measures"), reverse("measures:office_list")), *rest]


def _filter(request, site):
    return OfficeMeasureFilter(request.GET, user=request.user, on=timezone.localdate(), site=site)


def _columns(chosen):
    """(label, address, aria-sort or "", css) of each column head; a second click turns the order round."""
    heads = (
        ("nr", _("No."), "p-grid__nr"),
        ("titel", _("Measure"), "p-grid__title"),
        ("stand", _("Status"), "p-grid__status"),
        ("federfuehrung", _("Lead"), "p-grid__lead"),
        ("sachstand", _("Progress"), "p-grid__report"),
        ("ende", _("End"), "p-grid__fund p-grid__end"),
        ("foerderung", _("Funded until"), "p-grid__fund"),
    )
    columns = []
    for key, label, css in heads:
        is_now = key == chosen.sort
        turned = f"-{key}" if is_now and not chosen.descending else key
        direction = ("descending" if chosen.descending else "ascending") if is_now else ""
        columns.append({"label": label, "css": css, "direction": direction, "url": chosen.address(sort=turned)})
    return columns


@require_safe
@insider_required
def index(request):
    """The table: everything for those who read everything, a contributor's own measures for a contributor."""
    site = SiteSettings.load()
    chosen = _filter(request, site)
    rows = (
        chosen.qs.select_related("lead")
        .with_placements()
        .defer(
            "description",
            "public_text",
            "starting_situation",
            "expected_effect",
            "search_title",
            "search_body",
            "search_internal",
        )
    )
    if chosen.view == "zu-klaeren":
        rows = rows.unresolved()
    page = Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    counts = chosen.view_counts()
    saved = SavedView.objects.visible_to(request.user, LIST_KEY)
    return render(
        request,
        "measures/office/list.html",
        {
            "site": site,
            "filter": chosen,
            "notices": chosen.notices,
            "views": [
                (label, chosen.address(ansicht=view), counts[view], view == chosen.view)
                for view, label in VIEWS.items()
            ],
            "saved_views": saved,
            "save_form": SaveViewForm(initial={"query": chosen.address().removeprefix("?")}),
            "columns": _columns(chosen),
            "chips": chosen.chips,
            "clear_url": chosen.address(without=chosen.pairs),
            "page_obj": page,
            "query": chosen.address().removeprefix("?"),
            "default_sort": DEFAULT_SORT,
            "today": timezone.localdate(),
            "shows_questions": chosen.view == "zu-klaeren" and request.user.reads_all,
            "is_archive": chosen.view == "archiv",
            "funding_limit": chosen.funding_limit,
        },
    )


@require_safe
@insider_required
def export(request, fmt):
    """All rows of the filter as Excel or CSV, in its order."""
    if fmt not in ("xlsx", "csv"):
        raise Http404
    table = office_table(_filter(request, SiteSettings.load()).qs, request)
    return xlsx_response(table) if fmt == "xlsx" else csv_response(table, excel=request.GET.get("excel") == "1")


@require_POST
@insider_required
def save_view(request):
    """Keep the filter of the table under a name; the same name again replaces it."""
    form = SaveViewForm(request.POST)
    back = reverse("measures:office_list")
    if not form.is_valid():
        messages.error(request, _("Please give the view a name of at most 60 characters."))
        return redirect(f"{back}?{request.POST.get('query', '')[:2000]}")
    shared = form.cleaned_data["is_shared"] and request.user.is_office
    view, _created = SavedView.objects.update_or_create(
        user=request.user,
        list_key=LIST_KEY,
        name=form.cleaned_data["name"],
        defaults={"query": form.cleaned_data["query"], "is_shared": shared},
    )
    messages.success(request, _("The view “%(name)s” has been saved.") % {"name": view.name})
    return redirect(f"{back}?{view.query}")


@require_http_methods(["GET", "HEAD", "POST"])
@insider_required
def rename_view(request, pk):
    """Another name for one of one's own saved views; the office may also share it or keep it to itself."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user, list_key=LIST_KEY)
    initial = {"name": view.name, "is_shared": view.is_shared, "query": view.query}
    form, status = SaveViewForm(request.POST or None, initial=initial), 200
    if not request.user.is_office:
        del form.fields["is_shared"]
    if request.method == "POST":
        status = 422
        name = form.cleaned_data["name"] if form.is_valid() else ""
        others = SavedView.objects.filter(user=request.user, list_key=LIST_KEY, name=name).exclude(pk=pk)
        if name and others.exists():
            form.add_error("name", _("You have a view of this name already."))
        elif name:
            view.name, view.is_shared = name, form.cleaned_data.get("is_shared", False)
            view.save(update_fields=["name", "is_shared"])
            messages.success(request, _("The view “%(name)s” has been saved.") % {"name": view.name})
            return redirect(f"{reverse('measures:office_list')}?{view.query}")
    title = _("Rename the view “%(name)s”") % {"name": view.name}
    context = {"title": title, "form": form, "crumbs": crumbs((title, None))}
    return render(
        request,
        "ui/form_page.html",
        context | {"cancel_url": f"{reverse('measures:office_list')}?{view.query}"},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@insider_required
def delete_view(request, pk):
    """Ask, then forget one of one's own saved views."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user, list_key=LIST_KEY)
    if request.method == "POST":
        view.delete()
        messages.success(request, _("The view “%(name)s” has been removed.") % {"name": view.name})
        return redirect("measures:office_list")
    return render(
        request,
        "measures/office/confirm.html",
        {
            "title": _("Remove the view “%(name)s”?") % {"name": view.name},
            "text": _("The measures in it stay as they are."),
            "action_label": _("Remove"),
            "cancel_url": f"{reverse('measures:office_list')}?{view.query}",
            "crumbs": crumbs((_("Remove a view"), None)),
        },
    )


def _field_url(user, field):
    """The office page of a field for those who may open it, else its public page."""
    if field is None:
        return ""
    return reverse("fields_of_action:office_field", args=[field.pk]) if user.reads_all else field.get_absolute_url()


@require_safe
@insider_required
def detail(request, pk):
    """The sheet of a measure with all its fields, open questions, steps and history."""
    site = SiteSettings.load()
    today = timezone.localdate()
    measures = (
        Measure.objects.visible_inside(request.user)
        .with_due_flags(today, stale_after_days=site.stale_after_days)
        .with_funding_end()
        .select_related("lead", "contact", "responsible")
        .with_placements()
        .unresolved()
        .prefetch_related("further_fields", "goals__field", "cross_cutting_plans", "target_groups", "municipalities")
        .prefetch_related("funding", "partner_links__actor")
    )
    measure = get_object_or_404(measures, pk=pk)
    reads_all = request.user.reads_all
    return render(
        request,
        "measures/office/detail.html",
        {
            "site": site,
            "crumbs": crumbs((measure.title, None)),
            "measure": measure,
            "may_edit": request.user.is_office,
            "shows_internal": reads_all,
            "own_actors": set(Actor.objects.represented_by(request.user).values_list("pk", flat=True)),
            "chain": chain_of(
                measure,
                field=measure.primary_field,
                field_url=_field_url(request.user, measure.primary_field),
                goals=list(measure.goals.all()),
            ),
            "obstacles": obstacles_to_publishing(measure)
            if request.user.is_office and not measure.is_published
            else [],
            "granted": measure.funding.filter(state=FundingState.GRANTED).aggregate(total=Sum("amount"))["total"],
            "panels": panels.collect(request, "measure:office", measure),
            "history": history_of(measure, page=page_number(request.GET.get("verlauf"))) if reads_all else None,
        },
    )


@require_safe
@insider_required
def preview(request, pk):
    """The public page as it would look, for those who may see the measure inside."""
    measure = get_object_or_404(Measure.objects.visible_inside(request.user), pk=pk)
    return render_public_detail(request, measure, preview=True)
