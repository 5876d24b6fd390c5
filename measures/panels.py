"""What pages of other apps show about measures."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from integration_portal.core.listing.index import positions_of

from . import facets
from .models import Measure, Status

SHOWN = 5
SHOWN_OF_ACTOR = 25


@dataclass
class StatusGroup:
    """The published measures of a field with one status: how many, the newest few, and where all of them are."""

    status: Status
    count: int
    url: str
    measures: list = field(default_factory=list)

    @property
    def has_more(self):
        return self.count > len(self.measures)


def measures_of_field(request, field_of_action):
    """Published measures of a field by status, the newest few of each; one query for the index, one for the measures."""
    index = facets.load()
    listing = f"{reverse('measures:list')}?feld={field_of_action.slug}"
    bits = index.matching("feld", [field_of_action.slug])
    groups, positions = {}, []
    for status in Status:
        hits = bits & index.matching("status", [status.value])
        if hits:
            groups[status.value] = StatusGroup(status, hits.bit_count(), f"{listing}&status={status.value}")
            positions += positions_of(hits, limit=SHOWN)
    ids = [index.ids[position] for position in positions]
    rows = {row.pk: row for row in Measure.objects.public().select_related("lead").with_placements().filter(pk__in=ids)}
    for pk in ids:
        if pk in rows:
            groups[rows[pk].status].measures.append(rows[pk])
    return {"groups": list(groups.values()), "measure_count": bits.bit_count(), "listing_url": listing}


def measures_of_actor(request, actor):
    """Current measures that an actor leads or takes part in, as far as the user sees them in the office views."""
    own = (
        Measure.objects.visible_inside(request.user)
        .current()
        .filter(Q(lead=actor) | Q(partner_links__actor=actor))
        .distinct()
    )
    rows = list(own.select_related("lead").with_placements().by_name()[: SHOWN_OF_ACTOR + 1])
    return {
        "measures": rows[:SHOWN_OF_ACTOR],
        "has_more": len(rows) > SHOWN_OF_ACTOR,
        "actor": actor,
        "listing_url": f"{reverse('measures:office_list')}?traeger={actor.slug}",
    }


def measures_of_person(request, person):
    """Current measures for which a person is the contact; None when there are none."""
    own = Measure.objects.visible_inside(request.user).current().filter(contact=person)
    rows = list(own.select_related("lead").with_placements().by_name()[:SHOWN_OF_ACTOR])
    return {"measures": rows, "person": person} if rows else None
