"""Funding as Excel: the list of grants, and the list of vouchers (Belegliste) of a grant or a budget year."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.writers import Column, Table

from .budget import warnings_of


def grants_table(grants):
    """The grants of a queryset read `with_sums()` and `with_warnings()`, in its order."""
    columns = [
        Column("title", gettext_lazy("Grant"), lambda g: g.title, 40),
        Column("programme", gettext_lazy("Funding programme"), lambda g: str(g.programme), 24),
        Column("funder", gettext_lazy("Funder"), lambda g: str(g.programme.funder), 28),
        Column("notice", gettext_lazy("File number of the notice"), lambda g: g.notice_number, 22),
        Column("notice_on", gettext_lazy("Date of the notice"), lambda g: g.notice_on, 12),
        Column("start", gettext_lazy("From"), lambda g: g.start_on, 12),
        Column("end", gettext_lazy("Until"), lambda g: g.end_on, 12),
        Column("amount", gettext_lazy("Granted in euros"), lambda g: g.amount, 14),
        Column("own_share", gettext_lazy("Own share in euros"), lambda g: g.own_share, 14),
        Column("planned", gettext_lazy("Planned in euros"), lambda g: g.planned, 14),
        Column("spent", gettext_lazy("Spent in euros"), lambda g: g.spent, 14),
        Column("report_due", gettext_lazy("Proof of use due"), lambda g: g.report_due, 12),
        Column("report_on", gettext_lazy("Proof of use submitted"), lambda g: g.report_submitted_on, 12),
        Column("warnings", gettext_lazy("Warnings"), lambda g: [words for words, _tone in warnings_of(g)], 40),
    ]
    return Table(_("Grants"), columns, grants)


class _Sum:
    """The last row of a list of vouchers."""

    paid_on = None
    payee = ""
    voucher_number = ""

    def __init__(self, amount):
        self.reason, self.amount = _("Sum"), amount


def vouchers_table(payments, *, title, with_grant=False):
    """Payments in the order of their days, with a row for the sum; the sum is there without payments as well."""
    columns = [
        Column("paid_on", gettext_lazy("Date"), lambda p: p.paid_on, 12),
        Column("payee", gettext_lazy("Payee"), lambda p: p.payee, 30),
        Column("reason", gettext_lazy("Reason for the payment"), lambda p: p.reason, 40),
        Column("amount", gettext_lazy("Amount in euros"), lambda p: p.amount, 14),
        Column("voucher", gettext_lazy("Voucher number"), lambda p: p.voucher_number, 16),
        Column("measure", gettext_lazy("Measure"), lambda p: str(_line(p, "measure") or ""), 36),
        Column("year", gettext_lazy("Budget year"), lambda p: _line(p, "year"), 12),
        Column("line", gettext_lazy("Budget line"), _line_words, 26),
    ]
    if with_grant:
        columns.append(Column("grant", gettext_lazy("Grant"), lambda p: str(getattr(p, "grant", "")), 36))
        columns.append(
            Column("notice", gettext_lazy("File number of the notice"), lambda p: _grant(p, "notice_number"), 22)
        )
    return Table(title, columns, _with_sum(payments))


def _with_sum(payments):
    total = payments.order_by().aggregate(total=Sum("amount"))["total"] or Decimal("0.00")
    yield from payments.select_related("line__measure", "grant").by_day().iterator(chunk_size=500)
    yield _Sum(total)


def _line(payment, name):
    line = getattr(payment, "line", None)
    return getattr(line, name) if line else None


def _grant(payment, name):
    grant = getattr(payment, "grant", None)
    return getattr(grant, name) if grant else None


def _line_words(payment):
    line = getattr(payment, "line", None)
    return " · ".join(part for part in (line.get_category_display(), line.label) if part) if line else ""
