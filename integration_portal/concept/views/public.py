"""The concept for everyone: the text in force, its history, comparison, files and data."""

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import documents
from ..languages import put_into, translations_of
from ..models import ConceptRevision, Consultation, UpdateProcess
from ..reading import adopted_by, parts_of, reading_of
from ..references import references_of
from ..text import Surroundings
from ..text import render as render_text
from ..tree import nodes_of
from . import comparing
from .decisions import flow_context, implementation_context


def crumbs(*rest):
    """The way to a public page of the concept."""
    return [(_("Start"), reverse("portal:home")), (_("Concept"), reverse("concept:public_index")), *rest]


def _writing(row):
    """Where statements on a revision are written now, and until when, as context; empty without a consultation. One query."""
    if row.is_final:
        return {}
    found = Consultation.objects.public().open_on(timezone.localdate()).filter(revision=row, audience="public").first()
    if found is None:
        return {}
    return {"write_url": reverse("concept:public_write", args=[found.slug]), "write_until": found.ends_on}


def _revision(slug):
    rows = ConceptRevision.objects.public().select_related("concept__framework", "resolution__committee", "paper")
    return get_object_or_404(rows, slug=slug)


@require_safe
def index(request):
    """The concepts with the text in force, drafts that are shown, and former revisions."""
    rows = list(
        ConceptRevision.objects.public()
        .select_related("concept", "resolution__committee")
        .order_by("-in_force_from", "-pk")
    )
    updates = list(UpdateProcess.objects.public().select_related("concept"))
    concepts: dict = {}
    for update in updates:
        concepts.setdefault(update.concept, {"in_force": None, "drafts": [], "former": []})
    for row in rows:
        concepts.setdefault(row.concept, {"in_force": None, "drafts": [], "former": []})
        group = concepts[row.concept]
        if row.is_in_force:
            group["in_force"] = row
        else:
            group["former" if row.is_final else "drafts"].append(row)
    for group in concepts.values():
        if group["in_force"]:
            group["nodes"] = nodes_of(group["in_force"], with_bodies=False)
    for concept, group in concepts.items():
        group["updates"] = [update for update in updates if update.concept_id == concept.pk]
    context = {
        "concepts": sorted(concepts.items(), key=lambda pair: pair[0].title),
        "crumbs": [*crumbs()[:1], (_("Concept"), None)],
        "page_description": _("The integration concept in force, its history, and drafts that are consulted on."),
    }
    return render(request, "concept/public/index.html", context)


@require_safe
def revision(request, slug):
    """A revision: what it is, its contents, files, and the comparison with others."""
    row = _revision(slug)
    words, url = adopted_by(row)
    references = references_of(row.concept, [row.preface], public=True)
    context = {
        "revision": row,
        "nodes": nodes_of(row, with_bodies=False),
        "preface": render_text(row.preface, Surroundings(references, key="vorwort"), top_level=2),
        "others": list(row.concept.revisions.public().exclude(pk=row.pk)),
        "consultations": list(Consultation.objects.public().filter(revision=row)),
        "resolution": words,
        "resolution_url": url,
        "crumbs": crumbs((str(row), None)),
        "canonical_url": request.build_absolute_uri(row.get_public_url()),
        "page_description": f"{row.concept}: {row}",
    }
    return render(request, "concept/public/revision.html", context)


@require_safe
def section(request, slug, key):
    """A section with what stands under it; every paragraph has an address of its own."""
    row = _revision(slug)
    reading = reading_of(row, key, public=True)
    language = request.GET.get("sprache", "")[:20]
    languages = put_into(reading.parts, language, row.concept)
    steps = [(node.heading, reverse("concept:public_section", args=[slug, node.key])) for node in reading.path[:-1]]
    context = {
        "revision": row,
        "reading": reading,
        "languages": languages,
        "language": language if language in dict(languages) else "",
        **_writing(row),
        "crumbs": crumbs((str(row), row.get_public_url()), *steps, (reading.node.heading, None)),
        "canonical_url": request.build_absolute_uri(reverse("concept:public_section", args=[slug, key])),
        "page_description": f"{row}: {reading.node.heading}",
    }
    return render(request, "concept/public/section.html", context)


@require_safe
def whole(request, slug):
    """The whole text on one page, for reading on and for printing."""
    row = _revision(slug)
    nodes = nodes_of(row)
    parts, language = parts_of(row, nodes, public=True), request.GET.get("sprache", "")[:20]
    languages = put_into(parts, language, row.concept)
    context = {
        "revision": row,
        "nodes": nodes,
        "parts": parts,
        "languages": languages,
        "language": language if language in dict(languages) else "",
        "crumbs": crumbs((str(row), row.get_public_url()), (_("Whole text"), None)),
        "canonical_url": request.build_absolute_uri(reverse("concept:public_whole", args=[slug])),
        "page_description": f"{row.concept}: {row}",
    }
    return render(request, "concept/public/whole.html", context)


