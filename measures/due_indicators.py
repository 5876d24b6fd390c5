"""What the today page says about targets of indicators."""

from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import roles
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, first_of

from .models import MeasureIndicator


def targets_due(query):
    """Targets that are due within 90 days or past and not reached; one query."""
    if not roles.is_insider(query.user):
        return None
    rows = MeasureIndicator.objects.visible_inside(query.user).current().at_risk(query.on)
    if query.mine and roles.is_office(query.user):
        rows = rows.filter(measure__responsible=query.user)
    found, total = first_of(rows.select_related("measure", "indicator").order_by("target_on", "pk"), query.limit)
    items = []
    for row in found:
        past = row.target_on < query.on
        url = reverse("measures:indicator", args=[row.pk])
        items.append(
            TodayItem(
                title=row.label,
                url=url,
                context=row.measure.title,
                due=row.target_on,
                tone="danger" if past else "warning",
                actions=(TodayAction(_("Enter a value") if roles.is_office(query.user) else _("Show"), url),),
            )
        )
    return TodayGroup(
        key="measures.targets",
        label=_("Targets that are due"),
        icon="target",
        items=items,
        total=total,
        more_url=reverse("measures:indicators") + "?ansicht=gefaehrdet" if roles.reads_all(query.user) else "",
        tone="danger" if any(item.tone == "danger" for item in items) else "warning",
    )
