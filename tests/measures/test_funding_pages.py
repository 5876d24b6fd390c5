"""The office pages of funding: lists with sums and filters, forms and their messages, steps, deleting, exports."""

import datetime
from decimal import Decimal

import pytest
from auditlog.models import LogEntry

from integration_portal.core import search
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
from tests.builders import make_actor, make_measure, make_user
from tests.builders_funding import (
    make_application,
    make_call,
    make_funder,
    make_grant,
    make_line,
    make_passed_on_application,
    make_passed_on_call,
    make_payment,
    make_programme,
)
from tests.helpers_auditing import every_row_change_is_audited

pytestmark = pytest.mark.django_db
PAGES = "/intern/foerderung/"


@pytest.fixture
def office(client, freeze):
    """The office, logged in on 23 November 2026."""
    freeze()
    client.force_login(make_user("office"))
    return client


def grant_form(programme, /, **values):
    return {
        "programme": programme.pk, "title": "Bewilligung", "notice_number": "AZ 1", "amount": "1.234,50",
        "start_on": "2026-01-01", "end_on": "2026-12-31", **values,
    }  # fmt: skip


def payment_form(line, /, **values):
    return {
        "line": line.pk, "paid_on": "2026-11-02", "payee": "Mara Muster", "reason": "Honorar", "amount": "99,50",
        "voucher_number": "17", **values,
    }  # fmt: skip


def cells(answer, key=None):
    """The texts of a list's table, row by row, the sums last."""
    grids = answer.context["grids"] if key else [answer.context["grid"]]
    grid = next(grid for grid in grids if not key or grid.key == key)
    return [[str(cell.text) for cell in row] for row in [*grid.rows, *([grid.total] if grid.total else [])]]


