"""What the page of a field shows about its indicators."""

from integration_portal.core.models import SiteSettings

from . import figures
from .models import Indicator

SHOWN = 6


def indicators_of_field(request, field):
    """Published indicators of a field with newest value and development, as the public may see them; None without any."""
    rows = list(Indicator.objects.public().filter(field=field)[:SHOWN])
    if not rows:
        return None
    shown = figures.public_figures(rows, below=SiteSettings.load().suppress_below)
    return {
        "indicators": [
            (row, figures.newest(shown[row.pk]), figures.chart_over_time(row, shown[row.pk], key=f"kennzahl-{row.pk}"))
            for row in rows
        ],
    }
