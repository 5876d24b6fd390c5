"""What events bring to the registries of `core`."""

import datetime

from django.utils.translation import gettext_lazy as _

from integration_portal.core import (
    attachments,
    audit,
    calendar,
    due,
    links,
    mail,
    navigation,
    panels,
    roles,
    search,
    today,
)
from integration_portal.core.due import DueJob
from integration_portal.core.links import LinkPurpose
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel

from . import mails_events, panels_events
from .dates_events import EVENT_DATES
from .models import Event, EventDate, EventRegistration, Publication
from .search_events import EVENTS, PUBLICATIONS
from .services import registrations
from .today_events import SOURCES
from .views import event_link

audit.register(Event, label=_("Event"), m2m=("fields", "target_groups", "languages", "organisers"))
audit.register(EventDate, label=_("Date of an event"), parent="event")
audit.register(
    EventRegistration,
    label=_("Registration"),
    masked=("name", "email", "organisation", "needs"),
    exclude=("link",),
    parent="event",
)
audit.register(Publication, label=_("Publication"), m2m=("measures",))

attachments.register(
    Publication, may_read=lambda user, row: Publication.objects.visible_inside(user).filter(pk=row.pk).exists()
)
links.register(LinkPurpose(registrations.PURPOSE, _("Registration for an event"), event_link.show))
for kind in mails_events.ALL:
    mail.register(kind)
due.register(
    DueJob("measures.remind_events", _("Remind of events"), datetime.timedelta(hours=6), registrations.remind_due)
)
due.register(
    DueJob(
        "measures.forget_participants",
        _("Delete data of participants"),
        datetime.timedelta(days=1),
        registrations.forget_due,
    )
)
for source in SOURCES:
    today.register(source)
calendar.register(EVENT_DATES)
search.register(EVENTS)
search.register(PUBLICATIONS)

navigation.register(NavItem(area="public", label=_("Events"), url_name="measures:events", order=30))
navigation.register(
    NavItem(
        "office",
        _("Events"),
        "measures:office_events",
        icon="calendar",
        order=16,
        group=_("Work"),
        visible=roles.is_insider,
    )
)
navigation.register(
    NavItem(
        "office", _("Public relations"), "measures:publications", icon="megaphone", order=17, group=_("Work"),
        visible=roles.reads_all,
    )
)  # fmt: skip
navigation.register(
    NavItem("new", _("Event"), "measures:event_create", icon="calendar", order=25, visible=roles.is_office)
)

panels.register(Panel("field:public", 30, "measures/events/panel.html", panels_events.events_of_field))
panels.register(Panel("measure:public", 30, "measures/events/panel.html", panels_events.events_of_measure))
panels.register(
    Panel("measure:office", 30, "measures/events/panel_office.html", panels_events.office_events_of_measure)
)
