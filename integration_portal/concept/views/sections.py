"""Sections in the office views: reading with the margin, writing, and their place in the tree."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import attachments, roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.drafts import as_form_data, discard_draft, draft_of
from integration_portal.core.form_fields import put_errors
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..compare.blocks import compare_texts
from ..comparison import both_sides
from ..forms import MergeForm, PlaceForm, SectionForm, SplitForm
from ..models import ConceptSection
from ..reading import reading_of
from ..services import sections as services
from ..tree import branch, nodes_of
from .common import act, editable, editable_section, readable_section, revision_crumbs, section_crumbs


@require_safe
@login_required
def detail(request, pk, key):
    """A section with its text, the notes in its margin, its passages' goals and measures, files and versions."""
    section = readable_section(request, pk, key)
    user = request.user
    reading = reading_of(section.revision, key, public=False)
    may_edit = roles.is_office(user) and ConceptSection.objects.editable_by(user).filter(pk=section.pk).exists()
    notes = list(section.notes.select_related("by", "assigned_to"))
    context = {
        "section": section,
        "revision": section.revision,
        "reading": reading,
        "notes": [note for note in notes if not note.done_on],
        "settled": [note for note in notes if note.done_on],
        "files": list(attachments.of(section)),
        "versions": section.versions.count(),
        "may_edit": may_edit,
        "may_link": roles.is_office(user),
        "may_note": roles.is_office(user) or roles.has_role(user, roles.Role.COUNCIL),
        "reads_all": roles.reads_all(user),
        "user_pk": user.pk,
        "crumbs": revision_crumbs(section.revision, (f"{reading.node.number} {section.title}", None)),
        "history": history_of(section, page=page_number(request.GET.get("verlauf"))) if roles.reads_all(user) else None,
    }
    return render(request, "concept/office/section.html", context)


