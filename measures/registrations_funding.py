"""What funding brings to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import attachments, audit, calendar, navigation, panels, roles, search, today
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel

from .models import (
    BudgetLine,
    Funder,
    FundingApplication,
    FundingCall,
    FundingProgramme,
    Grant,
    PassedOnApplication,
    PassedOnCall,
    Payment,
)
from .panels_funding import funding_of_measure
from .today_funding import CALENDAR, SEARCH, TODAY

audit.register(Funder, label=_("Funder"))
audit.register(FundingProgramme, label=_("Funding programme"))
audit.register(FundingCall, label=_("Call for applications"))
audit.register(FundingApplication, label=_("Funding application"), m2m=("measures",))
audit.register(Grant, label=_("Grant"))
audit.register(BudgetLine, label=_("Budget line"), parent="grant")
audit.register(Payment, label=_("Payment"), masked=("payee",), parent="grant")
audit.register(PassedOnCall, label=_("Call of the office"))
audit.register(PassedOnApplication, label=_("Application to the office"))

attachments.register(Grant, may_read=lambda user, row: Grant.objects.visible_inside(user).filter(pk=row.pk).exists())
today.register(TODAY)
calendar.register(CALENDAR)
for source in SEARCH:
    search.register(source)
navigation.register(
    NavItem("office", _("Funding"), "measures:funding", icon="euro", order=18, group=_("Work"), visible=roles.reads_all)
)
navigation.register(NavItem("new", _("Grant"), "measures:grant_create", icon="euro", order=35, visible=roles.is_office))
panels.register(Panel("measure:office", 40, "measures/funding/panel.html", funding_of_measure))
