"""Funding: saving and deleting what two people may edit, steps of applications, budget lines and payments of a grant.

All writes below a grant lock the grant first, so that its period, its lines and its vouchers agree at any moment.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import attachments
from integration_portal.core.locking import lock

from ..models import BudgetLine, FundingApplication, FundingCall, Grant, Payment

State = FundingApplication.State
MANY = ("measures",)


def store(row, data):
    """Fill the row with `data`, check it whole and save it. Raises ValidationError, also for what somebody else took."""
    for name, value in data.items():
        if name not in MANY:
            setattr(row, name, value)
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # saved by somebody else between check and save: now the check finds it
        row.full_clean()
        raise
    for name in MANY:
        if name in data:
            getattr(row, name).set(data[name])
    return row


@transaction.atomic
def save_record(*, model, data, row=None, version=None):
    """Create or change a funder, programme, call or application; returns the saved row.

    Raises StaleObject when somebody saved since `version`, ValidationError for values that do not fit each other.
    """
    row = lock(row, version) if row else model()
    programme = data.get("programme")
    if row.pk and programme is not None and programme.pk != row.programme_id:
        _check_programme(row)
    return store(row, data)


def _check_programme(row):
    """What hangs on a call or an application belongs to its programme: it stays then."""
    if isinstance(row, FundingCall) and row.applications.exists():
        raise ValidationError({"programme": _("There are applications for this call: the programme stays.")})
    if isinstance(row, FundingApplication) and Grant.objects.filter(application=row).exists():
        raise ValidationError({"programme": _("There is a grant for this application: the programme stays.")})


@transaction.atomic
def delete_record(*, row):
    """Delete a row of funding on which nothing hangs, with its files. Raises ValidationError when something does, or when it counts."""
    row = lock(row, None)
    files = list(attachments.of(row))
    if isinstance(row, FundingApplication) and row.state not in (State.DRAFT, State.WITHDRAWN):
        raise ValidationError(_("Only drafts and withdrawn applications can be deleted."), code="state")
    try:
        row.delete()
    except ProtectedError as error:
        kinds = sorted({str(type(other)._meta.verbose_name_plural) for other in error.protected_objects})
        raise ValidationError(
            _("Something still hangs on it: %(kinds)s.") % {"kinds": ", ".join(kinds)}, code="used"
        ) from None
    for file in files:
        attachments.remove(attachment=file)


def _check_past(on, name):
    if on > timezone.localdate():
        raise ValidationError({name: _("The day lies in the future.")}, code="future")


@transaction.atomic
def move_application(*, application, to, on=None, version=None):
    """Move an application to another state on a day (today without one); returns it. Twice changes nothing.

    Raises ValidationError for a step that is not possible, a day in the future, a decision before the submission,
    and for taking back an approval that a grant rests on.
    """
    row = lock(application, version)
    if row.state == to:
        return row
    if to not in State.transitions[row.state]:
        raise ValidationError(_("This step is not possible from here."), code="step")
    if row.state == State.APPROVED and Grant.objects.filter(application=row).exists():
        raise ValidationError(_("There is a grant for this application: the approval stays."), code="grant")
    on = on or timezone.localdate()
    _check_past(on, "on")
    came_back = row.state in (State.APPROVED, State.REJECTED)
    row.state = to
    row.decided_on = on if to in (State.APPROVED, State.REJECTED) else None
    if row.decided_on and row.decided_on < row.submitted_on:
        raise ValidationError({"on": _("The decision lies before the submission.")}, code="order")
    if to == State.SUBMITTED and not came_back:
        row.submitted_on = on
    if to == State.DRAFT:
        row.submitted_on = None
    row.save()
    return row


# --- grants -------------------------------------------------------------------------------------------------
@transaction.atomic
def save_grant(*, data, grant=None, version=None, files=(), by=None):
    """Create a grant, or change the one read at `version`; `files` are attached. Returns the grant.

    Raises StaleObject, and ValidationError for a file that is refused, when a budget line would lie outside of the new period, or when the
    application is for another programme, not approved, or has a grant.
    """
    row = lock(grant, version) if grant else Grant()
    if data.get("application"):
        data["application"] = lock(data["application"], None)
    if row.pk and {"start_on", "end_on"} & set(data):
        first, last = data.get("start_on", row.start_on).year, data.get("end_on", row.end_on).year
        lines = BudgetLine.objects.filter(grant=row).exclude(year__range=(first, last))
        if lines.exists():
            years = ", ".join(str(year) for year in sorted(set(lines.values_list("year", flat=True))))
            raise ValidationError(
                {"end_on": _("There are budget lines outside of this period: %(years)s.") % {"years": years}}
            )
    store(row, data)
    for upload in files:
        attachments.attach(owner=row, upload=upload, by=by)
    return row


@transaction.atomic
def remove_file(*, grant, attachment):
    """Delete a file of a grant."""
    lock(grant, None)
    attachments.remove(attachment=attachment)


@transaction.atomic
def submit_report(*, grant, on):
    """Note on which day the proof of use of a grant was submitted; None takes it back. Returns the grant."""
    row = lock(grant, None)
    if on is not None:
        _check_past(on, "on")
        if on < row.start_on:
            raise ValidationError({"on": _("The proof of use would be submitted before the period begins.")})
    if row.report_submitted_on != on:
        row.report_submitted_on = on
        row.save()
    return row


@transaction.atomic
def save_line(*, data, grant, line=None, version=None):
    """Create or change a budget line of a grant; returns it. Raises ValidationError for a year outside of the period."""
    grant = lock(grant, None)
    row = lock(line, version) if line else BudgetLine(grant=grant)
    if data["year"] not in grant.years:
        raise ValidationError(
            {
                "year": _("The period of the grant lies in the years %(first)s to %(last)s.")
                % {"first": grant.years[0], "last": grant.years[-1]}
            }
        )
    return store(row, data)


@transaction.atomic
def save_payment(*, data, grant, payment=None, version=None):
    """Enter or change a payment of a grant; returns it.

    A day outside of the funded period is kept and warned of on the pages. Raises ValidationError for a line of another
    grant, a voucher number that is taken, an amount that is not positive, and a day in the future.
    """
    grant = lock(grant, None)
    row = lock(payment, version) if payment else Payment()
    if data["line"].grant_id != grant.pk:
        raise ValidationError({"line": _("This budget line belongs to another grant.")})
    _check_past(data["paid_on"], "paid_on")
    row.grant = grant
    return store(row, data)


@transaction.atomic
def delete_below(*, row):
    """Delete a budget line without payments, or a payment, of a grant."""
    lock(row.grant, None)
    delete_record(row=row)
