"""The public listing: one page of cards, the hit counts, chips and addresses for one filter.

The plain first pages come from the database's partial indexes and need no counts; with a filter the hits come from
the bit sets in `facets`, so that searching reads the texts once, whatever else is asked for.
"""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from integration_portal.core.listing.page import PAGE_SIZE, PublicListing
from integration_portal.core.search import match

from . import facets
from .filters import PublicMeasureFilter
from .models import Measure, Status

FACET_LABELS = {
    "feld": gettext_lazy("Field of action"),
    "status": gettext_lazy("Status"),
    "zielgruppe": gettext_lazy("Target group"),
    "gemeinde": gettext_lazy("Municipality"),
    "traeger": gettext_lazy("Lead"),
}


def as_cards(measures):
    """With what a card shows but the places, in two queries; texts that no card shows are not read."""
    return (
        measures.select_related("lead")
        .with_placements()
        .defer(
            "description",
            "public_text",
            "starting_situation",
            "expected_effect",
            "progress_note",
            "internal_note",
            "import_note",
        )
        .defer("search_title", "search_body", "search_internal")
    )


def newest(offset=0, limit=PAGE_SIZE, *, by_name=False):
    """Published measures as cards straight from the partial indexes, without any count; two queries."""
    measures = Measure.objects.public()
    return list(as_cards(measures.by_name() if by_name else measures.by_newest())[offset : offset + limit])


class Listing(PublicListing):
    """What `/massnahmen/` shows for the parameters in `data` (a QueryDict), `path` being its address.

    At most seven queries in all: the counter, three for the index if it is not cached, words, cards, their places in frameworks.
    """

    facet_labels = FACET_LABELS
    open_facets = ("feld", "status", "zielgruppe")
    long_facets = ("gemeinde", "traeger")

    def __init__(self, data, path):
        index = facets.load()
        super().__init__(index, PublicMeasureFilter(data, options=index.options), data, path)

    @cached_property
    def relevance(self):
        if not self.filter.terms:
            return None
        found = match(Measure.objects.public(), self.filter.query)
        return dict(found.order_by().values_list("pk", "relevance"))

    @cached_property
    def narrow(self):
        bits = super().narrow
        if self.filter.start or self.filter.end:
            bits &= self.index.during(self.filter.start, self.filter.end)
        return bits

    @cached_property
    def measures(self):
        """The measures of this page as cards, two queries: `place_names`, and in `also_in` further fields that were filtered by."""
        offset = (self.page.number - 1) * PAGE_SIZE
        cards = (
            self._filtered(offset) if self.filter.is_filtered else newest(offset, by_name=self.filter.order == "name")
        )
        wanted = {card.pk for card in cards}
        place = {pk: position for position, pk in enumerate(self.index.ids) if pk in wanted}
        chosen = self.filter.selected.get("feld", ())
        for card in cards:
            places = self.index.values_at("gemeinde", place[card.pk]) if card.pk in place else []
            fields = self.index.values_at("feld", place[card.pk]) if chosen and card.pk in place else []
            card.place_names = [option.label for option in places]
            card.also_in = [
                option.label for option in fields if option.value in chosen and option.label != str(card.primary_field)
            ]
        return cards

    def _filtered(self, offset):
        ids = self.ids(offset, PAGE_SIZE)
        rows = {row.pk: row for row in as_cards(Measure.objects.public()).filter(pk__in=ids)}
        return [rows[pk] for pk in ids if pk in rows]

    def status_icon(self, group, option):
        return f"st-{Status(option.value).css}" if group == "status" else ""

    @property
    def frameworks_in_force(self):
        """Titles of the frameworks in force today."""
        return facets.frameworks_in_force(self.index)
