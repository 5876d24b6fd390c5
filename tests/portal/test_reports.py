"""Reports: what stands in them, the office's texts, and issues that stay as they are."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integration_portal.core.locking import StaleObject
from integration_portal.core.models import SiteSettings
from integration_portal.portal.models import Report, ReportIssue
from integration_portal.portal.reports import differences, document, services
from measures.models import MeasureFunding, MeasureIndicator
from tests.builders import (
    make_actor,
    make_event,
    make_field,
    make_goal,
    make_measure,
    make_registration,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db
URL = "/intern/berichte/"


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026."""
    return freeze()


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def report_of(year=2026, **values):
    data = {
        "title": f"Bericht {year}", "start": datetime.date(year, 1, 1), "end": datetime.date(year, 12, 31), "fields": [],
    }  # fmt: skip
    return services.save_report(data=data | values)


def lines(report):
    """The report as {"chapter · section": lines}."""
    return dict(differences._sections(document.build(report)).values())


# --- what stands in it --------------------------------------------------------------------------------------
def test_a_chapter_holds_goals_measures_with_status_progress_and_indicators_and_money():
    field = make_field(name="Sprache", number=2)
    make_goal(field, code="2.1", title="Alle lernen Deutsch")
    measure = make_measure(
        "Sprachcafé",
        field=field,
        number="2.10",
        status="in_progress",
        lead=make_actor("Bürgerzentrum"),
        summary="Reden bei Tee.",
        start_on=datetime.date(2026, 3, 1),
        progress_note="Zwei Gruppen laufen.",
        progress_on=datetime.date(2026, 10, 1),
    )
    row = MeasureIndicator.objects.create(measure=measure, name="Teilnehmende", target_value=60)
    row.values.create(on=datetime.date(2026, 9, 30), value=54)
    MeasureFunding.objects.create(measure=measure, source="ThILIK", amount=4500, state="granted")
    found = lines(report_of())
    assert found["2 Sprache · Ziele"] == ["2.1 · Alle lernen Deutsch"]
    assert found["2 Sprache · Maßnahmen"] == [
        "in Umsetzung: 1",
        "2.10 Sprachcafé (in Umsetzung)",
        "2.10 Sprachcafé – Federführung: Bürgerzentrum",
        "2.10 Sprachcafé – Zeitraum: seit 01.03.2026",
        "2.10 Sprachcafé – Reden bei Tee.",
        "2.10 Sprachcafé – Sachstand vom 01.10.2026: Zwei Gruppen laufen.",
        "2.10 Sprachcafé – Kennzahlen: Teilnehmende: 54 (30.09.2026), Ziel 60",
    ]
    assert found["2 Sprache · Finanzierung"] == [
        "ThILIK · 4.500,00\xa0€ · 0,00\xa0€",
        "Summe · 4.500,00\xa0€ · 0,00\xa0€",
    ]


def test_the_latest_accepted_report_of_the_period_tells_the_progress():
    measure = make_measure("Sprachcafé", field=make_field(), progress_note="Alt", progress_on=datetime.date(2026, 1, 5))
    make_report(measure, state="accepted", text="Neu", submitted_at=datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC))
    make_report(measure, state="submitted", text="Ungeprüft")
    told = [line for found in lines(report_of()).values() for line in found if "Sachstand" in line]
    assert told[-1].endswith("Neu")


@pytest.mark.parametrize(
    ("values", "is_there"),
    [
        ({"start_on": datetime.date(2026, 12, 31)}, True),
        ({"start_on": datetime.date(2027, 1, 1)}, False),
        ({"status": "completed", "status_changed_on": datetime.date(2025, 12, 31)}, False),
        ({"status": "completed", "status_changed_on": datetime.date(2026, 1, 1)}, True),
        ({"status": "completed", "end_on": datetime.date(2025, 12, 31)}, False),
        ({"status": "in_progress", "end_on": datetime.date(2025, 12, 31)}, True),
        ({"archived_at": datetime.datetime(2025, 6, 1, tzinfo=datetime.UTC)}, False),
        ({"archived_at": datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)}, True),
    ],
)
def test_measures_of_the_period_are_reported(values, is_there):
    make_measure("Sprachcafé", field=make_field(), **values)
    assert any("Sprachcafé" in line for found in lines(report_of()).values() for line in found) is is_there


