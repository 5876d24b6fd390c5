"""What this app brings to the registries of the floor; run once when Django has loaded all models."""

from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from fields_of_action.models import FieldOfAction, Framework
from integration_portal.core import attachments, audit, calendar, navigation, panels, roles, search, versions
from integration_portal.core.models import CrossCuttingPlan, Municipality, TargetGroup, User
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel

from . import (  # noqa: F401 - each brings its own part
    facets,
    office_filters,
    registrations_coordination,
    registrations_events,
    registrations_funding,
    registrations_ideas,
    registrations_indicators,
    registrations_merging,
    registrations_network,
    registrations_partner,
    registrations_protection,
    registrations_reports,
)
from . import importing as _importing  # noqa: F401 - registers the import of measures
from . import panels as own_panels
from .dates import MEASURE_DATES
from .models import Clarification, Measure, MeasureFunding, MeasurePartner, MeasurePlacement
from .search import MEASURES

# --- audit trail ---------------------------------------------------------------------------------------
audit.register(
    Measure,
    label=_("Measure"),
    m2m=("further_fields", "goals", "cross_cutting_plans", "target_groups", "municipalities"),
)
audit.register(MeasurePlacement, label=_("Place in a framework"), parent="measure")
audit.register(MeasurePartner, label=_("Partner"), parent="measure")
audit.register(MeasureFunding, label=_("Funding line"), parent="measure")
audit.register(Clarification, label=_("Open question"), parent="measure")

# --- office views ---------------------------------------------------------------------------------------
versions.register_counter(
    office_filters.COUNTER, Actor, Measure, Framework, FieldOfAction, Municipality, TargetGroup, CrossCuttingPlan, User
)
navigation.register(
    NavItem(
        "office",
        _("Measures"),
        "measures:office_list",
        icon="link",
        order=10,
        group=_("Work"),
        visible=roles.is_insider,
    )
)
navigation.register(
    NavItem("new", _("Measure"), "measures:office_create", icon="link", order=10, visible=roles.is_office)
)
navigation.register(
    NavItem("new", _("Import of measures"), "measures:import", icon="upload", order=40, visible=roles.is_office)
)

# --- public pages --------------------------------------------------------------------------------------
versions.register_counter(facets.COUNTER, *facets.TABLES)
navigation.register(NavItem(area="public", label=_("Measures"), url_name="measures:list", order=20))
panels.register(Panel("field:public", 20, "measures/public/panel_field.html", own_panels.measures_of_field))
calendar.register(MEASURE_DATES)
search.register(MEASURES)

attachments.register(
    Measure, may_read=lambda user, measure: Measure.objects.visible_inside(user).filter(pk=measure.pk).exists()
)

# --- pages of actors and persons ---------------------------------------------------------------------------
panels.register(Panel("actor:office", 20, "measures/office/panel_actor.html", own_panels.measures_of_actor))
panels.register(Panel("person:office", 20, "measures/office/panel_actor.html", own_panels.measures_of_person))
