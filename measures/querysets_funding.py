"""Words for selecting in funding: who may see and edit, what is open, what is due, and sums of money as columns."""

import datetime
from decimal import Decimal

from django.db import models
from django.db.models import DecimalField, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from integration_portal.core import roles

from .querysets import add_months

ZERO = Value(Decimal("0.00"), output_field=DecimalField(max_digits=14, decimal_places=2))
#: A grant of which less than half is spent is marked when it ends within so many months.
LITTLE_SPENT_MONTHS = 3


def total(rows, column, by):
    """A subquery: the sum of `column` over the rows of each `by`, 0 without any."""
    found = rows.order_by().values(by).annotate(value=Sum(column)).values("value")
    return Coalesce(Subquery(found, output_field=DecimalField(max_digits=14, decimal_places=2)), ZERO)


class OfficeQuerySet(models.QuerySet):
    """Money matters are for the office, which writes, and for those who read everything."""

    def visible_inside(self, user):
        """All for those who read everything, none for others."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()


class ProgrammeQuerySet(OfficeQuerySet):
    def paying_for(self, measures):
        """With a budget line for one of the measures in a grant, or named with one in an approved application; each once."""
        by_line = self.filter(grants__lines__measure__in=measures).values("pk")
        by_approval = self.filter(applications__state="approved", applications__measures__in=measures).values("pk")
        return self.filter(Q(pk__in=by_line) | Q(pk__in=by_approval))

    def by_publication(self, ids):
        """{publication id: programmes that pay for its measures}, in their order; one query."""
        if not ids:
            return {}
        by_line = self.filter(grants__lines__measure__publications__in=ids).annotate(
            publication_id=F("grants__lines__measure__publications")
        )
        by_approval = self.filter(
            applications__state="approved", applications__measures__publications__in=ids
        ).annotate(publication_id=F("applications__measures__publications"))
        found = {}
        for row in by_line.order_by().union(by_approval.order_by()).order_by("sort_name", "pk"):
            found.setdefault(row.publication_id, []).append(row)
        return found


class CallQuerySet(OfficeQuerySet):
    def open(self, on):
        """For which one can still apply on the day; without a deadline always."""
        return self.filter(Q(deadline__gte=on) | Q(deadline__isnull=True)).filter(
            Q(opens_on__lte=on) | Q(opens_on__isnull=True)
        )


class ApplicationQuerySet(OfficeQuerySet):
    def without_grant(self):
        """Approved ones whose notice has not been entered yet."""
        return self.filter(state="approved", grant__isnull=True)


class GrantQuerySet(OfficeQuerySet):
    def with_sums(self):
        """Annotate `planned` (budget lines) and `spent` (payments); `available` is the grant with the own share."""
        line, payment = self.model.lines.rel.related_model, self.model.payments.rel.related_model
        return self.annotate(
            planned=total(line.objects.filter(grant=OuterRef("pk")), "amount", "grant"),
            spent=total(payment.objects.filter(grant=OuterRef("pk")), "amount", "grant"),
            available=F("amount") + F("own_share"),
        )

    def with_warnings(self, on):
        """Annotate what is wrong with the money, after `with_sums()`, and `has_warning` for any of it."""
        line, payment = self.model.lines.rel.related_model, self.model.payments.rel.related_model
        outside = payment.objects.filter(grant=OuterRef("pk")).filter(
            Q(paid_on__lt=OuterRef("start_on")) | Q(paid_on__gt=OuterRef("end_on"))
        )
        over = line.objects.filter(grant=OuterRef("pk")).with_spent().filter(spent__gt=F("amount"))
        rows = self.annotate(
            is_over_planned=Q(planned__gt=F("available")),
            is_over_spent=Q(spent__gt=F("available")),
            has_line_over=Exists(over),
            has_payment_outside=Exists(outside),
            is_little_spent=Q(
                start_on__lte=on,
                end_on__gte=on,
                end_on__lt=add_months(on, LITTLE_SPENT_MONTHS),
                spent__lt=F("available") / 2,
            ),
            is_report_overdue=Q(report_due__isnull=False, report_due__lt=on, report_submitted_on__isnull=True),
        )
        return rows.annotate(
            has_warning=Q(is_over_planned=True)
            | Q(is_over_spent=True)
            | Q(has_line_over=True)
            | Q(has_payment_outside=True)
            | Q(is_little_spent=True)
            | Q(is_report_overdue=True)
        )

    def for_responsible(self, user):
        """What the user looks after, and what nobody does."""
        return self.filter(Q(responsible=user) | Q(responsible__isnull=True))

    def running(self, on):
        """Whose period holds the day."""
        return self.filter(start_on__lte=on, end_on__gte=on)

    def in_year(self, year):
        """Whose period touches the year."""
        return self.filter(start_on__lte=datetime.date(year, 12, 31), end_on__gte=datetime.date(year, 1, 1))


class LineQuerySet(OfficeQuerySet):
    def with_spent(self):
        """Annotate `spent`, the sum of the line's payments."""
        payment = self.model.payments.rel.related_model
        return self.annotate(spent=total(payment.objects.filter(line=OuterRef("pk")), "amount", "line"))


class PaymentQuerySet(OfficeQuerySet):
    def by_day(self):
        """In the order of a list of vouchers."""
        return self.order_by("paid_on", "voucher_number", "pk")


class PassedOnCallQuerySet(OfficeQuerySet):
    def with_sums(self):
        """Annotate `applied` (all applications), `approved` (what was promised) and `left` of what is available."""
        application = self.model.applications.rel.related_model
        own = application.objects.filter(call=OuterRef("pk"))
        return self.annotate(
            applied=total(own, "amount", "call"),
            approved=total(own.filter(approved_amount__isnull=False), "approved_amount", "call"),
        ).annotate(left=F("amount_available") - F("approved"))


class PassedOnApplicationQuerySet(OfficeQuerySet):
    def to_decide(self):
        """Received and not decided yet."""
        return self.filter(state="received")

    def proof_overdue(self, on):
        """Whose proof of use should be there by now."""
        return self.filter(state="approved", proof_due__lt=on)
