"""The comparison of two revisions (Synopse): office and public pages, files, reasons, and taking text from one into the other."""

import uuid

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.views.editing import edit_page, posted

from .. import documents
from ..compare.tree import KINDS
from ..comparison import compare_revisions, lines_of, offer_passages
from ..forms import ReasonForm
from ..models import ChangeReason, ConceptRevision, ConceptSection
from ..services import links, sections
from .common import act, editable, readable, revision_crumbs

PER_PAGE = 10


def page_context(request, old, new, *, public):
    """What both pages show: the lines of one page, counts, and the chosen kind and form."""
    comparison = compare_revisions(old, new, public=public)
    kind = request.GET.get("art", "")
    if kind not in ("", "all", *KINDS):
        kind = ""
    entries = comparison.of_kind(kind)
    page = Paginator(entries, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    return {
        "comparison": comparison,
        "old": old,
        "new": new,
        "lines": lines_of(comparison, page.object_list),
        "page_obj": page,
        "kind": kind,
        "counts": comparison.counts(),
        "changed_count": len(comparison.changed),
        "same_count": len(comparison.entries) - len(comparison.changed),
        "all_count": len(comparison.entries),
        "is_inline": request.GET.get("form") == "inline",
    }


def _pair(request, pk, other):
    new = readable(request, pk)
    rows = ConceptRevision.objects.visible_inside(request.user).select_related("concept__framework")
    old = get_object_or_404(rows, pk=other, concept=new.concept_id)
    return old, new


@require_safe
@login_required
def choose(request, pk):
    """Go to the comparison with the revision chosen by `?mit=`, else with the one it starts from or the one in force."""
    revision = readable(request, pk)
    others = revision.concept.revisions.visible_inside(request.user).exclude(pk=pk)
    chosen = positive_int(request.GET.get("mit"))
    other = (
        others.filter(pk=chosen).first()
        or others.filter(pk=revision.based_on_id).first()
        or others.in_force().first()
        or others.order_by("-pk").first()
    )
    if other is None:
        return render(request, "concept/office/nothing_to_compare.html", {"revision": revision})
    pair = (other.pk, pk) if request.GET.get("tauschen") else (pk, other.pk)
    return redirect("concept:compare", *pair)


@require_safe
@login_required
def compare(request, pk, other):
    """The comparison inside: revision `other` is the old one."""
    old, new = _pair(request, pk, other)
    may_write = roles.is_office(request.user)
    context = page_context(request, old, new, public=False)
    context |= {
        "base": "office.html",
        "others": list(new.concept.revisions.visible_inside(request.user)),
        "may_reason": may_write and not new.is_final and new.state != "withdrawn",
        "may_take": may_write and not new.is_final and new.state != "withdrawn",
        "crumbs": revision_crumbs(new, (_("Comparison"), None)),
        "pdf_url": reverse("concept:compare_file", args=[new.pk, old.pk, "pdf"]),
        "word_url": reverse("concept:compare_file", args=[new.pk, old.pk, "docx"]),
        "swap_url": reverse("concept:compare", args=[old.pk, new.pk]),
    }
    if context["may_take"]:
        offer_passages(context["lines"], dict(new.sections.values_list("pk", "version")))
    return render(request, "concept/compare.html", context)


def file_of(old, new, fmt, *, public):
    """The comparison as a download: three columns old, new, reason."""
    return documents.file_response(documents.comparison_document(old, new, public=public), fmt)


@require_safe
@login_required
def compare_file(request, pk, other, fmt):
    """The comparison as PDF or Word."""
    old, new = _pair(request, pk, other)
    return file_of(old, new, fmt, public=False)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def reason(request, pk, other, identity):
    """Write why a section differs."""
    old, new = _pair(request, pk, other)
    if new.is_final:
        raise Http404
    url = reverse("concept:compare", args=[pk, other])
    row = ChangeReason.objects.filter(old=old, new=new, identity=identity).first()
    section = ConceptSection.objects.filter(revision__in=(old, new), identity=identity).order_by("-revision").first()
    if section is None:
        raise Http404

    def save(form):
        links.give_reason(old=old, new=new, identity=identity, text=form.cleaned_data["text"])
        return f"{url}#abschnitt-{section.key}"

    form = ReasonForm(posted(request), initial={"text": row.text if row else ""})
    return edit_page(
        request, form, save=save, title=_("Reason of a change"), cancel=url,
        trail=revision_crumbs(new, (_("Comparison"), url)), text=section.title,
    )  # fmt: skip


@require_POST
@office_required
def take(request, pk, other):
    """Take a section, or one changed passage of it, from revision `other` into this one."""
    target, source = editable(request, pk), readable(request, other)
    if source.concept_id != target.concept_id:
        raise Http404
    try:
        identity = uuid.UUID(request.POST.get("section", ""))
    except ValueError:
        raise Http404 from None
    theirs = get_object_or_404(
        ConceptSection.objects.select_related("revision", "parent"), revision=source, identity=identity
    )
    mine = ConceptSection.objects.filter(revision=target, identity=identity).first()
    if mine is None and (own := positive_int(request.POST.get("into"))):
        mine = ConceptSection.objects.filter(revision=target, pk=own).first()
    place, version = request.POST.get("place", ""), positive_int(request.POST.get("version"))

    def write():
        try:
            if mine is None:
                sections.take_new_section(source=theirs, revision=target, by=request.user)
            elif place.isdecimal() and len(place) < 6:
                sections.take_passage(source=theirs, target=mine, place=int(place), version=version, by=request.user)
            else:
                sections.take_section(source=theirs, target=mine, version=version, by=request.user)
        except StaleObject:
            raise ValidationError(_("Somebody has changed this section meanwhile. Please compare again.")) from None

    to = reverse("concept:compare", args=[pk, other]) + f"#abschnitt-{theirs.key}"
    return act(request, write, _("The text has been taken over."), to=to)
