"""Who sits in a committee on a day, as the meeting needs it: who is invited, who may stand in for whom, how many vote."""

from actors.models import Person
from integration_portal.core import roles
from integration_portal.core.roles import Role

from .models import Membership, RuleSet


def sits_or_reads(user):
    """Whether the menu of the office views shows what committees do: to those who read everything, and to members."""
    return roles.reads_all(user) or roles.has_role(user, Role.COUNCIL)


def in_office(committee, day):
    """Members and deputies in office on a day, those who stay until their successors start included."""
    return (
        Membership.objects.of(committee)
        .in_office(day)
        .filter(person__anonymised_at__isnull=True)
        .select_related("seat", "person")
        .order_by("seat__position", "seat_id", "rank", "pk")
    )


def voting_members(committee, day):
    """How many voting members are in office on a day: the number that quorum and majorities go by."""
    return in_office(committee, day).filter(kind="member", seat__is_voting=True).count()


def deputies_of(membership, rules, everybody):
    """The deputies who may stand in for a member under the rules, in their order; `everybody` are those in office."""
    if rules.deputies == RuleSet.Deputies.NONE:
        return []
    group = membership.seat.group if rules.deputies == RuleSet.Deputies.GROUP else ""
    found = [
        row
        for row in everybody
        if row.kind == "deputy" and (row.seat_id == membership.seat_id or (group and row.seat.group == group))
    ]
    return sorted(found, key=lambda row: (row.seat_id != membership.seat_id, row.rank, row.pk))


def person_of(user):
    """The person of an account, or None."""
    return Person.objects.filter(user=user).first() if user.is_authenticated else None
