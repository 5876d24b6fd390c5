"""Funding the office passes on: its calls, applications, decisions and proofs of use.

Decisions lock the call first: never more is approved than is available, however many decide at once.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.display import format_money
from integration_portal.core.locking import lock

from ..models import PassedOnApplication, PassedOnCall
from .funding import delete_record, store

State = PassedOnApplication.State
#: What is cleared when a step is taken back to a state.
CLEARED = {
    State.RECEIVED: ("approved_amount", "decided_on", "proof_due", "reject_reason"),
    State.APPROVED: ("proof_on",),
    State.PROVED: ("checked_on",),
}


def approved_of(call):
    """What has been approved under a call so far."""
    return call.applications.aggregate(total=Sum("approved_amount"))["total"] or 0


def _check_past(on, name):
    if on > timezone.localdate():
        raise ValidationError({name: _("The day lies in the future.")}, code="future")


@transaction.atomic
def save_call(*, data, call=None, version=None):
    """Create or change a call of the office; returns it. Raises ValidationError for less than is approved already."""
    row = lock(call, version) if call else PassedOnCall()
    if row.pk and data["amount_available"] < (approved := approved_of(row)):
        raise ValidationError(
            {"amount_available": _("%(amount)s are approved already.") % {"amount": format_money(approved)}}
        )
    return store(row, data)


@transaction.atomic
def save_application(*, data, call=None, application=None, version=None):
    """Enter an application under a call, or change one that is not decided yet; returns it."""
    row = lock(application, version) if application else PassedOnApplication(call=call)
    if row.state != State.RECEIVED:
        raise ValidationError(_("This application has been decided: it stays as it is."), code="state")
    _check_past(data["received_on"], "received_on")
    return store(row, data)


@transaction.atomic
def delete_application(*, application):
    """Delete an application that is not decided yet."""
    if lock(application, None).state != State.RECEIVED:
        raise ValidationError(_("This application has been decided: it stays as it is."), code="state")
    delete_record(row=application)


def _step(application, to):
    """The application, its call and itself locked, if it can go to the state."""
    lock(application.call, None)
    row = lock(application, None)
    if to not in State.transitions[row.state]:
        raise ValidationError(_("This step is not possible from here."), code="step")
    row.state = to
    return row


@transaction.atomic
def approve(*, application, approved_amount, decided_on, proof_due):
    """Approve an application; returns it.

    Raises ValidationError for more than was applied for, for more than the call has left, and for days in a wrong order.
    """
    row = _step(application, State.APPROVED)
    if row.decided_on is not None:
        raise ValidationError(_("This step is not possible from here."), code="step")
    _check_past(decided_on, "decided_on")
    if approved_amount > row.amount:
        raise ValidationError(
            {"approved_amount": _("Only %(amount)s were applied for.") % {"amount": format_money(row.amount)}}
        )
    left = row.call.amount_available - approved_of(row.call)
    if approved_amount > left:
        raise ValidationError(
            {"approved_amount": _("The call has only %(amount)s left.") % {"amount": format_money(left)}}, code="left"
        )
    return store(row, {"approved_amount": approved_amount, "decided_on": decided_on, "proof_due": proof_due})


@transaction.atomic
def reject(*, application, reject_reason, decided_on):
    """Reject an application with a reason; returns it."""
    row = _step(application, State.REJECTED)
    _check_past(decided_on, "decided_on")
    return store(row, {"reject_reason": reject_reason, "decided_on": decided_on})


@transaction.atomic
def record_proof(*, application, proof_on):
    """Note the day on which the proof of use came; returns the application."""
    row = _step(application, State.PROVED)
    if row.proof_on is not None:
        raise ValidationError(_("This step is not possible from here."), code="step")
    _check_past(proof_on, "proof_on")
    return store(row, {"proof_on": proof_on})


@transaction.atomic
def check_proof(*, application, checked_on):
    """Note that the proof of use was checked; returns the application."""
    row = _step(application, State.CHECKED)
    _check_past(checked_on, "checked_on")
    return store(row, {"checked_on": checked_on})


@transaction.atomic
def take_back(*, application):
    """Undo the latest step of an application; returns it. Raises ValidationError where there is none."""
    now = State(application.state)
    back = {
        State.APPROVED: State.RECEIVED,
        State.REJECTED: State.RECEIVED,
        State.PROVED: State.APPROVED,
        State.CHECKED: State.PROVED,
    }.get(now)
    if back is None:
        raise ValidationError(_("This step is not possible from here."), code="step")
    row = _step(application, back)
    return store(row, {name: "" if name == "reject_reason" else None for name in CLEARED[back]})