def test_a_report_on_one_field_holds_nothing_of_the_others():
    own, other = make_field(name="Sprache"), make_field(name="Wohnen")
    make_measure("Sprachcafé", field=own)
    make_measure("Wohnlotsen", field=other)
    make_measure("Ohne Feld")
    text = str(lines(report_of(fields=[own])))
    assert ("Sprachcafé" in text, "Wohnlotsen" in text, "Ohne Feld" in text) == (True, False, False)


def test_measures_without_a_field_have_a_chapter_of_their_own():
    make_measure("Ohne Feld")
    assert "Ohne Feld" in str(lines(report_of())["Ohne Handlungsfeld · Maßnahmen"])


def test_events_of_the_period_are_told_with_those_who_attended():
    field = make_field(name="Sprache")
    event = make_event("Schulung", kind="training", dates=["2026-05-05", "2026-05-12"], fields=[field])
    for state in ("attended", "attended", "registered"):
        make_registration(event, state=state)
    make_event("Im Dezember", dates=["2026-12-05"], fields=[field])
    make_event("Abgesagt", dates=["2026-05-05"], fields=[field], status="cancelled", cancel_reason="krank")
    found = lines(report_of())
    assert found["1 Sprache · Veranstaltungen und Fortbildungen"] == ["05.05.2026 · Schulung · Fortbildung · 2 · 2"]
    assert found["Zusammenfassung · Veranstaltungen und Fortbildungen"][-1].endswith(": 2")


def test_small_counts_of_people_are_hidden():
    measure = make_measure(field=make_field())
    row = MeasureIndicator.objects.create(measure=measure, name="Teilnehmende", kind="people")
    row.values.create(on=datetime.date(2026, 9, 30), value=3)
    assert "Teilnehmende: unter 5" in str(lines(report_of()))


def test_a_report_takes_the_same_number_of_queries_at_any_size():
    field = make_field()
    SiteSettings.load()

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            document.build(report)
        return len(captured)

    def fill(number):
        for index in range(number):
            measure = make_measure(field=field, lead=make_actor())
            MeasureIndicator.objects.create(measure=measure, name=f"Zahl {index}")
            MeasureFunding.objects.create(measure=measure, source=f"Quelle {index}", amount=1)
            make_event(dates=["2026-05-05"], fields=[field])

    report = report_of()
    fill(2)
    few = queries()
    fill(10)
    assert queries() == few


# --- texts ------------------------------------------------------------------------------------------------
def test_texts_stand_in_their_places_and_stay(client, office):
    field = make_field(name="Sprache")
    report = report_of()
    for place, text in (
        ("summary", "Ein gutes Jahr."),
        (f"field-{field.pk}-outlook", "Mehr Kurse."),
        ("outlook", "Weiter so."),
    ):
        answer = client.post(f"{URL}{report.pk}/texte/{place}/", {"text": text, "version": 0})
        assert answer.url == f"{URL}{report.pk}/#texte"
    make_measure("Neu", field=field)
    assert next(iter(lines(report).values())) == ["Ein gutes Jahr."]
    assert [part["title"] for part in document.build(report)["parts"]] == ["Zusammenfassung", "1 Sprache", "Ausblick"]
    assert (
        services.save_report(
            data={"title": "Neu", "start": report.start, "end": report.end, "fields": []}, texts_from=report
        ).passages.count()
        == 3
    )


def test_whoever_writes_second_sees_both_texts(client, office):
    report = report_of()
    services.write_passage(report=report, place="summary", text="Von Kim", version=0)
    answer = client.post(f"{URL}{report.pk}/texte/summary/", {"text": "Von mir", "version": 0})
    page = answer.content.decode()
    assert (answer.status_code, "Von Kim" in page, "Von mir" in page) == (409, True, True)
    client.post(f"{URL}{report.pk}/texte/summary/", {"text": "Von mir", "version": 1})
    assert report.passages.get().text == "Von mir"


def test_a_place_the_report_does_not_have_is_not_found(client, office):
    report = report_of()
    assert client.get(f"{URL}{report.pk}/texte/field-999/").status_code == 404
    with pytest.raises(LookupError):
        services.write_passage(report=report, place="field-999", text="x", version=0)


