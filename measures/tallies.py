"""Measures as the pictures of the network count them: current ones, as in the office list without a filter."""

from collections import Counter
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from integration_portal.core.tallies import Placed, Tally, gather

from .models import Measure, MeasurePartner, MeasurePlacement

NOTHING: frozenset = frozenset()


def _current(user):
    return Measure.objects.visible_inside(user).current()


def per_actor(user):
    """{actor: number of current measures it leads or takes part in}; two queries."""
    seen = set(_current(user).order_by().filter(lead__isnull=False).values_list("lead", "pk"))
    partners = MeasurePartner.objects.order_by().filter(measure__in=_current(user).order_by())
    seen.update(partners.values_list("actor", "measure"))
    return Counter(actor for actor, _measure in seen)


def placed(user):
    """The current measures with fields, municipalities and target groups; five queries."""
    current = _current(user).order_by()

    def related(model, column):
        return model.objects.order_by().filter(measure__in=current.values("pk")).values_list("measure_id", column)

    fields = gather(
        [*related(MeasurePlacement, "field_id"), *related(Measure.further_fields.through, "fieldofaction_id")]
    )
    places = gather(related(Measure.municipalities.through, "municipality_id"))
    groups = gather(related(Measure.target_groups.through, "targetgroup_id"))
    return [
        Placed(fields.get(pk, NOTHING), places.get(pk, NOTHING), groups.get(pk, NOTHING), wide)
        for pk, wide in current.values_list("pk", "is_district_wide")
    ]


def list_url(**values):
    """The office list of these measures."""
    return f"{reverse('measures:office_list')}?{urlencode({name: value for name, value in values.items() if value})}"


MEASURES = Tally(
    key="massnahmen",
    label=_("Measures"),
    per_actor=per_actor,
    placed=placed,
    list_url=list_url,
    counted=lambda number: ngettext("%(number)d measure", "%(number)d measures", number) % {"number": number},
    order=20,
)
