"""What this part brings to the registries of `core`: Resolutions and what became of them."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import calendar, navigation, panels, reporting, search, today
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel
from integration_portal.core.reporting import FIELD, SUMMARY, Section
from integration_portal.core.search import SearchSource

from . import panels_followup, reporting_followup, today_followup
from .members import sits_or_reads
from .models import Resolution
from .search_access import address, found

search.register(
    SearchSource(
        key="beschluesse",
        label=_("Resolutions"),
        rows=found(Resolution, "committee"),
        url=address,
        text=lambda resolution: resolution.text,
        kicker=lambda resolution: resolution.get_outcome_display(),
        order=74,
    )
)
today.register(today_followup.TODAY)
calendar.register(today_followup.CALENDAR)
reporting.register(Section("resolutions.summary", SUMMARY, 50, _("Resolutions"), reporting_followup.summary))
reporting.register(Section("resolutions", FIELD, 60, _("Resolutions"), reporting_followup.resolutions))
for _slot, _context in {
    "measure:office": panels_followup.of_measure,
    "measure:public": panels_followup.of_public_measure,
    "field:office": panels_followup.of_field,
    "field:public": panels_followup.of_public_field,
    "actor:office": panels_followup.of_actor,
    "actor:public": panels_followup.of_public_actor,
}.items():
    panels.register(Panel(_slot, 45, "committees/followup/panel.html", _context))
navigation.register(
    NavItem(
        "office",
        _("Resolutions"),
        "committees:resolution_list",
        icon="resolution",
        order=36,
        group=_("Committees"),
        visible=sits_or_reads,
    )
)
