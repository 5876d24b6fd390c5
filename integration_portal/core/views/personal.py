"""Data protection: requests of persons about their data, what is due for deletion, the record of processing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import office_required, reader_required
from ..forms_personal import SearchedRequestForm
from ..jobs import mark_lost
from ..models import PersonalRequest
from ..params import page_number
from ..personal import answers, blockers, due_lists, requests

PER_PAGE = 50
Kind, State = PersonalRequest.Kind, PersonalRequest.State


def _crumbs(*rest):
    return [(_("Data protection"), reverse("core:personal")), *rest]


def tabs(current):
    """The pages of data protection as tabs: label, address, number, whether it is the present one."""
    pages = (
        ("personal", _("Requests")),
        ("personal_due", _("Due for deletion")),
        ("personal_record", _("Record of processing")),
    )
    return [(label, reverse(f"core:{name}"), None, name == current) for name, label in pages]


@require_safe
@office_required
def index(request):
    """All requests, open ones first by their deadline."""
    rows = PersonalRequest.objects.select_related("created_by").defer("result", "subject")
    rows = rows.order_by(F("done_at").desc(nulls_first=True), "-created_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    for row in page:
        row.answer_by = requests.answer_by(row)
    context = {
        "crumbs": [(_("Data protection"), None)],
        "tabs": tabs("personal"),
        "page_obj": page,
        "today": timezone.localdate(),
    }
    return render(request, "core/personal/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A request of somebody without an entry; persons of the network have it on their own page."""
    form = SearchedRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = requests.open_request(
            kind=form.cleaned_data["kind"], subject=form.subject, note=form.cleaned_data["note"], by=request.user
        )
        return redirect(row)
    context = {
        "form": form,
        "title": _("New request about personal data"),
        "text": _(
            "For somebody without an entry, such as a participant. If the person stands in the list of persons, start from "
            "their page: then everything that belongs to the entry is found too."
        ),
        "submit_label": _("Look it up"),
        "cancel_url": reverse("core:personal"),
        "crumbs": _crumbs((_("New request"), None)),
    }
    return render(request, "ui/form_page.html", context, status=422 if form.is_bound else 200)


def _request(pk):
    row = get_object_or_404(PersonalRequest.objects.select_related("job", "created_by", "done_by"), pk=pk)
    if row.state == State.WORKING and mark_lost():
        row.job.refresh_from_db()
    return requests.settle(row)


@require_safe
@office_required
def show(request, pk):
    """A request as it stands: progress, what was found or would be erased, or the result."""
    row = _request(pk)
    context = {
        "crumbs": _crumbs((str(row), None)),
        "row": row,
        "job": row.job,
        "answer_by": requests.answer_by(row),
        "is_access": row.kind == Kind.ACCESS,
    }
    if row.state == State.READY:
        subject = requests.subject_of(row)
        context["record"] = subject.record
        if row.kind == Kind.ACCESS:
            context["parts"] = answers.parts_of(subject, request.user)
            context["note"] = answers.confidential()
        else:
            context["blockers"] = blockers(subject)
    if row.kind == Kind.ERASURE:
        context["outcomes"] = answers.result_rows(row)
    if request.htmx and request.GET.get("fortschritt"):
        response = render(request, "core/personal/_progress.html", context)
        if row.state != State.WORKING:
            response["HX-Redirect"] = row.get_absolute_url()
        return response
    return render(request, "core/personal/show.html", context)


def _act(request, pk, action, done):
    row = _request(pk)
    try:
        action(row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if done:
            messages.success(request, done)
    return redirect(row)


@require_POST
@office_required
def again(request, pk):
    """Look the request up anew."""
    return _act(request, pk, lambda row: requests.look_up_again(request=row, by=request.user), "")


@require_POST
@office_required
def erase(request, pk):
    """Carry an erasure out, once its box is ticked."""
    if request.POST.get("sicher") != "ja":
        messages.error(request, _("Nothing was erased. Please tick that you have read the list."))
        return redirect("core:personal_request", pk=_request(pk).pk)
    return _act(request, pk, lambda row: requests.start_erasing(request=row, by=request.user), "")


@require_POST
@office_required
def close(request, pk):
    """Close a request without doing more."""
    done = _("The request is closed. The words of the person are no longer stored with it.")
    return _act(request, pk, lambda row: requests.close(request=row, by=request.user), done)


@require_safe
@office_required
def download(request, pk, fmt):
    """The answer as a file: the access export while the request is open, the result of an erasure at any time."""
    row = _request(pk)
    if row.kind == Kind.ERASURE and fmt == "pdf" and row.state in (State.READY, State.DONE):
        return answers.result_pdf(row)
    if row.kind != Kind.ACCESS or row.state != State.READY or fmt not in ("pdf", "json"):
        raise Http404
    subject = requests.subject_of(row)
    if fmt == "pdf":
        return answers.access_pdf(row, subject, request.user)
    response = HttpResponse(answers.access_json(row, subject, request.user), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="auskunft-{row.pk}.json"'
    return response


@require_safe
@office_required
def due(request):
    """What is due for deletion or for a look, by kind of record."""
    today = timezone.localdate()
    entries = [(key, entry, entry.rows(today, request.user)) for key, entry in due_lists()]
    numbers = {key: rows.count() for key, _entry, rows in entries}
    with_rows = (row for row in entries if numbers[row[0]])
    chosen = next((row for row in entries if row[0] == request.GET.get("art")), None)
    chosen = chosen or next(with_rows, entries[0] if entries else None)
    page = None
    if chosen:
        page = Paginator(chosen[2], PER_PAGE).get_page(page_number(request.GET.get("seite")))
        page.object_list = [chosen[1].describe(row) for row in page.object_list]
    url = reverse("core:personal_due")
    context = {
        "crumbs": _crumbs((_("Due for deletion"), None)),
        "tabs": tabs("personal_due"),
        "views": [
            (entry.label, f"{url}?art={key}", numbers[key], bool(chosen) and key == chosen[0])
            for key, entry, _rows in entries
        ],
        "chosen": chosen[1] if chosen else None,
        "page_obj": page,
    }
    return render(request, "core/personal/due.html", context)


@require_safe
@reader_required
def record(request):
    """The record of processing activities."""
    context = {
        "crumbs": _crumbs((_("Record of processing"), None))
        if request.user.is_office
        else [(_("Record of processing"), None)],
        "tabs": tabs("personal_record") if request.user.is_office else [],
        "rows": answers.record_rows(),
        "facts": answers.controller_facts(),
    }
    return render(request, "core/personal/record.html", context)


@require_safe
@reader_required
def record_file(request):
    """The record of processing activities as PDF."""
    return answers.record_pdf()
