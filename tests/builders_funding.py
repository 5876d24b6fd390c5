"""Makers of funding for tests; amounts are euros as text or number."""

import datetime
import itertools
from decimal import Decimal

from measures.models import (
    BudgetLine,
    Funder,
    FundingApplication,
    FundingCall,
    FundingProgramme,
    Grant,
    PassedOnApplication,
    PassedOnCall,
    Payment,
)
from tests.builders import make_actor

_numbers = itertools.count(1)


def day(text):
    """The date of "2026-11-23"."""
    return datetime.date.fromisoformat(text) if isinstance(text, str) else text


def _days(values, *names):
    return {**values, **{name: day(values[name]) for name in names if values.get(name)}}


def make_funder(name="", **values):
    """A funder."""
    return Funder.objects.create(name=name or f"Fördermittelgeber {next(_numbers)}", **values)


def make_programme(name="", **values):
    """A programme of a funder of its own."""
    funder = values.pop("funder", None) or make_funder()
    return FundingProgramme.objects.create(funder=funder, name=name or f"Programm {next(_numbers)}", **values)


def make_call(title="Aufruf", **values):
    """A call until 31 December 2026."""
    values = _days({"deadline": "2026-12-31", **values}, "deadline", "opens_on")
    programme = values.pop("programme", None) or make_programme()
    return FundingCall.objects.create(programme=programme, title=title, **values)


def make_application(title="Förderantrag", *, state="draft", measures=(), **values):
    """An application over 10,000 euros; submitted on 1 March, decided on 1 June 2026 where its state says so."""
    values = _days(values, "submitted_on", "decided_on")
    if state in ("submitted", "approved", "rejected"):
        values.setdefault("submitted_on", datetime.date(2026, 3, 1))
    if state in ("approved", "rejected"):
        values.setdefault("decided_on", datetime.date(2026, 6, 1))
    programme = values.pop("programme", None) or make_programme()
    row = FundingApplication.objects.create(
        **{"programme": programme, "title": title, "state": state, "amount": Decimal(10_000), **values}
    )
    row.measures.set(measures)
    return row


def make_grant(title="Bewilligung", amount=10_000, **values):
    """A grant for the year 2026."""
    values = _days({"start_on": "2026-01-01", "end_on": "2026-12-31", **values}, "start_on", "end_on", "report_due")
    programme = values.pop("programme", None) or make_programme()
    values.setdefault("notice_number", f"AZ-{next(_numbers)}")
    return Grant.objects.create(programme=programme, title=title, amount=Decimal(amount), **values)


def make_line(grant=None, amount=1000, **values):
    """A budget line for material in 2026, of the office itself."""
    values.setdefault("label", f"Zweck {next(_numbers)}")
    return BudgetLine.objects.create(grant=grant or make_grant(), amount=Decimal(amount), **{"year": 2026, **values})


def make_payment(line=None, amount=100, **values):
    """A payment of 1 June 2026."""
    values = _days({"paid_on": "2026-06-01", **values}, "paid_on")
    values.setdefault("voucher_number", f"B-{next(_numbers)}")
    return Payment.objects.create(
        line=line or make_line(), amount=Decimal(amount), **{"payee": "Druckerei", "reason": "Flyer", **values}
    )


def make_passed_on_call(title="Mikroprojekte", amount=5000, **values):
    """A call of the office over 5,000 euros until 31 December 2026."""
    values = _days({"deadline": "2026-12-31", **values}, "deadline", "opens_on")
    return PassedOnCall.objects.create(title=title, amount_available=Decimal(amount), **values)


def make_passed_on_application(call=None, title="Nähcafé", *, state="received", amount=1000, **values):
    """An application of an actor of 1 October 2026; approved in full on 1 November where its state says so."""
    values = _days({"received_on": "2026-10-01", **values}, "received_on", "decided_on", "proof_due", "proof_on")
    if state in ("approved", "proved", "checked"):
        values.setdefault("approved_amount", Decimal(amount))
        values.setdefault("decided_on", datetime.date(2026, 11, 1))
        values.setdefault("proof_due", datetime.date(2027, 3, 31))
    if state in ("proved", "checked"):
        values.setdefault("proof_on", datetime.date(2026, 11, 10))
    if state == "checked":
        values.setdefault("checked_on", datetime.date(2026, 11, 20))
    if state == "rejected":
        values = {"decided_on": datetime.date(2026, 11, 1), "reject_reason": "Zu spät", **values}
    return PassedOnApplication.objects.create(
        call=call or make_passed_on_call(),
        actor=values.pop("actor", None) or make_actor(),
        title=title,
        state=state,
        amount=Decimal(amount),
        **values,
    )
