"""What funding brings to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit

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

audit.register(Funder, label=_("Funder"))
audit.register(FundingProgramme, label=_("Funding programme"))
audit.register(FundingCall, label=_("Call for applications"))
audit.register(FundingApplication, label=_("Funding application"), m2m=("measures",))
audit.register(Grant, label=_("Grant"))
audit.register(BudgetLine, label=_("Budget line"), parent="grant")
audit.register(Payment, label=_("Payment"), masked=("payee",), parent="grant")
audit.register(PassedOnCall, label=_("Call of the office"))
audit.register(PassedOnApplication, label=_("Application to the office"))
