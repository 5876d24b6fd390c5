"""Values in a history stand as the reader writes them, whatever the audit trail keeps."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from integration_portal.core.history import history_of
from measures.models import MeasureIndicator
from tests.builders import make_event, make_measure
from tests.builders_funding import make_grant, make_passed_on_application

pytestmark = pytest.mark.django_db


def details(obj, **values):
    """What the newest line of the history says once the values are saved."""
    for name, value in values.items():
        setattr(obj, name, value)
    obj.save()
    return history_of(obj).lines[0].details


@pytest.mark.parametrize(
    ("value", "words"),
    [("12.50", "12,5"), ("12.25", "12,25"), ("1200", "1.200"), ("0.00", "0"), ("-3.10", "-3,1")],
)
def test_numbers_have_a_comma_and_no_zeros_at_their_end(value, words):
    own = MeasureIndicator.objects.create(measure=make_measure(), name="Teilnehmende", kind="number")
    assert details(own, target_value=Decimal(value)) == [f"Zielwert: „{words}“"]


def test_amounts_of_euros_are_money():
    assert details(make_measure(), cost=Decimal("1800")) == ["Kosten in Euro: „1.800,00\u00a0€“"]
    assert details(make_event(), fee=Decimal("2.5")) == ["Kosten in Euro: „2,50\u00a0€“"]
    assert details(make_grant(amount="10000"), amount=Decimal("12500.5")) == [
        "Bewilligter Betrag: aus „10.000,00\u00a0€“ wird „12.500,50\u00a0€“"
    ]


def test_days_booleans_and_choices_are_words():
    grant = make_grant(start_on="2026-01-01")
    assert details(grant, report_due=datetime.date(2027, 3, 31)) == ["Verwendungsnachweis fällig am: „31. März 2027“"]
    measure = make_measure()
    assert details(measure, is_focus=True) == ["Schwerpunkt: aus „nein“ wird „ja“"]
    assert details(measure, priority="high") == ["Priorität: „hoch (sofort beginnen)“"]


def test_the_same_amount_with_other_zeros_is_no_change():
    row = make_grant(amount="10000")
    assert details(row, title="Neu") == ["Titel: aus „Bewilligung“ wird „Neu“"]


def test_in_english_they_are_english():
    grant = make_grant(amount="10000")
    with translation.override("en"):
        assert details(grant, amount=Decimal("12500.5"), report_due=datetime.date(2027, 3, 31)) == [
            "Amount granted: “10,000.00\u00a0€” becomes “12,500.50\u00a0€”",
            "Proof of use due: “March 31, 2027”",
        ]


def test_a_state_of_an_application_is_its_word():
    row = make_passed_on_application()
    row.state, row.reject_reason, row.decided_on = "rejected", "Zu spät", datetime.date(2026, 11, 1)
    assert "Stand: aus „eingegangen“ wird „abgelehnt“" in details(row)
