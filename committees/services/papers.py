"""Papers: writing, handing in, releasing, their files, and the committees they go through."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import attachments
from integration_portal.core.locking import lock
from integration_portal.core.models import Attachment

from ..models import Paper, PaperVersion, Referral
from .numbering import save_with_number
from .resolutions import close_if_decided

MANY = ("measures", "fields", "goals")
#: What a version keeps.
TEXTS = ("title", "proposed_resolution", "facts", "financial_effect")
State = Paper.State
WRITABLE = (State.DRAFT, State.SUBMITTED)
#: A path has no more stops than that.
MOST_STOPS = 30


def _locked(paper):
    return Paper.objects.select_for_update().get(pk=paper.pk)


def _refuse_step():
    raise ValidationError(_("This step is not possible from here."), code="step")


def _write(row, data):
    many = {name: list(data[name]) for name in MANY if name in data}
    for name, value in data.items():
        if name not in MANY:
            setattr(row, name, value)
    if row.released_on and not row.is_public:
        raise ValidationError({"is_public": _("The paper is public. Please take it back first.")})
    row.full_clean(exclude=["number", "created_by"])
    row.save()
    for name, values in many.items():
        getattr(row, name).set(values)
    return row


def _keep_version(row, reason, by):
    newest = row.versions.order_by("-number").first()
    texts = {name: getattr(row, name) for name in TEXTS}
    if newest is not None and all(getattr(newest, name) == value for name, value in texts.items()):
        return None
    number = newest.number + 1 if newest else 1
    return PaperVersion.objects.create(paper=row, number=number, reason=reason, by=by, **texts)


@transaction.atomic
def create_paper(*, data, by):
    """Store a draft and return it; `data` maps names of fields, many-to-many ones included, to values."""
    return _write(Paper(created_by=by), data)


@transaction.atomic
def update_paper(*, paper, data, version, by, reason=""):
    """Store changes; return the saved row. After handing in, a changed text becomes a version of its own and needs `reason`.

    Raises StaleObject when somebody saved since `version`, ValidationError for a paper that is closed or withdrawn, and
    for one that stops being public while it is released.
    """
    row = lock(paper, version)
    if row.state not in WRITABLE:
        _refuse_step()
    before = [getattr(row, name) for name in TEXTS]
    row = _write(row, data)
    if row.state != State.DRAFT and before != [getattr(row, name) for name in TEXTS]:
        if not reason.strip():
            raise ValidationError({"reason": _("Please say in a few words what changed.")})
        _keep_version(row, reason.strip(), by)
    return row


@transaction.atomic
def hand_in(*, paper, by):
    """Hand a draft in: it gets its number and its first version, and is seen by the committees of its path from now on.

    Handing in twice changes nothing. Raises ValidationError without a stop on the path, or without a proposed
    resolution where it asks for one.
    """
    row = _locked(paper)
    if row.state == State.SUBMITTED:
        return row
    if row.state != State.DRAFT:
        _refuse_step()
    if not row.referrals.exists():
        raise ValidationError(_("Please add the committees it goes to first."), code="path")
    if row.kind in (Paper.Kind.RESOLUTION, Paper.Kind.MOTION) and not row.proposed_resolution.strip():
        raise ValidationError(_("Please write the proposed resolution first."), code="text")
    today = timezone.localdate()
    row.state, row.dated_on = State.SUBMITTED, row.dated_on or today
    save_with_number(row, "V", row.dated_on.year)
    _keep_version(row, "", by)
    return row


@transaction.atomic
def withdraw(*, paper, by):
    """Take a paper out of consultation; it keeps its number. Twice changes nothing; raises ValidationError for a draft or a closed one."""
    row = _locked(paper)
    if row.state == State.WITHDRAWN:
        return row
    if row.state != State.SUBMITTED:
        _refuse_step()
    row.state = State.WITHDRAWN
    row.save()
    return row


@transaction.atomic
def delete_draft(*, paper):
    """Delete a draft with its files. Raises ValidationError for what was handed in."""
    row = _locked(paper)
    if row.state != State.DRAFT:
        raise ValidationError(_("Only drafts can be deleted."), code="state")
    for attachment in attachments.of(row):
        attachments.remove(attachment=attachment)
    row.delete()


@transaction.atomic
def release(*, paper, by):
    """Show a paper to everyone from today. Twice changes nothing.

    Raises ValidationError for a draft, for one that is not public, and when no committee of its path is public.
    """
    row = _locked(paper)
    if row.released_on:
        return row
    if row.state == State.DRAFT:
        raise ValidationError(_("Only a public paper that was handed in can be released."), code="step")
    if not row.is_public:
        raise ValidationError(_("This paper is not public."), code="step")
    if not row.referrals.filter(committee__is_published=True).exists():
        raise ValidationError(_("None of the committees it goes to is public."), code="step")
    row.released_on = timezone.localdate()
    row.save()
    return row


@transaction.atomic
def take_back(*, paper, by):
    """Take the release back: only the office and the committees see it. Twice changes nothing."""
    row = _locked(paper)
    if row.released_on is not None:
        row.released_on = None
        row.save()
    return row


# --- files ---------------------------------------------------------------------------------------------


@transaction.atomic
def attach_file(*, paper, upload, is_public, by):
    """Attach a file and return it; a public file only to a public paper. Raises ValidationError for a file that is refused."""
    row = _locked(paper)
    if is_public and not row.is_public:
        raise ValidationError({"is_public": _("A paper that is not public has no public files.")})
    return attachments.attach(owner=row, upload=upload, by=by, is_public=is_public)


@transaction.atomic
def remove_file(*, attachment):
    """Delete a file of a paper."""
    attachments.remove(attachment=Attachment.objects.get(pk=attachment.pk))


# --- referral path -------------------------------------------------------------------------------------


def _open_path(paper):
    row = _locked(paper)
    if row.state == State.WITHDRAWN:
        _refuse_step()
    return row


@transaction.atomic
def add_stop(*, paper, committee, role=Referral.Role.PRELIMINARY, planned_on=None):
    """Put a committee at the end of the path and return the stop. Raises ValidationError for a withdrawn paper."""
    row = _open_path(paper)
    stops = list(row.referrals.order_by("position", "pk"))
    if len(stops) >= MOST_STOPS:
        raise ValidationError(_("A path has at most %(number)s stops.") % {"number": MOST_STOPS}, code="most")
    stop = Referral(
        paper=row,
        committee=committee,
        role=role,
        planned_on=planned_on,
        position=stops[-1].position + 1 if stops else 1,
    )
    stop.full_clean(exclude=["paper", "committee"])
    stop.save()
    close_if_decided(row.pk)
    return stop


@transaction.atomic
def change_stop(*, stop, data):
    """Store role, planned day, note, and the result of a stop, and return it.

    The result of a committee that meets in the portal comes from its meeting: it is left out of `data`, or refused.
    """
    paper = _open_path(stop.paper)
    row = Referral.objects.select_for_update(of=("self",)).select_related("committee").get(pk=stop.pk)
    by_hand = ("outcome", "decided_on")
    if row.committee.meets_here and any(name in data and data[name] != getattr(row, name) for name in by_hand):
        raise ValidationError(_("The result comes from the meeting of this committee."), code="step")
    for name, value in data.items():
        setattr(row, name, value)
    if not row.outcome:
        row.decided_on = None
    if row.decided_on and row.decided_on > timezone.localdate():
        raise ValidationError({"decided_on": _("This day is still to come.")})
    if row.outcome and not row.decided_on:
        raise ValidationError({"decided_on": _("Please enter the day of the result.")})
    if row.outcome and paper.state == State.DRAFT:
        raise ValidationError({"outcome": _("A draft has no results. Please hand the paper in first.")})
    row.full_clean(exclude=["paper", "committee", "item"])
    row.save()
    close_if_decided(row.paper_id)
    return row


@transaction.atomic
def move_stop(*, stop, up):
    """Move a stop one place up or down; the first one up, and the last one down, stay."""
    paper = _open_path(stop.paper)
    stops = list(Referral.objects.select_for_update().filter(paper=paper).order_by("position", "pk"))
    here = next((place for place, one in enumerate(stops) if one.pk == stop.pk), None)
    there = None if here is None else here - 1 if up else here + 1
    if there is not None and 0 <= there < len(stops):
        stops[here], stops[there] = stops[there], stops[here]
    for position, one in enumerate(stops, start=1):
        if one.position != position:
            one.position = position
            one.save()


@transaction.atomic
def remove_stop(*, stop):
    """Take a stop off the path. Raises ValidationError when it has a result or stands on an agenda, or is the last one handed in to."""
    paper = _open_path(stop.paper)
    row = Referral.objects.select_for_update().filter(pk=stop.pk).first()
    if row is None:
        return
    if row.outcome or row.item_id:
        raise ValidationError(_("This stop stands on an agenda or has a result: it stays."), code="step")
    if paper.state != State.DRAFT and paper.referrals.count() == 1:
        raise ValidationError(_("A paper that was handed in goes to one committee at least."), code="step")
    row.delete()
    close_if_decided(paper.pk)
