"""Resolutions in reports. Reports are passed on: only what is public stands in them."""

from collections import Counter

from django.utils.translation import gettext as _

from integration_portal.core.display import format_day
from integration_portal.core.reporting import day, figures, number, table

from .models import Resolution


def _resolved(scope):
    return (
        Resolution.objects.public()
        .filter(resolved_on__range=(scope.start, min(scope.end, scope.on)))
        .select_related("committee")
        .order_by("resolved_on", "number")
    )


def _state(row):
    if row.status == Resolution.Status.DONE:
        return f"{row.get_status_display()} ({format_day(row.done_on)})"
    return row.get_status_display()


def summary(scope):
    """How many resolutions there were, and how far they are; nothing in reports of a programme or of single fields."""
    if scope.programme is not None or not scope.is_all_fields:
        return []
    counts = Counter(row.status for row in _resolved(scope))
    if not counts:
        return []
    items = [(_("resolutions"), number(sum(counts.values())))]
    items += [(status.label, number(counts[status])) for status in Resolution.Status if counts[status]]
    return [figures(items)]


def resolutions(scope, field):
    """The resolutions of the period about a field, with their status; of none, those that belong to no field."""
    if scope.programme is not None:
        return []
    rows = list(_resolved(scope).filter(fields=field))
    if not rows:
        return []
    heads = [_("Number"), _("Resolution"), _("Committee"), _("Resolved on"), _("Status")]
    return [
        table(
            "resolutions" if field is None else f"resolutions_{field.pk}",
            _("Resolutions"),
            heads,
            [[row.number, row.title, row.committee.label, day(row.resolved_on), _state(row)] for row in rows],
        )
    ]
