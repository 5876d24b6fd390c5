"""What confirming details by link, proposed changes and the pages of a partner bring to the registries of `core`."""

import datetime

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit, due, links, mail, navigation, panels, roles, today
from integration_portal.core.due import DueJob
from integration_portal.core.links import LinkPurpose
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel
from integration_portal.core.roles import Role

from . import mails_confirmation
from .models import ConfirmationRequest, ConfirmationRound, ProposedChange
from .panels_confirmation import confirmation_of_actor
from .services import confirmation
from .today_confirmation import SOURCES
from .views import confirmation_link

audit.register(ConfirmationRound, label=_("Request to confirm details"))
audit.register(
    ConfirmationRequest,
    label=_("Request to one actor"),
    masked=("name", "email", "remark", "answer"),
    parent="round",
)
audit.register(ProposedChange, label=_("Proposed change"), masked=("before", "after", "reason"), parent="actor")

links.register(LinkPurpose(confirmation.PURPOSE, _("Confirming details"), confirmation_link.show))
for kind in mails_confirmation.ALL:
    mail.register(kind)
due.register(
    DueJob(
        "actors.confirmation_remind",
        _("Remind of details that nobody has confirmed"),
        datetime.timedelta(hours=6),
        confirmation.remind_due,
    )
)
for source in SOURCES:
    today.register(source)

navigation.register(
    NavItem(
        "office",
        _("Confirm details"),
        "actors:confirmation_rounds",
        icon="check",
        order=24,
        group=_("Work"),
        visible=roles.reads_all,
    )
)
navigation.register(
    NavItem(
        "office",
        _("My organisation"),
        "actors:partner_list",
        icon="network",
        order=5,
        group=_("Work"),
        visible=lambda user: roles.has_role(user, Role.CONTRIBUTOR),
    )
)
navigation.register(
    NavItem(
        "new",
        _("Request to confirm details"),
        "actors:confirmation_create",
        icon="mail",
        order=35,
        visible=roles.is_office,
    )
)
panels.register(Panel("actor:office", 15, "actors/confirmation/panel.html", confirmation_of_actor))
