"""What pages show about indicators of measures: the measure's own pages, and the list of the district's indicators."""

from django.urls import reverse
from django.utils import timezone

from integration_portal.core import roles
from integration_portal.core.models import SiteSettings

from .models import Measure, MeasureIndicator
from .targets import tracks, values_of


def indicators_of_measure(request, measure):
    """All indicators of a measure with the way to their targets, for its office page; None for readers without any."""
    rows = tracks(values_of(MeasureIndicator.objects.filter(measure=measure)))
    may_edit = roles.is_office(request.user)
    return {"tracks": rows, "measure": measure, "may_add": may_edit} if rows or may_edit else None


def public_indicators_of_measure(request, measure):
    """The public indicators of a measure that have a value, small counts of people hidden; None without any."""
    rows = values_of(MeasureIndicator.objects.filter(measure=measure, is_public=True, values__isnull=False).distinct())
    shown = tracks(rows, below=SiteSettings.load().suppress_below)
    return {"tracks": shown, "measure": measure} if shown else None


def tallies(request, field):
    """How many indicators of measures there are, have reached their target, or are at risk; None for none at all."""
    rows = MeasureIndicator.objects.visible_inside(request.user).current()
    if field:
        rows = rows.filter(measure__in=Measure.objects.in_field(field))
    total = rows.count()
    here = f"&feld={field.slug}" if field else ""
    url = reverse("measures:indicators")
    return (
        total
        and {
            "total": total,
            "reached": rows.reached().count(),
            "at_risk": rows.at_risk(timezone.localdate()).count(),
            "url": f"{url}?ansicht=alle{here}",
            "reached_url": f"{url}?ansicht=erreicht{here}",
            "risk_url": f"{url}?ansicht=gefaehrdet{here}",
        }
        or None
    )
