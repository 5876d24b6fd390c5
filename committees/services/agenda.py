"""The agenda: items in order, numbers, what is carried over, what members propose.

Every change goes under a lock of the meeting, and numbers are written anew with it. Items have sub-items, those have none.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core.locking import StaleObject

from ..models import AgendaItem, Committee, ItemProposal, Meeting, MeetingState, StandardItem
from ..models.meetings import AHEAD
from .agenda_reports import put_open_resolutions

#: An agenda has no more items than that.
MOST_ITEMS = 200
FOLLOW_UP = StandardItem.Purpose.FOLLOW_UP


def _locked(meeting):
    row = Meeting.objects.select_for_update(of=("self",)).select_related("committee").get(pk=meeting.pk)
    if row.state not in AHEAD:
        raise ValidationError(_("The meeting has been held or called off: its agenda stays as it is."), code="state")
    if row.opened_at:
        raise ValidationError(
            _("The meeting is running: further items are taken up there, after a vote on their urgency."),
            code="running",
        )
    return row


def ordered(items):
    """Items in reading order: each followed by its sub-items."""
    items = sorted(items, key=lambda item: (item.position, item.pk))
    tops = [item for item in items if item.parent_id is None]
    return [one for top in tops for one in (top, *(item for item in items if item.parent_id == top.pk))]


def renumber(meeting):
    """Write positions and numbers anew, as the order is; saves what changed only. For callers that hold the lock."""
    tops, subs = 0, 0
    for item in ordered(meeting.items.all()):
        if item.parent_id is None:
            tops, subs = tops + 1, 0
            position, number = tops, str(tops)
        else:
            subs += 1
            position, number = subs, f"{tops}.{subs}"
        if (item.position, item.number) != (position, number):
            item.position, item.number = position, number
            item.save()


def _check_parent(item, parent):
    if parent is None:
        return
    if parent.meeting_id != item.meeting_id:
        raise ValidationError({"parent": _("Please choose an item of the same agenda.")})
    if item.pk and (parent.pk == item.pk or parent.parent_id == item.pk):
        raise ValidationError({"parent": _("An item cannot be moved under itself.")})
    if parent.parent_id is not None:
        raise ValidationError({"parent": _("A sub-item has no sub-items of its own.")})
    if item.pk and item.children.exists():
        raise ValidationError({"parent": _("This item has sub-items and cannot be one itself.")})


def _after_last(meeting, parent):
    last = meeting.items.filter(parent=parent).order_by("-position").first()
    return last.position + 1 if last else 1


def _first_at_the_end(meeting):
    """The first of the standard items that close an agenda, or None: new items go before them."""
    closing = StandardItem.objects.filter(committee=meeting.committee_id, at_the_end=True).values_list(
        "title", flat=True
    )
    return meeting.items.filter(parent=None, title__in=list(closing)).order_by("position").first() if closing else None


def _insert(meeting, parent):
    """The position for a new item; closing items move down."""
    if parent is not None:
        return _after_last(meeting, parent)
    closing = _first_at_the_end(meeting)
    if closing is None:
        return _after_last(meeting, None)
    position = closing.position
    for row in meeting.items.filter(parent=None, position__gte=position):
        row.position += 1
        row.save()
    return position


def _check_closed(item):
    """A sub-item of a closed item is closed as well."""
    if item.parent and not item.parent.is_public and item.is_public:
        item.is_public = False


@transaction.atomic
def add_item(*, meeting, data):
    """Put an item on the agenda, before the closing standard items, and return it. Raises ValidationError by field."""
    row = _locked(meeting)
    if row.items.count() >= MOST_ITEMS:
        raise ValidationError(_("An agenda has at most %(most)d items.") % {"most": MOST_ITEMS}, code="too_many")
    item = AgendaItem(meeting=row, **data)
    _check_parent(item, item.parent)
    _check_closed(item)
    item.position = _insert(row, item.parent)
    item.full_clean()
    item.save()
    _tie_referral(item)
    renumber(row)
    item.refresh_from_db()
    return item


@transaction.atomic
def update_item(*, item, data, version=None):
    """Change an item of an agenda that is still ahead. Raises StaleObject, ValidationError by field."""
    meeting = _locked(item.meeting)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if version is not None and row.version != int(version):
        raise StaleObject(row)
    parent_before = row.parent_id
    for name, value in data.items():
        setattr(row, name, value)
    _check_parent(row, row.parent)
    _check_closed(row)
    if row.parent_id != parent_before:
        row.position = _after_last(meeting, row.parent)
    row.full_clean()
    row.save()
    if not row.is_public:
        for child in row.children.filter(is_public=True):
            child.is_public = False
            child.save()
    _tie_referral(row)
    renumber(meeting)
    row.refresh_from_db()
    return row


def _tie_referral(item):
    """Let the stop of the paper's path in this committee be the one on this item."""
    if item.paper_id is None:
        return
    stop = item.paper.referrals.filter(committee=item.meeting.committee_id, outcome="").order_by("position").first()
    if stop is not None and stop.item_id != item.pk:
        stop.item, stop.planned_on = item, item.meeting.day
        stop.save()


