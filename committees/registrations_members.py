"""What committees, seats and members bring to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import navigation, search, today
from integration_portal.core.navigation import NavItem
from integration_portal.core.search import SearchSource

from .members import sits_or_reads
from .models import Committee
from .search_access import address, found
from .today_members import MEMBERS

today.register(MEMBERS)
search.register(
    SearchSource(
        key="gremien",
        label=_("Committees"),
        rows=found(Committee),
        url=address,
        text=lambda committee: committee.description,
        kicker=lambda committee: committee.get_kind_display(),
        order=70,
    )
)
navigation.register(
    NavItem(
        "office",
        _("Committees"),
        "committees:office_list",
        icon="people",
        order=28,
        group=_("Committees"),
        visible=sits_or_reads,
    )
)
