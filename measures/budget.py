"""What funding adds up to: planned, granted and spent per programme, year and measure, and what is wrong with a grant.

A grant counts in a year with the share of its days that lie there, in whole cents that add up to the grant; budget
lines and payments count in the budget year of the line.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from integration_portal.core.display import format_day, format_money

from .models import BudgetLine, FundingProgramme, Grant, Payment

NOTHING = Decimal("0.00")
CENT = Decimal("0.01")


@dataclass
class Sums:
    """Three amounts of a programme, a year, or all."""

    label: object = ""
    url: str = ""
    granted: Decimal = NOTHING
    planned: Decimal = NOTHING
    spent: Decimal = NOTHING

    def add(self, other):
        """Add the amounts of another one."""
        self.granted += other.granted
        self.planned += other.planned
        self.spent += other.spent

    @property
    def left(self):
        """What is granted and not spent yet; negative when too much is spent."""
        return self.granted - self.spent

    @property
    def percent(self):
        """How much of the grant is spent, at most 100; None without a grant."""
        return percent(self.spent, self.granted)


@dataclass
class Overview:
    """Sums per programme for one year (or all), per year for all programmes, and what there is in all."""

    programmes: list = field(default_factory=list)
    years: list = field(default_factory=list)
    total: Sums = field(default_factory=Sums)
    all_years: Sums = field(default_factory=Sums)


def percent(part, whole):
    """How many percent `part` is of `whole`, between 0 and 100; None when there is no whole."""
    return int(min(Decimal(100), part * 100 / whole)) if whole else None


def _until(grant_amount, start, end, day):
    """The amount that falls on the days from `start` to `day`, both inclusive."""
    days = (min(max(day, start - datetime.timedelta(days=1)), end) - start).days + 1
    return (grant_amount * days / ((end - start).days + 1)).quantize(CENT, ROUND_HALF_UP)


def share_of_year(amount, start, end, year):
    """The part of an amount granted for a period that falls into a year; the parts of all years add up to the amount."""
    last, before = datetime.date(year, 12, 31), datetime.date(year - 1, 12, 31)
    return _until(amount, start, end, last) - _until(amount, start, end, before)


def overview(year=None):
    """Sums of everything, per programme in `year` (None: in all years) and per year. Four queries at any size."""
    table = defaultdict(Sums)  # (programme, year) → sums
    for programme, amount, own, start, end in Grant.objects.values_list(
        "programme", "amount", "own_share", "start_on", "end_on"
    ):
        for one in range(start.year, end.year + 1):
            table[programme, one].granted += share_of_year(amount + own, start, end, one)
    lines = BudgetLine.objects.order_by().values_list("grant__programme", "year").annotate(Sum("amount"))
    for programme, one, amount in lines:
        table[programme, one].planned += amount
    payments = Payment.objects.order_by().values_list("grant__programme", "line__year").annotate(Sum("amount"))
    for programme, one, amount in payments:
        table[programme, one].spent += amount
    found = Overview()
    years, programmes = defaultdict(Sums), defaultdict(Sums)
    for (programme, one), sums in table.items():
        years[one].add(sums)
        found.all_years.add(sums)
        if year in (None, one):
            programmes[programme].add(sums)
            found.total.add(sums)
    for row in FundingProgramme.objects.filter(pk__in=list(programmes)):
        sums = programmes[row.pk]
        sums.label, sums.url = row, row.get_absolute_url()
        found.programmes.append(sums)
    for one in sorted(years, reverse=True):
        years[one].label = one
        found.years.append(years[one])
    return found


def warnings_of(grant):
    """What is wrong with a grant that was read `with_sums()` and `with_warnings()`, as (words, tone)."""
    found = []
    if grant.is_over_spent:
        found.append((_("More is spent than granted: %(n)s") % {"n": _over(grant.spent, grant.available)}, "danger"))
    if grant.is_over_planned:
        words = _("More is planned than granted: %(n)s") % {"n": _over(grant.planned, grant.available)}
        found.append((words, "warning"))
    if grant.has_line_over:
        found.append((_("A budget line is overspent."), "danger"))
    if grant.has_payment_outside:
        found.append((_("A payment lies outside of the funded period."), "danger"))
    if grant.is_report_overdue:
        found.append((_("The proof of use was due on %(day)s.") % {"day": format_day(grant.report_due)}, "danger"))
    if grant.is_little_spent:
        words = _("Less than half is spent, and the period ends on %(day)s.") % {"day": format_day(grant.end_on)}
        found.append((words, "warning"))
    return found


def _over(part, whole):
    return format_money(part - whole)


def lines_with_spent(grant):
    """The budget lines of a grant with `spent`, `left` and `percent`, in two queries with their measures."""
    rows = list(BudgetLine.objects.filter(grant=grant).with_spent().select_related("measure"))
    for row in rows:
        row.left, row.percent = row.amount - row.spent, percent(row.spent, row.amount)
    return rows


def grants_of_measure(measure):
    """Planned and spent for a measure, per grant with budget lines for it; one query."""
    lines = BudgetLine.objects.filter(measure=measure).with_spent().select_related("grant__programme")
    grouped = {}
    for line in lines.order_by("-grant__start_on", "pk"):
        sums = grouped.setdefault(line.grant_id, Sums(line.grant, line.grant.get_absolute_url()))
        sums.planned += line.amount
        sums.spent += line.spent
    return list(grouped.values())