def _pair(slug, other):
    new = _revision(slug)
    old = _revision(other)
    if old.concept_id != new.concept_id or old.pk == new.pk:
        raise Http404
    return old, new


@require_safe
def choose(request, slug):
    """Go to the comparison with the revision chosen by `?mit=`; without one to the newest other."""
    row = _revision(slug)
    others = row.concept.revisions.public().exclude(pk=row.pk)
    other = (
        others.filter(slug=request.GET.get("mit", "")[:80]).first() or others.order_by("-in_force_from", "-pk").first()
    )
    if other is None:
        return redirect(row.get_public_url())
    return redirect("concept:public_compare", row.slug, other.slug)


@require_safe
def compare(request, slug, other):
    """What differs between two public revisions; `other` is the old one."""
    old, new = _pair(slug, other)
    context = comparing.page_context(request, old, new, public=True)
    context |= {
        "base": "public.html",
        **_writing(new),
        "others": list(new.concept.revisions.public()),
        "crumbs": crumbs((str(new), new.get_public_url()), (_("Comparison"), None)),
        "pdf_url": reverse("concept:public_compare_file", args=[slug, other, "pdf"]),
        "word_url": reverse("concept:public_compare_file", args=[slug, other, "docx"]),
        "swap_url": reverse("concept:public_compare", args=[other, slug]),
        "page_description": _("What differs between “%(old)s” and “%(new)s”.") % {"old": old, "new": new},
    }
    return render(request, "concept/compare.html", context)


@require_safe
def measures(request, slug):
    """What became of every measure from an earlier public revision to this one; measures that are not public are left out."""
    row = _revision(slug)
    others = list(row.concept.revisions.public().exclude(pk=row.pk))
    context = flow_context(request, row, others, public=True)
    context |= {
        "base": "public.html",
        "crumbs": crumbs((str(row), row.get_public_url()), (_("Measures"), None)),
        "canonical_url": request.build_absolute_uri(reverse("concept:public_measures", args=[slug])),
        "page_description": _("What became of the measures in “%(label)s”.") % {"label": row},
    }
    return render(request, "concept/flow.html", context)


@require_safe
def implementation(request, slug):
    """How far the published measures of a revision are, by section and goal."""
    row = _revision(slug)
    context = implementation_context(request, row, public=True)
    context |= {
        "base": "public.html",
        "crumbs": crumbs((str(row), row.get_public_url()), (_("Implementation"), None)),
        "canonical_url": request.build_absolute_uri(reverse("concept:public_implementation", args=[slug])),
        "page_description": _("How far the measures in “%(label)s” are.") % {"label": row},
    }
    return render(request, "concept/implementation.html", context)


@require_safe
def compare_file(request, slug, other, fmt):
    """The comparison as PDF or Word."""
    old, new = _pair(slug, other)
    return comparing.file_of(old, new, fmt, public=True)


@require_safe
def export(request, slug, fmt):
    """The text as PDF, Word or JSON."""
    row = _revision(slug)
    if fmt == "json":
        return _json(request, row)
    return documents.file_response(documents.concept_document(row, public=True), fmt)


def _section_json(request, row, node, translations):
    url = request.build_absolute_uri(reverse("concept:public_section", args=[row.slug, node.key]))
    return {
        "id": str(node.identity),
        "number": node.number,
        "title": node.title,
        "markdown": node.body,
        "parent": str(node.parent) if node.parent else None,
        "url": url,
        "translations": [
            {
                "language": one.language,
                "title": one.title,
                "markdown": one.body,
                "is_older_than_german": one.is_older,
                "url": f"{url}?sprache={one.language}",
            }
            for one in translations.get(node.pk, ())
        ],
    }


def _json_of_sections(request, row, nodes):
    translations = translations_of(nodes, public=True)
    return [_section_json(request, row, node, translations) for node in nodes]


def _json(request, row):
    words, url = adopted_by(row)
    return JsonResponse(
        {
            "concept": row.concept.title,
            "revision": row.label,
            "state": row.state,
            "url": request.build_absolute_uri(row.get_public_url()),
            "adopted_on": row.adopted_on,
            "in_force_from": row.in_force_from,
            "in_force_until": row.in_force_until,
            "resolution": words or None,
            "resolution_url": request.build_absolute_uri(url) if url else None,
            "sha256": row.content_hash or None,
            "sections": _json_of_sections(request, row, nodes_of(row)),
        },
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def section_json(request, slug, key):
    """One section as JSON."""
    row = _revision(slug)
    node = next((node for node in nodes_of(row) if node.key == key), None)
    if node is None:
        raise Http404
    return JsonResponse(_json_of_sections(request, row, [node])[0], json_dumps_params={"ensure_ascii": False})
