"""The part of the role × URL table for confirming details, proposals and partner pages. Columns as in test_access."""

from actors.models import ConfirmationRequest, ProposedChange
from actors.services import confirmation
from tests.actors.confirmation import make_confirmation_round
from tests.builders import make_actor

from .access import OFFICE, READ_ALL

#: The pages of a partner are for those who act for the organisation, not for the office.
OWN = (302, 403, 200, 404, 404, 404)
#: Who acts for one organisation only is led to it.
OWN_LIST = (302, 403, 302, 302, 200, 200)

GET: dict = {
    "actors:confirmation_rounds": READ_ALL,
    "actors:confirmation_round": READ_ALL,
    "actors:confirmation_live": READ_ALL,
    "actors:confirmation_create": OFFICE,
    "actors:confirmation_edit": OFFICE,
    "actors:confirmation_delete": OFFICE,
    "actors:confirmation_select": OFFICE,
    "actors:confirmation_check": OFFICE,
    "actors:confirmation_new_link": OFFICE,
    "actors:confirmation_removal": OFFICE,
    "actors:proposals": READ_ALL,
    "actors:proposal_review": READ_ALL,
    "actors:partner_list": OWN_LIST,
    "actors:partner": OWN,
    "actors:partner_propose": OWN,
}
POST_ONLY: dict = {
    "actors:confirmation_start": "office",
    "actors:confirmation_send": "office",
    "actors:confirmation_remind": "office",
    "actors:confirmation_remind_one": "office",
    "actors:confirmation_withdraw": "office",
    "actors:proposal_accept_all": "office",
    "actors:proposal_decide": "office",
    "actors:partner_confirm": "inside",
}


def build(world):
    """Add to the world what the routes of this part need."""
    world.confirmation_draft = make_confirmation_round()
    world.confirmation_round = make_confirmation_round()
    world.confirmation_round.refresh_from_db()
    actor = make_actor("Gefragt", email="gefragt@example.org")
    world.confirmation = confirmation.ask(round=world.confirmation_round, actors=[actor])[0][0]
    confirmation.ask_for_removal(request=world.confirmation, remark="", version=None)
    world.proposal = ProposedChange.objects.create(
        actor=actor, field="city", before="", after="Gera", request=ConfirmationRequest.objects.get(actor=actor)
    )


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY:
        return None
    short = name.partition(":")[2]
    if short.startswith("partner"):
        return {"pk": world.lead.pk}
    if short == "proposal_decide":
        return {"pk": world.proposal.pk}
    if short.startswith("proposal"):
        return {"pk": world.proposal.actor_id}
    if short in ("confirmation_new_link", "confirmation_removal", "confirmation_remind_one", "confirmation_withdraw"):
        return {"pk": world.confirmation.pk}
    return {"pk": world.confirmation_draft.pk if short == "confirmation_delete" else world.confirmation_round.pk}
