"""Invitations: who was invited how, and what they answered by their link."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.protection.work import gone_address
from integration_portal.core import links
from integration_portal.core.personal import Fate, PersonalSource
from integration_portal.core.personal.pieces import piece_of

from ..models import Dispatch, Invitee
from .common import OFFICE, STATUTE, rows_of, some


def _invitees(subject):
    return rows_of(subject, Invitee.objects.select_related("meeting__committee", "link", "membership"))


def _dispatches(subject):
    return rows_of(subject, Dispatch.objects.select_related("invitation__meeting__committee"), "invitee__person")


def known(subject):
    """Addresses of the time of the invitation, which may be former ones."""
    return {"emails": [row.email for row in _dispatches(subject) if row.email]}


def find(subject, user):
    pieces = [
        piece_of(row, ("meeting", "membership", "stands_in_for", "answer", "answered_at", "note"))
        for row in _invitees(subject)
    ]
    return pieces + [
        piece_of(row, ("invitation", "way", "email", "received_on", "created_at")) for row in _dispatches(subject)
    ]


def erase(subject, erasing):
    """Guests are forgotten. That a member was invited in due time stays, without name, address and answer."""
    guests = members = 0
    for row in list(_invitees(subject)):
        if row.link:
            links.withdraw(row.link)
        if row.membership_id is None and not row.deputies.exists():
            row.delete()
            guests += 1
            continue
        for sent in row.dispatches.exclude(email=""):
            sent.email = gone_address(sent)
            sent.save()
        row.link, row.answer, row.answered_at, row.note = None, Invitee.Answer.NONE, None, ""
        row.save()
        members += 1
    text = _("Invitations to members: that they went out in time stays; name, address, answer and link are taken out")
    return [
        *some(Fate.ERASED, _("Invitations to guests, with answer and link"), guests),
        *some(Fate.ANONYMISED, text, members),
    ]


SOURCE = PersonalSource(
    "committees.invitations", gettext_lazy("Invitations to meetings"), 27,
    purpose=gettext_lazy("Committees are invited in due time; the quorum is foreseen, deputies are asked."),
    people=gettext_lazy("Members, deputies and guests of committees."),
    data=gettext_lazy("Way, address and day of the invitation, answer, message to the office, personal link."),
    basis=STATUTE, recipients=OFFICE,
    kept=gettext_lazy("Until the person is erased; that the invitation was in time, as long as the minutes."),
    find=find, erase=erase, known=known,
)  # fmt: skip
