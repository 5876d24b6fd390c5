"""What pictures of the network bring to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import navigation, roles, tallies
from integration_portal.core.navigation import NavItem

from .tallies import OFFERS

tallies.register(OFFERS)
navigation.register(
    NavItem(
        "office",
        _("Network"),
        "actors:network",
        icon="chain",
        order=21,
        group=_("Work"),
        visible=roles.reads_all,
    )
)
