"""What measures, events and ideas bring to reports."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import reporting
from integration_portal.core.reporting import FIELD, SUMMARY, WHOLE, Section

from . import reporting as own
from . import reporting_events, reporting_funding

for section in (
    Section("measures.summary", SUMMARY, 10, _("Measures"), own.summary),
    Section("measures.by_field", SUMMARY, 20, _("Measures by field of action"), own.by_field),
    Section("events.summary", SUMMARY, 30, _("Events and trainings"), reporting_events.event_figures),
    Section("measures", FIELD, 20, _("Measures"), own.measures),
    Section("events", FIELD, 40, _("Events and trainings"), reporting_events.events),
    Section("funding_lines", FIELD, 50, _("Money"), own.funding_lines),
    Section("grants.summary", SUMMARY, 40, _("Grants"), reporting_funding.summary),
    Section("budget", FIELD, 55, _("Grants"), reporting_funding.budget),
    Section("grants", WHOLE, 5, _("Grants"), reporting_funding.grants),
    Section("publications", WHOLE, 10, _("Public relations"), reporting_events.publications),
    Section("ideas", WHOLE, 20, _("Ideas"), reporting_events.ideas),
):
    reporting.register(section)
