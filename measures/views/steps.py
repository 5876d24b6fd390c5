"""Tasks as list and board, and the milestones of a measure."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core.access import insider_required, office_required
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int

from .. import services
from ..forms_coordination import MilestoneForm, PostponeForm, TaskForm
from ..models import Measure, Milestone, Task
from ..services.steps import in_a_week

PER_PAGE, PER_COLUMN = 50, 40
VIEWS = ("offen", "meine", "ueberfaellig", "erledigt", "tafel")


def back(request, default):
    """Where a form said it came from, if that is a page of this portal."""
    target = request.POST.get("zurueck", "")
    if target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return default


def _crumbs(*rest):
    return [(_("Tasks"), reverse("measures:tasks")), *rest]


def _rows(request):
    return Task.objects.visible_inside(request.user).select_related("measure", "responsible", "contact")


@require_safe
@insider_required
def tasks(request):
    """Open tasks, one's own, overdue and done ones; as a board with `ansicht=tafel`."""
    today, view = timezone.localdate(), request.GET.get("ansicht", "offen")
    view = view if view in VIEWS else "offen"
    measure = positive_int(request.GET.get("massnahme"))
    rows = _rows(request)
    if measure:
        rows = rows.filter(measure=measure)
    mine = rows.of_person(request.user)
    wanted = {
        "offen": rows.open(),
        "meine": mine.open(),
        "ueberfaellig": rows.overdue(today),
        "erledigt": rows.filter(state="done").order_by("-done_on", "-pk"),
    }
    counts = rows.open().aggregate(offen=Count("pk"), ueberfaellig=Count("pk", filter=Q(due_on__lt=today))) | {
        "meine": mine.open().count()
    }
    labels = {
        "offen": _("Open"),
        "meine": _("Mine"),
        "ueberfaellig": _("Overdue"),
        "erledigt": _("Done"),
        "tafel": _("Board"),
    }
    extra = {"massnahme": measure} if measure else {}
    context = {
        "views": [
            (labels[key], "?" + urlencode({"ansicht": key, **extra}), counts.get(key), key == view) for key in VIEWS
        ],
        "today": today,
        "view": view,
        "measure": Measure.objects.visible_inside(request.user).filter(pk=measure).first() if measure else None,
        "may_edit": request.user.is_office,
        "movable": set(Task.objects.tickable_by(request.user).open().values_list("pk", flat=True)[:5000])
        if not request.user.is_office
        else None,
    }
    if view == "tafel":
        return render(request, "measures/steps/board.html", context | {"columns": _columns(rows)})
    page = Paginator(wanted[view], PER_PAGE).get_page(page_number(request.GET.get("seite")))
    return render(request, "measures/steps/tasks.html", context | {"page_obj": page})


def _columns(rows):
    """The three columns of the board with their first cards and how many there are."""
    columns = []
    for state in Task.State:
        of_state = rows.filter(state=state)
        if state == Task.State.DONE:
            of_state = of_state.order_by("-done_on", "-pk")
        cards = list(of_state[: PER_COLUMN + 1])
        columns.append(
            {
                "state": state,
                "cards": cards[:PER_COLUMN],
                "has_more": len(cards) > PER_COLUMN,
                "next": [(Task.State(value), Task.State(value).label) for value in Task.State.transitions[state]],
            }
        )
    return columns


