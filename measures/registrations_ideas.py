"""What ideas bring to the registries of `core`."""

import datetime

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit, due, links, mail, navigation, panels, roles, search, today
from integration_portal.core.due import DueJob
from integration_portal.core.links import LinkPurpose
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel
from integration_portal.core.today import TodayPart

from . import due_ideas, mails_ideas
from .models import Idea, IdeaNote
from .services.ideas import PURPOSE
from .views import ideas_public

audit.register(Idea, label=_("Idea"), masked=("name", "email", "proposer"), exclude=("link",))
audit.register(IdeaNote, label=_("Note on an idea"), masked=("text",), parent="idea")
for _kind in mails_ideas.ALL:
    mail.register(_kind)
links.register(LinkPurpose(PURPOSE, _("Question about an idea"), ideas_public.link_page))
due.register(
    DueJob(
        "measures.ideas.forget",
        _("Delete the data of proposers of ideas"),
        datetime.timedelta(days=1),
        due_ideas.forget,
    )
)
search.register(due_ideas.IDEAS)
today.register(TodayPart("measures.ideas", 70, due_ideas.unread_ideas, due_ideas.new_ideas))
panels.register(Panel("measure:office", 60, "measures/ideas/panel_measure.html", due_ideas.origin_of_measure))
navigation.register(NavItem(area="public", label=_("Ideas"), url_name="measures:ideas", order=60))
navigation.register(
    NavItem(
        area="office",
        label=_("Ideas"),
        url_name="measures:office_ideas",
        icon="comment",
        order=40,
        group=_("Work"),
        visible=roles.reads_all,
    )
)
