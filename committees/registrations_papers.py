"""What this part brings to the registries of `core`: Papers."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import attachments, navigation, roles, search
from integration_portal.core.navigation import NavItem
from integration_portal.core.search import SearchSource

from .members import sits_or_reads
from .models import Paper
from .search_access import address, found

attachments.register(
    Paper,
    may_read=lambda user, paper: Paper.objects.visible_inside(user).filter(pk=paper.pk).exists(),
    is_shown_to_all=lambda paper: Paper.objects.public().filter(pk=paper.pk).exists(),
)
search.register(
    SearchSource(
        key="vorlagen",
        label=_("Papers"),
        rows=found(Paper),
        url=address,
        text=lambda paper: f"{paper.proposed_resolution} {paper.facts}".strip(),
        kicker=lambda paper: paper.get_kind_display(),
        order=72,
    )
)
navigation.register(
    NavItem("new", _("Paper"), "committees:paper_new", icon="document", order=22, visible=roles.is_office)
)
navigation.register(
    NavItem(
        "office",
        _("Papers"),
        "committees:paper_list",
        icon="document",
        order=34,
        group=_("Committees"),
        visible=sits_or_reads,
    )
)
