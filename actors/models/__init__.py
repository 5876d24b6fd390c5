"""Actors, persons, and what the office keeps about its network."""

from .advisory import AdvisoryEntry, EmergencyAccess
from .confirmation import ConfirmationRequest, ConfirmationRound, ProposedChange
from .mailing import Mailing, MailingList, MailingListMember, MailingOptOut, MailingRecipient
from .offers import Offer, OpeningHours
from .organisations import (
    Actor,
    ActorAddress,
    ActorAlias,
    ActorKind,
    ActorName,
    ActorRedirect,
    ActorRelation,
    DistinctActors,
    Topic,
)
from .persons import ActorRepresentative, ContactWay, Person, PersonRole

__all__ = [
    "Actor",
    "ActorAddress",
    "ActorAlias",
    "ActorKind",
    "ActorName",
    "ActorRedirect",
    "ActorRelation",
    "ActorRepresentative",
    "AdvisoryEntry",
    "ConfirmationRequest",
    "ConfirmationRound",
    "ContactWay",
    "DistinctActors",
    "EmergencyAccess",
    "Mailing",
    "MailingList",
    "MailingListMember",
    "MailingOptOut",
    "MailingRecipient",
    "Offer",
    "OpeningHours",
    "Person",
    "PersonRole",
    "ProposedChange",
    "Topic",
]
