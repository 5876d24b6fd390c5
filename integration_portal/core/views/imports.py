"""Pages of an import, the same for every kind: upload, preview, meaning of columns, unknown names, taking over, undoing.

The kind comes from the address (`core.urls_imports`). Only the office gets in.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import office_required
from ..forms_imports import MappingForm, NamesForm, UploadForm
from ..importing import adapters, batches
from ..importing.problems import NOTICE, Problem
from ..jobs import mark_lost
from ..models import ImportBatch, ImportRow, Job
from ..params import page_number

PER_PAGE, NAMES_PER_PAGE = 50, 100
Action = ImportRow.Action


def _views(batch):
    """The tabs of the preview: (key, label, filter, number of rows)."""
    counts = batch.summary
    return [
        ("alle", _("All"), {}, sum(counts.get(action, 0) for action in Action.values)),
        ("probleme", _("With questions"), {"has_problems": True}, counts.get("problems", 0)),
        ("neu", _("New"), {"action": Action.NEW}, counts.get(Action.NEW, 0)),
        ("geaendert", _("Changed"), {"action": Action.CHANGED}, counts.get(Action.CHANGED, 0)),
        ("gleich", _("Unchanged"), {"action": Action.UNCHANGED}, counts.get(Action.UNCHANGED, 0)),
        ("ausgelassen", _("Left out"), {"action": Action.SKIPPED}, counts.get(Action.SKIPPED, 0)),
    ]


def _address(kind, name, *args):
    return reverse(f"{kind}:import{name}", args=args)


def _batch(request, kind, pk):
    """The batch with its job, for those who may see it; a check that lost its worker frees it again.

    What a commit or undoing that lost its worker left half done is settled by `batches.recover_interrupted()` only.
    """
    batch = get_object_or_404(
        ImportBatch.objects.visible_to(request.user).select_related("job", "created_by"), pk=pk, kind=kind
    )
    if batches.is_working(batch) and batch.job and batch.job.state == Job.State.RUNNING and mark_lost():
        batch.job.refresh_from_db()
    if batch.state == ImportBatch.State.CHECKING and batch.job and batch.job.state == Job.State.FAILED:
        batch.state, batch.refusal = ImportBatch.State.FAILED, batch.refusal or batch.job.error
        batch.save(update_fields=["state", "refusal"])
    return batch


def _crumbs(kind, last=None):
    label = _("Import of measures") if kind == "measures" else _("Import of actors")
    crumbs = [(adapters.get(kind).label, reverse(f"{kind}:office_list")), (label, _address(kind, "") if last else None)]
    return [*crumbs, (last, None)] if last else crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def index(request, kind):
    """The upload, and the imports so far."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, reads_cards=adapters.get(kind).reads_cards)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = batches.create_batch(kind=kind, upload=upload, name=upload.name, by=request.user)
            batches.start_check(batch=batch, by=request.user, url=_address(kind, "_show", batch.pk))
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect(_address(kind, "_show", batch.pk))
    past = ImportBatch.objects.visible_to(request.user).filter(kind=kind).select_related("created_by")
    page = Paginator(past, 20).get_page(page_number(request.GET.get("seite")))
    for batch in page:
        batch.url = _address(kind, "_show", batch.pk)
    context = {"form": form, "page": page, "kind": kind, "title": _crumbs(kind)[-1][0], "crumbs": _crumbs(kind)}
    return render(request, "imports/index.html", context, status=400 if form.errors else 200)


@require_safe
@office_required
def show(request, kind, pk):
    """An import as it stands: progress, reason of refusal, preview, or result."""
    batch = _batch(request, kind, pk)
    context = {
        "batch": batch,
        "job": batch.job,
        "kind": kind,
        "crumbs": _crumbs(kind, batch.file_name),
        "urls": _urls(kind, batch),
        "interrupted": bool(batch.job and batch.job.state == Job.State.FAILED),
    }
    if batches.is_working(batch):
        return render(request, "imports/_progress.html" if request.htmx else "imports/progress.html", context)
    if request.htmx and not request.htmx.boosted and request.GET.get("fortschritt"):
        response = render(request, "imports/_progress.html", context)
        response["HX-Redirect"] = _address(kind, "_show", batch.pk)
        return response
    if batch.state in (ImportBatch.State.REFUSED, ImportBatch.State.FAILED, ImportBatch.State.DISCARDED):
        context["kept_numbers"] = _kept_numbers(batch)
        return render(request, "imports/stopped.html", context)
    return render(request, "imports/show.html", context | _preview(request, kind, batch))


def _kept_numbers(batch):
    return ", ".join(map(str, batch.summary.get("kept_numbers", ())))


def _urls(kind, batch):
    names = ("show", "mapping", "names", "row", "check", "commit", "undo", "discard", "sheet")
    return {name: _address(kind, f"_{name}", batch.pk) for name in names}


