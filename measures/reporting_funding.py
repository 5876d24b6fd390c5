"""Sections of reports about grants: what was granted, planned for the years of the period, and spent.

Planned and spent follow the budget years that the period touches, as the office settles them with the funder.
"""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from integration_portal.core.display import format_period
from integration_portal.core.reporting import day, figures, money, table

from .models import BudgetLine, Grant
from .querysets_funding import ZERO
from .reporting import measures_in


def _lines(scope):
    """Budget lines of the years that the period touches, with what was spent on them."""
    rows = BudgetLine.objects.filter(year__range=(scope.start.year, scope.end.year))
    if scope.programme is not None:
        rows = rows.filter(grant__programme=scope.programme)
    return rows.with_spent()


def _sum(rows):
    found = rows.aggregate(planned=Sum("amount", default=ZERO), used=Sum("spent", default=ZERO))
    return found["planned"], found["used"]


def budget(scope, field):
    """What grants hold for the measures of a field, by programme."""
    lines = (
        _lines(scope)
        .filter(measure__in=measures_in(scope, field=field).values("pk"))
        .select_related("grant__programme", "measure")
        .order_by("grant__programme__sort_name", "measure__sort_title", "year", "pk")
    )
    sums = {}
    for line in lines:
        planned, spent = sums.get((line.grant.programme.label, line.measure.title), (Decimal(0), Decimal(0)))
        sums[line.grant.programme.label, line.measure.title] = (planned + line.amount, spent + line.spent)
    if not sums:
        return []
    rows = [[programme, title, money(planned), money(spent)] for (programme, title), (planned, spent) in sums.items()]
    total = [
        _("Total"), "",
        money(sum((planned for planned, _spent in sums.values()), Decimal(0))),
        money(sum((spent for _planned, spent in sums.values()), Decimal(0))),
    ]  # fmt: skip
    head = [_("Funding programme"), _("Measure"), _("planned"), _("spent")]
    return [table("budget", _("Grants"), head, rows, total=total)]


def _grants(scope):
    rows = Grant.objects.filter(start_on__lte=scope.end, end_on__gte=scope.start)
    return rows.filter(programme=scope.programme) if scope.programme is not None else rows


def grants(scope):
    """The grants whose period touches that of the report; only in reports on all fields."""
    if not scope.is_all_fields:
        return []
    rows = list(
        _grants(scope).with_sums().select_related("programme").order_by("programme__sort_name", "start_on", "pk")
    )
    if not rows:
        return []
    lines = [
        [
            row.programme.label,
            row.title,
            row.notice_number,
            format_period(row.start_on, row.end_on),
            money(row.amount),
            money(row.own_share),
            money(row.spent),
            day(row.report_submitted_on or row.report_due),
        ]
        for row in rows
    ]
    total = [
        _("Total"), "", "", "",
        money(sum(row.amount for row in rows)), money(sum(row.own_share for row in rows)),
        money(sum(row.spent for row in rows)), "",
    ]  # fmt: skip
    head = [
        _("Funding programme"), _("Grant"), _("File number"), _("Period"), _("granted"), _("own share"),
        _("spent"), _("Proof of use"),
    ]  # fmt: skip
    return [table("grants", _("Grants"), head, lines, total=total)]


def summary(scope):
    """What was planned for the years of the period and spent; only in reports on all fields."""
    if not scope.is_all_fields or not _grants(scope).exists():
        return []
    planned, spent = _sum(_lines(scope))
    return [figures([(_("planned in the budget years"), money(planned)), (_("spent of it"), money(spent))])]
