"""What events bring to the registries of `core`."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit

from .models import Event, EventDate, EventRegistration, Publication

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
