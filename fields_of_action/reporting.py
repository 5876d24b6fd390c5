"""Sections of reports that this app brings: goals, and indicators of the district, per field of action."""

from django.utils.translation import gettext as _

from integration_portal.core.reporting import day, paragraph, table

from . import figures
from .models import Goal, Indicator


def goals(scope, field):
    """The current goals of the field, objectives below their overall goal."""
    if field is None:
        return []
    rows = Goal.objects.filter(field=field, is_active=True).order_by("code_key")
    if not rows:
        return []
    head = [_("Number"), _("Goal")]
    return [table("goals", _("Goals"), head, [[goal.code, goal.title] for goal in rows])]


def indicators(scope, field):
    """The newest value of each published indicator up to the end of the period, and the one of a year before."""
    rows = list(Indicator.objects.public().filter(field=field)) if field else []
    shown = figures.public_figures(rows, below=scope.suppress_below)
    lines, notes = [], []
    for row in rows:
        known = [figure for figure in shown[row.pk] if figure.as_of <= scope.end]
        latest = figures.newest(known)
        if latest is None:
            continue
        before = figures.newest([figure for figure in known if (latest.as_of - figure.as_of).days >= 360])
        source = "; ".join(part for part in (latest.source, latest.footnote) if part)
        lines.append(
            [
                row.name,
                f"{latest.text} {row.unit}".strip(),
                day(latest.as_of),
                f"{before.text} ({before.as_of.year})" if before else "",
                source,
            ]
        )
        if latest.is_hidden:
            notes = [paragraph(_("Small counts of people are not shown."))]
    if not lines:
        return []
    head = [_("Indicator"), _("Value"), _("As of"), _("Before"), _("Source")]
    return [table("indicators", _("Indicators of the district"), head, lines), *notes]
