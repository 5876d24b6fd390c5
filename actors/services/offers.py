"""Writes on offers of actors with their opening hours."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock

from ..models import Offer, OpeningHours
from .assigning import assign

OFFER_LINKS = ("fields", "topics", "target_groups", "languages", "municipalities")
GUARDED = ("actor", "actor_id", "is_published", "pk", "id", "version", *OFFER_LINKS)
HOURS = ("weekday", "opens", "closes", "note")


def _fill(offer, data, hours):
    assign(offer, data, GUARDED)
    if offer.address is not None and offer.address.actor_id != offer.actor_id:
        raise ValidationError({"address": _("This place belongs to another organisation.")})
    if offer.since and offer.until and offer.until < offer.since:
        raise ValidationError({"until": _("The end lies before the start.")})
    offer.full_clean()
    offer.save()
    for name in OFFER_LINKS:
        if name in data:
            getattr(offer, name).set(data[name])
    if hours is not None:
        _set_hours(offer, hours)


def check_hours(rows):
    """Raise ValidationError if an opening ends before it begins, or two of one day overlap. Rows are dicts."""
    for row in rows:
        if row["closes"] <= row["opens"]:
            raise ValidationError(_("It closes before it opens."), code="order")
    ordered = sorted(rows, key=lambda row: (row["weekday"], row["opens"]))
    for one, following in pairwise(ordered):
        if one["weekday"] == following["weekday"] and following["opens"] < one["closes"]:
            raise ValidationError(
                _("Two openings on %(day)s overlap.") % {"day": OpeningHours.Weekday(one["weekday"]).label},
                code="overlap",
            )


def _set_hours(offer, rows):
    check_hours(rows)
    wanted = [tuple(row.get(name) or "" if name == "note" else row[name] for name in HOURS) for row in rows]
    for present in offer.hours.all():
        values = tuple(getattr(present, name) for name in HOURS)
        if values in wanted:
            wanted.remove(values)
        else:
            present.delete()
    for values in wanted:
        row = OpeningHours(offer=offer, **dict(zip(HOURS, values, strict=True)))
        row.full_clean()
        row.save()


@transaction.atomic
def create_offer(*, actor, data, hours=()):
    """Add an offer to an actor, not published. `data`: fields by name, links as lists; `hours`: dicts of opening hours.

    Raises ValidationError for data that does not fit, such as openings that overlap or a place of another actor.
    """
    offer = Offer(actor=actor)
    _fill(offer, data, hours)
    return offer


@transaction.atomic
def update_offer(*, offer, data, version, hours=None):
    """Change an offer that was read at `version`; fields missing in `data` stay, and so do the hours if None are given.

    Raises StaleObject when somebody saved in between, ValidationError for data that does not fit.
    """
    offer = lock(offer, version)
    _fill(offer, data, hours)
    return offer


def _set_published(offer, value):
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.is_published != value:
        offer.is_published = value
        offer.save(update_fields=["is_published"])
    return offer


@transaction.atomic
def publish_offer(*, offer):
    """Show an offer to everyone as soon and as long as its actor is public."""
    return _set_published(offer, True)


@transaction.atomic
def unpublish_offer(*, offer):
    """Take an offer off the public pages."""
    return _set_published(offer, False)


@transaction.atomic
def delete_offer(*, row):
    """Delete an offer with its opening hours."""
    Offer.objects.select_for_update().get(pk=row.pk).delete()
