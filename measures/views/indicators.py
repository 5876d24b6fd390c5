"""Indicators of measures in the office views: the list over all measures, one indicator, and its values."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fields_of_action.figures import format_value
from fields_of_action.models import FieldOfAction
from integration_portal.core.access import insider_required, office_required, reader_required
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number

from ..forms_indicators import MeasureIndicatorForm, MeasureValueForm
from ..models import Measure, MeasureIndicator, MeasureIndicatorValue
from ..services import indicators as services
from ..targets import tracks, values_of
from .office import crumbs

PER_PAGE = 50


@require_safe
@reader_required
def index(request):
    """Indicators of all current measures; `?ansicht=erreicht` and `gefaehrdet` look at the targets, `?feld=` at a field."""
    today = timezone.localdate()
    rows = MeasureIndicator.objects.visible_inside(request.user).current()
    field = FieldOfAction.objects.filter(slug=request.GET.get("feld", "")).first()
    if field:
        rows = rows.filter(measure__in=Measure.objects.in_field(field))
    choices = {"alle": rows, "erreicht": rows.reached(), "gefaehrdet": rows.at_risk(today)}
    labels = {"alle": _("All"), "erreicht": _("Target reached"), "gefaehrdet": _("Target at risk")}
    view = request.GET.get("ansicht") if request.GET.get("ansicht") in choices else "alle"
    here = f"&feld={field.slug}" if field else ""
    page = Paginator(values_of(choices[view]).order_by("measure__sort_title", "pk"), PER_PAGE).get_page(
        page_number(request.GET.get("seite"))
    )
    return render(
        request,
        "measures/indicators/list.html",
        {
            "page_obj": page,
            "tracks": tracks(page.object_list, on=today),
            "views": [(labels[key], f"?ansicht={key}{here}", choices[key].count(), key == view) for key in choices],
            "view": view,
            "field": field,
            "fields": FieldOfAction.objects.with_framework(),
            "crumbs": [
                (_("Indicators"), reverse("fields_of_action:office_indicators")),
                (_("Indicators of measures"), None),
            ],
        },
    )


def _crumbs(measure, *rest):
    return crumbs((measure.title, measure.get_office_url()), *rest)


def _page(request, pk, form=None, status=200):
    rows = values_of(MeasureIndicator.objects.visible_inside(request.user))
    row = get_object_or_404(rows, pk=pk)
    may_edit = request.user.is_office
    return render(
        request,
        "measures/indicators/detail.html",
        {
            "track": tracks([row])[0],
            "indicator": row,
            "measure": row.measure,
            "may_edit": may_edit,
            "form": (form or MeasureValueForm(indicator=row)) if may_edit else None,
            "history": history_of(row, page=page_number(request.GET.get("verlauf")))
            if request.user.reads_all
            else None,
            "crumbs": _crumbs(row.measure, (row.label, None)),
        },
        status=status,
    )


@require_safe
@insider_required
def detail(request, pk):
    """An indicator of a measure with its values and its way to the target."""
    return _page(request, pk)


@require_POST
@office_required
def value(request, pk):
    """Enter a value; one of the same day is replaced."""
    row = get_object_or_404(MeasureIndicator.objects.editable_by(request.user).select_related("indicator"), pk=pk)
    form = MeasureValueForm(request.POST, indicator=row)
    if form.is_valid():
        data = form.cleaned_data
        services.record_indicator_value(
            measure_indicator=row,
            value=data["value"],
            on=data["on"],
            source=data["source"],
            note=data["note"],
            by=request.user,
        )
        messages.success(request, _("The value has been stored."))
        return redirect("measures:indicator", pk)
    return _page(request, pk, form, 422)


def _edit(request, form, *, save, title, cancel, trail):
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = save(form)
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            except ValidationError as error:
                for name, errors in error.message_dict.items():
                    for one in errors:
                        form.add_error(name if name in form.fields else None, one)
            else:
                messages.success(request, _("“%(name)s” has been saved.") % {"name": saved.label})
                return redirect("measures:indicator", saved.pk)
    return render(
        request,
        "ui/form_page.html",
        {"title": title, "form": form, "submit_label": _("Save"), "cancel_url": cancel, "crumbs": trail},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, pk):
    """Give a measure an indicator."""
    measure = get_object_or_404(Measure.objects.editable_by(request.user), pk=pk)
    return _edit(
        request,
        MeasureIndicatorForm(request.POST if request.method == "POST" else None, measure=measure),
        save=lambda form: services.save_indicator(data=form.data_for_service, measure=measure),
        title=_("New indicator of the measure"),
        cancel=measure.get_office_url(),
        trail=_crumbs(measure, (_("New indicator"), None)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change an indicator of a measure."""
    rows = MeasureIndicator.objects.editable_by(request.user).select_related("measure", "indicator")
    row = get_object_or_404(rows, pk=pk)
    name, url = row.label, reverse("measures:indicator", args=[pk])
    return _edit(
        request,
        MeasureIndicatorForm(request.POST if request.method == "POST" else None, instance=row, measure=row.measure),
        save=lambda form: services.save_indicator(
            data=form.data_for_service, measure=row.measure, indicator=row, version=form.cleaned_data["version"]
        ),
        title=_("Edit indicator"),
        cancel=url,
        trail=_crumbs(row.measure, (name, url), (_("Edit"), None)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete an indicator of a measure with all its values."""
    row = get_object_or_404(
        MeasureIndicator.objects.editable_by(request.user).select_related("measure", "indicator"), pk=pk
    )
    if request.method == "POST":
        services.delete_indicator(indicator=row)
        messages.success(request, _("“%(name)s” has been deleted.") % {"name": row.label})
        return redirect(row.measure.get_office_url())
    url = reverse("measures:indicator", args=[pk])
    return render(
        request,
        "ui/confirm_page.html",
        {
            "title": _("Delete the indicator “%(name)s”?") % {"name": row.label},
            "text": _("All its values go as well. The history keeps what they were."),
            "action_label": _("Delete"),
            "danger": True,
            "cancel_url": url,
            "crumbs": _crumbs(row.measure, (row.label, url), (_("Delete"), None)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def value_delete(request, pk):
    """Ask, then delete a value."""
    rows = MeasureIndicatorValue.objects.select_related("measure_indicator__measure", "measure_indicator__indicator")
    found = get_object_or_404(rows, pk=pk)
    row = found.measure_indicator
    if request.method == "POST":
        services.delete_value(value=found)
        messages.success(request, _("The value has been deleted."))
        return redirect("measures:indicator", row.pk)
    url = reverse("measures:indicator", args=[row.pk])
    return render(
        request,
        "ui/confirm_page.html",
        {
            "title": _("Delete this value?"),
            "text": f"{row.label}, {found.on:%d.%m.%Y}: {format_value(row.kind, found.value)}",
            "action_label": _("Delete"),
            "danger": True,
            "cancel_url": url,
            "crumbs": _crumbs(row.measure, (row.label, url), (_("Delete a value"), None)),
        },
    )
