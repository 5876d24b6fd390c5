"""What passages rest on, notes in the margin, reasons of changes, and files of sections."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import attachments

from ..models import ChangeReason, ConceptSection, MarginNote, SectionLink
from .states import open_revision


@transaction.atomic
def link_passage(*, section, excerpt="", goal=None, measure=None):
    """Tie a passage, or the whole section, to a goal or a measure; return the link. Twice changes nothing.

    Possible for adopted texts too: a link says what carries a passage out and is not part of the text.
    """
    link = SectionLink(section=section, excerpt=excerpt, goal=goal, measure=measure)
    have = SectionLink.objects.filter(section=section, excerpt=excerpt, goal=goal, measure=measure).first()
    if have:
        return have
    link.full_clean()
    link.save()
    return link


@transaction.atomic
def unlink(*, link):
    """Take a link off a passage."""
    link.delete()


@transaction.atomic
def write_note(*, section, data, by):
    """Write a comment or a task into the margin and return it. Raises ValidationError."""
    if data.get("kind") == MarginNote.Kind.TASK and not data.get("assigned_to"):
        raise ValidationError({"assigned_to": _("Please choose who does it.")})
    note = MarginNote(section=section, by=by, **data)
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def settle_note(*, note, is_done=True):
    """Mark a note as settled today, or open it again; return it. Twice changes nothing."""
    row = MarginNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if bool(row.done_on) != is_done:
        row.done_on = timezone.localdate() if is_done else None
        row.save()
    return row


@transaction.atomic
def delete_note(*, note):
    """Delete a note."""
    note.delete()


@transaction.atomic
def give_reason(*, old, new, identity, text):
    """Store why a section differs between two revisions; an empty text takes the reason away. Returns the row or None.

    Raises ValidationError for a final new revision: its reasons were part of the adoption.
    """
    open_revision(new)
    row = ChangeReason.objects.select_for_update().filter(old=old, new=new, identity=identity).first()
    text = text.strip()
    if not text:
        if row:
            row.delete()
        return None
    row = row or ChangeReason(old=old, new=new, identity=identity)
    row.text = text
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def attach_file(*, section, upload, by):
    """Keep a file with a section of an open revision and return it; public with the text. Raises ValidationError for a file that is
    refused, and for a name that is taken: the text refers to pictures by name."""
    open_revision(section.revision)
    row = ConceptSection.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if any(file.name == attachments.clean_name(upload.name) for file in attachments.of(row)):
        raise ValidationError({"file": _("A file of this name is there already. Please give it another name.")})
    return attachments.attach(owner=row, upload=upload, by=by, is_public=True)


@transaction.atomic
def remove_file(*, section, attachment):
    """Delete a file of a section of an open revision."""
    open_revision(section.revision)
    attachments.remove(attachment=attachment)
