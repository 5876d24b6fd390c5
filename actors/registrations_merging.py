"""What merging duplicates brings to the registries of `core`: how doubled rows of this app are joined."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit, merging, panels
from integration_portal.core.panels import Panel

from . import merging as own
from .models import (
    Actor,
    ActorAddress,
    ActorRelation,
    ConfirmationRequest,
    DistinctActors,
    MailingListMember,
    PersonRole,
    ProposedChange,
)
from .panels_merging import similar_actors

audit.register(DistinctActors, label=_("Not the same organisation"), parent="actor")
merging.register_mover(ActorRelation, own.move_relations)
merging.register_mover(DistinctActors, own.move_distinct)
merging.register_mover(Actor, own.move_branches)
merging.register_resolver(PersonRole, own.join_roles)
merging.register_resolver(ActorAddress, own.join_addresses)
merging.register_resolver(ConfirmationRequest, own.join_requests)
merging.register_resolver(ProposedChange, own.join_proposals)
merging.register_resolver(MailingListMember, own.join_members)
merging.register_step(Actor, own.move_saved_views)
panels.register(Panel("actor:office", 90, "actors/merging/panel.html", similar_actors))
