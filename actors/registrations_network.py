"""What the parts of the network bring to the audit trail. Confidential notes keep their words out of it."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit

from .models import (
    ActorAddress,
    ActorName,
    ActorRedirect,
    ActorRelation,
    AdvisoryEntry,
    ConfirmationRequest,
    ConfirmationRound,
    ContactWay,
    EmergencyAccess,
    Mailing,
    MailingList,
    MailingListMember,
    MailingOptOut,
    MailingRecipient,
    Offer,
    OpeningHours,
    ProposedChange,
    Topic,
)

audit.register(Topic, label=_("Topic"))
audit.register(ActorName, label=_("Former name"), parent="actor")
audit.register(ActorAddress, label=_("Further address"), parent="actor")
audit.register(ActorRelation, label=_("Relation"), parent="actor")
audit.register(ActorRedirect, label=_("Merged duplicate"), parent="actor")
audit.register(
    Offer, label=_("Offer"), parent="actor", m2m=("fields", "topics", "target_groups", "languages", "municipalities")
)
audit.register(OpeningHours, label=_("Opening hours"), parent="offer")
audit.register(ContactWay, label=_("Further contact way"), parent="person", masked=("value", "label"))
# All notes are masked, since one may become confidential later; their history says who changed what, not the words.
audit.register(
    AdvisoryEntry,
    label=_("Contact note"),
    masked=("subject", "text", "result", "follow_up_text"),
    m2m=("actors", "colleagues"),
)
audit.restrict(AdvisoryEntry, AdvisoryEntry.objects.hidden_from)
audit.register(EmergencyAccess, label=_("Emergency access"), parent="entry")
audit.register(ConfirmationRound, label=_("Request to confirm details"))
audit.register(
    ConfirmationRequest, label=_("Request to one actor"), parent="round", masked=("name", "email", "answer", "remark")
)
audit.register(ProposedChange, label=_("Proposed change"), parent="actor", masked=("before", "after"))
audit.register(MailingList, label=_("Mailing list"))
audit.register(MailingListMember, label=_("Entry of a mailing list"), parent="list")
audit.register(MailingOptOut, label=_("Unsubscribed address"), masked=("email",))
audit.register(Mailing, label=_("Mail to a list"), parent="list")
audit.register(MailingRecipient, label=_("Recipient of a mail"), parent="mailing", masked=("name", "email"))
