"""What indicators bring to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit, navigation, panels, roles, search, today
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel
from integration_portal.core.today import TodaySource

from .due import outdated_indicators
from .models import Indicator, IndicatorValue
from .panels import indicators_of_field
from .search import INDICATORS

audit.register(Indicator, label=_("Indicator"))
audit.register(IndicatorValue, label=_("Value of an indicator"), parent="indicator")
search.register(INDICATORS)
panels.register(Panel("field:public", 30, "fields_of_action/indicators/panel_field.html", indicators_of_field))
today.register(TodaySource("indicators.outdated", 80, outdated_indicators))
navigation.register(NavItem(area="public", label=_("Indicators"), url_name="fields_of_action:indicators", order=50))
navigation.register(
    NavItem(
        area="office",
        label=_("Indicators"),
        url_name="fields_of_action:office_indicators",
        icon="table",
        order=35,
        group=_("Concept"),
        visible=roles.reads_all,
    )
)
