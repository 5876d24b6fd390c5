"""The public network: one page of cards, the hit counts, chips and addresses for one filter."""

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from fields_of_action.models import FieldOfAction
from integration_portal.core.listing.page import PAGE_SIZE, SORT_LABELS, PublicListing
from integration_portal.core.search import match

from . import facets
from .filters_public import PublicActorFilter
from .models import Actor, Offer

FACET_LABELS = {
    "feld": gettext_lazy("Field of action"),
    "gemeinde": gettext_lazy("Municipality"),
    "sprache": gettext_lazy("Language"),
    "thema": gettext_lazy("Topic"),
    "zielgruppe": gettext_lazy("Target group"),
    "art": gettext_lazy("Kind"),
}
_INTERNAL = ("internal_note", "search_title", "search_body", "archive_reason")


def as_cards(actors):
    """With what a card shows, in three queries; nothing internal is read."""
    return (
        actors.select_related("kind", "municipality")
        .prefetch_related(Prefetch("fields", queryset=FieldOfAction.objects.in_force().order_by("order")), "languages")
        .defer(*_INTERNAL)
    )


def public_match(words, on=None):
    """Published actors that hold all words, each in its own entry or in a running public offer; with `relevance`."""
    offers = Offer.objects.public().on(on or timezone.localdate()).order_by()

    def in_offers(term):
        holding = offers.filter(Q(search_title__contains=term) | Q(search_body__contains=term))
        return Q(pk__in=holding.values("actor"))

    return match(Actor.objects.public(), words, elsewhere=in_offers)


class Listing(PublicListing):
    """What `/netzwerk/` shows for the parameters in `data` (a QueryDict), `path` being its address.

    At most eight queries in all: the counter, three for the index if it is not cached, words, and three for the cards.
    """

    facet_labels = FACET_LABELS
    open_facets = ("feld", "gemeinde")
    long_facets = ("gemeinde", "sprache", "thema", "zielgruppe", "art")
    sort_labels = SORT_LABELS | {"name": gettext_lazy("name A–Z")}

    def __init__(self, data, path):
        index = facets.load()
        super().__init__(index, PublicActorFilter(data, options=index.options), data, path)

    @cached_property
    def relevance(self):
        if not self.filter.terms:
            return None
        return dict(public_match(self.filter.query).order_by().values_list("pk", "relevance"))

    @cached_property
    def actors(self):
        """The actors of this page as cards."""
        ids = self.ids((self.page.number - 1) * PAGE_SIZE, PAGE_SIZE)
        rows = {row.pk: row for row in as_cards(Actor.objects.public().filter(pk__in=ids))}
        return [rows[pk] for pk in ids if pk in rows]
