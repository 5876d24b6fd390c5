"""Lists of funding with sums and filters at any size, nasty words, and the files to take along."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_measure, make_user
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

pytestmark = pytest.mark.django_db
PAGES = "/intern/foerderung/"
LISTS = ("", "programme/", "aufrufe/", "antraege/", "bewilligungen/", "weiterleitungen/")
NASTY = ["<script>alert(1)</script>", "مركز اللغة", "🦄🧑‍🤝‍🧑", "Straße ÄÖÜ", "=1+1"]


@pytest.fixture
def office(client, freeze):
    """The office, logged in on 23 November 2026."""
    freeze()
    client.force_login(make_user("office"))
    return client


def cells(answer, key=None):
    """The texts of a list's table, row by row, the sums last."""
    grids = answer.context["grids"] if key else [answer.context["grid"]]
    grid = next(grid for grid in grids if not key or grid.key == key)
    return [[str(cell.text) for cell in row] for row in [*grid.rows, *([grid.total] if grid.total else [])]]


def sheet(answer):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


class TestLists:
    def test_sums_are_those_of_the_filter_over_all_pages(self, office):
        programme = make_programme("Eins")
        for _number in range(51):
            make_line(make_grant(programme=programme, amount=10, own_share=1), 5)
        make_grant(amount=1000)
        answer = office.get(f"{PAGES}bewilligungen/?programm={programme.pk}")
        assert len(answer.context["grid"].rows) == 50
        assert cells(answer)[-1][3:6] == ["510,00\u00a0€", "51,00\u00a0€", "255,00\u00a0€"]
        assert cells(office.get(f"{PAGES}bewilligungen/"))[-1][3] == "1.510,00\u00a0€"

    def test_grants_by_year_state_and_word(self, office):
        make_grant("Läuft gut", amount=0)
        make_grant("Vorbei", amount=0, start_on="2024-01-01", end_on="2024-12-31", report_due="2025-03-31")
        titles = lambda query: [row[0] for row in cells(office.get(f"{PAGES}bewilligungen/?{query}"))[:-1]]  # noqa: E731
        assert titles("jahr=2024") == ["Vorbei"]
        assert titles("stand=laufend") == ["Läuft gut"]
        assert titles("stand=nachweis") == titles("stand=warnung") == ["Vorbei"]
        assert titles("q=laeuft") == ["Läuft gut"]
        assert titles("jahr=x&stand=%00&programm=-1") == ["Läuft gut", "Vorbei"]

    def test_calls_and_applications_by_state(self, office):
        make_call("Offen")
        make_call("Vorbei", deadline="2026-11-22")
        make_call("Kommt", opens_on="2026-11-24")
        make_call("Immer", deadline=None)
        names = lambda query: sorted(row[0] for row in cells(office.get(f"{PAGES}aufrufe/?{query}")))  # noqa: E731
        assert names("stand=offen") == ["Immer", "Offen"]
        assert (names("stand=vorbei"), names("stand=kommend")) == (["Vorbei"], ["Kommt"])
        make_application("Eins", state="rejected")
        make_application("Zwei")
        assert [row[0] for row in cells(office.get(f"{PAGES}antraege/?stand=rejected"))][:1] == ["Eins"]

    @pytest.mark.parametrize("page", LISTS)
    def test_every_list_takes_the_same_queries_at_any_size(self, office, page):
        def fill(number):
            for _index in range(number):
                programme = make_programme()
                make_call(programme=programme)
                asked = make_application(programme=programme, state="approved", measures=[make_measure()])
                grant = make_grant(programme=programme, application=asked, amount=50, report_due="2026-11-01")
                make_payment(make_line(grant, 10, measure=make_measure()), 20)
                make_passed_on_application(state="approved", proof_due="2026-11-10")

        def queries():
            with CaptureQueriesContext(connection) as captured:
                assert office.get(PAGES + page).status_code == 200
            return len(captured)

        fill(2)
        queries()
        few = queries()
        fill(10)
        assert queries() == few

    def test_the_page_of_a_grant_takes_the_same_queries_at_any_size(self, office):
        grant = make_grant()

        def queries():
            with CaptureQueriesContext(connection) as captured:
                assert office.get(f"{PAGES}bewilligungen/{grant.pk}/").status_code == 200
            return len(captured)

        def fill(number):
            for _index in range(number):
                make_payment(make_line(grant, measure=make_measure()))

        fill(12)  # so that the history shows entries of the same kinds both times
        queries()
        few = queries()
        fill(30)
        assert queries() == few

    @pytest.mark.parametrize("text", NASTY)
    def test_nasty_words_are_shown_as_text(self, office, text):
        programme = make_programme(text, funder=make_funder(text))
        grant = make_grant(text, programme=programme, note=text)
        payment = make_payment(make_line(grant, label=text), payee=text, reason=text)
        row = make_passed_on_application(make_passed_on_call(text), text, purpose=text)
        pages = [
            *LISTS, f"programme/{programme.pk}/", f"bewilligungen/{grant.pk}/", f"zahlungen/{payment.pk}/bearbeiten/",
            f"weiterleitungen/{row.call_id}/", f"weiterleitungen/antraege/{row.pk}/",
        ]  # fmt: skip
        for page in pages:
            answer = office.get(PAGES + page)
            assert (page, answer.status_code) == (page, 200)
            assert b"<script>alert" not in answer.content


class TestFiles:
    def test_the_list_of_vouchers_of_a_grant_ends_with_its_sum(self, office):
        measure = make_measure("Sprachcafé")
        line = make_line(measure=measure, label="Honorar")
        make_payment(line, "20.50", voucher_number="2", paid_on="2026-03-02", payee="=cmd|calc")
        make_payment(line, 10, voucher_number="1", paid_on="2026-03-01")
        make_payment()
        rows = sheet(office.get(f"{PAGES}bewilligungen/{line.grant_id}/belege.xlsx"))
        assert rows[0] == [
            "Datum", "Empfänger", "Grund der Zahlung", "Betrag in Euro", "Belegnummer", "Maßnahme", "Haushaltsjahr",
            "Haushaltsposition",
        ]  # fmt: skip
        assert [row[1:7] for row in rows[1:]] == [
            ["Druckerei", "Flyer", 10, "1", "Sprachcafé", 2026],
            ["'=cmd|calc", "Flyer", 20.5, "2", "Sprachcafé", 2026],
            [None, "Summe", 30.5, None, None, None],
        ]

    def test_the_list_of_vouchers_of_a_year_follows_the_budget_year(self, office):
        grant = make_grant(start_on="2025-01-01", end_on="2026-12-31")
        make_payment(make_line(grant, year=2025), 7, paid_on="2026-01-15")
        make_payment(make_line(grant, year=2026), 9, paid_on="2026-01-16")
        amounts = lambda query: [row[3] for row in sheet(office.get(f"{PAGES}belege.xlsx?{query}"))[1:]]  # noqa: E731
        assert (amounts("jahr=2025"), amounts("jahr=2026"), amounts(""), amounts("jahr=x")) == (
            [7, 7],
            [9, 9],
            [9, 9],
            [9, 9],
        )
        assert amounts("jahr=1999") == [0]

    def test_the_list_of_grants_has_the_rows_of_the_filter(self, office):
        make_line(make_grant("Eins", amount=100), 5)
        make_grant("Alt", start_on="2020-01-01", end_on="2020-12-31")
        rows = sheet(office.get(f"{PAGES}bewilligungen.xlsx?jahr=2026"))
        assert [(row[0], row[7], row[9]) for row in rows[1:]] == [("Eins", 100, 5)]
