"""Passages, margin and files of a section."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from integration_portal.core import attachments, roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..forms import FileForm, LinkForm, NoteForm
from ..models import MarginNote, SectionLink
from ..services import links as services
from .common import act, editable_section, readable_section, section_crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def link(request, pk, key):
    """Tie a passage to a goal or a measure; possible for adopted texts too."""
    section = readable_section(request, pk, key)

    def save(form):
        services.link_passage(section=section, **form.cleaned_data)
        return section.get_absolute_url()

    form = LinkForm(posted(request), body=section.body, concept=section.revision.concept)
    return edit_page(
        request, form, save=save, title=_("Tie a passage to a goal or a measure"), cancel=section.get_absolute_url(),
        trail=section_crumbs(section), text=section.title,
    )  # fmt: skip


@require_POST
@office_required
def unlink(request, pk, key, link):
    """Take a link off a passage."""
    section = readable_section(request, pk, key)
    row = get_object_or_404(SectionLink, pk=link, section=section)
    return act(request, lambda: services.unlink(link=row), _("The link has been taken off."), to=section)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note(request, pk, key):
    """Write a comment or a task into the margin; members of the council write comments."""
    section = readable_section(request, pk, key)
    is_office = roles.is_office(request.user)
    if not is_office and not roles.has_role(request.user, roles.Role.COUNCIL):
        raise Http404

    def save(form):
        row = services.write_note(section=section, data=form.cleaned_data, by=request.user)
        return row.get_absolute_url()

    form = NoteForm(posted(request), body=section.body, may_assign=is_office)
    return edit_page(
        request, form, save=save, title=_("Note in the margin"), cancel=section.get_absolute_url(),
        trail=section_crumbs(section), text=section.title,
    )  # fmt: skip


def _note(request, pk, key, note):
    section = readable_section(request, pk, key)
    row = get_object_or_404(MarginNote.objects.select_related("section"), pk=note, section=section)
    if not roles.is_office(request.user) and row.by_id != request.user.pk:
        raise Http404
    return section, row


@require_POST
@login_required
def settle(request, pk, key, note):
    """Mark a note as settled, or open it again; the office all, others their own."""
    section, row = _note(request, pk, key, note)
    is_done = row.done_on is None
    return act(
        request,
        lambda: services.settle_note(note=row, is_done=is_done),
        _("The note is settled.") if is_done else _("The note is open again."),
        to=section,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note_delete(request, pk, key, note):
    """Ask, then delete a note; the office all, others their own."""
    section, row = _note(request, pk, key, note)
    url = section.get_absolute_url()
    return delete_page(
        request,
        row,
        cancel=url,
        done=url,
        trail=section_crumbs(section),
        delete=lambda row: services.delete_note(note=row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def file_add(request, pk, key):
    """Attach a file or a picture."""
    section = editable_section(request, pk, key)
    url = section.get_absolute_url()

    def save(form):
        services.attach_file(section=section, upload=form.cleaned_data["file"], by=request.user)
        return f"{url}#dateien"

    return edit_page(
        request, FileForm(posted(request), request.FILES or None), save=save, title=_("Attach a file"), cancel=url,
        trail=section_crumbs(section), text=section.title,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def file_remove(request, pk, key, file):
    """Ask, then delete a file."""
    section = editable_section(request, pk, key)
    row, url = get_object_or_404(attachments.of(section), pk=file), section.get_absolute_url()
    return delete_page(
        request, row, cancel=url, done=url, trail=section_crumbs(section),
        delete=lambda row: services.remove_file(section=section, attachment=row),
    )  # fmt: skip
