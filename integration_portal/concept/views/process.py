"""The update of a concept in the office views: mandate, phases, groups, and the log of participation."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import roles
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.history import history_of
from integration_portal.core.params import page_number
from integration_portal.core.views.editing import delete_page, edit_page, posted
from integration_portal.core.writers import csv_response, xlsx_response

from .. import documents
from ..forms_process import GroupForm, ParticipationForm, PhaseForm, ProcessForm
from ..models import Concept, Participation, ProcessPhase, UpdateProcess
from ..participation import WAYS, log_of, log_table, meetings_of, totals, word_of
from ..services import process as services
from ..timeline import picture
from .common import act, crumbs

PER_PAGE = 50


def trail(*rest):
    """The way to a page of updates."""
    return crumbs((_("Updates"), reverse("concept:processes")), *rest)


def below(row, *rest):
    """The way to a page below an update."""
    return trail((str(row), row.get_absolute_url()), *rest)


def _one(rows, pk):
    return get_object_or_404(rows.select_related("concept__framework", "revision", "mandate_resolution"), pk=pk)


def readable(request, pk):
    """An update that the account sees inside."""
    return _one(UpdateProcess.objects.visible_inside(request.user), pk)


def editable(request, pk):
    """An update that the account works on."""
    return _one(UpdateProcess.objects.editable_by(request.user), pk)


@require_safe
@reader_required
def index(request):
    """All updates, the newest first, with what is going on in each."""
    today = timezone.localdate()
    rows = list(UpdateProcess.objects.select_related("concept", "revision").prefetch_related("phases"))
    for row in rows:
        row.running = [phase for phase in row.phases.all() if phase.state_on(today) in ("running", "overdue")]
    context = {
        "processes": rows,
        "concepts": list(Concept.objects.all()),
        "may_write": roles.is_office(request.user),
        "crumbs": trail(),
    }
    return render(request, "concept/process/list.html", context)


def phases_context(process):
    """The phases with their numbers, and the picture of them."""
    phases = list(process.phases.select_related("responsible"))
    for number, phase in enumerate(phases, start=1):
        phase.number = number
    return {"phases": phases, "picture": picture(process, phases, timezone.localdate())}


@require_safe
@reader_required
def detail(request, pk):
    """An update: where it stands, its phases, groups with meetings, surveys, and those who took part."""
    row = readable(request, pk)
    meetings: dict = {}
    for meeting in meetings_of(row):
        meetings.setdefault(meeting.committee_id, []).append(meeting)
    groups = list(row.groups.select_related("committee", "field__framework"))
    for group in groups:
        group.meetings = meetings.get(group.committee_id, [])
    context = {
        "process": row,
        **phases_context(row),
        "groups": groups,
        "surveys": list(row.surveys.all()),
        "totals": totals(log_of(row)),
        "consultations": list(row.revision.consultations.all()) if row.revision else [],
        "may_write": roles.is_office(request.user),
        "crumbs": trail((str(row), None)),
        "history": history_of(row, page=page_number(request.GET.get("verlauf"))),
    }
    return render(request, "concept/process/detail.html", context)


def _form(request, row, title, cancel):
    def save(form):
        version = form.cleaned_data.get("version") if row.pk else None
        return services.save_process(process=row, data=form.data_for_service, version=version).get_absolute_url()

    return edit_page(
        request, ProcessForm(posted(request), instance=row), save=save, title=title, cancel=cancel,
        trail=below(row) if row.pk else trail(), delete_url=reverse("concept:process_delete", args=[row.pk]) if row.pk else "",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, pk):
    """Begin the update of a concept."""
    row = UpdateProcess(concept=get_object_or_404(Concept, pk=pk))
    return _form(request, row, _("New update"), reverse("concept:processes"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change mandate, goals, period and draft of an update."""
    row = editable(request, pk)
    return _form(request, row, _("Edit the update"), row.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete an update."""
    row = editable(request, pk)
    return delete_page(
        request, row, cancel=row.get_absolute_url(), done=reverse("concept:processes"), trail=below(row),
        delete=lambda row: services.delete_process(process=row),
    )  # fmt: skip


@require_POST
@office_required
def publish(request, pk):
    """Show an update to everyone."""
    row = editable(request, pk)
    return act(request, lambda: services.publish(process=row), _("The update is public now."), to=row)


@require_POST
@office_required
def take_back(request, pk):
    """Take an update out of the public pages."""
    row = editable(request, pk)
    return act(
        request, lambda: services.publish(process=row, is_published=False), _("The update is no longer public."), to=row
    )


# --- phases and groups --------------------------------------------------------------------------------------------------
def _phase_form(request, row, title, delete_url=""):
    def save(form):
        version = form.cleaned_data.get("version") if row.pk else None
        return services.save_phase(phase=row, data=form.data_for_service, version=version).get_absolute_url()

    return edit_page(
        request, PhaseForm(posted(request), instance=row), save=save, title=title, cancel=row.process.get_absolute_url(),
        trail=below(row.process), delete_url=delete_url,
    )  # fmt: skip


def _phase(request, pk, phase):
    return get_object_or_404(ProcessPhase, pk=phase, process=editable(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def phase_create(request, pk):
    """Add a phase."""
    return _phase_form(request, ProcessPhase(process=editable(request, pk)), _("New phase"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def phase_edit(request, pk, phase):
    """Change a phase."""
    row = _phase(request, pk, phase)
    return _phase_form(request, row, _("Edit the phase"), reverse("concept:phase_delete", args=[pk, phase]))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def phase_delete(request, pk, phase):
    """Ask, then delete a phase."""
    row = _phase(request, pk, phase)
    home = row.process.get_absolute_url()
    return delete_page(request, row, cancel=home, done=home, trail=below(row.process), delete=lambda row: row.delete())


@require_POST
@office_required
def phase_done(request, pk, phase):
    """Mark a phase as done, or as open again (`offen` in the form)."""
    row = _phase(request, pk, phase)
    is_done = "offen" not in request.POST
    message = _("The phase is done.") if is_done else _("The phase is open again.")
    return act(request, lambda: services.set_done(phase=row, is_done=is_done), message, to=row)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def group_add(request, pk):
    """Name a committee as a working group."""
    row = editable(request, pk)

    def save(form):
        services.add_group(process=row, data=form.cleaned_data)
        return row.get_absolute_url()

    return edit_page(
        request, GroupForm(posted(request), process=row), save=save, title=_("Add a working group"),
        cancel=row.get_absolute_url(), trail=below(row),
        text=_("Working groups are committees: members, meetings and minutes are kept there."),
    )  # fmt: skip


@require_POST
@office_required
def group_remove(request, pk, group):
    """Take a working group out of the update; the committee stays."""
    row = editable(request, pk)
    found = get_object_or_404(row.groups, pk=group)
    return act(request, found.delete, _("The group has been taken out."), to=row)


# --- the log --------------------------------------------------------------------------------------------------------------
def _filtered(request, row):
    way = request.GET.get("art", "")
    log = log_of(row)
    return log, [entry for entry in log if entry.way == way] if way in WAYS else log, way


@require_safe
@reader_required
def log(request, pk):
    """Who took part, when and how."""
    row = readable(request, pk)
    everything, rows, way = _filtered(request, row)
    counted = [(key, word_of(key), sum(entry.way == key for entry in everything)) for key in WAYS]
    context = {
        "process": row,
        "page_obj": Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite"))),
        "totals": totals(rows),
        "way": way,
        "ways": [entry for entry in counted if entry[2]],
        "all_count": len(everything),
        "formats": (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("csv", "CSV")),
        "may_write": roles.is_office(request.user),
        "crumbs": below(row, (_("Participation"), None)),
    }
    return render(request, "concept/process/log.html", context)


@require_safe
@reader_required
def log_file(request, pk, fmt):
    """The log as evidence: Excel, CSV, PDF or Word; filtered as on the page."""
    row = readable(request, pk)
    _all, rows, _way = _filtered(request, row)
    if fmt in ("xlsx", "csv"):
        table = log_table(row, rows)
        return xlsx_response(table) if fmt == "xlsx" else csv_response(table, excel=True)
    return documents.file_response(documents.participation_document(row, rows, totals(rows)), fmt)


def _entry_form(request, row, title, delete_url=""):
    url = reverse("concept:participation", args=[row.process_id])

    def save(form):
        version = form.cleaned_data.get("version") if row.pk else None
        services.save_participation(entry=row, data=form.data_for_service, version=version)
        return url

    return edit_page(
        request, ParticipationForm(posted(request), instance=row), save=save, title=title, cancel=url,
        trail=below(row.process, (_("Participation"), url)), delete_url=delete_url,
        text=_("Meetings, statements and answers to surveys stand in the list without an entry."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def entry_create(request, pk):
    """Enter a workshop, a talk or the like."""
    return _entry_form(request, Participation(process=editable(request, pk)), _("New entry"))


def _entry(request, pk, entry):
    return get_object_or_404(Participation, pk=entry, process=editable(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def entry_edit(request, pk, entry):
    """Change an entry of the log."""
    row = _entry(request, pk, entry)
    return _entry_form(request, row, _("Edit the entry"), reverse("concept:participation_delete", args=[pk, entry]))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def entry_delete(request, pk, entry):
    """Ask, then delete an entry of the log."""
    row = _entry(request, pk, entry)
    url = reverse("concept:participation", args=[pk])
    return delete_page(
        request, row, cancel=url, done=url, trail=below(row.process, (_("Participation"), url)),
        delete=lambda row: row.delete(),
    )  # fmt: skip


# --- for everyone -----------------------------------------------------------------------------------------------------------
@require_safe
def public(request, slug):
    """Where an update stands: mandate, goals, phases, the public meetings of its groups, drafts and consultations."""
    row = get_object_or_404(
        UpdateProcess.objects.public().select_related("concept", "revision", "mandate_resolution"), slug=slug
    )
    revision = row.revision if row.revision and row.revision.published_on else None
    found = totals(log_of(row))
    context = {
        "process": row,
        **phases_context(row),
        "meetings": list(meetings_of(row).public()),
        "revision": revision,
        "consultations": list(revision.consultations.public()) if revision else [],
        "totals": found,
        "crumbs": [
            (_("Start"), reverse("portal:home")), (_("Concept"), reverse("concept:public_index")), (str(row), None),
        ],
        "canonical_url": request.build_absolute_uri(row.get_public_url()),
        "page_description": row.title,
    }  # fmt: skip
    return render(request, "concept/process/public.html", context)