# --- one click, form ----------------------------------------------------------------------------------------
def test_one_click_makes_the_report_of_a_year_once(client, office):
    first = client.post(f"{URL}jahr/2026/")
    assert client.post(f"{URL}jahr/2026/").url == first.url
    report = Report.objects.get()
    assert (report.title, report.start, report.end) == (
        "Jahresbericht 2026", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31),
    )  # fmt: skip
    assert client.post(f"{URL}jahr/1999/").status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end": "31.12.2025"}, "end"),
        ({"start": "31.02.2026"}, "start"),
        ({"title": ""}, "title"),
        ({"fields": ["999999"]}, "fields"),
    ],
)
def test_bad_input_comes_back_with_a_message_at_its_field(client, office, values, field):
    data = {"title": "Bericht", "start": "01.01.2026", "end": "31.12.2026", "fields": []}
    answer = client.post(f"{URL}neu/", data | values)
    assert (answer.status_code, list(answer.context["form"].errors), Report.objects.count()) == (422, [field], 0)


# --- issues --------------------------------------------------------------------------------------------------
def test_an_issue_stays_as_it_is_and_the_next_one_shows_the_difference(client, office):
    field = make_field(name="Sprache")
    measure = make_measure("Sprachcafé", field=field, status="planned")
    report = report_of()
    first = services.issue_report(report=report, by=office, note="für den Beirat")
    measure.status, measure.title = "in_progress", "Sprachtreff"
    measure.save()
    before = ReportIssue.objects.get().document
    second = services.issue_report(report=report, by=office)
    assert (first.number, second.number, before == first.document) == (1, 2, True)
    assert ("Sprachcafé" in str(before), "Sprachtreff" in str(before)) == (True, False)
    changes = differences.compare(first.document, second.document)
    assert [section.title for section in changes] == [
        "Zusammenfassung · Maßnahmen", "1 Sprache · Maßnahmen",
    ]  # fmt: skip
    assert [(change.old, change.new) for change in changes[1].changes] == [
        (["geplant: 1", "Sprachcafé (geplant)"], ["in Umsetzung: 1", "Sprachtreff (in Umsetzung)"])
    ]
    page = client.get(second.get_absolute_url()).content.decode()
    assert "geplant: 1<br>Sprachcafé (geplant)</del>" in page
    assert "in Umsetzung: 1<br>Sprachtreff (in Umsetzung)</ins>" in page


def test_equal_issues_say_that_nothing_has_changed(client, office):
    report = report_of()
    for _number in range(2):
        made = client.post(f"{URL}{report.pk}/ausgeben/", {"note": ""})
    assert "Nichts hat sich geändert." in client.get(made.url).content.decode()


def test_an_issue_cannot_be_changed_and_keeps_its_report(client, office):
    report = report_of()
    issue = services.issue_report(report=report, by=office)
    issue.note = "später"
    with pytest.raises(RuntimeError):
        issue.save()
    with pytest.raises(ValidationError):
        services.delete_report(report=report)
    assert client.post(f"{URL}{report.pk}/loeschen/").url == f"{URL}{report.pk}/"
    assert Report.objects.count() == 1


def test_a_report_that_was_never_issued_can_be_deleted(client, office):
    report = report_of()
    assert client.get(f"{URL}{report.pk}/loeschen/").status_code == 200
    client.post(f"{URL}{report.pk}/loeschen/")
    assert Report.objects.count() == 0


def test_readers_see_issues_and_no_drafts(client, office):
    draft, issued = report_of(2025), report_of(2026)
    services.write_passage(report=issued, place="summary", text="Noch nicht fertig", version=0)
    issue = services.issue_report(report=issued, by=office)
    services.write_passage(report=issued, place="summary", text="Geheimer Entwurf", version=1)
    client.force_login(make_user("reader"))
    assert [row.pk for row in client.get(URL).context["page_obj"]] == [issued.pk]
    assert client.get(f"{URL}{draft.pk}/").status_code == 404
    assert "Geheimer Entwurf" not in client.get(f"{URL}{issued.pk}/").content.decode()
    assert "Noch nicht fertig" in client.get(issue.get_absolute_url()).content.decode()


def test_two_editors_of_a_report_see_each_other():
    report = report_of()
    data = {"title": "A", "start": report.start, "end": report.end, "fields": []}
    services.save_report(data=data, report=report, version=report.version)
    with pytest.raises(StaleObject):
        services.save_report(data=data, report=report, version=report.version)


def test_the_list_takes_the_same_number_of_queries_at_any_size(client, office):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    field = make_field()
    services.issue_report(report=report_of(fields=[field]), by=office)
    few = queries()
    for year in range(2000, 2020):
        services.issue_report(report=report_of(year, fields=[field]), by=office)
    assert queries() == few


def test_an_empty_portal_gives_an_empty_report(client, office):
    report = report_of()
    assert client.get(f"{URL}{report.pk}/").status_code == 200
    assert [part["key"] for part in document.build(report)["parts"]] == ["summary"]
