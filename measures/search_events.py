"""How events and publications are found. Participants never are."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import roles
from integration_portal.core.search import SearchSource

from .models import Event, Publication


def _events(user):
    return Event.objects.all() if roles.reads_all(user) else Event.objects.public()


EVENTS = SearchSource(
    key="termine",
    label=_("Events"),
    rows=_events,
    url=lambda event, user: event.get_office_url() if roles.reads_all(user) else event.get_absolute_url(),
    text=lambda event: f"{event.summary} {event.text}".strip(),
    kicker=lambda event: event.get_kind_display(),
    order=25,
)
PUBLICATIONS = SearchSource(
    key="oeffentlichkeitsarbeit",
    label=_("Public relations"),
    rows=lambda user: Publication.objects.visible_inside(user),
    url=lambda row, user: row.get_absolute_url(),
    text=lambda row: row.text,
    kicker=lambda row: row.get_channel_display(),
    order=65,
)
