"""What committees, seats and members bring to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import navigation, search
from integration_portal.core.navigation import NavItem
from integration_portal.core.search import SearchSource

from .members import sits_or_reads
from .models import Committee

search.register(
    SearchSource(
        key="gremien",
        label=_("Committees"),
        rows=lambda user: (
            Committee.objects.visible_inside(user) if user.is_authenticated else Committee.objects.public()
        ),
        url=lambda committee, user: (
            committee.get_absolute_url() if user.is_authenticated else committee.get_public_url()
        ),
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
