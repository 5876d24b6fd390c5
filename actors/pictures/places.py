"""Offers or measures of each municipality: a list first, and a map where the operator has supplied outlines."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from integration_portal.core.models import MunicipalityBoundary
from integration_portal.core.pictures import areas

from ..facets import DISTRICT_WIDE
from .choices import Choices, Terms


@dataclass(frozen=True)
class Place:
    """A municipality with its number, the number in words, the list behind it, and its step of colour."""

    name: str
    ags: str
    number: int
    words: str
    url: str
    step: int
    has_outline: bool


class PlacesMap:
    """The page for the parameters in `data`: two queries for the terms, one for the outlines, and those of the tally."""

    def __init__(self, user, data):
        self.user = user
        self.choices = Choices(data, ("zaehlt", "feld", "zielgruppe"), Terms())
        self.tally = self.choices.tally
        self.outlines = {row.municipality_id: row for row in MunicipalityBoundary.objects.all()}

    @property
    def notices(self):
        return self.choices.notices

    @cached_property
    def _counts(self):
        """{primary key of a municipality: number}, with None for the whole district."""
        field, group = self.choices.row("feld"), self.choices.row("zielgruppe")
        counts = {}
        for placed in self.tally.placed(self.user) if self.tally else ():
            if (field and field.pk not in placed.fields) or (group and group.pk not in placed.groups):
                continue
            for key in (*placed.municipalities, *([None] if placed.district_wide else [])):
                counts[key] = counts.get(key, 0) + 1
        return counts

    def _url(self, value):
        choices = self.choices
        return self.tally.list_url(feld=choices.value("feld"), gemeinde=value, zielgruppe=choices.value("zielgruppe"))

    @cached_property
    def bounds(self):
        return areas.steps_of([number for key, number in self._counts.items() if key is not None])

    def _place(self, name, key, value):
        number = self._counts.get(key, 0)
        step = areas.step_of(number, self.bounds) if key is not None else 0
        words = self.tally.counted(number) if self.tally else ""
        return Place(name, value, number, words, self._url(value) if number else "", step, key in self.outlines)

    @cached_property
    def places(self):
        """All municipalities by name."""
        return [self._place(row.name, row.pk, row.ags) for row in self.choices.terms.municipalities]

    @cached_property
    def district_wide(self):
        return self._place(_("district-wide"), None, DISTRICT_WIDE)

    @cached_property
    def svg(self):
        """The map; "" without outlines."""
        found = [
            areas.Area(
                place.number,
                f"{row.name}: {place.words}",
                place.url or f"#ort-{row.ags}",
                place.step,
                outline.geometry["coordinates"],
            )
            for row, place in zip(self.choices.terms.municipalities, self.places, strict=True)
            if (outline := self.outlines.get(row.pk))
        ]
        description = _("The list above holds the same content. Each municipality is a link to what is counted there.")
        return areas.svg(found, key="karte", title=_("Map of the municipalities"), description=description)

    @cached_property
    def legend(self):
        """[(step, from, to)] of the colours, the first for none."""
        lower = [1, *(bound + 1 for bound in self.bounds)]
        steps = [(place, low, high) for place, (low, high) in enumerate(zip(lower, self.bounds, strict=False), start=1)]
        return [(0, 0, 0), *steps]

    @cached_property
    def sources(self):
        """Whom the map has to credit."""
        return sorted({row.source for row in self.outlines.values() if row.source})

    @property
    def missing(self):
        """Names of the municipalities without an outline, if there are outlines at all."""
        return [place.name for place in self.places if not place.has_outline] if self.outlines else []