def _text_page(request, *, section, save, key, title, url, trail, cancel):
    """The form of a text, with the draft that the account has of it."""
    draft, restored, data = draft_of(request.user, key), None, None
    if request.method == "POST":
        data, draft = request.POST, None
    elif draft and request.GET.get("entwurf") == "1":
        data, restored = as_form_data(draft), draft
    form = SectionForm(data, instance=section, concept=section.revision.concept)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = save(form)
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            except ValidationError as error:
                put_errors(form, error)
            else:
                discard_draft(user=request.user, key=key)
                messages.success(request, _("It has been saved."))
                return redirect(saved)
    context = {
        "form": form,
        "title": title,
        "crumbs": [*trail, (title, None)],
        "cancel_url": cancel,
        "draft": draft,
        "draft_restored": restored,
        "draft_key": key,
        "draft_label": title,
        "draft_url": url,
    }
    return render(request, "concept/office/section_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, pk):
    """Add a section; `?unter=<key>` puts it under another one, `?nach=<key>` behind it."""
    revision = editable(request, pk)
    parent = revision.sections.filter(key=request.GET.get("unter", "")[:8]).first()
    after = revision.sections.filter(key=request.GET.get("nach", "")[:8]).select_related("parent").first()
    if after:
        parent = after.parent

    def save(form):
        return services.add_section(
            revision=revision, data=form.data_for_service, by=request.user, parent=parent, after=after
        )

    url = reverse("concept:section_new", args=[pk])
    return _text_page(
        request, section=ConceptSection(revision=revision), save=save, key=f"concept.section:new:{pk}", url=url,
        title=_("New section"), trail=revision_crumbs(revision), cancel=revision.get_absolute_url(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk, key):
    """Change heading and text of a section."""
    section = editable_section(request, pk, key)

    def save(form):
        return services.update_section(
            section=section, data=form.data_for_service, version=form.cleaned_data["version"], by=request.user,
            note=form.cleaned_data["note"],
        )  # fmt: skip

    words = section.title
    return _text_page(
        request, section=section, save=save, key=f"concept.section:{section.pk}",
        url=reverse("concept:section_edit", args=[pk, key]), title=_("Edit “%(title)s”") % {"title": words},
        trail=section_crumbs(section), cancel=section.get_absolute_url(),
    )  # fmt: skip


@require_POST
@office_required
def move(request, pk, key, way):
    """Move a section one place up or down, in or out."""
    section = editable_section(request, pk, key)
    ways = {"hoch": "up", "runter": "down", "hinein": "in", "heraus": "out"}
    if way not in ways:
        raise Http404
    to = section.revision.get_absolute_url() + f"#abschnitt-{key}"
    return act(request, lambda: services.move_section(section=section, way=ways[way]), _("It has been moved."), to=to)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def place(request, pk, key):
    """Put a section somewhere else in the tree."""
    section = editable_section(request, pk, key)
    nodes = nodes_of(section.revision, with_bodies=False)
    own = branch(next(node for node in nodes if node.pk == section.pk))
    form = PlaceForm(posted(request), nodes=nodes, branch=own, parent=section.parent_id)

    def save(form):
        rows = section.revision.sections
        parent, after = form.cleaned_data["parent"], form.cleaned_data["after"]
        services.place_section(
            section=section,
            parent=rows.get(pk=parent) if parent else None,
            after=False if after == "first" else rows.get(pk=after) if after else None,
        )
        return section.revision.get_absolute_url() + f"#abschnitt-{key}"

    return edit_page(
        request, form, save=save, title=_("Move the section"), cancel=section.get_absolute_url(),
        trail=section_crumbs(section), text=section.title,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def split(request, pk, key):
    """Cut a section in two."""
    section = editable_section(request, pk, key)

    def save(form):
        new = services.split_section(section=section, version=section.version, by=request.user, **form.cleaned_data)
        return new.get_absolute_url()

    return edit_page(
        request, SplitForm(posted(request), body=section.body), save=save, title=_("Split the section"),
        cancel=section.get_absolute_url(), trail=section_crumbs(section), text=section.title, submit_label=_("Split"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def merge(request, pk, key):
    """Join a section with another one."""
    section = editable_section(request, pk, key)
    nodes = nodes_of(section.revision, with_bodies=False)

    def save(form):
        into = section.revision.sections.get(pk=form.cleaned_data["into"])
        return services.merge_section(section=section, into=into, by=request.user).get_absolute_url()

    return edit_page(
        request, MergeForm(posted(request), nodes=nodes, section=section), save=save, title=_("Merge the section"),
        cancel=section.get_absolute_url(), trail=section_crumbs(section), text=section.title, submit_label=_("Merge"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk, key):
    """Ask, then delete a section."""
    section = editable_section(request, pk, key)
    return delete_page(
        request, section, cancel=section.get_absolute_url(), done=section.revision.get_absolute_url(),
        trail=section_crumbs(section), delete=lambda row: services.delete_section(section=row),
    )  # fmt: skip


@require_safe
@login_required
def versions(request, pk, key):
    """All versions of a section, and one compared with the one before it (`?neu=` and `?alt=` choose others)."""
    section = readable_section(request, pk, key)
    rows = list(section.versions.select_related("by"))
    by_number = {row.number: row for row in rows}
    new = by_number.get(positive_int(request.GET.get("neu"))) or (rows[0] if rows else None)
    old = by_number.get(positive_int(request.GET.get("alt"))) or (by_number.get(new.number - 1) if new else None)
    inline = both_sides(compare_texts(old.body if old else new.body, new.body)) if new else ""
    may_edit = ConceptSection.objects.editable_by(request.user).filter(pk=section.pk).exists()
    context = {
        "section": section, "versions": rows, "old": old, "new": new, "inline": inline, "may_edit": may_edit,
        "shows_names": roles.reads_all(request.user), "crumbs": section_crumbs(section, (_("Versions"), None)),
    }  # fmt: skip
    return render(request, "concept/office/versions.html", context)


@require_POST
@office_required
def restore(request, pk, key, number):
    """Put an earlier version back as the newest one."""
    section = editable_section(request, pk, key)
    return act(
        request,
        lambda: services.restore_version(section=section, number=number, version=section.version, by=request.user),
        _("The earlier text is back, as a new version."),
        to=section,
    )
