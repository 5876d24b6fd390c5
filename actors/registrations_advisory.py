"""What the advisory log brings to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import calendar, mail, navigation, panels, reporting, roles, search, today
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel
from integration_portal.core.reporting import WHOLE, Section
from integration_portal.core.search import SearchSource

from . import mails_advisory, panels_advisory, reporting_advisory, today_advisory
from .models import AdvisoryEntry


def _found_text(note):
    # The title of a confidential note does not tell its subject, not even to those who may read it.
    return f"{note.subject} – {note.text}" if note.is_confidential else f"{note.text} {note.result}".strip()


search.register(
    SearchSource(
        key="kontakte",
        label=_("Contact notes"),
        rows=lambda user: AdvisoryEntry.objects.visible_inside(user),
        url=lambda note, user: note.get_absolute_url(),
        text=_found_text,
        kicker=lambda note: note.get_way_display(),
        order=65,
    )
)
mail.register(mails_advisory.EMERGENCY_ACCESS)
for _source in today_advisory.TODAY:
    today.register(_source)
calendar.register(today_advisory.CALENDAR)
reporting.register(Section("advice", WHOLE, 30, _("Contacts and advice"), reporting_advisory.contacts))
panels.register(Panel("actor:office", 15, "actors/advisory/panel.html", panels_advisory.of_actor))
panels.register(Panel("person:office", 15, "actors/advisory/panel.html", panels_advisory.of_person))
navigation.register(
    NavItem("new", _("Contact note"), "actors:advice_new", icon="comment", order=15, visible=roles.is_office)
)
navigation.register(
    NavItem(
        "office",
        _("Contacts and advice"),
        "actors:advice_list",
        icon="comment",
        order=24,
        group=_("Work"),
        visible=roles.reads_all,
    )
)
navigation.register(
    NavItem(
        "office",
        _("Emergency access"),
        "actors:advice_emergencies",
        icon="lock",
        order=75,
        group=_("Portal"),
        visible=roles.may_open_in_emergency,
    )
)
