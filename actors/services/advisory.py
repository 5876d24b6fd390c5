"""Contact notes: writing them, coming back to them, and opening a confidential one in an emergency.

Who may write what is checked again under the lock: a note that has become confidential since its form was opened is
neither shown nor changed.
"""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.display import format_day
from integration_portal.core.locking import StaleObject
from integration_portal.core.mail import queue_mail
from integration_portal.core.site import absolute

from ..models import AdvisoryEntry, EmergencyAccess

#: How long a confidential note stays open for somebody who opened it in an emergency.
OPEN_FOR = datetime.timedelta(hours=1)
#: Fewer characters explain nothing.
SHORTEST_REASON = 10
_MANY = ("actors", "persons", "colleagues")


def _locked(entry, rows):
    """The row as it is now, locked, if it is still among `rows`. Raises PermissionDenied otherwise."""
    row = AdvisoryEntry.objects.select_for_update().get(pk=entry.pk)
    if not rows.filter(pk=row.pk).exists():
        raise PermissionDenied
    return row


def _write(row, data):
    many = {name: list(data[name]) for name in _MANY if name in data}
    for name, value in data.items():
        if name not in _MANY:
            setattr(row, name, value)
    if not row.is_confidential:
        many["colleagues"] = []  # everybody who reads inside sees it
    if row.is_confidential and row.responsible_id and row.responsible_id != row.author_id:
        named = many.get("colleagues", row.colleagues.all() if row.pk else [])
        if row.responsible_id not in {user.pk for user in named}:
            raise ValidationError(
                {"responsible": _("Please name this colleague below too: otherwise they cannot see the note.")}
            )
    if row.follow_up_on is None:
        row.followed_up_on, row.responsible, row.follow_up_text = None, None, ""
    row.full_clean()
    row.save()
    for name, values in many.items():
        getattr(row, name).set(values)
    return row


@transaction.atomic
def create_advice(*, data, by):
    """Store a note written by `by` and return it. Raises ValidationError for what the model refuses."""
    return _write(AdvisoryEntry(author=by), data)


@transaction.atomic
def update_advice(*, entry, data, by, version):
    """Change a note. Raises PermissionDenied when `by` may not (any more), StaleObject when somebody else saved meanwhile.

    Only the author decides who may see it: from anybody else that part of `data` is left out. A new day for the
    follow-up opens it again.
    """
    row = _locked(entry, AdvisoryEntry.objects.editable_by(by))
    if row.version != version:
        raise StaleObject(row)
    if row.author_id != by.pk:
        data = {name: value for name, value in data.items() if name not in ("is_confidential", "colleagues")}
    if "follow_up_on" in data and data["follow_up_on"] != row.follow_up_on:
        row.followed_up_on = None
    return _write(row, data)


@transaction.atomic
def finish_follow_up(*, entry, by):
    """Tick a follow-up; one that is done already, or a note without one, stays as it is. Raises PermissionDenied."""
    row = _locked(entry, AdvisoryEntry.objects.tickable_by(by))
    if row.is_to_follow_up:
        row.followed_up_on = timezone.localdate()
        row.save()
    return row


@transaction.atomic
def postpone_follow_up(*, entry, to, by):
    """Put a follow-up off. Raises ValidationError when it is done, or for a day before today; PermissionDenied."""
    row = _locked(entry, AdvisoryEntry.objects.tickable_by(by))
    if not row.is_to_follow_up:
        raise ValidationError(_("Nothing is to be followed up here any more."), code="step")
    if to < timezone.localdate():
        raise ValidationError({"due_on": _("This day has passed.")})
    row.follow_up_on = to
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def open_in_emergency(*, entry, reason, by):
    """Open a confidential note of others for an hour; return the access, which is logged and told to the author by mail.

    A note that is open for `by` already stays so, without a second access: then the return value is None. Raises
    PermissionDenied without the role for it, ValidationError without a reason.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Please give a reason in a few words.")})
    row = AdvisoryEntry.objects.select_for_update().get(pk=entry.pk)
    if AdvisoryEntry.objects.visible_inside(by).filter(pk=row.pk).exists():
        return None
    if not AdvisoryEntry.objects.closed_to(by).filter(pk=row.pk).exists():
        raise PermissionDenied
    access = EmergencyAccess(entry=row, user=by, reason=reason, until=timezone.now() + OPEN_FOR)
    access.full_clean()
    access.save()
    if row.author.is_active:
        queue_mail(
            kind="actors.emergency_access",
            to=row.author.email,
            values={
                "name": row.author.name,
                "day": format_day(row.happened_on),
                "who": by.name,
                "link": absolute(row.get_absolute_url()),
            },
            about=f"{row._meta.label_lower}:{row.pk}",
        )
    return access
