"""The part of the role × URL table that belongs to committees, seats and members. Columns as in test_access.

The account with the role `council` sits in no committee: what members see is the matter of tests/committees/.
"""

import datetime

from committees.models import StandardItem
from tests.builders_committees import make_committee, make_function, make_member, make_term

from .access import OFFICE, READ_ALL

#: Everybody who is logged in may ask; who sits in no committee finds an empty list, or nothing.
LISTS = (302, 200, 200, 200, 200, 200)
OWN = (302, 404, 404, 404, 200, 200)

GET: dict = {
    "committees:office_list": LISTS,
    "committees:office_detail": OWN,
    "committees:rules": OWN,
    "committees:roster_export": READ_ALL,
    **dict.fromkeys(
        (
            "committees:office_create", "committees:office_edit", "committees:rules_create", "committees:rules_edit",
            "committees:standard_create", "committees:standard_edit", "committees:standard_delete",
            "committees:term_create", "committees:term_edit", "committees:seat_create", "committees:seat_edit",
            "committees:seat_delete", "committees:member_create", "committees:member_edit", "committees:member_end",
            "committees:function_create", "committees:function_edit",
        ),
        OFFICE,
    ),
}  # fmt: skip
POST_ONLY: dict = {"committees:office_publish": "office", "committees:office_unpublish": "office"}


def build(world):
    """Add to the world what the routes of this part need."""
    committee = make_committee("Beirat", founded_on=datetime.date(2024, 1, 1))
    member = make_member(committee)
    world.committee, world.membership, world.seat = committee, member, member.seat
    world.rules = committee.rule_sets.get()
    world.term = make_term(committee)
    world.function = make_function(committee, member.person)
    world.standard = StandardItem.objects.create(committee=committee, title="Eröffnung")


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY or not parameters:
        return None
    found = {
        "pk": world.committee.pk, "number": world.rules.pk, "item": world.standard.pk, "term": world.term.pk,
        "seat": world.seat.pk, "membership": world.membership.pk, "function": world.function.pk, "fmt": "csv",
    }  # fmt: skip
    return {key: found[key] for key in parameters}
