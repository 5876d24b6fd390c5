"""What the roof brings to the registries."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit, navigation, personal, roles, search
from integration_portal.core.navigation import NavItem
from integration_portal.core.search import SearchSource

from .models import Report, ReportIssue, ReportPassage

audit.register(Report, label=_("Report"), m2m=("fields",))
audit.register(ReportPassage, label=_("Text of a report"), parent="report")
audit.register(ReportIssue, label=_("Issue of a report"), parent="report", exclude=("document",))

search.register(
    SearchSource(
        key="berichte",
        label=_("Reports"),
        rows=lambda user: Report.objects.visible_inside(user),
        url=lambda report, user: report.get_absolute_url(),
        kicker=lambda report: report.period,
        body="",
        order=80,
    )
)

navigation.register(
    NavItem(
        area="office",
        label=_("Today"),
        url_name="portal:office_home",
        icon="today",
        order=1,
        visible=roles.is_insider,
    )
)
navigation.register(
    NavItem(
        area="office",
        label=_("Calendar"),
        url_name="portal:calendar",
        icon="calendar",
        order=16,
        group=_("Work"),
        visible=roles.is_insider,
    )
)
navigation.register(
    NavItem(
        area="office",
        label=_("Reports"),
        url_name="portal:reports",
        icon="document",
        order=60,
        group=_("Work"),
        visible=roles.reads_all,
    )
)
navigation.register(
    NavItem(area="footer", label=_("Accessibility and feedback"), url_name="portal:accessibility", order=10)
)
navigation.register(NavItem(area="footer", label=_("Open data"), url_name="portal:open_data", order=5))
navigation.register(NavItem(area="footer", label=_("Privacy"), url_name="portal:privacy", order=20))
navigation.register(NavItem(area="footer", label=_("Imprint"), url_name="portal:imprint", order=30))
personal.keep(ReportIssue, _("Reports that were issued stay as they were issued (GDPR Art. 17(3)(d))."))
personal.keep(ReportPassage, _("Stands in a report. Please look at it and take the name out by hand."))