def _preview(request, kind, batch):
    adapter = adapters.get(kind)
    views = _views(batch)
    current = request.GET.get("zeige", "")
    chosen = next((view for view in views if view[0] == current), views[0])
    rows = batch.rows.filter(**chosen[2])
    page = Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    headings = {str(column["index"]): column["heading"] for column in batch.columns}
    labels = {target.key: target.label for target in adapter.targets()}
    explained = adapter.explain([row for row in page if row.parsed.get("kind") == "data"])
    words = adapter.words()
    for row in page:
        _describe(row, headings, labels, explained, adapter, words)
    names = batch.options.get("names", {})
    takes = batch.summary.get(Action.NEW, 0) + batch.summary.get(Action.CHANGED, 0)
    return {
        "page": page,
        "views": [(key, label, count, key == chosen[0]) for key, label, _filter, count in views],
        "earlier": batches.earlier_import(batch) if batch.state == ImportBatch.State.CHECKED else None,
        "names_new": [entry["name"] for entry in names.values() if entry["choice"] == "create"],
        "names_total": len(names),
        "needs_mapping": bool(batch.options.get("needs_mapping")),
        "notes": batch.options.get("notes", []),
        "takes": takes,
        "other_sheets": _other_sheets(kind, batch),
        "undo_failed": batch.job.error
        if batch.job and batch.job.kind == batches.UNDO and batch.state == "committed"
        else "",
        "kept_numbers": _kept_numbers(batch),
        "created_actors": len(batch.summary.get("created_actors", ())),
    }


def _other_sheets(kind, batch):
    """Sheets of the same file that can be imported too: (name, kind, label)."""
    known = {adapter.kind: adapter.label for adapter in adapters.every()}
    return [
        (entry["name"], entry["kind"] or kind, known.get(entry["kind"] or kind, ""))
        for entry in batch.sheets
        if entry["name"] != batch.sheet and entry["rows"]
    ]


_KINDS_LEFT_OUT = {
    "group": lambda: _("Heading"),
    "total": lambda: _("Total"),
    "footnote": lambda: _("Footnote"),
    "header": lambda: _("Headings of columns"),
}


def _describe(row, headings, labels, explained, adapter, words):
    """Hang on the row what its line in the preview shows."""
    values = row.parsed.get("values", {})
    row.title = values.get(adapter.title_key) or " · ".join(list(row.raw.values())[:3])
    problems = [Problem.from_json(data) for data in row.problems]
    row.questions = [(labels.get(problem.key, ""), problem) for problem in problems if problem.is_question]
    row.notices = [(labels.get(problem.key, ""), problem) for problem in problems if problem.level == NOTICE]
    row.cells = [(headings.get(index) or index, text) for index, text in row.raw.items()]
    row.shown_changes = [
        (adapter.change_label(change["key"]), words.of(change["old"]), words.of(change["new"]))
        for change in row.changes
    ]
    row.understood = explained.get(row.pk, [])
    row.url = adapter.address(row.target_id) if row.target_id else ""
    row.reason = _KINDS_LEFT_OUT.get(row.parsed.get("kind"), lambda: "")()
    row.is_data = row.parsed.get("kind") == "data"
    row.can_skip = row.is_data and not values.get("leave_out")
    row.has_proposal = any("proposal" in problem.params for problem in problems)


