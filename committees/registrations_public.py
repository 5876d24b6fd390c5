"""What this part brings to the registries of `core`: the public pages."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import navigation
from integration_portal.core.navigation import NavItem

navigation.register(NavItem(area="public", label=_("Committees"), url_name="committees:public_list", order=45))
