"""What mailing lists bring to the registries of `core`. The audit labels are in `registrations_network`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import links, mail, navigation, panels, roles, search
from integration_portal.core.links import LinkPurpose
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel
from integration_portal.core.search import SearchSource

from .mails_mailing import TO_LIST
from .models import Mailing, MailingList
from .panels_mailing import lists_of_actor, lists_of_person
from .services import sending
from .views import mailing_link

mail.register(TO_LIST)
links.register(LinkPurpose(sending.PURPOSE, _("Unsubscribing from mailing lists"), mailing_link.show))
panels.register(Panel("actor:office", 40, "actors/mailing/panel.html", lists_of_actor))
panels.register(Panel("person:office", 40, "actors/mailing/panel.html", lists_of_person))

search.register(
    SearchSource(
        key="verteiler",
        label=_("Mailing lists"),
        rows=lambda user: MailingList.objects.visible_inside(user),
        url=lambda row, user: row.get_absolute_url(),
        text=lambda row: row.description,
        kicker=lambda row: _("Mailing list"),
        order=64,
    )
)
search.register(
    SearchSource(
        key="verteilermails",
        label=_("Mails to lists"),
        rows=lambda user: Mailing.objects.visible_inside(user),
        url=lambda row, user: row.get_absolute_url(),
        text=lambda row: row.text,
        kicker=lambda row: _("Mail to a list"),
        order=66,
    )
)
navigation.register(
    NavItem(
        "office",
        _("Mailing lists"),
        "actors:mailing_lists",
        icon="mail",
        order=23,
        group=_("Work"),
        visible=roles.reads_all,
    )
)
navigation.register(
    NavItem("new", _("Mailing list"), "actors:mailing_list_create", icon="mail", order=36, visible=roles.is_office)
)