class TestMoneyFromOthers:
    def test_from_the_funder_to_the_grant(self, office):
        with every_row_change_is_audited():
            office.post(f"{PAGES}geber/neu/", {"name": "Freistaat", "kind": "state"})
            funder = Funder.objects.get()
            office.post(f"{PAGES}programme/neu/", {"funder": funder.pk, "name": "Programm", "short_name": "ThILIK"})
            programme = FundingProgramme.objects.get()
            values = {"programme": programme.pk, "title": "Aufruf", "opens_on": "2026-11-01", "deadline": "31.12.2026"}
            office.post(f"{PAGES}aufrufe/neu/", values)
            call = FundingCall.objects.get()
            measure = make_measure()
            values = {
                "programme": programme.pk, "call": call.pk, "title": "Antrag", "measures": [measure.pk],
                "amount": "96.000,00", "own_share": "",
            }  # fmt: skip
            office.post(f"{PAGES}antraege/neu/", values)
            asked = FundingApplication.objects.get()
            step = f"{PAGES}antraege/{asked.pk}/stand/"
            office.post(f"{step}?nach=submitted", {"on": "2026-11-20"})
            office.post(f"{step}?nach=approved", {"on": "2026-11-23"})
        asked.refresh_from_db()
        assert (asked.state, asked.amount, asked.own_share, list(asked.measures.all())) == (
            "approved",
            96_000,
            0,
            [measure],
        )
        form = office.get(f"{PAGES}bewilligungen/neu/?antrag={asked.pk}").context["form"]
        assert (form["title"].value(), form["amount"].value()) == ("Antrag", "96000,00")
        office.post(f"{PAGES}bewilligungen/neu/", grant_form(programme, application=asked.pk))
        grant = Grant.objects.get()
        assert (grant.application, grant.amount) == (asked, Decimal("1234.50"))

    @pytest.mark.parametrize(
        ("amount", "stored"),
        [
            ("1.234,50", "1234.50"),
            ("1234,5", "1234.50"),
            ("1234.50", "1234.50"),
            ("12.000", "12000"),
            (" 5 € ", "5"),
            ("0", "0"),
        ],
    )
    def test_amounts_are_read_the_german_way(self, office, amount, stored):
        office.post(f"{PAGES}bewilligungen/neu/", grant_form(make_programme(), amount=amount))
        assert Grant.objects.get().amount == Decimal(stored)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"amount": "-1"}, "amount"),
            ({"amount": "12,345"}, "amount"),
            ({"amount": "1" * 20}, "amount"),
            ({"amount": "viel"}, "amount"),
            ({"amount": ""}, "amount"),
            ({"own_share": "-0,01"}, "own_share"),
            ({"end_on": "2025-12-31"}, "end_on"),
            ({"start_on": "2026-02-31"}, "start_on"),
            ({"end_on": "31.02.2026"}, "end_on"),
            ({"start_on": ""}, "start_on"),
            ({"report_due": "2025-12-31"}, "report_due"),
            ({"report_submitted_on": "2026-11-24"}, "report_submitted_on"),
            ({"notice_number": ""}, "notice_number"),
            ({"notice_number": "x" * 100_000}, "notice_number"),
            ({"title": " "}, "title"),
            ({"programme": "9" * 30}, "programme"),
            ({"application": "abc"}, "application"),
        ],
    )
    def test_bad_input_of_a_grant_comes_back_at_its_field(self, office, values, field):
        answer = office.post(f"{PAGES}bewilligungen/neu/", grant_form(make_programme(), note="Bleibt", **values))
        form = answer.context["form"]
        assert (answer.status_code, list(form.errors)) == (422, [field])
        assert (form["note"].value(), form[field].value()) == ("Bleibt", {"title": " "}.get(field, form[field].value()))
        assert Grant.objects.count() == 0

    def test_a_file_number_stands_once_in_a_programme(self, office):
        grant = make_grant(notice_number="AZ 1")
        answer = office.post(f"{PAGES}bewilligungen/neu/", grant_form(grant.programme))
        assert answer.context["form"].errors == {
            "notice_number": ["Im Programm gibt es schon eine Bewilligung mit diesem Aktenzeichen."]
        }
        assert office.post(f"{PAGES}bewilligungen/neu/", grant_form(make_programme())).status_code == 302

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"deadline": "2026-10-31"}, "deadline"),
            ({"deadline": "31.02.2026"}, "deadline"),
            ({"url": "javascript:alert(1)"}, "url"),
            ({"title": ""}, "title"),
        ],
    )
    def test_bad_input_of_a_call_comes_back_at_its_field(self, office, values, field):
        start = {"programme": make_programme().pk, "title": "Aufruf", "opens_on": "2026-11-01"}
        answer = office.post(f"{PAGES}aufrufe/neu/", start | values)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])

    def test_a_funder_and_a_programme_stand_once(self, office):
        programme = make_programme("Programm", funder=make_funder("Freistaat"))
        answer = office.post(f"{PAGES}geber/neu/", {"name": "Freistaat", "kind": "eu"})
        assert answer.context["form"].errors == {"name": ["Diesen Fördermittelgeber gibt es schon."]}
        answer = office.post(f"{PAGES}programme/neu/", {"funder": programme.funder_id, "name": "Programm"})
        assert list(answer.context["form"].errors) == ["name"]

    def test_a_call_of_another_programme_is_refused(self, office):
        values = {"programme": make_programme().pk, "call": make_call().pk, "title": "x", "amount": "1"}
        answer = office.post(f"{PAGES}antraege/neu/", values)
        assert list(answer.context["form"].errors) == ["call"]

    def test_a_step_asks_for_its_day_and_keeps_to_the_table(self, office):
        asked = make_application(state="submitted")
        step = f"{PAGES}antraege/{asked.pk}/stand/"
        answer = office.post(f"{step}?nach=approved", {"on": "31.02.2026"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["on"])
        answer = office.post(f"{step}?nach=approved", {"on": "2026-01-01"})
        assert answer.context["form"].errors == {"on": ["Die Entscheidung liegt vor der Einreichung."]}
        assert office.post(f"{step}?nach=quatsch", {"on": "2026-11-01"}).status_code == 302
        asked.refresh_from_db()
        assert asked.state == "submitted"

    def test_two_people_who_edit_see_each_others_text(self, office):
        grant = make_grant("Alt")
        url, version = f"{PAGES}bewilligungen/{grant.pk}/bearbeiten/", grant.version
        office.post(url, grant_form(grant.programme, title="Erste", own_share="0", version=version))
        answer = office.post(url, grant_form(grant.programme, title="Zweite", own_share="0", version=version))
        assert answer.status_code == 409
        assert [(row.name, row.theirs, row.mine) for row in answer.context["form"].conflict.fields] == [
            ("title", "Erste", "Zweite")
        ]

    def test_the_proof_of_use_is_noted_and_taken_back(self, office):
        grant = make_grant(report_due="2026-11-01")
        url = f"{PAGES}bewilligungen/{grant.pk}/nachweis/"
        assert list(office.post(url, {"on": "2025-12-31"}).context["form"].errors) == ["on"]
        office.post(url, {"on": "2026-11-20"})
        grant.refresh_from_db()
        assert grant.report_submitted_on == datetime.date(2026, 11, 20)
        office.post(url)
        grant.refresh_from_db()
        assert grant.report_submitted_on is None

    def test_only_what_nothing_hangs_on_is_deleted_after_a_question(self, office):
        call = make_call()
        url = f"{PAGES}programme/{call.programme_id}/loeschen/"
        assert "löschen?" in office.get(url).content.decode()
        assert "Daran hängt noch etwas: Förderaufrufe." in office.post(url, follow=True).content.decode()
        office.post(f"{PAGES}aufrufe/{call.pk}/loeschen/")
        office.post(url)
        office.post(f"{PAGES}geber/{call.programme.funder_id}/loeschen/")
        assert (FundingCall.objects.count(), FundingProgramme.objects.count(), Funder.objects.count()) == (0, 0, 0)


class TestBudgetAndPayments:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"year": "2025"}, "year"),
            ({"year": "x"}, "year"),
            ({"year": "9" * 30}, "year"),
            ({"amount": "-5"}, "amount"),
            ({"amount": "1,999"}, "amount"),
            ({"category": "gold"}, "category"),
            ({"measure": "9" * 30}, "measure"),
        ],
    )
    def test_bad_input_of_a_line_comes_back_at_its_field(self, office, values, field):
        start = {"year": "2026", "category": "fees", "label": "Honorare", "amount": "1.000"}
        grant = make_grant()
        answer = office.post(f"{PAGES}bewilligungen/{grant.pk}/zeilen/neu/", start | values)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        office.post(f"{PAGES}bewilligungen/{grant.pk}/zeilen/neu/", start)
        assert BudgetLine.objects.get().amount == 1000
        again = office.post(f"{PAGES}bewilligungen/{grant.pk}/zeilen/neu/", start)
        assert list(again.context["form"].errors) == ["label"]

    def test_a_payment_is_entered_on_the_page_of_the_grant(self, office):
        line = make_line()
        with every_row_change_is_audited():
            answer = office.post(f"{PAGES}bewilligungen/{line.grant_id}/zahlungen/", payment_form(line))
        assert answer.status_code == 302
        payment = Payment.objects.get()
        assert (payment.amount, payment.grant, payment.payee) == (Decimal("99.50"), line.grant, "Mara Muster")
        page = office.get(f"{PAGES}bewilligungen/{line.grant_id}/")
        assert cells(page, "zahlungen")[0][:4] == ["17", "02.11.2026", "Mara Muster", "Honorar"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"amount": "0"}, "amount"),
            ({"amount": "-3,20"}, "amount"),
            ({"amount": "3,205"}, "amount"),
            ({"amount": "9" * 20}, "amount"),
            ({"paid_on": "2026-02-31"}, "paid_on"),
            ({"paid_on": "2026-11-24"}, "paid_on"),
            ({"payee": ""}, "payee"),
            ({"voucher_number": "belegt"}, "voucher_number"),
            ({"voucher_number": "x" * 50_000}, "voucher_number"),
            ({"line": "9" * 30}, "line"),
        ],
    )
    def test_bad_input_of_a_payment_comes_back_at_its_field(self, office, values, field):
        line = make_payment(voucher_number="belegt").line
        url = f"{PAGES}bewilligungen/{line.grant_id}/zahlungen/"
        answer = office.post(url, payment_form(line, reason="Bleibt stehen", **values))
        form = answer.context["form"]
        assert (answer.status_code, list(form.errors), form["reason"].value()) == (422, [field], "Bleibt stehen")
        assert Payment.objects.count() == 1

    def test_a_line_of_another_grant_cannot_be_chosen(self, office):
        line, other = make_line(), make_line()
        answer = office.post(f"{PAGES}bewilligungen/{line.grant_id}/zahlungen/", payment_form(other))
        assert list(answer.context["form"].errors) == ["line"]

    def test_a_payment_outside_of_the_period_is_kept_and_warned_of(self, office):
        line = make_line()
        office.post(f"{PAGES}bewilligungen/{line.grant_id}/zahlungen/", payment_form(line, paid_on="2025-12-31"))
        answer = office.get(f"{PAGES}bewilligungen/{line.grant_id}/")
        assert "Eine Zahlung liegt außerhalb des Bewilligungszeitraums." in [
            words for words, _t in answer.context["notes"]
        ]

    def test_a_payment_is_changed_and_deleted_and_then_its_line(self, office):
        payment = make_payment()
        line, url = payment.line, f"{PAGES}zahlungen/{payment.pk}/"
        values = payment_form(line, amount="5", version=payment.version)
        office.post(f"{url}bearbeiten/", values)
        payment.refresh_from_db()
        assert payment.amount == 5
        office.post(f"{PAGES}zeilen/{line.pk}/loeschen/")
        assert BudgetLine.objects.count() == 1
        office.post(f"{url}loeschen/")
        office.post(f"{PAGES}zeilen/{line.pk}/loeschen/")
        office.post(f"{PAGES}bewilligungen/{line.grant_id}/loeschen/")
        assert (Payment.objects.count(), BudgetLine.objects.count(), Grant.objects.count()) == (0, 0, 0)

    def test_payees_are_masked_in_the_trail_and_never_found(self, office):
        line = make_line()
        office.post(f"{PAGES}bewilligungen/{line.grant_id}/zahlungen/", payment_form(line, payee="Ayla Beispielci"))
        entry = LogEntry.objects.get_for_model(Payment).get()
        assert entry.changes["payee"][1] == "•••"
        assert "Beispielci" not in str(entry.changes) + entry.object_repr
        user = make_user("office")
        assert search.search(user, "Beispielci").total == 0
        assert "Beispielci" not in office.get(f"{PAGES}bewilligungen/{line.grant_id}/").context["history"].__repr__()


