"""Funding below the pages: sums, shares of years, steps, limits, and what the database refuses."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.core.locking import StaleObject
from measures import budget
from measures.models import FundingApplication, Grant, PassedOnApplication, Payment
from measures.services import funding, funding_passed_on
from tests.builders import make_actor, make_measure
from tests.builders_funding import (
    day,
    make_application,
    make_call,
    make_grant,
    make_line,
    make_passed_on_application,
    make_passed_on_call,
    make_payment,
    make_programme,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


def read(grant, on=TODAY):
    return Grant.objects.with_sums().with_warnings(on).get(pk=grant.pk)


def words(grant, on=TODAY):
    return [text for text, _tone in budget.warnings_of(read(grant, on))]


class TestSums:
    def test_planned_and_spent_do_not_multiply_each_other(self):
        grant = make_grant(amount=1000, own_share=100)
        first, second = make_line(grant, 300), make_line(grant, 200)
        for amount in (10, 20, 30):
            make_payment(first, amount)
        make_payment(second, 5)
        row = read(grant)
        assert (row.planned, row.spent, row.available) == (500, 65, 1100)
        assert [(line.spent, line.left) for line in budget.lines_with_spent(grant)] == [(60, 240), (5, 195)]

    def test_a_grant_without_anything_adds_up_to_nothing(self):
        row = read(make_grant(), day("2026-06-30"))
        assert (row.planned, row.spent, row.has_warning) == (0, 0, False)

    @given(
        amount=st.decimals(min_value=0, max_value=9_999_999, places=2),
        start=st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)),
        days=st.integers(0, 3000),
    )
    def test_the_shares_of_the_years_add_up_to_the_grant(self, amount, start, days):
        end = start + datetime.timedelta(days=days)
        shares = [budget.share_of_year(amount, start, end, year) for year in range(start.year, end.year + 1)]
        assert sum(shares) == amount
        assert min(shares) >= 0
        assert budget.share_of_year(amount, start, end, start.year - 1) == 0

    def test_the_overview_knows_programmes_and_years(self):
        first, second = make_programme("A"), make_programme("B")
        two_years = make_grant(programme=first, amount=730, start_on="2026-01-01", end_on="2027-12-31")
        make_payment(make_line(two_years, 400, year=2027), 50, paid_on="2026-11-01")
        make_line(make_grant(programme=second, amount=100, own_share=10), 60)
        found = budget.overview()
        assert [(str(row.label), row.granted, row.planned, row.spent) for row in found.programmes] == [
            ("A", 730, 400, 50),
            ("B", 110, 60, 0),
        ]
        assert [(row.label, row.granted, row.spent) for row in found.years] == [(2027, 365, 50), (2026, 475, 0)]
        of_year = budget.overview(2026)
        assert (of_year.total.granted, of_year.total.planned, of_year.total.spent) == (475, 60, 0)
        assert of_year.all_years.granted == 840

    def test_the_money_of_a_measure_stands_per_grant(self):
        measure, other = make_measure(), make_measure()
        grant = make_grant("Erste")
        make_payment(make_line(grant, 100, measure=measure), 40)
        make_line(grant, 50, measure=measure)
        make_line(grant, 999, measure=other)
        rows = budget.grants_of_measure(measure)
        assert [(str(row.label), row.planned, row.spent) for row in rows] == [("Erste", 150, 40)]


class TestWarnings:
    def test_a_line_that_is_overspent(self):
        line = make_line(amount=100)
        make_payment(line, 100)
        assert words(line.grant, day("2026-06-30")) == []
        make_payment(line, Decimal("0.01"))
        assert words(line.grant, day("2026-06-30")) == ["Eine Haushaltsposition ist überzogen."]

    def test_more_planned_and_more_spent_than_granted(self):
        grant = make_grant(amount=100, own_share=10)
        line = make_line(grant, 110)
        assert read(grant).is_over_planned is False
        make_line(grant, 1)
        make_payment(line, 111)
        row = read(grant)
        assert (row.is_over_planned, row.is_over_spent, row.has_line_over) == (True, True, True)

    @pytest.mark.parametrize(
        ("paid_on", "outside"),
        [("2025-12-31", True), ("2026-01-01", False), ("2026-12-31", False), ("2027-01-01", True)],
    )
    def test_a_payment_outside_of_the_period(self, paid_on, outside):
        payment = make_payment(make_line(), paid_on=paid_on)
        assert read(payment.grant).has_payment_outside is outside

    @pytest.mark.parametrize(
        ("on", "spent", "warned"),
        [
            ("2026-09-30", 10, False),
            ("2026-10-01", 10, True),
            ("2026-10-01", 50, False),
            ("2026-12-31", 10, True),
            ("2027-01-01", 10, False),
        ],
    )
    def test_little_spent_with_less_than_three_months_left(self, on, spent, warned):
        grant = make_grant(amount=100)
        make_payment(make_line(grant, 100), spent)
        assert read(grant, day(on)).is_little_spent is warned

    def test_a_proof_of_use_that_is_late(self):
        grant = make_grant(amount=0, report_due="2026-11-22")
        assert words(grant) == ["Der Verwendungsnachweis war am 22.11.2026 fällig."]
        assert words(make_grant(amount=0, report_due="2026-11-23")) == []


class TestApplications:
    def test_the_way_from_draft_to_approval(self, freeze):
        freeze()
        row = make_application()
        row = funding.move_application(application=row, to="submitted", on=day("2026-03-01"))
        row = funding.move_application(application=row, to="approved", on=day("2026-03-01"))
        assert (row.state, row.submitted_on, row.decided_on) == ("approved", day("2026-03-01"), day("2026-03-01"))
        again = funding.move_application(application=row, to="approved", on=day("2026-05-01"))
        assert again.decided_on == day("2026-03-01")

    @pytest.mark.parametrize("state", FundingApplication.State.values)
    @pytest.mark.parametrize("to", [*FundingApplication.State.values, "verloren", ""])
    def test_only_steps_of_the_table_are_possible(self, freeze, state, to):
        freeze()
        row = make_application(state=state)
        if to == state or to in FundingApplication.State.transitions[state]:
            assert funding.move_application(application=row, to=to).state == to
        else:
            with pytest.raises(ValidationError):
                funding.move_application(application=row, to=to)

    def test_a_decision_is_neither_before_the_submission_nor_in_the_future(self, freeze):
        freeze()
        row = make_application(state="submitted")
        for on in ("2026-02-28", "2026-11-24"):
            with pytest.raises(ValidationError) as caught:
                funding.move_application(application=row, to="approved", on=day(on))
            assert list(caught.value.message_dict) == ["on"]

    def test_an_approval_with_a_grant_stays(self, freeze):
        freeze()
        row = make_application(state="approved")
        make_grant(programme=row.programme, application=row)
        with pytest.raises(ValidationError):
            funding.move_application(application=row, to="submitted")
        with pytest.raises(ValidationError) as caught:
            funding.save_record(model=FundingApplication, data={"programme": make_programme()}, row=row)
        assert list(caught.value.message_dict) == ["programme"]

    def test_what_something_hangs_on_is_not_deleted(self):
        call = make_call()
        row = make_application(call=call, programme=call.programme, state="submitted")
        for one in (call, row, call.programme, call.programme.funder):
            with pytest.raises(ValidationError):
                funding.delete_record(row=one)
        row = make_application()
        funding.delete_record(row=row)
        assert list(FundingApplication.objects.filter(pk=row.pk)) == []


class TestGrants:
    def data(self, **values):
        return {
            "programme": make_programme(), "application": None, "title": "Bewilligung", "notice_number": "AZ 1",
            "amount": Decimal(100), "own_share": Decimal(0), "start_on": day("2026-01-01"), "end_on": day("2026-12-31"),
            **values,
        }  # fmt: skip

    def test_an_application_gives_one_grant(self):
        asked = make_application(state="approved")
        funding.save_grant(data=self.data(programme=asked.programme, application=asked))
        with pytest.raises(ValidationError) as caught:
            funding.save_grant(data=self.data(programme=asked.programme, application=asked, notice_number="AZ 2"))
        assert list(caught.value.message_dict) == ["application"]

    @pytest.mark.parametrize("state", ["draft", "submitted", "rejected", "withdrawn"])
    def test_only_approved_applications_give_grants(self, state):
        asked = make_application(state=state)
        with pytest.raises(ValidationError) as caught:
            funding.save_grant(data=self.data(programme=asked.programme, application=asked))
        assert list(caught.value.message_dict) == ["application"]

    def test_the_period_keeps_the_years_of_the_lines(self):
        grant = make_grant(start_on="2026-01-01", end_on="2027-06-30")
        make_line(grant, year=2027)
        with pytest.raises(ValidationError) as caught:
            funding.save_grant(data={"end_on": day("2026-12-31")}, grant=grant, version=grant.version)
        assert caught.value.message_dict == {
            "end_on": ["Außerhalb dieses Zeitraums gibt es Haushaltspositionen: 2027."]
        }

    def test_two_who_edit_do_not_overwrite_each_other(self):
        grant = make_grant()
        funding.save_grant(data={"title": "Erste"}, grant=grant, version=grant.version)
        with pytest.raises(StaleObject):
            funding.save_grant(data={"title": "Zweite"}, grant=grant, version=grant.version)

    @pytest.mark.parametrize("year", [2025, 2028, 0, 99999])
    def test_a_line_lies_in_the_years_of_the_grant(self, year):
        grant = make_grant(start_on="2026-12-31", end_on="2027-01-01")
        data = {"measure": None, "category": "fees", "label": "x", "amount": Decimal(1)}
        with pytest.raises(ValidationError) as caught:
            funding.save_line(data=data | {"year": year}, grant=grant)
        assert list(caught.value.message_dict) == ["year"]
        for good in (2026, 2027):
            assert funding.save_line(data=data | {"year": good}, grant=grant).year == good

    def test_a_line_stands_once_also_for_the_office_itself(self):
        for measure in (None, make_measure()):
            line = make_line(measure=measure, label="Honorar")
            data = {"measure": measure, "year": 2026, "category": line.category, "label": "Honorar", "amount": 1}
            with pytest.raises(ValidationError):
                funding.save_line(data=data, grant=line.grant)
            with pytest.raises(IntegrityError), transaction.atomic():
                make_line(line.grant, measure=measure, label="Honorar")

    def test_a_voucher_number_stands_once_in_a_grant(self, freeze):
        freeze()
        payment = make_payment(voucher_number="1")
        data = {"line": payment.line, "paid_on": TODAY, "payee": "X", "reason": "Y", "amount": Decimal(1)}
        with pytest.raises(ValidationError) as caught:
            funding.save_payment(data=data | {"voucher_number": "1"}, grant=payment.grant)
        assert [error.code for error in caught.value.error_dict["__all__"]] == ["voucher_number"]
        other = make_line()
        funding.save_payment(data=data | {"line": other, "voucher_number": "1"}, grant=other.grant)
        assert Payment.objects.filter(voucher_number="1").count() == 2

    def test_a_payment_is_charged_to_a_line_of_its_grant_and_not_to_come(self, freeze):
        freeze()
        line, other = make_line(), make_line()
        data = {"paid_on": TODAY, "payee": "X", "reason": "Y", "amount": Decimal(1), "voucher_number": "1"}
        for wrong, name in (({"line": other}, "line"), ({"line": line, "paid_on": day("2026-11-24")}, "paid_on")):
            with pytest.raises(ValidationError) as caught:
                funding.save_payment(data=data | wrong, grant=line.grant)
            assert list(caught.value.message_dict) == [name]

    def test_the_database_refuses_what_the_forms_refuse(self):
        line = make_line()
        for wrong in (
            lambda: make_payment(line, 0),
            lambda: make_payment(line, -1),
            lambda: make_grant(amount=-1),
            lambda: make_grant(start_on="2026-02-01", end_on="2026-01-31"),
            lambda: make_call(opens_on="2027-01-01", deadline="2026-12-31"),
            lambda: make_application(amount=Decimal("-0.01")),
            lambda: make_line(amount=-1),
            lambda: make_passed_on_call(amount=-1),
            lambda: make_passed_on_application(state="approved", approved_amount=None),
            lambda: make_passed_on_application(state="rejected", reject_reason=""),
            lambda: make_passed_on_application(state="checked", checked_on=None),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                wrong()


class TestPassedOn:
    def approve(self, row, amount=None, **values):
        return funding_passed_on.approve(
            application=row,
            approved_amount=Decimal(amount or row.amount),
            **{"decided_on": TODAY, "proof_due": day("2027-03-31"), **values},
        )

    def test_the_way_to_the_checked_proof_and_back(self, freeze):
        freeze()
        row = self.approve(make_passed_on_application(), 500)
        row = funding_passed_on.record_proof(application=row, proof_on=TODAY)
        row = funding_passed_on.check_proof(application=row, checked_on=TODAY)
        assert (row.state, row.approved_amount) == ("checked", 500)
        states = []
        for _step in range(3):
            row = funding_passed_on.take_back(application=row)
            states.append(row.state)
        assert states == ["proved", "approved", "received"]
        assert (row.approved_amount, row.decided_on, row.proof_due, row.proof_on, row.checked_on) == (None,) * 5
        with pytest.raises(ValidationError):
            funding_passed_on.take_back(application=row)

    def test_never_more_than_available_is_approved(self, freeze):
        freeze()
        call = make_passed_on_call(amount=1500)
        first, second = (make_passed_on_application(call) for _number in range(2))
        self.approve(first)
        with pytest.raises(ValidationError) as caught:
            self.approve(second)
        assert list(caught.value.message_dict) == ["approved_amount"]
        self.approve(second, 500)
        assert funding_passed_on.approved_of(call) == 1500

    def test_never_more_than_applied_for_is_approved(self, freeze):
        freeze()
        with pytest.raises(ValidationError) as caught:
            self.approve(make_passed_on_application(amount=100), "100.01")
        assert list(caught.value.message_dict) == ["approved_amount"]

    def test_the_call_is_not_made_smaller_than_what_is_approved(self, freeze):
        freeze()
        call = make_passed_on_call(amount=1000)
        self.approve(make_passed_on_application(call, amount=600))
        with pytest.raises(ValidationError):
            funding_passed_on.save_call(data={"amount_available": Decimal("599.99")}, call=call, version=call.version)
        funding_passed_on.save_call(data={"amount_available": Decimal(600)}, call=call, version=call.version)

    @pytest.mark.parametrize("state", PassedOnApplication.State.values)
    def test_a_decision_is_taken_once(self, freeze, state):
        freeze()
        row = make_passed_on_application(state=state)
        if state == "received":
            assert self.approve(row).state == "approved"
            return
        with pytest.raises(ValidationError):
            self.approve(row)
        with pytest.raises(ValidationError):
            funding_passed_on.reject(application=row, reject_reason="x", decided_on=TODAY)
        with pytest.raises(ValidationError):
            funding_passed_on.delete_application(application=row)
        data = {"actor": make_actor(), "title": "x", "purpose": "", "amount": Decimal(1), "received_on": TODAY}
        with pytest.raises(ValidationError):
            funding_passed_on.save_application(data=data, application=row, version=row.version)

    def test_days_stand_in_order(self, freeze):
        freeze()
        row = make_passed_on_application(received_on="2026-10-01")
        for wrong in (
            {"decided_on": day("2026-09-30")},
            {"decided_on": day("2026-11-24")},
            {"proof_due": day("2026-11-22")},
        ):
            with pytest.raises(ValidationError):
                self.approve(row, **wrong)

    def test_a_rejection_needs_a_reason(self, freeze):
        freeze()
        row = make_passed_on_application()
        with pytest.raises(ValidationError):
            funding_passed_on.reject(application=row, reject_reason="", decided_on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_never_approve_more_than_available():
    call = make_passed_on_call(amount=1500)
    rows = [make_passed_on_application(call) for _number in range(4)]
    outcomes, start = [], threading.Barrier(len(rows))

    def decide(row):
        start.wait()
        try:
            funding_passed_on.approve(
                application=row,
                approved_amount=Decimal(1000),
                decided_on=day("2026-11-01"),
                proof_due=day("2027-03-31"),
            )
            outcomes.append("approved")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "refused", "refused", "refused"]
    assert funding_passed_on.approved_of(call) == 1000
