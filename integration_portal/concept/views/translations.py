"""Translations in the office views: which section has which, and writing one."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core import roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..forms import TranslationForm
from ..languages import choices, translations_of
from ..models import ConceptSection, SectionTranslation
from ..references import surroundings
from ..services import translations as services
from ..text import render as render_text
from ..tree import nodes_of
from .common import readable, revision_crumbs, section_crumbs


def _name(language):
    for code, name in choices():
        if code == language:
            return str(name)
    raise Http404


@require_safe
@login_required
def index(request, pk):
    """Which sections are there in which language, and which of them are older than the German text."""
    revision = readable(request, pk)
    nodes = nodes_of(revision)
    found = translations_of(nodes, public=False)
    languages = choices()
    used = {row.language for rows in found.values() for row in rows}
    shown = [pair for pair in languages if pair[0] in used or pair[0] == languages[0][0]]
    rows = [
        (
            node,
            [(code, next((row for row in found.get(node.pk, ()) if row.language == code), None)) for code, _n in shown],
        )
        for node in nodes
    ]
    context = {
        "revision": revision,
        "rows": rows,
        "shown": shown,
        "others": [pair for pair in languages if pair not in shown],
        "nodes": nodes,
        "may_write": roles.is_office(request.user) and revision.state != "withdrawn",
        "crumbs": revision_crumbs(revision, (_("Other languages"), None)),
    }
    return render(request, "concept/office/translations.html", context)


def _section(request, pk, key):
    rows = ConceptSection.objects.visible_inside(request.user).select_related("revision__concept__framework", "parent")
    return get_object_or_404(rows, revision=pk, key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk, key, language):
    """Write a section in another language, with the German text beside it."""
    section, name = _section(request, pk, key), _name(language)
    row, data = SectionTranslation.objects.filter(section=section, language=language).first(), posted(request)
    if row is not None and data is not None and not data.get("version"):
        data = data.copy()
        data["version"] = "0"  # somebody else has begun it since this form was opened
    if row is None:
        row = SectionTranslation(section=section, language=language, title=section.title)
    url = reverse("concept:translations", args=[pk])

    def save(form):
        data = {field: form.cleaned_data[field] for field in ("title", "body", "is_complete")}
        services.save_translation(
            section=section, language=language, data=data, version=form.cleaned_data.get("version") if row.pk else None
        )
        return url

    around = surroundings(section.revision.concept, [section], public=False)[section.key]
    return edit_page(
        request, TranslationForm(data, instance=row), save=save, cancel=url, template="concept/office/translation.html",
        title=_("%(section)s: %(language)s") % {"section": section.title, "language": name},
        trail=section_crumbs(section, (_("Other languages"), url)), german=render_text(section.body, around), section=section,
        language=language, delete_url=reverse("concept:translation_delete", args=[pk, key, language]) if row.pk else "",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk, key, language):
    """Ask, then delete a translation."""
    section = _section(request, pk, key)
    row = get_object_or_404(SectionTranslation, section=section, language=language)
    url = reverse("concept:translations", args=[pk])
    return delete_page(
        request, row, cancel=url, done=url, trail=section_crumbs(section, (_("Other languages"), url)),
        delete=lambda row: row.delete(),
    )  # fmt: skip
