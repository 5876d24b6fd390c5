"""What indicators bring to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit, panels, today
from integration_portal.core.panels import Panel
from integration_portal.core.today import TodayPart

from . import panels_indicators
from .due_indicators import targets_at_risk, targets_due
from .models import MeasureIndicator, MeasureIndicatorValue

audit.register(MeasureIndicator, label=_("Indicator"))
audit.register(MeasureIndicatorValue, label=_("Value of an indicator"), parent="measure_indicator")
panels.register(
    Panel("measure:office", 40, "measures/indicators/panel_office.html", panels_indicators.indicators_of_measure)
)
panels.register(
    Panel("measure:public", 30, "measures/indicators/panel_public.html", panels_indicators.public_indicators_of_measure)
)
panels.register(Panel("indicators:office", 10, "measures/indicators/panel_tallies.html", panels_indicators.tallies))
today.register(TodayPart("measures.targets", 45, targets_at_risk, targets_due))
