"""Days that matter in funding, from all of its tables in one query: for the overview, the today page and the calendar."""

import datetime
from dataclasses import dataclass

from django.db.models import CharField, Count, DateField, F, Q, Value, Window
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .models import FundingCall, Grant, PassedOnApplication
from .querysets import add_months

CALL, REPORT, END, DECIDE, PROOF = "call", "report", "end", "decide", "proof"
LABELS = {
    CALL: _("Deadline of a call"),
    REPORT: _("Proof of use due"),
    END: _("Funding ends"),
    DECIDE: _("Application to decide"),
    PROOF: _("Proof of use of a partner due"),
}
ROUTES = {CALL: "funding_call", REPORT: "grant", END: "grant"}
#: Calls and proofs of use are named so many days ahead, more if reminders are set earlier.
SOON_DAYS = 28
#: No table of grants is longer; without a limit all rows come.
MOST = 10_000


@dataclass(frozen=True)
class DueRow:
    """A day of a kind: what it is about, whose it is, and how many of the kind there are."""

    kind: str
    pk: int
    title: str
    context: str
    day: datetime.date
    of_kind: int

    @property
    def label(self):
        return LABELS[self.kind]

    @property
    def url(self):
        return reverse(f"measures:{ROUTES.get(self.kind, 'passed_on_application')}", args=[self.pk])


def _part(kind, rows, day, context, limit):
    """The rows of a kind in the columns that all kinds share, the first `limit` by day."""
    return (
        rows.order_by()
        .annotate(
            due_kind=Value(kind, output_field=CharField()),
            due_title=Cast("title", CharField()),
            due_context=Cast(context, CharField()),
            due_day=Cast(day, DateField()),
            of_kind=Window(Count("pk")),
            place=Window(RowNumber(), order_by=[F(day).asc(), F("pk").asc()]),
        )
        .filter(place__lte=limit)
        .values_list("due_kind", "pk", "due_title", "due_context", "due_day", "of_kind")
    )


def _read(parts):
    first, *others = parts
    rows = first.union(*others, all=True)
    return sorted((DueRow(*row) for row in rows), key=lambda row: (row.day, row.kind, row.title, row.pk))


def due_rows(user, on, *, site, limit=MOST, mine=False):
    """What is due around the day, by day, at most `limit` of each kind; one query.

    With `mine` without the days of grants that somebody else looks after.
    """
    soon = on + datetime.timedelta(days=max(SOON_DAYS, site.remind_days_before))
    calls, grants, passed_on = _visible(user)
    if mine:
        grants = grants.for_responsible(user)
    undecided = passed_on.to_decide().annotate(since=Coalesce("call__deadline", "received_on"))
    ends = grants.filter(end_on__range=(on, add_months(on, site.funding_ends_within_months)))
    return _read(
        [
            _part(CALL, calls.filter(deadline__range=(on, soon)), "deadline", "programme__name", limit),
            _part(REPORT, _unreported(grants).filter(report_due__lte=soon), "report_due", "programme__name", limit),
            _part(END, ends, "end_on", "programme__name", limit),
            _part(DECIDE, undecided, "since", "actor__name", limit),
            _part(PROOF, passed_on.proof_overdue(on), "proof_due", "actor__name", limit),
        ]
    )


def days_between(user, start, end):
    """All days of the span, both inclusive; one query."""
    calls, grants, passed_on = _visible(user)
    span = (start, end)
    awaited = passed_on.filter(state="approved", proof_due__range=span)
    return _read(
        [
            _part(CALL, calls.filter(deadline__range=span), "deadline", "programme__name", MOST),
            _part(REPORT, _unreported(grants).filter(report_due__range=span), "report_due", "programme__name", MOST),
            _part(END, grants.filter(end_on__range=span), "end_on", "programme__name", MOST),
            _part(PROOF, awaited, "proof_due", "actor__name", MOST),
        ]
    )


def _visible(user):
    return (model.objects.visible_inside(user) for model in (FundingCall, Grant, PassedOnApplication))


def _unreported(grants):
    return grants.filter(Q(report_submitted_on__isnull=True))
