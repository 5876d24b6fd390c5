"""What the public pages of the network bring to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import navigation, panels, versions
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel

from . import facets, panels_public

versions.register_counter(facets.COUNTER, *facets.TABLES)
navigation.register(NavItem(area="public", label=_("Network"), url_name="actors:public_list", order=40))
panels.register(Panel("actor:office", 5, "actors/network/panel_office.html", panels_public.public_page))
