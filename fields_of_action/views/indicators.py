"""Indicators in the office views: the list, one indicator with all its values, and entering values."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core import panels
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.history import history_of
from integration_portal.core.models import SiteSettings
from integration_portal.core.params import page_number
from integration_portal.core.writers import csv_response, xlsx_response

from .. import figures, services_indicators
from ..forms_indicators import IndicatorForm, ListForm, value_formset
from ..models import FieldOfAction, Indicator, IndicatorValue
from .office import _edit

PER_PAGE, VALUES_PER_PAGE = 50, 100


def _crumbs(*rest):
    return [(_("Indicators"), reverse("fields_of_action:office_indicators")), *rest]


@require_safe
@reader_required
def index(request):
    """All indicators of the district; `?feld=` keeps those of a field, `?ansicht=veraltet` those without a value of the last year."""
    today = timezone.localdate()
    rows = Indicator.objects.visible_inside(request.user)
    field = FieldOfAction.objects.filter(slug=request.GET.get("feld", "")).first()
    if field:
        rows = rows.filter(field=field)
    view = "veraltet" if request.GET.get("ansicht") == "veraltet" else "alle"
    outdated = rows.outdated(today)
    here = f"&feld={field.slug}" if field else ""
    shown = outdated if view == "veraltet" else rows.with_newest()
    shown = (
        shown.annotate(number_of_values=Count("values")).select_related("field").order_by("order", "sort_name", "pk")
    )
    page = Paginator(shown, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    return render(
        request,
        "fields_of_action/indicators/list.html",
        {
            "page_obj": page,
            "views": [
                (_("All"), f"?ansicht=alle{here}", rows.count(), view == "alle"),
                (_("No value for a year"), f"?ansicht=veraltet{here}", outdated.count(), view == "veraltet"),
            ],
            "field": field,
            "fields": FieldOfAction.objects.with_framework(),
            "view": view,
            "may_edit": request.user.is_office,
            "panels": panels.collect(request, "indicators:office", field),
        },
    )


@require_safe
@reader_required
def detail(request, pk):
    """An indicator with all its values; those that the public does not see are marked."""
    row = get_object_or_404(Indicator.objects.visible_inside(request.user).select_related("field__framework"), pk=pk)
    values = list(row.values.in_order())
    below = SiteSettings.load().suppress_below
    hidden = figures.hidden_values(row, values, below)
    words = {pk: figures.hidden_text(reason, below) for pk, reason in hidden.items()}
    shown = figures.as_inside(row, values)
    page = Paginator(values, VALUES_PER_PAGE).get_page(page_number(request.GET.get("seite")))
    return render(
        request,
        "fields_of_action/indicators/office_detail.html",
        {
            "indicator": row,
            "page_obj": page,
            "lines": [(value, figures.format_value(row.kind, value.value), words.get(value.pk, "")) for value in page],
            "has_parts": any(value.breakdown for value in values),
            "chart": figures.chart_over_time(row, shown, key="verlaufsbild"),
            "may_edit": request.user.is_office,
            "history": history_of(row, page=page_number(request.GET.get("verlauf"))),
            "crumbs": _crumbs((row.name, None)),
        },
    )


@require_safe
@reader_required
def export(request, pk, fmt):
    """All values of an indicator as Excel or CSV, nothing hidden: for the office."""
    row = get_object_or_404(Indicator.objects.visible_inside(request.user), pk=pk)
    table = figures.table_of(row, figures.as_inside(row, row.values.in_order()))
    return xlsx_response(table) if fmt == "xlsx" else csv_response(table, excel=request.GET.get("excel") == "1")


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """Enter an indicator; `?feld=` proposes the field of action."""
    field = FieldOfAction.objects.filter(slug=request.GET.get("feld", "")).first()
    return _edit(
        request,
        make_form=lambda data: IndicatorForm(data, initial={"field": field}),
        save=lambda form: services_indicators.save_indicator(data=form.data_for_service),
        key="fields_of_action.indicator:new",
        title=_("New indicator"),
        url=reverse("fields_of_action:office_indicator_create"),
        back=lambda saved: saved.get_office_url() if saved else reverse("fields_of_action:office_indicators"),
        crumbs=_crumbs((_("New indicator"), None)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change an indicator."""
    row = get_object_or_404(Indicator.objects.editable_by(request.user), pk=pk)
    name, url = row.name, row.get_office_url()
    return _edit(
        request,
        make_form=lambda data: IndicatorForm(data, instance=row),
        save=lambda form: services_indicators.save_indicator(
            data=form.data_for_service, indicator=row, version=form.cleaned_data["version"]
        ),
        key=f"fields_of_action.indicator:{pk}",
        title=_("Edit indicator"),
        url=reverse("fields_of_action:office_indicator_edit", args=[pk]),
        back=lambda saved: url,
        crumbs=_crumbs((name, url), (_("Edit"), None)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def values(request, pk):
    """Enter a few values in a table; a value that is there already is replaced."""
    row = get_object_or_404(Indicator.objects.editable_by(request.user), pk=pk)
    status, data = 200, None
    if request.method == "POST" and "zeilen" in request.POST:
        data = request.POST.copy()
        total = data.get("wert-TOTAL_FORMS", "")
        data["wert-TOTAL_FORMS"] = str(min(int(total) + 3, 40)) if total.isdigit() and len(total) < 4 else "3"
    elif request.method == "POST":
        data, status = request.POST, 422
    formset = value_formset(data, row)
    if status == 422 and formset.is_valid():
        if formset.rows:
            return _store(request, row, formset.rows)
        formset.non_form_errors().append(_("Please fill in at least one row."))
    return render(
        request,
        "fields_of_action/indicators/values.html",
        {
            "indicator": row,
            "formset": formset,
            "shows_errors": status == 422,
            "crumbs": _crumbs((row.name, row.get_office_url()), (_("Enter values"), None)),
        },
        status=status,
    )


def _store(request, row, rows):
    done = services_indicators.record_values(indicator=row, rows=rows)
    messages.success(
        request,
        _("Stored: %(added)s new, %(changed)s changed, %(same)s as before.")
        % {"added": done.added, "changed": done.changed, "same": done.same},
    )
    return redirect(row.get_office_url())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def value_list(request, pk):
    """Enter many values by pasting them or by a CSV file; all of them or none."""
    row = get_object_or_404(Indicator.objects.editable_by(request.user), pk=pk)
    is_post = request.method == "POST"
    form = ListForm(request.POST if is_post else None, request.FILES if is_post else None, indicator=row)
    if is_post and form.is_valid():
        try:
            return _store(request, row, form.rows)
        except ValidationError as error:
            form.add_error(None, error.messages)
    return render(
        request,
        "fields_of_action/indicators/value_list.html",
        {
            "indicator": row,
            "form": form,
            "problems": form.problems[:100],
            "more_problems": max(0, len(form.problems) - 100),
            "crumbs": _crumbs((row.name, row.get_office_url()), (_("Enter a list"), None)),
        },
        status=422 if is_post else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def value_delete(request, pk):
    """Ask, then delete a value."""
    value = get_object_or_404(IndicatorValue.objects.select_related("indicator", "municipality"), pk=pk)
    row = value.indicator
    if request.method == "POST":
        services_indicators.delete_value(value=value)
        messages.success(request, _("The value has been deleted."))
        return redirect(row.get_office_url())
    return render(
        request,
        "ui/confirm_page.html",
        {
            "title": _("Delete this value?"),
            "text": _("%(name)s, %(day)s, %(place)s: %(value)s")
            % {
                "name": row.name,
                "day": f"{value.as_of:%d.%m.%Y}",
                "place": ", ".join(filter(None, [str(value.municipality or _("whole district")), value.breakdown])),
                "value": figures.format_value(row.kind, value.value),
            },
            "action_label": _("Delete"),
            "danger": True,
            "cancel_url": row.get_office_url(),
            "crumbs": _crumbs((row.name, row.get_office_url()), (_("Delete a value"), None)),
        },
    )
