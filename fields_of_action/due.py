"""What the today page says about indicators."""

from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import roles
from integration_portal.core.display import format_day
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, first_of

from .models import Indicator


def outdated_indicators(query):
    """Published indicators without a value of the last year, for those who read everything; one query."""
    if not roles.reads_all(query.user):
        return None
    rows = Indicator.objects.outdated(query.on).select_related("field").order_by("newest_on", "sort_name")
    found, total = first_of(rows, query.limit)
    may_write = roles.is_office(query.user)
    items = [
        TodayItem(
            title=row.name,
            url=row.get_office_url(),
            context=row.source,
            due_text=_("last value: %(day)s") % {"day": format_day(row.newest_on)}
            if row.newest_on
            else _("no value yet"),
            tone="warning",
            field=row.field,
            actions=(
                TodayAction(_("Enter values"), reverse("fields_of_action:office_indicator_values", args=[row.pk])),
            )
            if may_write
            else (),
        )
        for row in found
    ]
    return TodayGroup(
        key="indicators.outdated",
        label=_("Indicators without a value for a year"),
        icon="table",
        items=items,
        total=total,
        more_url=reverse("fields_of_action:office_indicators") + "?ansicht=veraltet",
        tone="warning",
    )
