"""Where the search finds meetings: by committee, title, place and the titles of their items, as far as one may see them."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.search import SearchSource

from .models import Meeting

MEETINGS = SearchSource(
    key="sitzungen",
    label=_("Meetings"),
    rows=lambda user: Meeting.objects.visible_inside(user).select_related("committee"),
    url=lambda meeting, user: meeting.get_absolute_url(),
    text=lambda meeting: meeting.place,
    kicker=lambda meeting: meeting.committee.label,
    order=72,
)
