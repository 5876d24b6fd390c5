"""Changes that partners propose: item by item, accepted or declined by the office, with an answer by mail.

A proposal holds what the partner saw (`before`) and what it should be (`after`). If the entry says something else by
now, that is a conflict: it is never overwritten unless the office has seen the present value.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import audit
from integration_portal.core.locking import lock

from ..items import REMARK, digest, is_same, items_of, load_entry
from ..models import Actor, ProposedChange
from .organisations import update_actor

State = ProposedChange.State


@transaction.atomic
def confirm_actor(*, actor, on):
    """Note that somebody of the organisation said on a day that the entry is right; an earlier day changes nothing."""
    row = lock(actor, None)
    if row.confirmed_on is None or row.confirmed_on < on:
        row.confirmed_on = on
        row.save(update_fields=["confirmed_on"])
    return row


@transaction.atomic
def propose(*, actor, changes, request=None, by=None):
    """Propose `changes` ({item: (before, after)}) for an entry; returns the open proposals made.

    A later proposal for the same item replaces the open one, whoever made it. One that only says what the entry says
    already takes the open one back. Raises ValidationError for an item that the entry does not have.
    """
    lock(actor, None)
    known = items_of(load_entry(actor.pk))
    if unknown := [key for key in changes if key != REMARK and key not in known]:
        raise ValidationError(_("This part of the entry is no longer there: %(items)s") % {"items": ", ".join(unknown)})
    take_back(actor=actor, items=changes)
    made = [
        ProposedChange(actor=actor, field=key, before=before, after=after, request=request, proposed_by=by)
        for key, (before, after) in changes.items()
        if (after if key == REMARK else not is_same(known[key].value, after))
    ]
    return audit.audited_bulk_create(made)


@transaction.atomic
def take_back(*, actor, items=None, request=None):
    """Close open proposals as replaced: those for the items, or all that came with a request."""
    rows = ProposedChange.objects.waiting().filter(actor=actor)
    rows = rows.filter(field__in=list(items)) if items is not None else rows.filter(request=request)
    for row in rows.select_for_update():
        row.state = State.REPLACED
        row.save()


def _origin(change):
    """Who proposed a change: (name, whether it came by link)."""
    if change.request_id:
        return change.request.name or change.request.email, True
    return change.proposed_by.name or change.proposed_by.email, False


def _day_of(change):
    return timezone.localdate(change.created_at)


def _write(actor, data):
    """Write accepted values ({item: value}) into the entry: the actor's own in one save, each address and offer in one."""
    known, own, parts = items_of(actor), {}, {}
    for key, value in data.items():
        item = known[key]
        if item.is_list:
            value = list(item.model._default_manager.filter(pk__in=value or []))
        elif item.model is not None:
            value = item.model._default_manager.filter(pk=value).first() if value else None
        if isinstance(item.row, Actor):
            own[item.name] = value
        else:
            parts.setdefault(item.row, {})[item.name] = value
    if own:
        update_actor(actor=actor, data=own, version=None)
    for row, values in parts.items():
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()


def _locked(change):
    row = (
        ProposedChange.objects.select_for_update(of=("self",))
        .select_related("request", "proposed_by", "actor")
        .get(pk=change.pk)
    )
    if row.state != State.OPEN:
        raise ValidationError(_("This proposal has been decided already."), code="state")
    return row


def _decide(row, state, by, reason):
    row.state, row.decided_by, row.decided_at, row.reason = state, by, timezone.now(), reason.strip()
    row.save()


def has_conflict(change, item):
    """Whether the entry says something else than the partner saw, and not what they propose."""
    return not is_same(item.value, change.before) and not is_same(item.value, change.after)


@transaction.atomic
def accept_change(*, change, by, seen=None, reason=""):
    """Take a proposed value over into the entry; the history says who accepted it and from whom it came.

    `seen` is the digest of the present value that the office was shown. Raises ValidationError (code "changed") when
    the entry says something else by now, (code "state") when it was decided already, (code "gone") when the address or
    offer is no longer there, and for a value that does not fit.
    """
    row = _locked(change)
    actor = load_entry(lock(row.actor, None).pk)
    if row.field != REMARK:
        item = items_of(actor).get(row.field)
        if item is None:
            raise ValidationError(_("This part of the entry is no longer there."), code="gone")
        if digest(item.value) != seen if seen else has_conflict(row, item):
            raise ValidationError(_("The entry has changed meanwhile. Please compare again."), code="changed")
        who, by_link = _origin(row)
        words = _("%(office)s, proposed by %(partner)s") % {"office": by.name or by.email, "partner": who}
        source = {"source": "link", "who": words} if by_link else {"source": "page", "who": words}
        with audit.acting(user=by, path=f"proposal/{row.pk}", **source):
            _write(actor, {row.field: row.after})
            confirm_actor(actor=actor, on=_day_of(row))
    _decide(row, State.ACCEPTED, by, reason)
    _tell_when_done(row)
    return row


@transaction.atomic
def decline_change(*, change, by, reason):
    """Leave the entry as it is. Raises ValidationError without a reason, which the partner is told."""
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason; the organisation is told.")}, code="reason")
    row = _locked(change)
    _decide(row, State.DECLINED, by, reason)
    _tell_when_done(row)
    return row


def accept_all(*, actor, by, upto=None):
    """Accept the open proposals of an actor that hold no conflict, each in its own transaction.

    `upto` is the time at which the office looked: what came later waits. Returns (number accepted, messages about the
    others).
    """
    number, problems = 0, []
    rows = ProposedChange.objects.waiting().filter(actor=actor).exclude(field=REMARK)
    for row in rows.filter(created_at__lte=upto) if upto else rows:
        try:
            accept_change(change=row, by=by)
            number += 1
        except ValidationError as error:
            problems += error.messages
    return number, problems


def _tell_when_done(row):
    """Mail the partner what became of the proposals once none of theirs is open."""
    from .confirmation import tell_decided  # noqa: PLC0415 - the services of requests build on this module

    same = ProposedChange.objects.filter(actor_id=row.actor_id)
    same = same.filter(request=row.request_id) if row.request_id else same.filter(proposed_by=row.proposed_by_id)
    if not same.waiting().exists():
        tell_decided(row, same.filter(state__in=(State.ACCEPTED, State.DECLINED)))