@require_safe
@insider_required
def task(request, pk):
    """One task with its history."""
    row = get_object_or_404(_rows(request).select_related("done_by", "follows"), pk=pk)
    return render(
        request,
        "measures/steps/task.html",
        {
            "crumbs": _crumbs((row, None)),
            "task": row,
            "today": timezone.localdate(),
            "may_edit": request.user.is_office,
            "may_move": Task.objects.tickable_by(request.user).filter(pk=pk).exists(),
            "next_states": [(value, Task.State(value).label) for value in Task.State.transitions[row.state]],
            "history": history_of(row, page=page_number(request.GET.get("verlauf")))
            if request.user.reads_all
            else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def task_create(request):
    """A new task, for a measure with `?massnahme=`."""
    measure = Measure.objects.editable_by(request.user).filter(pk=positive_int(request.GET.get("massnahme"))).first()
    form = TaskForm(request.POST or None, user=request.user, initial={"measure": measure})
    return _save(request, form, title=_("New task"), cancel=reverse("measures:tasks"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def task_edit(request, pk):
    """Change a task."""
    row = get_object_or_404(Task.objects.editable_by(request.user), pk=pk)
    form = TaskForm(request.POST or None, user=request.user, instance=row)
    return _save(request, form, title=_("Edit the task"), cancel=row.get_absolute_url())


def _save(request, form, *, title, cancel):
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = _keep(form, request.user)
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("“%(title)s” has been saved.") % {"title": saved})
                return redirect(saved.get_absolute_url())
    return render(
        request,
        "ui/form_page.html",
        {"crumbs": _crumbs((title, None)), "title": title, "form": form, "cancel_url": cancel},
        status=status,
    )


def _keep(form, user):
    """Save a task or a milestone, comparing versions."""
    version = form.cleaned_data["version"]
    if isinstance(form.instance, Task):
        return services.save_task(task=form.instance, by=user, version=version)
    depends_on = form.cleaned_data.get("depends_on", ())
    return services.save_milestone(milestone=form.instance, depends_on=depends_on, version=version)


@require_POST
@insider_required
def task_move(request, pk):
    """To another column: the office any task, others those in their own charge."""
    row = get_object_or_404(Task.objects.tickable_by(request.user), pk=pk)
    try:
        moved = services.move_task(task=row, to=request.POST.get("stand", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(title)s”: %(state)s") % {"title": moved, "state": moved.get_state_display()})
        follower = Task.objects.filter(follows=moved).first() if moved.state == "done" else None
        if follower:
            messages.info(request, _("It comes back on %(day)s.") % {"day": f"{follower.due_on:%d.%m.%Y}"})
    return redirect(back(request, row.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def task_postpone(request, pk):
    """Another day for a task; a week later with one click on the today page."""
    return _postpone(request, get_object_or_404(Task.objects.editable_by(request.user), pk=pk))


def _postpone(request, row):
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and data.get("wann") == "woche":
        data["due_on"] = in_a_week(row.due_on).isoformat()
    form, status = PostponeForm(data), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                moved = services.postpone(row=row, to=form.cleaned_data["due_on"])
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request, _("“%(title)s” is due on %(day)s.") % {"title": moved, "day": f"{moved.due_on:%d.%m.%Y}"}
                )
                return redirect(back(request, row.get_absolute_url()))
    title = _("Postpone “%(title)s”") % {"title": row}
    context = {"crumbs": _crumbs((title, None)), "title": title, "form": form, "cancel_url": row.get_absolute_url()}
    return render(request, "ui/form_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def task_delete(request, pk):
    """Ask, then delete a task for good."""
    return _delete(request, get_object_or_404(Task.objects.editable_by(request.user), pk=pk), reverse("measures:tasks"))


def _delete(request, row, after):
    if request.method == "POST":
        title = str(row)
        row.delete()
        messages.success(request, _("“%(title)s” has been deleted.") % {"title": title})
        return redirect(after)
    context = {
        "crumbs": _crumbs((row, None)),
        "title": _("Delete “%(title)s”?") % {"title": row},
        "text": _("This cannot be undone. The history keeps that it was there."),
        "action_label": _("Delete"),
        "cancel_url": row.get_absolute_url(),
        "danger": True,
    }
    return render(request, "ui/confirm_page.html", context)


# --- milestones -----------------------------------------------------------------------------------------
def _milestone(request, pk):
    return get_object_or_404(Milestone.objects.editable_by(request.user).select_related("measure"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def milestone_create(request, pk):
    """A new milestone of a measure."""
    measure = get_object_or_404(Measure.objects.editable_by(request.user), pk=pk)
    form = MilestoneForm(request.POST or None, user=request.user, measure=measure)
    return _save(request, form, title=_("New milestone"), cancel=measure.get_office_url())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def milestone_edit(request, pk):
    """Change a milestone."""
    row = _milestone(request, pk)
    form = MilestoneForm(request.POST or None, user=request.user, instance=row, measure=row.measure)
    return _save(request, form, title=_("Edit the milestone"), cancel=row.get_absolute_url())


@require_POST
@office_required
def milestone_tick(request, pk):
    """Reached today, or open again with `offen=1`."""
    row = _milestone(request, pk)
    try:
        if request.POST.get("offen") == "1":
            services.reopen_milestone(milestone=row)
            messages.success(request, _("“%(title)s” is open again.") % {"title": row})
        else:
            services.reach_milestone(milestone=row, by=request.user)
            messages.success(request, _("“%(title)s” has been reached.") % {"title": row})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(back(request, row.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def milestone_postpone(request, pk):
    """Another day for a milestone."""
    return _postpone(request, _milestone(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def milestone_delete(request, pk):
    """Ask, then delete a milestone."""
    row = _milestone(request, pk)
    return _delete(request, row, row.measure.get_office_url())


# --- follow-up of a measure -----------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def review(request, pk):
    """A new day for the follow-up of a measure, or none any more with `tun=erledigt`."""
    measure = get_object_or_404(Measure.objects.editable_by(request.user).current(), pk=pk)
    done = request.POST.get("tun") == "erledigt"
    form, status = PostponeForm(request.POST if request.method == "POST" and not done else None), 200
    if request.method == "POST":
        status = 422
        if done or form.is_valid():
            try:
                services.set_review(measure=measure, on=None if done else form.cleaned_data["due_on"])
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("The follow-up of “%(title)s” has been saved.") % {"title": measure})
                return redirect(back(request, measure.get_office_url()))
    title = _("Follow-up: %(title)s") % {"title": measure}
    context = {
        "crumbs": [
            (_("Measures"), reverse("measures:office_list")),
            (measure, measure.get_office_url()),
            (title, None),
        ],
        "title": title,
        "measure": measure,
        "form": form,
        "cancel_url": measure.get_office_url(),
    }
    return render(request, "measures/steps/review.html", context, status=status)
