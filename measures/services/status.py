"""Moving a measure along the table of statuses."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock

from ..models import Status


def check_step(*, old, new, reason):
    """Raise ValidationError unless the step is in the table and says why where it must."""
    if new not in Status.values or new not in Status.transitions[old]:
        raise ValidationError({"status": _("This step is not possible from here.")}, code="step")
    if Status.reason_required(old, new) and not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")}, code="reason")


@transaction.atomic
def move_status(*, measure, to, reason="", on=None, version=None):
    """Move a measure to another status; return the saved row.

    The reason is kept with the status and replaces the earlier one. `on` is the day since when (today by
    default, never in the future). Raises ValidationError for a step the table does not name or that lacks its
    reason, StaleObject when a `version` is given and somebody saved since.
    """
    on = on or timezone.localdate()
    if on > timezone.localdate():
        raise ValidationError({"on": _("The day lies in the future.")}, code="future")
    row = lock(measure, version)
    check_step(old=row.status, new=to, reason=reason)
    row.status, row.status_reason, row.status_changed_on = to, reason.strip(), on
    if to == Status.PERMANENT:
        row.is_permanent, row.end_on = True, None
    elif row.is_permanent and to != Status.PERMANENT:
        row.is_permanent = False
    row.save()
    return row
