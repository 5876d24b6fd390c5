"""Offers as the pictures of the network count them, and the list behind those numbers."""

from collections import Counter
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from integration_portal.core.tallies import Placed, Tally, gather

from .facets import DISTRICT_WIDE
from .models import Offer

NOTHING: frozenset = frozenset()


def running(user, on=None):
    """Offers that run on a day (today by default) at actors that are not archived, published or not."""
    return Offer.objects.visible_inside(user).filter(actor__archived_at__isnull=True).on(on or timezone.localdate())


def per_actor(user):
    """{actor: number of running offers}; one query."""
    return Counter(running(user).order_by().values_list("actor", flat=True))


def placed(user):
    """The running offers with fields, municipalities and target groups; four queries."""
    offers = running(user).order_by()

    def related(name, column):
        rows = getattr(Offer, name).through.objects.order_by().filter(offer__in=offers.values("pk"))
        return gather(rows.values_list("offer_id", column))

    fields, places = related("fields", "fieldofaction_id"), related("municipalities", "municipality_id")
    groups = related("target_groups", "targetgroup_id")
    return [
        Placed(fields.get(pk, NOTHING), places.get(pk, NOTHING), groups.get(pk, NOTHING), pk not in places)
        for pk in offers.values_list("pk", flat=True)
    ]


def list_url(**values):
    """The list of these offers."""
    return f"{reverse('actors:offer_list')}?{urlencode({name: value for name, value in values.items() if value})}"


def narrowed(offers, *, field=None, place="", group=None):
    """The offers of a field, of a municipality (its key, or that of the whole district) and for a target group."""

    def having(name, **lookup):
        return Exists(getattr(Offer, name).through.objects.filter(offer=OuterRef("pk"), **lookup))

    if field:
        offers = offers.filter(having("fields", fieldofaction=field))
    if place == DISTRICT_WIDE:
        offers = offers.filter(~having("municipalities"))
    elif place:
        offers = offers.filter(having("municipalities", municipality__ags=place))
    return offers.filter(having("target_groups", targetgroup=group)) if group else offers


OFFERS = Tally(
    key="angebote",
    label=_("Offers"),
    per_actor=per_actor,
    placed=placed,
    list_url=list_url,
    counted=lambda number: ngettext("%(number)d offer", "%(number)d offers", number) % {"number": number},
    order=10,
)
