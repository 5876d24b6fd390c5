"""The filter for choosing whom to ask: that of the actors' list, and how long ago the details were confirmed."""

from django.utils.translation import gettext_lazy

from integration_portal.core.models import SiteSettings

from .confirming import oldest_fresh_day
from .filters import ALL, ActorFilter, OneFilter
from .querysets_confirmation import to_be_asked


class ConfirmationFilter(ActorFilter):
    """With `stand=alt` only entries that are due to be asked for again."""

    stand = OneFilter(
        choices=(ALL, ("alt", gettext_lazy("confirmed too long ago or never"))),
        method="filter_due",
        label=gettext_lazy("Details"),
    )

    def filter_due(self, queryset, name, value):
        """Confirmed before the configured number of months, or never, and not asked at present."""
        return to_be_asked(queryset, oldest_fresh_day(SiteSettings.load())) if value else queryset
