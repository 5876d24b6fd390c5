"""Reports: list, preview, texts, issuing, and the issues with what changed between them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number

from ..models import Report, ReportIssue
from ..reports import differences, document, files, services
from ..reports.forms import IssueForm, PassageForm, ReportForm

PER_PAGE = 25
WRITERS = {"pdf": files.as_pdf, "docx": files.as_docx, "xlsx": files.as_xlsx}
FORMATS = [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")]


def _crumbs(*rest):
    return [(_("Reports"), reverse("portal:reports")), *rest]


def _mine(request, pk):
    return get_object_or_404(Report.objects.editable_by(request.user), pk=pk)


@require_safe
@reader_required
def index(request):
    """Reports, the newest period first, and the buttons for a report on this year and the last."""
    rows = (
        Report.objects.visible_inside(request.user)
        .annotate(issue_count=Count("issues", distinct=True), last_issue_at=Max("issues__issued_at"))
        .order_by("-end", "-pk")
    )  # counting loses the order of the model
    year = timezone.localdate().year
    page = Paginator(rows.select_related("programme").prefetch_related("fields__framework"), PER_PAGE).get_page(
        page_number(request.GET.get("seite"))
    )
    context = {"page_obj": page, "years": [year - 1, year], "may_edit": request.user.is_office}
    return render(request, "portal/reports/index.html", context)


@require_POST
@office_required
def create_yearly(request, year):
    """Open the report over a whole year, made if there is none: one click."""
    if not 2000 <= year <= timezone.localdate().year + 1:
        raise Http404
    return redirect(services.yearly_report(year).get_absolute_url())


def _form(request, *, title, report=None):
    form = ReportForm(request.POST or None, instance=report)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = services.save_report(
                    data=form.data_for_service,
                    report=report,
                    version=form.cleaned_data["version"],
                    texts_from=form.cleaned_data.get("texts_from"),
                )
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            else:
                messages.success(request, _("“%(title)s” has been saved.") % {"title": saved})
                return redirect(saved.get_absolute_url())
    context = {
        "title": title,
        "form": form,
        "submit_label": _("Save"),
        "cancel_url": report.get_absolute_url() if report else reverse("portal:reports"),
        "crumbs": _crumbs((title, None)),
    }
    return render(request, "ui/form_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A report over any period, on chosen fields of action."""
    return _form(request, title=_("New report"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change what a report is about. Its issues stay as they are."""
    return _form(request, title=_("Edit the report"), report=_mine(request, pk))


@require_safe
@reader_required
def show(request, pk):
    """The report as it would be issued today, with its texts to write; for readers its issues only."""
    report = get_object_or_404(Report.objects.visible_inside(request.user), pk=pk)
    context = {
        "report": report,
        "issues": list(report.issues.defer("document").select_related("issued_by")),
        "issue_formats": FORMATS,
        "may_edit": request.user.is_office,
        "crumbs": _crumbs((report.title, None)),
    }
    if request.user.is_office:
        scope = document.scope_of(report)
        written = {row.place: row for row in report.passages.all()}
        context |= {
            "document": document.build(report),
            "passages": [(place, label, written.get(place)) for place, label in document.places(scope)],
            "history": history_of(report, page=page_number(request.GET.get("verlauf"))),
        }
    return render(request, "portal/reports/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def passage(request, pk, place):
    """Write the text for one place of a report."""
    report = _mine(request, pk)
    label = dict(document.places(document.scope_of(report))).get(place)
    if label is None:
        raise Http404
    row = report.passages.filter(place=place).first()
    form = PassageForm(request.POST or None, instance=row, initial={"version": row.version if row else 0})
    status, theirs = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.write_passage(
                    report=report, place=place, text=form.cleaned_data["text"], version=form.cleaned_data["version"]
                )
            except StaleObject as stale:
                status, theirs = 409, stale.current.text
                form.data = form.data.copy()
                form.data["version"] = stale.current.version
                message = _(
                    "Somebody else has written here meanwhile. Their text stands above; saving again keeps yours."
                )
                form.add_error("text", ValidationError(message, code="stale"))
            else:
                messages.success(request, _("The text has been saved."))
                return redirect(f"{report.get_absolute_url()}#texte")
    context = {
        "report": report,
        "form": form,
        "title": label,
        "theirs": theirs,
        "crumbs": _crumbs((report.title, report.get_absolute_url()), (label, None)),
    }
    return render(request, "portal/reports/passage.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def issue(request, pk):
    """Freeze the report as an issue, after a question."""
    report = _mine(request, pk)
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.issue_report(report=report, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("Issue %(number)d has been made. It stays as it is.") % {"number": made.number})
        return redirect(made.get_absolute_url())
    context = {
        "title": _("Issue “%(title)s”") % {"title": report},
        "text": _(
            "All figures and texts are kept as they are now. Later changes in the portal do not alter the issue."
        ),
        "form": form,
        "submit_label": _("Issue the report"),
        "cancel_url": report.get_absolute_url(),
        "crumbs": _crumbs((report.title, report.get_absolute_url()), (_("Issue"), None)),
    }
    return render(request, "ui/form_page.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@reader_required
def show_issue(request, pk):
    """An issue as it was made, and what changed since the one before."""
    rows = ReportIssue.objects.filter(report__in=Report.objects.visible_inside(request.user))
    row = get_object_or_404(rows.select_related("report", "issued_by"), pk=pk)
    before = row.report.issues.filter(number__lt=row.number).order_by("-number").first()
    context = {
        "issue": row,
        "issue_formats": FORMATS,
        "report": row.report,
        "document": row.document,
        "before": before,
        "changes": differences.compare(before.document, row.document) if before else [],
        "crumbs": _crumbs(
            (row.report.title, row.report.get_absolute_url()), (_("Issue %(n)d") % {"n": row.number}, None)
        ),
    }
    return render(request, "portal/reports/issue.html", context)


@require_safe
@reader_required
def download_issue(request, pk, fmt):
    """An issue as PDF, Word or Excel."""
    rows = ReportIssue.objects.filter(report__in=Report.objects.visible_inside(request.user))
    row = get_object_or_404(rows, pk=pk)
    return WRITERS[fmt](row.document, row.number)


@require_safe
@office_required
def download_draft(request, pk, fmt):
    """The report as it is today as PDF, Word or Excel, marked as a draft."""
    return WRITERS[fmt](document.build(_mine(request, pk)), 0)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Delete a report that was never issued, after a question."""
    report = _mine(request, pk)
    if request.method == "POST":
        try:
            services.delete_report(report=report)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(report.get_absolute_url())
        messages.success(request, _("“%(title)s” has been deleted.") % {"title": report})
        return redirect("portal:reports")
    context = {
        "title": _("Delete “%(title)s”?") % {"title": report},
        "text": _("Its texts are deleted with it. Measures and figures stay."),
        "action_label": _("Delete"),
        "cancel_url": report.get_absolute_url(),
        "danger": True,
        "crumbs": _crumbs((report.title, report.get_absolute_url()), (_("Delete"), None)),
    }
    return render(request, "ui/confirm_page.html", context)
