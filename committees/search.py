"""Where the search finds meetings: by title and place, as far as one may see them."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.search import SearchSource

from .models import Meeting
from .search_access import address, found

MEETINGS = SearchSource(
    key="sitzungen",
    label=_("Meetings"),
    rows=found(Meeting, "committee"),
    url=address,
    text=lambda meeting: meeting.place,
    kicker=lambda meeting: meeting.committee.label,
    order=72,
)
