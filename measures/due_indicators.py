"""What the today page says about targets of indicators."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import roles
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem

from .models import MeasureIndicator


def targets_at_risk(query):
    """Targets that are due within 90 days or past and not reached."""
    if not roles.is_insider(query.user):
        return None
    rows = MeasureIndicator.objects.visible_inside(query.user).current().at_risk(query.on)
    if query.mine and roles.is_office(query.user):
        rows = rows.filter(measure__responsible=query.user)
    columns = {
        "title": Coalesce(NullIf("name", Value("")), "indicator__name"),
        "text": F("measure__title"),
        "day": F("target_on"),
    }
    return rows, columns, [F("target_on").asc(), F("pk").asc()]


def targets_due(query, rows, total):
    """The group of `targets_at_risk`."""
    items = []
    for row in rows:
        past = row.day < query.on
        url = reverse("measures:indicator", args=[row.pk])
        items.append(
            TodayItem(
                title=row.title,
                url=url,
                context=row.text,
                due=row.day,
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
