"""What meetings, agendas and invitations bring to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import calendar, links, mail, navigation, roles, search, today
from integration_portal.core.links import LinkPurpose
from integration_portal.core.navigation import NavItem
from integration_portal.core.roles import Role

from . import mails, today_meetings
from .members import sits_or_reads
from .search import MEETINGS
from .services import invitations
from .views import invitation_link

for _kind in mails.ALL:
    mail.register(_kind)
links.register(LinkPurpose(invitations.PURPOSE, _("Invitation to a meeting"), invitation_link.show))
search.register(MEETINGS)
today.register(today_meetings.MEETINGS)
calendar.register(today_meetings.CALENDAR)
COUNCIL = _("Committees")
navigation.register(
    NavItem(
        "office",
        _("Meetings"),
        "committees:meeting_list",
        icon="calendar",
        order=30,
        group=COUNCIL,
        visible=sits_or_reads,
    )
)
navigation.register(
    NavItem(
        "office",
        _("My committee"),
        "committees:own",
        icon="people",
        order=29,
        group=COUNCIL,
        visible=lambda user: roles.has_role(user, Role.COUNCIL),
    )
)
navigation.register(
    NavItem("new", _("Meeting"), "committees:meeting_create", icon="calendar", order=40, visible=roles.is_office)
)