class TestMoneyPassedOn:
    def test_from_the_call_to_the_checked_proof(self, office):
        office.post(f"{PAGES}weiterleitungen/neu/", {"title": "Mikroprojekte", "amount_available": "5.000"})
        call, actor = PassedOnCall.objects.get(), make_actor("Verein")
        values = {"actor": actor.pk, "title": "Nähcafé", "amount": "2.000", "received_on": "2026-10-01"}
        office.post(f"{PAGES}weiterleitungen/{call.pk}/antraege/neu/", values)
        row = PassedOnApplication.objects.get()
        step = f"{PAGES}weiterleitungen/antraege/{row.pk}/schritt/"
        with every_row_change_is_audited():
            values = {"approved_amount": "1.500,00", "decided_on": "2026-11-01", "proof_due": "2027-01-31"}
            office.post(f"{step}bewilligen/", values)
            office.post(f"{step}nachweis/", {"proof_on": "2026-11-20"})
            office.post(f"{step}pruefung/", {"checked_on": "2026-11-23"})
        row.refresh_from_db()
        assert (row.state, row.approved_amount) == ("checked", 1500)
        assert cells(office.get(f"{PAGES}weiterleitungen/"))[0][3:] == [
            "5.000,00\u00a0€",
            "1.500,00\u00a0€",
            "3.500,00\u00a0€",
        ]
        office.post(f"{PAGES}weiterleitungen/antraege/{row.pk}/zurueck/")
        row.refresh_from_db()
        assert row.state == "proved"

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"approved_amount": "600"}, "approved_amount"),
            ({"approved_amount": "1000,01"}, "approved_amount"),
            ({"approved_amount": "0"}, "approved_amount"),
            ({"approved_amount": "-1"}, "approved_amount"),
            ({"decided_on": "2026-09-30"}, "decided_on"),
            ({"decided_on": "2026-11-24"}, "decided_on"),
            ({"proof_due": "2026-10-31"}, "proof_due"),
            ({"proof_due": ""}, "proof_due"),
        ],
    )
    def test_a_decision_that_does_not_fit_comes_back_at_its_field(self, office, values, field):
        row = make_passed_on_application(make_passed_on_call(amount=500))
        start = {"approved_amount": "500", "decided_on": "2026-11-01", "proof_due": "2027-01-31"}
        url = f"{PAGES}weiterleitungen/antraege/{row.pk}/schritt/bewilligen/"
        answer = office.post(url, start | values)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert office.post(url, start).status_code == 302
        assert office.post(url, start).status_code == 302  # decided already: a message, nothing changes
        row.refresh_from_db()
        assert row.approved_amount == 500

    def test_a_rejection_asks_for_a_reason(self, office):
        row = make_passed_on_application()
        url = f"{PAGES}weiterleitungen/antraege/{row.pk}/schritt/ablehnen/"
        values = {"reject_reason": " ", "decided_on": "2026-11-01"}
        assert list(office.post(url, values).context["form"].errors) == ["reject_reason"]
        office.post(url, values | {"reject_reason": "Zu spät"})
        row.refresh_from_db()
        assert (row.state, row.reject_reason) == ("rejected", "Zu spät")

    def test_an_unknown_step_is_not_found(self, office):
        row = make_passed_on_application()
        assert office.get(f"{PAGES}weiterleitungen/antraege/{row.pk}/schritt/tanzen/").status_code == 404

    def test_less_than_what_is_approved_is_refused(self, office):
        row = make_passed_on_application(state="approved")
        values = {"title": "x", "amount_available": "999,99", "version": row.call.version}
        answer = office.post(f"{PAGES}weiterleitungen/{row.call_id}/bearbeiten/", values)
        assert list(answer.context["form"].errors) == ["amount_available"]
