"""Funding on other pages: overview, today page, calendar, search, and the sheet of a measure."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integration_portal.core import calendar, search
from integration_portal.core.models import SiteSettings
from measures.due_funding import due_rows
from measures.models import MeasureFunding
from tests.builders import make_actor, make_measure, make_user
from tests.builders_funding import (
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


@pytest.fixture
def office(client, freeze):
    """The office, logged in on 23 November 2026."""
    freeze()
    client.force_login(make_user("office"))
    return client


def due(user=None, on=TODAY):
    rows = due_rows(user or make_user("reader"), on, site=SiteSettings.load())
    return [(row.kind, row.title, str(row.day)) for row in rows]


class TestDays:
    @pytest.mark.parametrize(
        ("deadline", "named"),
        [("2026-11-22", False), ("2026-11-23", True), ("2026-12-21", True), ("2026-12-22", False)],
    )
    def test_deadlines_of_calls_four_weeks_ahead(self, deadline, named):
        make_call("Aufruf", deadline=deadline)
        assert due() == ([("call", "Aufruf", deadline)] if named else [])

    def test_an_earlier_reminder_names_calls_earlier(self):
        make_call("Aufruf", deadline="2027-01-20")
        assert due() == []
        site = SiteSettings.load()
        site.remind_days_before = 60
        assert [row.title for row in due_rows(make_user("reader"), TODAY, site=site)] == ["Aufruf"]

    def test_reports_due_or_late_until_they_are_submitted(self):
        late = make_grant("Spät", start_on="2025-01-01", end_on="2025-12-31", report_due="2026-03-31")
        make_grant("Bald", start_on="2025-01-01", end_on="2025-12-31", report_due="2026-12-21")
        make_grant("Später", start_on="2025-01-01", end_on="2025-12-31", report_due="2026-12-22")
        assert due() == [("report", "Spät", "2026-03-31"), ("report", "Bald", "2026-12-21")]
        late.report_submitted_on = TODAY
        late.save()
        assert due() == [("report", "Bald", "2026-12-21")]

    @pytest.mark.parametrize(
        ("end_on", "named"), [("2026-11-22", False), ("2026-11-23", True), ("2027-05-23", True), ("2027-05-24", False)]
    )
    def test_grants_that_end_within_the_configured_months(self, end_on, named):
        make_grant("Bewilligung", end_on=end_on)
        assert due() == ([("end", "Bewilligung", end_on)] if named else [])

    def test_what_partners_wait_for_and_what_they_owe(self):
        call = make_passed_on_call(deadline="2026-11-01")
        make_passed_on_application(call, "Entscheiden")
        make_passed_on_application(call, "Fehlt", state="approved", proof_due="2026-11-22")
        make_passed_on_application(call, "Noch Zeit", state="approved", proof_due="2026-11-23")
        make_passed_on_application(call, "Da", state="proved", proof_due="2026-11-22")
        make_passed_on_application(call, "Abgelehnt", state="rejected")
        assert due() == [("decide", "Entscheiden", "2026-11-01"), ("proof", "Fehlt", "2026-11-22")]

    @pytest.mark.parametrize("role", ["contributor", "council", ""])
    def test_others_see_none_of_it(self, role):
        make_call()
        make_passed_on_application()
        user = make_user(role)
        assert due(user) == []
        assert [source.key for source in search.sources() if source.rows(user).model.__name__ == "Grant"] == [
            "bewilligungen"
        ]

    def test_all_of_it_is_one_query_and_says_how_many_there_are(self):
        user, site = make_user("office"), SiteSettings.load()
        for number in range(12):
            make_call(f"Aufruf {number}", deadline="2026-12-01")
            make_passed_on_application()
        due_rows(user, TODAY, site=site)
        with CaptureQueriesContext(connection) as captured:
            rows = due_rows(user, TODAY, site=site, limit=3)
        assert len(captured) == 1
        assert [(row.kind, row.of_kind) for row in rows] == [("call", 12)] * 3 + [("decide", 12)] * 3


class TestTodayAndCalendar:
    def test_the_today_page_names_them(self, office):
        make_call("Aufruf", deadline="2026-11-24")
        make_grant("Ende", end_on="2026-12-31")
        make_passed_on_application(title="Nähcafé")
        make_passed_on_application(title="Fehlt", state="approved", proof_due="2026-11-10")
        page = office.get("/intern/").context["page"]
        found = {section.key: [line.item.title for line in section.lines] for section in page.sections}
        assert found == {
            "ueberfaellig": ["Fehlt"],
            "woche": ["Aufruf"],
            "funding-decide": ["Nähcafé"],
            "grants-end": ["Ende"],
        }

    def test_the_today_page_stays_within_its_queries(self, office):
        def fill(number):
            for _index in range(number):
                make_call(deadline="2026-12-01")
                make_grant(report_due="2026-11-30")
                make_passed_on_application()

        def queries():
            with CaptureQueriesContext(connection) as captured:
                assert office.get("/intern/?wer=alle").status_code == 200
            return len(captured)

        fill(2)
        queries()
        few = queries()
        fill(20)
        assert queries() == few <= 20

    def test_the_calendar_shows_the_days_of_the_span_to_those_who_read_all(self):
        make_call("Aufruf", deadline="2026-11-30")
        make_call("Davor", deadline="2026-10-31")
        make_grant("Bewilligung", start_on="2025-01-01", end_on="2026-11-01", report_due="2026-11-15")
        make_passed_on_application(title="Nähcafé", state="approved", proof_due="2026-11-20")
        span = (datetime.date(2026, 11, 1), datetime.date(2026, 11, 30))
        found = [(str(entry.start), entry.title) for entry in calendar.entries(make_user("reader"), *span)]
        assert found == [
            ("2026-11-01", "Bewilligung"),
            ("2026-11-15", "Bewilligung"),
            ("2026-11-20", "Nähcafé"),
            ("2026-11-30", "Aufruf"),
        ]
        assert list(calendar.entries(make_user("contributor"), *span)) == []


def test_programmes_grants_and_applications_are_found_inside(freeze):
    freeze()
    programme = make_programme("Landesinitiative", short_name="ThILIK")
    make_grant("Koordination", programme=programme, notice_number="IB-0815/01")
    make_application("Fortsetzung", programme=programme)
    user = make_user("reader")
    found = lambda words, who=user: [result.title for result in search.search(who, words).page]  # noqa: E731
    assert (found("landesinitiative"), found("0815"), found("fortsetzung")) == (
        ["ThILIK"],
        ["Koordination"],
        ["Fortsetzung"],
    )
    assert found("0815", make_user("contributor")) == []


def test_the_overview_has_sums_warnings_and_days(office):
    grant = make_grant("Bewilligung", amount=1000, end_on="2026-12-31")
    make_payment(make_line(grant, 1000), 100)
    answer = office.get("/intern/foerderung/?jahr=2026")
    grid = answer.context["grids"][0]
    assert [str(cell.text) for cell in grid.total] == [
        "Summe", "1.000,00\u00a0€", "1.000,00\u00a0€", "100,00\u00a0€", "900,00\u00a0€",
    ]  # fmt: skip
    assert [(str(row), [words for words, _tone in found]) for row, found in answer.context["warned"]] == [
        ("Bewilligung", ["Weniger als die Hälfte ist ausgegeben, und der Zeitraum endet am 31.12.2026."])
    ]
    assert [row.title for row in answer.context["days"]] == ["Bewilligung"]


def test_the_sheet_of_a_measure_tells_plan_and_grants_apart(office):
    measure = make_measure()
    url = f"/intern/massnahmen/{measure.pk}/"
    MeasureFunding.objects.create(measure=measure, source="Landesmittel", amount=5000)
    make_payment(make_line(make_grant("Erster Bescheid"), 300, measure=measure), 120)
    make_application("Zweiter Antrag", measures=[measure])
    text = office.get(url).content.decode()
    assert "Erster Bescheid" in text and "300,00" in text and "120,00" in text and "Zweiter Antrag" in text
    panel = next(one for one in office.get(url).context["panels"] if one.template == "measures/funding/panel.html")
    assert (panel.context["total"].planned, panel.context["total"].spent) == (300, 120)


def test_a_partner_sees_no_money_on_the_sheet_of_their_measure(client, freeze):
    freeze()
    lead = make_actor()
    measure = make_measure(lead=lead)
    make_line(make_grant("Erster Bescheid"), measure=measure)
    client.force_login(make_user("contributor", acts_for=[lead]))
    answer = client.get(f"/intern/massnahmen/{measure.pk}/")
    assert (answer.status_code, "Erster Bescheid" in answer.content.decode()) == (200, False)
