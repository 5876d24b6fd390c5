"""The part of the role × URL table that belongs to meetings, agendas and invitations. Columns as in test_access."""

import datetime

from committees.models import Invitee, ItemProposal
from committees.services import invitations
from tests.builders import make_person
from tests.builders_committees import make_committee, make_item, make_meeting, make_member

from .access import OFFICE, READ_ALL
from .access_committees_members import LISTS, OWN

GET: dict = {
    "committees:own": LISTS,
    "committees:meeting_list": LISTS,
    "committees:meeting": OWN,
    "committees:meeting_ics": OWN,
    "committees:meeting_paper": OWN,
    "committees:invitation_sent": READ_ALL,
    **dict.fromkeys(
        (
            "committees:meeting_create", "committees:meeting_year", "committees:proposal_create", "committees:meeting_edit",
            "committees:meeting_cancel", "committees:meeting_move", "committees:item_add", "committees:item_edit",
            "committees:item_remove", "committees:proposal_refuse", "committees:meeting_invite", "committees:guest_add",
            "committees:invitee_answer",
        ),
        OFFICE,
    ),
}  # fmt: skip
POST_ONLY: dict = {
    **dict.fromkeys(
        (
            "committees:meeting_publish", "committees:meeting_unpublish", "committees:meeting_reopen", "committees:agenda_fill",
            "committees:agenda_reorder", "committees:agenda_carry_over", "committees:item_shift", "committees:proposal_accept",
            "committees:meeting_remind", "committees:guest_remove",
        ),
        "office",
    ),
    "committees:own_answer": "logged in",
}  # fmt: skip


def build(world):
    """Add to the world what the routes of this part need."""
    committee = make_committee("Beirat mit Sitzung")
    make_member(committee)
    start = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=60)
    world.meeting = make_meeting(committee, starts_at=start)
    world.item = make_item(world.meeting)
    invitations.send_invitation(meeting=world.meeting)
    world.invitee = Invitee.objects.create(meeting=world.meeting, person=make_person())
    world.item_proposal = ItemProposal.objects.create(
        committee=committee, title="Vorschlag", group="Bank", submitted_on=datetime.date(2026, 11, 2)
    )


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY or not parameters:
        return None
    of_committee = name in ("committees:meeting_year", "committees:proposal_create")
    found = {
        "pk": world.meeting.committee_id if of_committee else world.meeting.pk,
        "item": world.item.pk, "proposal": world.item_proposal.pk, "invitee": world.invitee.pk, "number": 1,
        "what": "einladung", "fmt": "pdf", "way": "hoch",
    }  # fmt: skip
    return {key: found[key] for key in parameters}
