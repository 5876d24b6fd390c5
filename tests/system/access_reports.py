"""The part of the role × URL table that belongs to reports. Columns as in test_access."""

from integration_portal.portal.reports import services
from measures.models import FundingProgramme

from .access import OF_THE_LEAD, OFFICE, READ_ALL

#: The report of the world has an issue, so readers see it; deleting it is refused with a message, not by the address.
GET: dict = {
    "portal:reports": READ_ALL,
    "portal:report": READ_ALL,
    "portal:report_issue": READ_ALL,
    "portal:report_download": READ_ALL,
    "portal:report_create": OFFICE,
    "portal:report_edit": OFFICE,
    "portal:report_passage": OFFICE,
    "portal:report_issue_make": OFFICE,
    "portal:report_delete": OFFICE,
    "portal:report_draft": OFFICE,
    "measures:office_sheet": OF_THE_LEAD,
    "measures:actor_list": OF_THE_LEAD,
    "measures:programme_list": READ_ALL,
}
POST_ONLY: dict = {"portal:report_yearly": "office"}


def build(world):
    """Add to the world what the routes of this part need."""
    world.yearly = services.yearly_report(2025)
    world.issue = services.issue_report(report=world.yearly, by=world.users["office"])


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY:
        return None
    known = {"year": 2025, "place": "summary", "fmt": "pdf"}
    found = {parameter: known[parameter] for parameter in parameters if parameter in known}
    if "pk" in parameters:
        rows = {
            "portal:report_issue": world.issue,
            "portal:report_download": world.issue,
            "measures:office_sheet": world.measure,
            "measures:actor_list": world.lead,
            "measures:programme_list": FundingProgramme.objects.first(),
        }
        found["pk"] = rows.get(name, world.yearly).pk
    return found