def _back(kind, batch, request):
    """Where the preview was: the tab and page in the form's hidden field, checked."""
    query = request.POST.get("zurueck", "")
    return _address(kind, "_show", batch.pk) + (
        f"?{query}" if query and len(query) < 200 and "\n" not in query and "\r" not in query else ""
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def mapping(request, kind, pk):
    """What the columns mean; saving checks the file again."""
    batch = _batch(request, kind, pk)
    if batch.state not in batches.CHECKABLE or not batch.columns:
        return redirect(_address(kind, "_show", batch.pk))
    adapter = adapters.get(kind)
    form = MappingForm(
        request.POST if request.method == "POST" else None,
        columns=batch.columns,
        targets=adapter.targets(),
        mapping=batch.mapping,
        title_key=adapter.title_key,
    )
    if request.method == "POST" and form.is_valid():
        try:
            batches.set_mapping(
                batch=batch,
                mapping=form.cleaned_data["mapping"],
                by=request.user,
                remember=form.cleaned_data["remember"],
            )
            batches.start_check(batch=batch, by=request.user, url=_address(kind, "_show", batch.pk))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(_address(kind, "_show", batch.pk))
    sure = {column["index"]: round(column["confidence"] * 100) for column in batch.columns if column["target"]}
    context = {
        "batch": batch,
        "form": form,
        "kind": kind,
        "urls": _urls(kind, batch),
        "crumbs": _crumbs(kind, batch.file_name),
        "columns": [(form[f"column_{column['index']}"], sure.get(column["index"])) for column in batch.columns],
    }
    return render(request, "imports/mapping.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def names(request, kind, pk):
    """What becomes of names that nobody knows; saving checks the file again."""
    batch = _batch(request, kind, pk)
    if batch.state != ImportBatch.State.CHECKED:
        return redirect(_address(kind, "_show", batch.pk))
    names = sorted(
        batch.options.get("names", {}).items(), key=lambda item: (-item[1]["count"], item[1]["name"], item[0])
    )
    page = Paginator(names, NAMES_PER_PAGE).get_page(page_number(request.GET.get("seite")))
    adapter = adapters.get(kind)
    form = NamesForm(
        request.POST if request.method == "POST" else None,
        names=dict(page.object_list),
        choices=adapter.choices(),
        options=adapter.name_options(),
    )
    if request.method == "POST" and form.is_valid():
        batches.set_name_choices(batch=batch, choices=form.decisions())
        if page.has_next() and request.POST.get("weiter") == "1":
            return redirect(f"{_address(kind, '_names', batch.pk)}?seite={page.number + 1}")
        if not batches.names_wait_for_check(batch):
            return redirect(_address(kind, "_show", batch.pk))
        try:
            batches.start_check(batch=batch, by=request.user, url=_address(kind, "_show", batch.pk))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(_address(kind, "_show", batch.pk))
    context = {
        "batch": batch,
        "form": form,
        "page_obj": page,
        "kind": kind,
        "urls": _urls(kind, batch),
        "crumbs": _crumbs(kind, batch.file_name),
    }
    return render(request, "imports/names.html", context, status=400 if form.errors else 200)


@require_POST
@office_required
def row(request, kind, pk):
    """Leave a row out, take it in again, or accept the proposals for its cells."""
    batch = _batch(request, kind, pk)
    number, step = request.POST.get("zeile", ""), request.POST.get("schritt", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10) or step not in (
        "auslassen",
        "aufnehmen",
        "vorschlag",
    ):
        raise Http404
    line = get_object_or_404(batch.rows, number=int(number))
    if (
        batch.state != ImportBatch.State.CHECKED
        or line.parsed.get("kind") != "data"
        or line.parsed["values"].get("leave_out")
    ):
        messages.error(request, _("This row cannot be changed any more."))
        return redirect(_back(kind, batch, request))
    if step == "vorschlag":
        batches.decide_row(row=line, accept=True)
    else:
        batches.decide_row(row=line, skip=step == "auslassen")
    return redirect(_back(kind, batch, request) + f"#zeile-{line.number}")


def _step(request, batch, kind, action):
    """Do a step and go back to the import; a step that is not possible is said, not raised."""
    try:
        action()
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    return redirect(_address(kind, "_show", batch.pk))


@require_POST
@office_required
def check(request, kind, pk):
    """Check the file again."""
    batch = _batch(request, kind, pk)
    return _step(
        request,
        batch,
        kind,
        lambda: batches.start_check(batch=batch, by=request.user, url=_address(kind, "_show", batch.pk)),
    )


@require_POST
@office_required
def commit(request, kind, pk):
    """Take the import over."""
    batch = _batch(request, kind, pk)
    if batch.options.get("needs_mapping"):
        messages.error(request, _("Please say first what the columns mean."))
        return redirect(_address(kind, "_mapping", batch.pk))
    return _step(
        request,
        batch,
        kind,
        lambda: batches.start_commit(batch=batch, by=request.user, url=_address(kind, "_show", batch.pk)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def undo(request, kind, pk):
    """Take the whole import back, after a question."""
    batch = _batch(request, kind, pk)
    if batch.state != ImportBatch.State.COMMITTED:
        return redirect(_address(kind, "_show", batch.pk))
    if request.method == "POST":
        url = _address(kind, "_show", batch.pk)
        return _step(request, batch, kind, lambda: batches.start_undo(batch=batch, by=request.user, url=url))
    context = {
        "batch": batch,
        "kind": kind,
        "urls": _urls(kind, batch),
        "crumbs": _crumbs(kind, batch.file_name),
        "new": batch.summary.get(Action.NEW, 0),
        "changed": batch.summary.get(Action.CHANGED, 0),
    }
    return render(request, "imports/undo.html", context)


@require_POST
@office_required
def discard(request, kind, pk):
    """Throw an import away that was not taken over."""
    batch = _batch(request, kind, pk)

    def action():
        batches.discard_batch(batch=batch)
        messages.success(request, _("The import was thrown away. Nothing was changed."))

    _step(request, batch, kind, action)
    return redirect(_address(kind, ""))


@require_POST
@office_required
def sheet(request, kind, pk):
    """Import another sheet of the same file, as what its headings speak of."""
    batch = _batch(request, kind, pk)
    wanted = request.POST.get("blatt", "")
    found = next((entry for entry in _other_sheets(kind, batch) if entry[0] == wanted), None)
    if found is None or not batch.file:
        raise Http404
    other = batches.create_sibling(batch=batch, kind=found[1], sheet=found[0], by=request.user)
    return _step(
        request,
        other,
        found[1],
        lambda: batches.start_check(batch=other, by=request.user, url=_address(found[1], "_show", other.pk)),
    )
