"""Funding for the demo: programmes with calls, applications, two grants with budget and payments, money passed on."""

import datetime
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from actors.models import Actor
from measures.models import Funder, FundingApplication, FundingCall, FundingProgramme, Measure
from measures.services import funding, funding_passed_on

from .texts import read


def make_funding():
    """Make what funding.toml says, around today, through the services."""
    texts, today = read("funding.toml"), timezone.localdate()
    programmes = {entry["key"]: _programme(entry, today) for entry in texts["programme"]}
    measures = list(Measure.objects.current().filter(status__in=("in_progress", "permanent")).order_by("pk")[:6])
    applications = [_application(entry, programmes, measures, today) for entry in texts["application"]]
    grants = [_grant(entry, applications, measures, today) for entry in texts["grant"]]
    for number, (grant, line, days, payee, reason, amount) in enumerate(texts["payments"]["rows"], start=1):
        _payment(grants[grant], line, _days(today, -days), payee, reason, amount, f"{number:03}")
    _passed_on(texts["passed_on"], grants[0], today)


def _days(today, number):
    return today + datetime.timedelta(days=number)


def _programme(entry, today):
    name, kind = entry["funder"]
    funder = Funder.objects.filter(name=name).first() or funding.save_record(
        model=Funder, data={"name": name, "kind": kind}
    )
    data = {name: entry[name] for name in ("name", "short_name", "notice_text")}
    programme = funding.save_record(model=FundingProgramme, data=data | {"funder": funder})
    title, opens, closes = entry["call"]
    data = {
        "programme": programme,
        "title": title.format(next_year=today.year + 1),
        "opens_on": _days(today, opens),
        "deadline": _days(today, closes),
    }
    funding.save_record(model=FundingCall, data=data)
    return programme


def _application(entry, programmes, measures, today):
    programme = programmes[entry["programme"]]
    data = {
        "programme": programme,
        "call": programme.calls.first() if entry["state"] != "approved" else None,
        "title": entry["title"],
        "amount": Decimal(entry["amount"]),
        "own_share": Decimal(entry["own_share"]),
        "measures": measures[:3],
    }
    row = funding.save_record(model=FundingApplication, data=data)
    for state, day in zip(("submitted", entry["state"]), entry["days"], strict=False):
        row = funding.move_application(application=row, to=state, on=_days(today, day))
    return row


def _grant(entry, applications, measures, today):
    """The grant and, per year, its lines; a line's amount is spread over the years by their months in the period."""
    application, (before, after) = applications[entry["application"]], entry["months"]
    start = today.replace(day=1) + relativedelta(months=before)
    end = today.replace(day=1) + relativedelta(months=after + 1, days=-1)
    data = {name: Decimal(entry[name]) for name in ("amount", "own_share")} | {
        "programme": application.programme,
        "application": application,
        "title": application.title,
        "notice_number": entry["notice_number"],
        "notice_on": application.decided_on,
        "start_on": start,
        "end_on": end,
        "report_due": _days(end, entry["report_due"]),
    }
    grant = funding.save_grant(data=data)
    months = [start + relativedelta(months=number) for number in range(after - before + 1)]
    lines = []
    for number, (category, label, amount, for_measure) in enumerate(entry["lines"]):
        by_year = {}
        for year in grant.years:
            part = sum(month.year == year for month in months)
            data = {
                "measure": measures[number % len(measures)] if for_measure and measures else None,
                "year": year,
                "category": category,
                "label": label,
                "amount": (Decimal(amount) * part / len(months)).quantize(Decimal(1)),
            }
            by_year[year] = funding.save_line(data=data, grant=grant)
        lines.append(by_year)
    return grant, lines


def _payment(made, line, day, payee, reason, amount, number):
    grant, lines = made
    data = {
        "line": lines[line][day.year],
        "paid_on": day,
        "payee": payee,
        "reason": reason,
        "amount": Decimal(amount),
        "voucher_number": number,
    }
    funding.save_payment(data=data, grant=grant)


def _passed_on(entry, made, today):
    """The call of the office with applications in all states; the actors are the first ones of the network."""
    _grant, lines = made
    own = [line for by_year in lines for line in by_year.values() if line.category == "passed_on"]
    line = max(own, key=lambda line: line.amount)
    opens, closes = entry["days"]
    call = funding_passed_on.save_call(
        data={
            "title": entry["title"],
            "text": entry["text"],
            "amount_available": Decimal(entry["amount"]),
            "opens_on": _days(today, opens),
            "deadline": _days(today, closes),
            "line": line,
        }
    )
    actors = list(Actor.objects.filter(archived_at__isnull=True).order_by("pk")[: len(entry["applications"])])
    for actor, (title, purpose, amount, received, state) in zip(actors, entry["applications"], strict=False):
        data = {
            "actor": actor,
            "title": title,
            "purpose": purpose,
            "amount": Decimal(amount),
            "received_on": _days(today, received),
        }
        _decide(funding_passed_on.save_application(data=data, call=call), state, today)


def _decide(row, state, today):
    decided = _days(today, -15) if state == "rejected" else _days(row.received_on, 10)
    if state == "rejected":
        reason = "Reisen des Vorstands sind nicht förderfähig."
        funding_passed_on.reject(application=row, reject_reason=reason, decided_on=decided)
    elif state != "received":
        due = _days(today, -4) if state == "approved" else _days(today, 30)
        row = funding_passed_on.approve(application=row, approved_amount=row.amount, decided_on=decided, proof_due=due)
        if state in ("proved", "checked"):
            row = funding_passed_on.record_proof(application=row, proof_on=_days(today, -12))
        if state == "checked":
            funding_passed_on.check_proof(application=row, checked_on=_days(today, -3))
