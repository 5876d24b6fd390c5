"""Publications: saving, publishing, taking back, files."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core import attachments
from integration_portal.core.locking import lock

from ..models import Publication

State = Publication.State


@transaction.atomic
def save_publication(*, data, publication=None, version=None, files=(), by=None):
    """Create a publication, or change the one read at `version`; `files` are attached. Returns the saved row.

    Raises StaleObject, and ValidationError for values that do not fit or a file that is refused.
    """
    row = lock(publication, version) if publication else Publication()
    measures = data.pop("measures", None)
    for name, value in data.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    if measures is not None:
        row.measures.set(measures)
    for upload in files:
        attachments.attach(owner=row, upload=upload, by=by)
    return row


@transaction.atomic
def move_publication(*, publication, to, version=None):
    """Mark as published or take back to draft; returns the row. Raises ValidationError without a date; twice changes nothing."""
    row = lock(publication, version)
    if row.state == to:
        return row
    if to not in State.transitions.get(row.state, ()):
        raise ValidationError(_("This step is not possible from here."), code="step")
    if to == State.PUBLISHED and row.date is None:
        raise ValidationError(_("Please say when it appeared."), code="date")
    row.state = to
    row.save()
    return row


@transaction.atomic
def delete_publication(*, publication):
    """Delete a draft with its files. Raises ValidationError for what was published."""
    row = lock(publication, None)
    if row.state != State.DRAFT:
        raise ValidationError(_("Only drafts can be deleted."), code="state")
    for attachment in attachments.of(row):
        attachments.remove(attachment=attachment)
    row.delete()
