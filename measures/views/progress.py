"""Progress reports under login: writing one's own, looking at those handed in."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import attachments
from integration_portal.core.access import insider_required, office_required
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number

from .. import services
from ..forms_coordination import CommentForm, ReportForm
from ..indicators import indicators_to_report, record_figures
from ..models import Measure, ProgressReport
from ..services.rounds import tell_returned
from .steps import back

PER_PAGE = 50
State = ProgressReport.State


def _crumbs(*rest):
    return [(_("Progress"), reverse("measures:reports")), *rest]


def _rows(user):
    return ProgressReport.objects.visible_inside(user).select_related("measure__lead", "request__round", "author")


@require_safe
@insider_required
def index(request):
    """Reports waiting for the office, one's own open ones, and all the rest."""
    rows = _rows(request.user)
    wanted = {
        "pruefen": rows.waiting().order_by("submitted_at", "pk"),
        "offen": rows.filter(state__in=(State.DRAFT, State.RETURNED)).order_by("-updated_at", "-pk"),
        "angenommen": rows.accepted(),
    }
    labels = {"pruefen": _("To review"), "offen": _("Not handed in"), "angenommen": _("Accepted")}
    default = "pruefen" if request.user.reads_all else "offen"
    view = request.GET.get("ansicht", default)
    view = view if view in wanted else default
    page = Paginator(wanted[view], PER_PAGE).get_page(page_number(request.GET.get("seite")))
    answerable = set(
        ProgressReport.objects.answerable_by(request.user)
        .filter(pk__in=[row.pk for row in page])
        .values_list("pk", flat=True)
    )
    return render(
        request,
        "measures/progress/index.html",
        {
            "views": [(labels[key], f"?ansicht={key}", wanted[key].count(), key == view) for key in wanted],
            "view": view,
            "page_obj": page,
            "answerable": answerable,
            "may_review": request.user.is_office,
        },
    )


@require_safe
@insider_required
def show(request, pk):
    """One report beside what the measure says now."""
    report = get_object_or_404(_rows(request.user).select_related("reviewed_by"), pk=pk)
    may_review = request.user.is_office and report.state == State.SUBMITTED
    return render(request, "measures/progress/show.html", _shown(request, report, may_review=may_review))


def _shown(request, report, *, may_review, comment_form=None):
    reached = {pk: day for pk, day in report.milestone_days.items() if pk.isdigit()}
    milestones = list(report.measure.milestones.all())
    figures = {str(row.pk): row for row in indicators_to_report(report.measure)}
    return {
        "crumbs": _crumbs((report.measure, None)),
        "report": report,
        "measure": report.measure,
        "proposed": dict(State.choices) and report.get_proposed_status_display(),
        "changes_status": report.proposed_status and report.proposed_status != report.measure.status,
        "milestones": [(row, reached.get(str(row.pk))) for row in milestones],
        "figures": [(figures[key], value) for key, value in report.figures.items() if key in figures],
        "attachments": attachments.of(report),
        "may_review": may_review,
        "may_write": ProgressReport.objects.answerable_by(request.user).filter(pk=report.pk).exists(),
        "comment_form": comment_form or CommentForm(),
    }


def report_form(request, report, *, asks_name):
    """The form over a report, bound to a POST."""
    posting = request.method == "POST"
    return ReportForm(
        request.POST if posting else None,
        request.FILES if posting else None,
        instance=report,
        asks_name=asks_name,
        milestones=report.measure.milestones.filter(done_on__isnull=True),
        indicators=indicators_to_report(report.measure),
    )


