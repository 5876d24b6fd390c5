"""Keeping frameworks, fields of action and goals in the office views."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import panels
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.drafts import as_form_data, discard_draft, draft_of
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number

from .. import services
from ..forms import FieldForm, FrameworkForm, GoalForm
from ..models import FieldOfAction, Framework, Goal


def _crumbs(*rest):
    return [(_("Frameworks"), reverse("fields_of_action:office_list")), *rest]


@require_safe
@reader_required
def index(request):
    """All frameworks with their fields; says which is in force today."""
    today = timezone.localdate()
    frameworks = list(Framework.objects.prefetch_related("fields"))
    return render(
        request,
        "fields_of_action/office/list.html",
        {
            "rows": [(framework, framework.is_in_force(today)) for framework in frameworks],
            "may_edit": request.user.is_office,
        },
    )


@require_safe
@reader_required
def field_detail(request, pk):
    """A field of action with its texts, goals and history."""
    field = get_object_or_404(FieldOfAction.objects.select_related("framework"), pk=pk)
    goals = field.goals.filter(parent__isnull=True).prefetch_related(
        "objectives__cross_cutting_plans", "cross_cutting_plans"
    )
    return render(
        request,
        "fields_of_action/office/field.html",
        {
            "field": field,
            "goals": goals,
            "may_edit": request.user.is_office,
            "panels": panels.collect(request, "field:office", field),
            "history": history_of(field, page=page_number(request.GET.get("verlauf"))),
            "crumbs": _crumbs((field.framework.title, None), (field.label, None)),
        },
    )


@require_safe
@reader_required
def framework_detail(request, pk):
    """A framework with its fields and history."""
    framework = get_object_or_404(Framework.objects.prefetch_related("fields"), pk=pk)
    return render(
        request,
        "fields_of_action/office/framework.html",
        {
            "framework": framework,
            "in_force": framework.is_in_force(timezone.localdate()),
            "may_edit": request.user.is_office,
            "history": history_of(framework, page=page_number(request.GET.get("verlauf"))),
            "crumbs": _crumbs((framework.title, None)),
        },
    )


def _edit(request, *, make_form, save, key, title, url, back, crumbs=None):
    """Show and handle one of the forms; `make_form(data)` builds it, `save(form)` returns the saved row."""
    draft = draft_of(request.user, key)
    restored, status = None, 200
    if request.method == "POST":
        form, draft, status = make_form(request.POST), None, 422
        if form.is_valid():
            try:
                saved = save(form)
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            except ValidationError as error:
                form.add_error(None, error) if not hasattr(error, "error_dict") else [
                    form.add_error(name if name in form.fields else None, one)
                    for name, errors in error.error_dict.items()
                    for one in errors
                ]
            else:
                discard_draft(user=request.user, key=key)
                messages.success(request, _("“%(name)s” has been saved.") % {"name": saved})
                return redirect(back(saved))
    elif draft and request.GET.get("entwurf") == "1":
        form, restored, draft = make_form(as_form_data(draft)), draft, None
    else:
        form = make_form(None)
    return render(
        request,
        "fields_of_action/office/form.html",
        {
            "form": form,
            "title": title,
            "draft": draft,
            "draft_restored": restored,
            "draft_key": key,
            "draft_label": title,
            "draft_url": url,
            "cancel_url": back(None),
            "crumbs": crumbs or _crumbs((title, None)),
        },
        status=status,
    )


def _framework_page(framework):
    return (
        reverse("fields_of_action:office_framework", args=[framework.pk])
        if framework
        else reverse("fields_of_action:office_list")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def framework_create(request):
    """Enter a framework that follows, with or without the fields of an earlier one."""
    return _edit(
        request,
        make_form=FrameworkForm,
        save=lambda form: services.save_framework(data=form.data_for_service, copy_from=form.cleaned_data["copy_from"]),
        key="fields_of_action.framework:new",
        title=_("New framework"),
        url=reverse("fields_of_action:office_framework_create"),
        back=_framework_page,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def framework_edit(request, pk):
    """Change a framework."""
    framework = get_object_or_404(Framework, pk=pk)
    return _edit(
        request,
        make_form=lambda data: FrameworkForm(data, instance=framework),
        save=lambda form: services.save_framework(
            data=form.data_for_service, framework=framework, version=form.cleaned_data["version"]
        ),
        key=f"fields_of_action.framework:{pk}",
        title=_("Edit framework"),
        url=reverse("fields_of_action:office_framework_edit", args=[pk]),
        back=lambda saved: _framework_page(framework),
    )


def _field_page(field):
    return reverse("fields_of_action:office_field", args=[field.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def field_create(request, framework):
    """Enter a field of action in a framework."""
    row = get_object_or_404(Framework, pk=framework)
    return _edit(
        request,
        make_form=lambda data: FieldForm(data, framework=row),
        save=lambda form: services.save_field(data=form.data_for_service, framework=row),
        key=f"fields_of_action.field:new-{row.pk}",
        title=_("New field of action"),
        url=reverse("fields_of_action:office_field_create", args=[row.pk]),
        back=lambda saved: _field_page(saved) if saved else _framework_page(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def field_edit(request, pk):
    """Change a field of action."""
    field = get_object_or_404(FieldOfAction.objects.select_related("framework"), pk=pk)
    return _edit(
        request,
        make_form=lambda data: FieldForm(data, instance=field, framework=field.framework),
        save=lambda form: services.save_field(
            data=form.data_for_service, framework=field.framework, field=field, version=form.cleaned_data["version"]
        ),
        key=f"fields_of_action.field:{pk}",
        title=_("Edit field of action"),
        url=reverse("fields_of_action:office_field_edit", args=[pk]),
        back=lambda saved: _field_page(field),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def goal_create(request, field):
    """Enter a goal of a field of action."""
    row = get_object_or_404(FieldOfAction, pk=field)
    return _edit(
        request,
        make_form=lambda data: GoalForm(data, field=row),
        save=lambda form: services.save_goal(data=form.data_for_service, field=row),
        key=f"fields_of_action.goal:new-{row.pk}",
        title=_("New goal"),
        url=reverse("fields_of_action:office_goal_create", args=[row.pk]),
        back=lambda saved: _field_page(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def goal_edit(request, pk):
    """Change a goal."""
    goal = get_object_or_404(Goal.objects.select_related("field"), pk=pk)
    return _edit(
        request,
        make_form=lambda data: GoalForm(data, instance=goal, field=goal.field),
        save=lambda form: services.save_goal(
            data=form.data_for_service, field=goal.field, goal=goal, version=form.cleaned_data["version"]
        ),
        key=f"fields_of_action.goal:{pk}",
        title=_("Edit goal"),
        url=reverse("fields_of_action:office_goal_edit", args=[pk]),
        back=lambda saved: _field_page(goal.field),
    )


def _delete(request, row, back):
    name = str(row)
    try:
        services.delete_unused(row=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(name)s” has been deleted.") % {"name": name})
    return redirect(back)


@require_POST
@office_required
def framework_delete(request, pk):
    """Delete a framework without fields and measures."""
    return _delete(request, get_object_or_404(Framework, pk=pk), reverse("fields_of_action:office_list"))


@require_POST
@office_required
def field_delete(request, pk):
    """Delete a field of action without goals, measures and actors."""
    field = get_object_or_404(FieldOfAction.objects.select_related("framework"), pk=pk)
    return _delete(request, field, _framework_page(field.framework))


@require_POST
@office_required
def goal_delete(request, pk):
    """Delete a goal without objectives and measures."""
    goal = get_object_or_404(Goal.objects.select_related("field"), pk=pk)
    return _delete(request, goal, _field_page(goal.field))