@transaction.atomic
def remove_item(*, item):
    """Take an item and its sub-items off the agenda before the meeting."""
    meeting = _locked(item.meeting)
    item.delete()
    renumber(meeting)


@transaction.atomic
def shift_item(*, item, by):
    """Move an item one place up (-1) or down (1) among its siblings; at the end it stays. Returns the item."""
    meeting = _locked(item.meeting)
    siblings = list(meeting.items.filter(parent=item.parent_id).order_by("position", "pk"))
    index = next(number for number, row in enumerate(siblings) if row.pk == item.pk)
    target = index + by
    if 0 <= target < len(siblings):
        siblings[index], siblings[target] = siblings[target], siblings[index]
        _write_positions(siblings)
        renumber(meeting)
    item.refresh_from_db()
    return item


def _write_positions(siblings):
    for position, row in enumerate(siblings, start=1):
        if row.position != position:
            row.position = position
            row.save()


@transaction.atomic
def indent_item(*, item):
    """Make an item the last sub-item of the item before it. Raises ValidationError when there is none or it cannot be one."""
    meeting = _locked(item.meeting)
    before = meeting.items.filter(parent=None, position__lt=item.position).order_by("-position").first()
    if item.parent_id is not None or before is None:
        raise ValidationError(_("There is no item before it of which it could be a part."))
    _check_parent(item, before)
    item.parent, item.position = before, _after_last(meeting, before)
    _check_closed(item)
    item.save()
    renumber(meeting)
    return item


@transaction.atomic
def outdent_item(*, item):
    """Make a sub-item an item of its own, right after the one it was a part of."""
    meeting = _locked(item.meeting)
    if item.parent_id is None:
        return item
    tops = list(meeting.items.filter(parent=None).order_by("position", "pk"))
    index = next(number for number, row in enumerate(tops) if row.pk == item.parent_id)
    item.parent = None
    item.save()
    tops.insert(index + 1, item)
    _write_positions(tops)
    renumber(meeting)
    return item


@transaction.atomic
def reorder(*, meeting, order, version=None):
    """Put the agenda into the order of a drag: pairs (key of the item, key of its parent or None), each item once.

    Raises ValidationError when the list is not that of the agenda as it is now, or puts an item under itself.
    """
    row = _locked(meeting)
    items = {item.pk: item for item in row.items.select_for_update(of=("self",))}
    if len(order) != len(items) or {key for key, _parent in order} != set(items):
        raise ValidationError(_("The agenda has changed meanwhile. Please look at it once more."), code="stale")
    parents = dict(order)
    for key, parent in order:
        if parent is not None and (parent not in items or parent == key or parents.get(parent) is not None):
            raise ValidationError(_("An item cannot be moved under itself or under a sub-item."), code="parent")
    counts: dict = {}
    for key, parent in order:
        item = items[key]
        counts[parent] = counts.get(parent, 0) + 1
        item_public = item.is_public and (parent is None or items[parent].is_public)
        if (item.parent_id, item.position, item.is_public) != (parent, counts[parent], item_public):
            item.parent_id, item.position, item.is_public = parent, counts[parent], item_public
            item.save()
    renumber(row)