def answer(request, form, report, *, by, done_url, autosave_template):
    """Handle a posted report form. Returns (response, HTTP status): a response when all is done.

    `tun=einreichen` hands in, anything else keeps a draft; a request by htmx is an autosave and gets a line of text.
    """
    is_autosave = bool(getattr(request, "htmx", False))
    if not form.is_valid():
        if is_autosave:
            return HttpResponse(_("Not kept automatically: please check the marked fields.")), 200
        return None, 422
    data, version = form.values, form.cleaned_data["version"]
    submitting = request.POST.get("tun") == "einreichen" and not is_autosave
    try:
        with transaction.atomic():
            write = services.submit_report if submitting else services.write_report
            saved = write(report=report, data=data, version=version, by=by)
            if form.cleaned_data.get("file") and not is_autosave:
                attachments.attach(owner=saved, upload=form.cleaned_data["file"], by=by)
    except StaleObject as stale:
        if is_autosave:
            context = {"stale": stale.current}
            return render(request, autosave_template, context), 200
        form.add_conflict(stale.current)
        return None, 409
    except ValidationError as error:
        form.add_error(None, error)
        return None, 422
    if is_autosave:
        return render(request, autosave_template, {"saved": saved}), 200
    if submitting:
        messages.success(
            request, _("Thank you. Your report on “%(title)s” has been handed in.") % {"title": saved.measure}
        )
    else:
        messages.success(request, _("Your text has been kept. It counts once you hand it in."))
    return redirect(done_url), 302


@require_http_methods(["GET", "HEAD", "POST"])
@insider_required
def write(request, pk):
    """Write a report: the contributor of the lead, or the office its own."""
    report = get_object_or_404(
        ProgressReport.objects.answerable_by(request.user).select_related("measure", "request__round"), pk=pk
    )
    form, status = report_form(request, report, asks_name=False), 200
    url = reverse("measures:report_write", args=[report.pk])
    if request.method == "POST":
        done = url if request.POST.get("tun") != "einreichen" else reverse("measures:reports")
        response, status = answer(
            request, form, report, by=request.user, done_url=done, autosave_template="measures/progress/autosave.html"
        )
        if response is not None:
            return response
    context = write_context(report, form) | {
        "crumbs": _crumbs((report.measure, None)),
        "action_url": url,
        "cancel_url": reverse("measures:reports"),
        "may_discard": report.state == State.DRAFT and not report.request_id,
    }
    return render(request, "measures/progress/write.html", context, status=status)


def write_context(report, form):
    """What the page with the form shows beside it: the last report, the office's comment, files."""
    last = ProgressReport.objects.filter(measure=report.measure).accepted().exclude(pk=report.pk).first()
    return {
        "report": report,
        "measure": report.measure,
        "form": form,
        "last": last,
        "attachments": attachments.of(report),
    }


@require_POST
@insider_required
def start(request, pk):
    """Begin a report on a measure, or go on with the open one."""
    measure = get_object_or_404(Measure.objects.visible_inside(request.user).current(), pk=pk)
    if request.user.reads_all and not request.user.is_office:
        messages.error(request, _("Your role reads only."))
        return redirect(measure.get_office_url())
    asked = ProgressReport.objects.answerable_by(request.user).filter(measure=measure, request__isnull=False).first()
    report = asked or services.start_report(measure=measure, by=request.user)
    return redirect("measures:report_write", report.pk)


@require_POST
@insider_required
def discard(request, pk):
    """Throw one's own draft away."""
    report = get_object_or_404(ProgressReport.objects.answerable_by(request.user), pk=pk)
    try:
        services.discard_report(report=report)
        messages.success(request, _("The draft has been discarded."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("measures:reports")


@require_POST
@office_required
def accept(request, pk):
    """Accept a report: the measure takes it over."""
    report = get_object_or_404(_rows(request.user), pk=pk)
    try:
        services.accept_report(
            report=report,
            by=request.user,
            version=request.POST.get("version") if request.POST.get("version", "").isdigit() else None,
            take_status=request.POST.get("status") != "0",
            record_figures=lambda row: record_figures(row, by=request.user),
        )
    except StaleObject:
        messages.error(request, _("The report has changed meanwhile. Please look at it again."))
        return redirect("measures:report", report.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("measures:report", report.pk)
    messages.success(request, _("Accepted. The measure “%(title)s” is up to date.") % {"title": report.measure})
    return redirect(back(request, reverse("measures:reports")))


@require_POST
@office_required
def give_back(request, pk):
    """Return a report with a comment; whoever wrote it is told."""
    report = get_object_or_404(_rows(request.user), pk=pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                returned = services.return_report(report=report, by=request.user, comment=form.cleaned_data["comment"])
                told = tell_returned(report=returned, comment=form.cleaned_data["comment"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Returned. A mail is on its way.") if told else _("Returned."))
            return redirect("measures:reports")
    context = _shown(request, report, may_review=report.state == State.SUBMITTED, comment_form=form)
    return render(request, "measures/progress/show.html", context, status=422)
