"""Grants in reports, and reports for one funding programme."""

import datetime
from decimal import Decimal

import pytest

from integration_portal.portal.reports import differences, document, services
from measures.models import BudgetLine, Funder, FundingProgramme, Grant, Payment
from tests.builders import make_event, make_field, make_measure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026."""
    freeze()


def grant_of(name, **values):
    funder = Funder.objects.get_or_create(name="Freistaat")[0]
    programme = FundingProgramme.objects.create(funder=funder, name=name)
    values = {
        "amount": Decimal("10000"), "start_on": datetime.date(2026, 1, 1), "end_on": datetime.date(2027, 12, 31), **values,
    }  # fmt: skip
    return Grant.objects.create(programme=programme, title=f"Bescheid {name}", notice_number="1", **values)


def pay(grant, measure, *, year=2026, planned="1000", spent="250"):
    line = BudgetLine.objects.create(grant=grant, measure=measure, year=year, amount=Decimal(planned))
    Payment.objects.create(
        grant=grant, line=line, paid_on=datetime.date(2026, 5, 5), payee="Druckerei", reason="Flyer",
        amount=Decimal(spent), voucher_number=str(line.pk),
    )  # fmt: skip


def lines(**values):
    data = {
        "title": "x",
        "start": datetime.date(2026, 1, 1),
        "end": datetime.date(2026, 12, 31),
        "fields": [],
        **values,
    }
    return dict(differences._sections(document.build(services.save_report(data=data))).values())


def test_planned_and_spent_follow_the_budget_years_of_the_period():
    field = make_field(name="Sprache")
    measure = make_measure("Sprachcafé", field=field)
    grant = grant_of("ThILIK")
    pay(grant, measure)
    pay(grant, measure, year=2027)
    pay(grant, None, planned="500", spent="100")
    found = lines()
    assert found["1 Sprache · Bewilligungen"] == [
        "ThILIK · Sprachcafé · 1.000,00\xa0€ · 250,00\xa0€",
        "Summe · 1.000,00\xa0€ · 250,00\xa0€",
    ]
    assert [line.partition(": ")[2] for line in found["Zusammenfassung · Bewilligungen"]] == [
        "1.500,00\xa0€",
        "350,00\xa0€",
    ]
    assert found["Übergreifend · Bewilligungen"][0].startswith("ThILIK · Bescheid ThILIK · 1 · ")


def test_a_report_for_a_programme_holds_only_what_it_funds():
    field = make_field(name="Sprache")
    own, other = make_measure("Sprachcafé", field=field), make_measure("Wohnlotsen", field=field)
    grant = grant_of("ThILIK")
    pay(grant, own)
    pay(grant_of("AMIF"), other)
    make_event("Eigenes", dates=["2026-05-05"], fields=[field], measure=own)
    make_event("Fremdes", dates=["2026-05-05"], fields=[field], measure=other)
    text = str(lines(programme=grant.programme))
    assert [word in text for word in ("Sprachcafé", "Wohnlotsen", "Eigenes", "Fremdes", "AMIF")] == [
        True, False, True, False, False,
    ]  # fmt: skip
