"""Publishing, and taking out of use."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock


def obstacles_to_publishing(measure):
    """Return what keeps a measure from being published, each as a sentence that says what to do; [] if nothing does."""
    obstacles = []
    if measure.archived_at:
        obstacles.append(_("It is archived. Restore it first."))
    if measure.lead_id is None:
        obstacles.append(_("It has no lead. Enter the organisation in charge."))
    if not measure.placements.exists():
        obstacles.append(_("It has no field of action. Choose one."))
    if measure.to_clarify:
        obstacles.append(_("Something is still to clarify. Answer the open questions."))
    if not (measure.summary or measure.public_text or measure.description):
        obstacles.append(_("It has no text. Write at least one sentence for the public."))
    return obstacles


@transaction.atomic
def publish_measure(*, measure, version=None):
    """Show a measure to everyone; return the saved row. Raises ValidationError that lists every obstacle."""
    row = lock(measure, version)
    obstacles = obstacles_to_publishing(row)
    if obstacles:
        raise ValidationError(obstacles, code="obstacles")
    if not row.is_published:
        row.is_published, row.published_at = True, timezone.now()
        row.save()
    return row


@transaction.atomic
def unpublish_measure(*, measure, version=None):
    """Take a measure from the public pages; return the saved row. It stays as it is in the office views."""
    row = lock(measure, version)
    if row.is_published:
        row.is_published = False
        row.save()
    return row


@transaction.atomic
def archive_measure(*, measure, version=None):
    """Take a measure out of use: unpublished, out of the lists, kept for the record. Returns the saved row."""
    row = lock(measure, version)
    if row.archived_at is None:
        row.is_published, row.archived_at = False, timezone.now()
        row.save()
    return row


@transaction.atomic
def restore_measure(*, measure, version=None):
    """Take a measure back from the archive, unpublished. Returns the saved row."""
    row = lock(measure, version)
    if row.archived_at is not None:
        row.archived_at = None
        row.save()
    return row
