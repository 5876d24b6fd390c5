"""Writes on what surrounds an actor: further addresses, and ties to other actors."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import ActorAddress, ActorRelation, Offer
from .assigning import assign

GUARDED = ("actor", "actor_id", "pk", "id")


def _same(model, row, **lookup):
    """Whether another row of the model is there already."""
    return model.objects.filter(**lookup).exclude(pk=row.pk).exists()


@transaction.atomic
def save_address(*, actor, data, address=None):
    """Add a further address to an actor, or change one of them. Raises ValidationError, also for a second one of that name."""
    row = ActorAddress.objects.select_for_update().get(pk=address.pk) if address else ActorAddress(actor=actor)
    assign(row, data, GUARDED)
    if _same(ActorAddress, row, actor=row.actor, label=row.label):
        raise ValidationError({"label": _("There is an address of this name already.")})
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def delete_address(*, row):
    """Delete a further address. Raises ValidationError while offers take place there."""
    row = ActorAddress.objects.select_for_update().get(pk=row.pk)
    offers = list(Offer.objects.filter(address=row).values_list("title", flat=True)[:3])
    if offers:
        raise ValidationError(
            _("Offers take place there: %(offers)s. Please choose another place for them first.")
            % {"offers": ", ".join(offers)}
        )
    row.delete()


@transaction.atomic
def save_relation(*, actor, other, kind, since=None, until=None, note="", relation=None):
    """Store that `actor` cooperates with, funds, is member of or is part of `other`; or change `relation` to that.

    Cooperation is stored once, whichever end it is entered from. Raises ValidationError for a tie to itself, one that
    is there already, or an end before its start.
    """
    if actor.pk == other.pk:
        raise ValidationError({"other": _("A relation needs two different organisations.")})
    if kind == ActorRelation.Kind.COOPERATES and actor.pk > other.pk:
        actor, other = other, actor
    row = ActorRelation.objects.select_for_update().get(pk=relation.pk) if relation else ActorRelation()
    row.actor, row.other, row.kind = actor, other, kind
    row.since, row.until, row.note = since, until, note
    if _same(ActorRelation, row, actor=actor, other=other, kind=kind):
        raise ValidationError({"other": _("This relation is there already.")})
    if since and until and until < since:
        raise ValidationError({"until": _("The end lies before the start.")})
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def delete_relation(*, row):
    """Delete a tie between two actors."""
    ActorRelation.objects.select_for_update().get(pk=row.pk).delete()