# --- what fills an agenda ---------------------------------------------------------------------------
def open_items_before(meeting):
    """Items of earlier meetings of the committee that were left open and are on no later agenda."""
    return (
        AgendaItem.objects.left_open()
        .filter(meeting__committee=meeting.committee_id, meeting__starts_at__lt=meeting.starts_at, parent=None)
        .select_related("meeting", "paper")
        .order_by("meeting__starts_at", "position")
    )


def last_meeting_before(meeting):
    """The last meeting of the committee that took place before this one, or None."""
    rows = Meeting.objects.took_place().filter(committee=meeting.committee_id, starts_at__lt=meeting.starts_at)
    return rows.order_by("-starts_at").first()


@transaction.atomic
def fill(*, meeting):
    """Put standard items, open items and the report on open resolutions on an empty agenda; returns the number of items.

    On an agenda with items nothing happens.
    """
    row = _locked(meeting)
    if row.items.exists():
        return row.items.count()
    standard = list(StandardItem.objects.filter(committee=row.committee_id))
    position = 0

    def put(**values):
        nonlocal position
        position += 1
        return AgendaItem.objects.create(meeting=row, position=position, **values)

    def put_standard(item):
        if item.purpose == FOLLOW_UP:
            put_open_resolutions(row, put, item)
        elif item.purpose == StandardItem.Purpose.MINUTES and not _minutes_to_approve(row):
            return
        else:
            put(title=item.title, kind=item.kind, purpose=item.purpose, is_public=item.is_public, duration=item.minutes)

    for item in standard:
        if not item.at_the_end:
            put_standard(item)
    for item in open_items_before(row):
        put(
            title=item.title, kind=item.kind, is_public=item.is_public, text=item.text, reporter=item.reporter,
            reporter_text=item.reporter_text, duration=item.duration, paper=item.paper, carried_from=item,
        )  # fmt: skip
    for item in standard:
        if item.at_the_end:
            put_standard(item)
    renumber(row)
    return position


def _minutes_to_approve(meeting):
    last = last_meeting_before(meeting)
    return last is not None and last.state in (MeetingState.HELD, MeetingState.DRAFTED)


@transaction.atomic
def carry_over(*, meeting, items):
    """Put open items of earlier meetings on this agenda; those that are on one already are passed over. Returns how many."""
    row = _locked(meeting)
    possible = {item.pk: item for item in open_items_before(row)}
    number = 0
    for item in items:
        old = possible.get(item.pk)
        if old is None:
            continue
        new = AgendaItem(
            meeting=row, title=old.title, kind=old.kind, is_public=old.is_public, text=old.text, reporter=old.reporter,
            reporter_text=old.reporter_text, duration=old.duration, paper=old.paper, carried_from=old,
            position=_insert(row, None),
        )  # fmt: skip
        new.save()
        _tie_referral(new)
        number += 1
    renumber(row)
    return number


# --- proposals --------------------------------------------------------------------------------------
@transaction.atomic
def save_proposal(*, proposal, supporters=(), version=None):
    """Note an item that members ask for."""
    Committee.objects.select_for_update().get(pk=proposal.committee_id)
    proposal.full_clean()
    if not proposal.group and not supporters:
        raise ValidationError({"supporters": _("Please say who proposes it: members, or a group.")})
    proposal.save()
    proposal.supporters.set(supporters)
    return proposal


@transaction.atomic
def accept_proposal(*, proposal, meeting):
    """Put a proposed item on an agenda and return the item. One that was decided before raises ValidationError."""
    row = ItemProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state != ItemProposal.State.OPEN:
        raise ValidationError(_("This proposal has been decided already."), code="state")
    if meeting.committee_id != row.committee_id:
        raise ValidationError(_("Please choose a meeting of the same committee."))
    item = add_item(meeting=meeting, data={"title": row.title, "text": row.reason, "kind": "discussion"})
    row.state, row.item = ItemProposal.State.ACCEPTED, item
    row.save()
    return item


@transaction.atomic
def refuse_proposal(*, proposal, answer):
    """Decide not to take a proposed item up, with the reason."""
    row = ItemProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state != ItemProposal.State.OPEN:
        raise ValidationError(_("This proposal has been decided already."), code="state")
    if not answer.strip():
        raise ValidationError({"answer": _("Please give the reason.")})
    row.state, row.answer = ItemProposal.State.REFUSED, answer.strip()
    row.save()
    return row
