"""The ground of the services: the locked row of a revision, and whether it may still be written."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import ConceptRevision, RevisionState


def locked(revision):
    """The row of a revision as it is now, locked for this transaction."""
    return ConceptRevision.objects.select_for_update(of=("self",)).get(pk=revision.pk)


def open_revision(revision):
    """The row of a revision that is still worked on, locked. Raises ValidationError for a final or withdrawn one."""
    row = locked(revision)
    if row.is_final:
        raise ValidationError(_("This revision has been adopted: its text does not change any more."), code="final")
    if row.state == RevisionState.WITHDRAWN:
        raise ValidationError(_("This revision has been withdrawn. Please take it up again first."), code="withdrawn")
    return row
