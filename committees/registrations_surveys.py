"""What surveys of dates and elections bring to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import links, mail, navigation, panels, roles, today
from integration_portal.core.links import LinkPurpose
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel

from . import mails_surveys
from .panels_elections import elections_of_item
from .services import surveys
from .today_surveys import SOURCES
from .views import survey_link

links.register(LinkPurpose(surveys.PURPOSE, _("Survey of dates"), survey_link.show))
for _kind in mails_surveys.ALL:
    mail.register(_kind)
for _source in SOURCES:
    today.register(_source)

navigation.register(
    NavItem(
        "office",
        _("Surveys of dates"),
        "committees:survey_list",
        icon="calendar",
        order=46,
        group=_("Committees"),
        visible=roles.reads_all,
    )
)
navigation.register(
    NavItem(
        "new",
        _("Survey of dates"),
        "committees:survey_new",
        icon="calendar",
        order=48,
        visible=roles.is_office,
    )
)
panels.register(Panel("item:office", 40, "committees/elections/panel.html", elections_of_item))
