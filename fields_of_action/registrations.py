"""What this app brings to the registries of the floor; run once when Django has loaded all models."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit, navigation, reporting, roles, search
from integration_portal.core.navigation import NavItem

from . import registrations_indicators  # noqa: F401 - brings its own part
from . import reporting as own_reporting
from .models import FieldOfAction, Framework, Goal
from .search import FIELDS, GOALS

audit.register(Framework, label=_("Framework"))
audit.register(FieldOfAction, label=_("Field of action"))
audit.register(Goal, label=_("Goal"), m2m=("cross_cutting_plans",))

navigation.register(NavItem(area="public", label=_("Fields of action"), url_name="fields_of_action:list", order=10))
navigation.register(
    NavItem(
        area="office",
        label=_("Fields and goals"),
        url_name="fields_of_action:office_list",
        icon="target",
        order=30,
        group=_("Concept"),
        visible=roles.reads_all,
    )
)
search.register(FIELDS)
search.register(GOALS)
reporting.register(reporting.Section("goals", reporting.FIELD, 10, _("Goals"), own_reporting.goals))
reporting.register(
    reporting.Section("indicators", reporting.FIELD, 30, _("Indicators of the district"), own_reporting.indicators)
)
