"""Concepts and revisions in the office views: list, sheet, and the steps of a revision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.members import sits_or_reads
from integration_portal.core import roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.history import history_of
from integration_portal.core.params import page_number
from integration_portal.core.views.editing import delete_page, edit_page, posted

from .. import documents
from ..forms import AdoptForm, ConceptForm, RevisionForm, StepForm
from ..models import Concept, ConceptRevision, MarginNote, RevisionState
from ..references import references_of
from ..services import adoption
from ..services import revisions as services
from ..services.notices import people_of
from ..text import Surroundings
from ..text import render as render_text
from ..tree import nodes_of
from .common import act, crumbs, editable, readable, revision_crumbs


@require_safe
@login_required
def index(request):
    """The concepts with the revisions that the account sees, newest first."""
    if not sits_or_reads(request.user):
        raise PermissionDenied
    revisions = ConceptRevision.objects.visible_inside(request.user).annotate(sections_count=Count("sections"))
    concepts = Concept.objects.select_related("framework").prefetch_related(Prefetch("revisions", queryset=revisions))
    reads_all = roles.reads_all(request.user)
    rows = [concept for concept in concepts if reads_all or concept.revisions.all()]
    context = {"concepts": rows, "may_write": roles.is_office(request.user)}
    return render(request, "concept/office/list.html", context)


def _concept_page(request, concept, title):
    def save(form):
        row = services.save_concept(
            concept=concept,
            data=form.data_for_service,
            version=form.cleaned_data.get("version") if concept.pk else None,
        )
        return row.get_absolute_url()

    return edit_page(
        request, ConceptForm(posted(request), instance=concept), save=save, title=title,
        cancel=reverse("concept:office_list"), trail=crumbs(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def concept_create(request):
    """Begin a concept."""
    return _concept_page(request, Concept(), _("New concept"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def concept_edit(request, pk):
    """Change title, framework and summary of a concept."""
    return _concept_page(request, get_object_or_404(Concept, pk=pk), _("Edit the concept"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, pk):
    """Begin a revision of a concept, empty or from another one."""
    concept = get_object_or_404(Concept, pk=pk)

    def save(form):
        row = services.create_revision(
            concept=concept, data=form.data_for_service, by=request.user, based_on=form.cleaned_data["based_on"]
        )
        return row.get_absolute_url()

    in_force = concept.revisions.in_force().first()
    form = RevisionForm(posted(request), concept=concept, initial={"based_on": in_force})
    return edit_page(
        request,
        form,
        save=save,
        title=_("New revision"),
        cancel=concept.get_absolute_url(),
        trail=crumbs(),
        text=str(concept),
    )


def _ways(node):
    """(word of the address, icon, words) of the ways a section can move."""
    ways = (
        ("hoch", "up", _("Up"), not node.is_first),
        ("runter", "down", _("Down"), not node.is_last),
        ("hinein", "indent", _("Under the one before"), not node.is_first and not node.is_deepest),
        ("heraus", "outdent", _("One level up"), node.parent is not None),
    )
    return [way[:3] for way in ways if way[3]]


@require_safe
@login_required
def detail(request, pk):
    """A revision: where it stands, its sections, and what is still to be done."""
    revision = readable(request, pk)
    user = request.user
    nodes = nodes_of(revision)
    may_edit = roles.is_office(user) and not revision.is_final and revision.state != RevisionState.WITHDRAWN
    notes = dict(
        MarginNote.objects.open()
        .filter(section__revision=revision)
        .order_by()
        .values_list("section")
        .annotate(number=Count("pk"))
    )
    others = [row for row in revision.concept.revisions.visible_inside(user) if row.pk != revision.pk]
    checks = adoption.checklist(revision) if may_edit else []
    references = references_of(revision.concept, [revision.preface], public=False)
    context = {
        "revision": revision,
        "nodes": [(node, notes.get(node.pk, 0), _ways(node) if may_edit else ()) for node in nodes],
        "words": sum(len(node.body.split()) for node in nodes),
        "preface": render_text(revision.preface, Surroundings(references, key="vorwort")),
        "others": others,
        "decisions_count": revision.decisions.count(),
        "checks": checks,
        "is_ready": bool(checks) and all(check.is_done for check in checks if check.must),
        "processes": list(revision.processes.visible_inside(user)),
        "consultations": list(revision.consultations.visible_inside(user)),
        "steps": list(revision.steps.select_related("by")),
        "next_states": revision.next_states if roles.is_office(user) else (),
        "may_edit": may_edit,
        "may_write": roles.is_office(user),
        "reads_all": roles.reads_all(user),
        "crumbs": crumbs((str(revision), None)),
        "history": history_of(revision, page=page_number(request.GET.get("verlauf")))
        if roles.reads_all(user)
        else None,
    }
    return render(request, "concept/office/revision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change label, origin, preface and the like of a draft."""
    revision = editable(request, pk)

    def save(form):
        row = services.update_revision(
            revision=revision, data=form.data_for_service, version=form.cleaned_data["version"]
        )
        return row.get_absolute_url()

    return edit_page(
        request, RevisionForm(posted(request), instance=revision, concept=revision.concept), save=save,
        title=_("Edit the revision"), cancel=revision.get_absolute_url(), trail=revision_crumbs(revision),
        delete_url=reverse("concept:revision_delete", args=[pk]) if revision.state == RevisionState.DRAFT else "",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def step(request, pk, state):
    """Ask for a note, then bring a revision to another state."""
    revision = readable(request, pk)
    if state not in RevisionState.values:
        raise Http404

    def save(form):
        row = services.take_step(revision=revision, to_state=state, by=request.user, note=form.cleaned_data["note"])
        return row.get_absolute_url()

    return edit_page(
        request, StepForm(posted(request)), save=save,
        title=_("%(revision)s: %(state)s") % {"revision": revision, "state": RevisionState(state).label},
        cancel=revision.get_absolute_url(), trail=revision_crumbs(revision), submit_label=_("Take this step"),
    )  # fmt: skip


@require_POST
@office_required
def publish(request, pk):
    """Show a draft to everyone."""
    revision = editable(request, pk)
    return act(request, lambda: services.publish(revision=revision), _("The draft is public now."), to=revision)


@require_POST
@office_required
def take_back(request, pk):
    """Take a draft out of the public pages."""
    revision = editable(request, pk)
    return act(request, lambda: services.take_back(revision=revision), _("The draft is no longer public."), to=revision)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a draft with its text."""
    revision = readable(request, pk)
    return delete_page(
        request, revision, cancel=revision.get_absolute_url(), done=reverse("concept:office_list"),
        trail=revision_crumbs(revision), delete=lambda row: services.delete_draft(revision=row),
    )  # fmt: skip


@require_safe
@login_required
def export(request, pk, fmt):
    """The whole text as PDF or Word, with references as they read today."""
    revision = readable(request, pk)
    return documents.file_response(documents.concept_document(revision, public=False), fmt)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def adopt(request, pk):
    """The checklist, and the adoption itself."""

    revision = editable(request, pk)
    checks = adoption.checklist(revision)

    def save(form):
        row = adoption.adopt(revision=revision, by=request.user, **form.cleaned_data)
        messages.info(request, _("The revision is in force. Its text does not change any more."))
        return row.get_absolute_url()

    return edit_page(
        request, AdoptForm(posted(request), revision=revision), save=save, title=_("Adopt the revision"),
        cancel=revision.get_absolute_url(), trail=revision_crumbs(revision), submit_label=_("Adopt now"),
        template="concept/office/adopt.html", revision=revision, checks=checks,
        is_ready=all(check.is_done for check in checks if check.must),
        told=len(people_of(revision)), in_force=revision.concept.revisions.in_force().first(),
    )  # fmt: skip
