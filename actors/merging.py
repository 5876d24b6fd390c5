"""How what belongs to a duplicate of an actor is joined with what the kept actor has already."""

from django.db.models import Q
from django.http import QueryDict

from integration_portal.core import audit
from integration_portal.core.models import SavedView

from .models import ActorRelation, DistinctActors, Offer

#: Lists of actors and of measures can be filtered by an actor under this name.
ACTOR_PARAMETERS = ("traeger",)


def _earlier(a, b):
    return None if a is None or b is None else min(a, b)


def _later(a, b):
    return None if a is None or b is None else max(a, b)


def _joined(a, b, limit):
    """Both texts, the second only where it says something else."""
    return a if not b or b in a else f"{a}; {b}"[:limit] if a else b


def join_roles(row, twin):
    """One role for the whole time; main contact and deputy of either."""
    twin.is_main_contact |= row.is_main_contact
    twin.since, twin.until = _earlier(row.since, twin.since), _later(row.until, twin.until)
    twin.deputy_id = twin.deputy_id or row.deputy_id
    twin.save()


def join_addresses(row, twin):
    """The kept address gets what it lacks; offers move there. A different street under the same name is noted beside it."""
    for name in ("postal_code", "city", "municipality_id", "accessibility"):
        if not getattr(twin, name):
            setattr(twin, name, getattr(row, name))
    twin.street = _joined(twin.street, row.street, 160)
    twin.save()
    offers = list(Offer.objects.filter(address=row))
    for offer in offers:
        offer.address = twin
    audit.audited_bulk_update(offers, ["address_id"])


def join_requests(row, twin):
    """The answer that came last counts; remarks are kept together, and proposals of both stay."""
    if row.answered_at and (twin.answered_at is None or row.answered_at > twin.answered_at):
        twin.state, twin.answer, twin.answered_at = row.state, row.answer, row.answered_at
    twin.remark = _joined(twin.remark, row.remark, 2000)
    twin.save()
    changes = list(row.changes.all())
    for change in changes:
        change.request = twin
    audit.audited_bulk_update(changes, ["request_id"])


def join_proposals(row, twin):
    """Of two open proposals for one item the later one stays."""
    if row.created_at > twin.created_at:
        twin.after = row.after
        twin.request_id = row.request_id or twin.request_id
        twin.proposed_by_id = row.proposed_by_id or twin.proposed_by_id
        twin.save()


def join_members(row, twin):
    """Whoever was kept off a list stays off it."""
    if row.is_excluded and not twin.is_excluded:
        twin.is_excluded = True
        twin.save()


def _ordered(kind, actor_id, other_id):
    if kind == ActorRelation.Kind.COOPERATES and actor_id > other_id:
        return other_id, actor_id
    return actor_id, other_id


def move_relations(source, target):
    """Move the ties of the duplicate; one between the two goes, doubled ones become one over the whole time."""
    rows = list(ActorRelation.objects.filter(Q(actor=source) | Q(other=source)))
    there = {
        (row.kind, row.actor_id, row.other_id): row
        for row in ActorRelation.objects.filter(Q(actor=target) | Q(other=target))
        if source.pk not in (row.actor_id, row.other_id)
    }
    moved = []
    for row in rows:
        ends = [target.pk if pk == source.pk else pk for pk in (row.actor_id, row.other_id)]
        ends = _ordered(row.kind, *ends)
        twin = there.get((row.kind, *ends))
        if twin is not None:
            twin.since, twin.until = _earlier(row.since, twin.since), _later(row.until, twin.until)
            twin.note = _joined(twin.note, row.note, 300)
            if twin.pk not in {other.pk for other in moved}:
                twin.save()
        if ends[0] == ends[1] or twin is not None:
            row.delete()
            continue
        row.actor_id, row.other_id = ends
        there[(row.kind, *ends)] = row
        moved.append(row)
    audit.audited_bulk_update(moved, ["actor_id", "other_id", "since", "until", "note"])
    return len(rows)


def move_distinct(source, target):
    """Move what was said about similar names; what was said about these two goes with the merge."""
    rows = list(DistinctActors.objects.filter(Q(actor=source) | Q(other=source)))
    there = set(DistinctActors.objects.filter(Q(actor=target) | Q(other=target)).values_list("actor_id", "other_id"))
    moved = []
    for row in rows:
        ends = tuple(sorted(target.pk if pk == source.pk else pk for pk in (row.actor_id, row.other_id)))
        if ends[0] == ends[1] or ends in there:
            row.delete()
            continue
        row.actor_id, row.other_id = ends
        there.add(ends)
        moved.append(row)
    audit.audited_bulk_update(moved, ["actor_id", "other_id"])
    return len(moved)


def move_branches(source, target):
    """Put the branches of the duplicate under the kept actor, without a circle: below itself it takes the duplicate's carrier."""
    chain, above = set(), target
    while above.carrier_id and above.pk not in chain:
        chain.add(above.pk)
        above = above.carrier
    if above.pk == source.pk or source.pk in chain:
        target.carrier_id = source.carrier_id if source.carrier_id != target.pk else None
        target.save(update_fields=["carrier"])
    branches = list(type(source).objects.filter(carrier=source).exclude(pk=target.pk))
    for branch in branches:
        branch.carrier_id = target.pk
    audit.audited_bulk_update(branches, ["carrier_id"])
    return len(branches)


def move_saved_views(source, target):
    """Let saved filters that name the duplicate name the kept actor."""
    views = []
    for view in SavedView.objects.filter(query__contains=source.slug):
        query = QueryDict(view.query, mutable=True)
        for name in ACTOR_PARAMETERS:
            if source.slug in query.getlist(name):
                values = [target.slug if value == source.slug else value for value in query.getlist(name)]
                query.setlist(name, list(dict.fromkeys(values)))
        if query.urlencode() != view.query and len(query.urlencode()) <= 2000:
            view.query = query.urlencode()
            views.append(view)
    audit.audited_bulk_update(views, ["query"])
