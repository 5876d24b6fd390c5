"""The list for a funder: the measures with money of a programme, how far they are, what was planned and spent."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import writers
from integration_portal.core.reporting import day, money, paragraph, table
from integration_portal.core.reporting.sheet import section, sheet_pdf

from .models import BudgetLine, Measure
from .sheets import when


@dataclass
class FundedMeasure:
    """A measure with the sums of its budget lines in the programme's grants, and of the payments on them."""

    measure: Any
    planned: Decimal
    spent: Decimal


def funded_measures(programme):
    """The measures of a programme by title, in three queries; those only named in an application have sums of 0."""
    sums = {}
    for line in BudgetLine.objects.filter(grant__programme=programme, measure__isnull=False).with_spent():
        planned, spent = sums.get(line.measure_id, (Decimal(0), Decimal(0)))
        sums[line.measure_id] = (planned + line.amount, spent + line.spent)
    rows = Measure.objects.funded_by(programme).select_related("lead").with_placements().by_name()
    return [FundedMeasure(row, *sums.get(row.pk, (Decimal(0), Decimal(0)))) for row in rows]


COLUMNS = [
    writers.Column("number", gettext_lazy("Number"), lambda row: row.measure.number, 9),
    writers.Column("title", gettext_lazy("Measure"), lambda row: row.measure.title, 44),
    writers.Column("lead", gettext_lazy("Lead"), lambda row: str(row.measure.lead or ""), 30),
    writers.Column("status", gettext_lazy("Status"), lambda row: str(row.measure.state.label), 16),
    writers.Column("period", gettext_lazy("Period"), lambda row: when(row.measure), 24),
    writers.Column("planned", gettext_lazy("Planned in euros"), lambda row: row.planned, 16),
    writers.Column("spent", gettext_lazy("Spent in euros"), lambda row: row.spent, 16),
    writers.Column("progress_on", gettext_lazy("Progress as of"), lambda row: row.measure.progress_on, 14),
    writers.Column("progress", gettext_lazy("Progress"), lambda row: row.measure.progress_note, 60),
]


def _title(programme):
    return _("Measures of %(actor)s") % {"actor": programme}


def programme_xlsx(programme):
    """The list as a workbook."""
    return writers.xlsx_response(writers.Table(_title(programme), COLUMNS, funded_measures(programme)))


def programme_pdf(programme):
    """The list as a PDF on landscape paper."""
    rows = funded_measures(programme)
    lines = [
        [
            row.measure.number,
            row.measure.title,
            str(row.measure.lead or ""),
            row.measure.state.label,
            when(row.measure),
            money(row.planned),
            money(row.spent),
            day(row.measure.progress_on),
            row.measure.progress_note,
        ]
        for row in rows
    ]
    total = [
        _("Total"), "", "", "", "",
        money(sum((row.planned for row in rows), Decimal(0))), money(sum((row.spent for row in rows), Decimal(0))), "", "",
    ]  # fmt: skip
    head = [
        _("Number"), _("Measure"), _("Lead"), _("Status"), _("Period"), _("planned"), _("spent"),
        _("Progress as of"), _("Progress"),
    ]  # fmt: skip
    blocks = [table("measures", _("Measures"), head, lines, total=total)] if rows else [paragraph(_("No measures."))]
    return sheet_pdf(_title(programme), [section(blocks)], subtitle=str(programme.funder), flipped=True)
