"""The register of resolutions, the sheet of one, and where resolutions show elsewhere: measure, field, actor, today, calendar, report."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees import reporting_followup
from committees.models import Resolution
from integration_portal.core.reporting import Scope
from measures.models import Task
from tests.builders import make_actor, make_field, make_measure, make_user
from tests.builders_committees import make_committee, make_item, make_meeting, make_member, make_paper, make_resolution

pytestmark = pytest.mark.django_db
LIST = "/intern/beschluesse/"
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def office(client, freeze):
    freeze()
    client.force_login(make_user("office"))
    return client


@pytest.fixture
def council():
    return make_committee("Integrationsbeirat", published=True)


def resolved(
    committee, title="Lotsen für Ämter", *, is_public=True, published=True, starts="2026-11-10 17:00", **values
):
    meeting = make_meeting(committee, starts=starts, state="held", published=published)
    return make_resolution(make_item(meeting, kind="resolution", is_public=is_public), title, **values)


def body_of(client, url):
    return client.get(url).content.decode()


def member_of(committee):
    membership = make_member(committee)
    membership.person.user = make_user("council")
    membership.person.save()
    return membership.person.user


def test_the_office_assigns_and_reports_and_carries_out(office, council):
    row = resolved(council)
    page = f"{LIST}{row.pk}/"
    form = {"due_on": "2027-03-31", "status": "open", "version": row.version}
    assert office.post(f"{page}bearbeiten/", form).status_code == 302
    assert office.post(f"{page}bericht/", {"reported_on": "2026-11-20", "text": "Träger gefunden"}).status_code == 302
    body = body_of(office, page)
    assert ("Träger gefunden" in body, "31.03.2027" in body) == (True, True)
    row.refresh_from_db()
    assert row.status == "in_progress"
    done = {"status": "done", "version": row.version}
    assert office.post(f"{page}bearbeiten/", done).status_code == 422  # its day is missing
    office.post(f"{page}bearbeiten/", {**done, "done_on": "2026-11-22"})
    row.refresh_from_db()
    assert (row.status, row.done_on) == ("done", datetime.date(2026, 11, 22))


def test_a_task_of_a_resolution_stands_on_its_sheet_and_on_the_board(office, council):
    row = resolved(council)
    office.post(f"{LIST}{row.pk}/aufgabe/", {"title": "Stelle ausschreiben", "due_on": "2026-12-15", "repeat": ""})
    task = Task.objects.get()
    assert list(row.tasks.all()) == [task]
    assert "Stelle ausschreiben" in body_of(office, f"{LIST}{row.pk}/")


@pytest.mark.parametrize(
    "values",
    [
        {"due_on": "2026-11-09"},  # before the resolution
        {"due_on": "31.02.2027"},
        {"status": "done", "done_on": "2026-11-24"},  # to come
        {"status": "gibtsnicht"},
        {"measures": ["99999999999999999999"]},
    ],
)
def test_bad_input_is_told_beside_its_field(office, council, values):
    row = resolved(council)
    answer = office.post(f"{LIST}{row.pk}/bearbeiten/", {"status": "open", "version": row.version, **values})
    row.refresh_from_db()
    assert (answer.status_code, row.status, row.due_on) == (422, "open", None)


def test_a_report_of_tomorrow_is_refused(office, council):
    row = resolved(council)
    answer = office.post(f"{LIST}{row.pk}/bericht/", {"reported_on": "2026-11-24", "text": "Zu früh"})
    assert (answer.status_code, "Zu früh" in answer.content.decode(), row.reports.count()) == (422, True, 0)


def test_an_edit_of_somebody_else_is_shown_beside_ones_own(office, council):
    row = resolved(council)
    old = row.version
    row.due_on = datetime.date(2027, 1, 31)
    row.save()
    answer = office.post(f"{LIST}{row.pk}/bearbeiten/", {"status": "dropped", "version": old})
    assert answer.status_code == 409


def test_releasing_a_resolution_of_a_closed_part_and_taking_it_back(office, council):
    row = resolved(council, is_public=False)
    office.post(f"{LIST}{row.pk}/freigeben/")
    assert Resolution.objects.public().count() == 1
    office.post(f"{LIST}{row.pk}/zuruecknehmen/")
    assert Resolution.objects.public().count() == 0
    told = office.post(f"{LIST}{resolved(council).pk}/freigeben/", follow=True)
    assert told.status_code == 200


def test_the_register_is_narrowed_down(office, council):
    other = make_committee("Arbeitsgruppe")
    resolved(council, "Lotsen", due_on=TODAY - datetime.timedelta(days=1))
    resolved(other, "Sprachcafé", starts="2025-05-05 17:00", status="done", done_on="2025-06-01")
    for query, found in (
        ("q=lotsen", "Lotsen"), (f"gremium={other.slug}", "Sprachcafé"), ("stand=done", "Sprachcafé"), ("jahr=2025", "Sprachcafé"),
        ("frist=ueberfaellig", "Lotsen"), ("frist=offen", "Lotsen"),
    ):  # fmt: skip
        rows = office.get(f"{LIST}?{query}").context["page_obj"].object_list
        assert [row.title for row in rows] == [found], query
    assert office.get(f"{LIST}?stand=quatsch&wer=x&sort=nix&seite=x&q=%00").status_code == 200
    table = office.get("/intern/beschluesse.csv?stand=open").getvalue().decode()
    assert ("Lotsen" in table, "Sprachcafé" in table) == (True, False)


def test_members_read_the_resolutions_of_their_committees_and_no_tasks(client, freeze, council):
    freeze()
    row, other = resolved(council, is_public=False), resolved(make_committee("Anderer"), "Fremdes")
    row.tasks.add(Task.objects.create(title="Interne Aufgabe"))
    client.force_login(member_of(council))
    body = body_of(client, LIST)
    assert ("Lotsen" in body, "Fremdes" in body) == (True, False)
    body = body_of(client, f"{LIST}{row.pk}/")
    assert ("Lotsen" in body, "Interne Aufgabe" in body, "bearbeiten" in body) == (True, False, False)
    assert client.get(f"{LIST}{other.pk}/").status_code == 404
    assert client.post(f"{LIST}{row.pk}/bericht/", {"text": "x"}).status_code == 403


def test_an_empty_register_says_where_resolutions_come_from(office):
    assert "Noch keine Beschlüsse" in body_of(office, LIST)


def test_measure_field_and_actor_show_the_chain_in_the_office(office, council):
    field, actor = make_field(), make_actor("Trägerverein")
    measure = make_measure("Lotsen vor Ort", field=field, published=True)
    paper = make_paper("Vorlage Lotsen", originator=actor)
    row = resolved(council, "Beschluss Lotsen", paper=paper, published=False)
    row.measures.add(measure)
    row.fields.add(field)
    assert "Beschluss Lotsen" in body_of(office, measure.get_office_url())
    assert "Beschluss Lotsen" in body_of(office, f"/intern/handlungsfelder/{field.pk}/")
    assert "Vorlage Lotsen" in body_of(office, f"/intern/akteure/{actor.pk}/")
    sheet = body_of(office, f"{LIST}{row.pk}/")
    assert ("Lotsen vor Ort" in sheet, "Vorlage Lotsen" in sheet, str(field.label) in sheet) == (True, True, True)


def test_visitors_see_on_measure_and_field_only_what_is_public(client, freeze, council):
    freeze()
    field = make_field()
    measure = make_measure("Lotsen vor Ort", field=field, published=True)
    shown = resolved(council, "Offener Beschluss")
    for row in (
        shown,
        resolved(council, "Geschlossener Beschluss", is_public=False),
        resolved(council, "Nicht veröffentlichte Sitzung", published=False),
    ):
        row.measures.add(measure)
        row.fields.add(field)
    for url in (measure.get_absolute_url(), field.get_absolute_url()):
        body = body_of(client, url)
        assert (
            "Offener Beschluss" in body, "Geschlossener Beschluss" in body, "Nicht veröffentlichte" in body,
        ) == (True, False, False)  # fmt: skip


def test_the_today_page_shows_what_is_due_and_nobody_else_carries(office, council):
    resolved(council, "Überfälliges", due_on="2026-11-20")
    resolved(council, "In zwei Wochen", due_on="2026-12-07")
    resolved(council, "Später", due_on="2026-12-08")
    resolved(council, "Von anderen", due_on="2026-11-20", responsible=make_user("office", email="andere@example.org"))
    resolved(council, "Erledigtes", due_on="2026-11-20", status="done", done_on="2026-11-19")
    body = body_of(office, "/intern/")
    assert [words in body for words in ("Überfälliges", "In zwei Wochen", "Später", "Von anderen", "Erledigtes")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_the_calendar_shows_the_days_for_the_office_only(client, freeze, council):
    freeze()
    resolved(council, "Fälliger Beschluss", due_on="2026-11-27")
    client.force_login(make_user("contributor"))
    assert "Fälliger Beschluss" not in body_of(client, "/intern/kalender/?jahr=2026&monat=11")
    client.force_login(make_user("office"))
    assert "Fälliger Beschluss" in body_of(client, "/intern/kalender/?jahr=2026&monat=11")


def test_reports_hold_public_resolutions_of_the_period_only(freeze, council):
    freeze()
    field = make_field()
    for row in (
        resolved(council, "Im Jahr"),
        resolved(council, "Vorjahr", starts="2025-11-10 17:00"),
        resolved(council, "Geschlossen", is_public=False),
    ):
        row.fields.add(field)
    scope = Scope(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31), (field,), TODAY)
    (table,) = reporting_followup.resolutions(scope, field)
    assert [line[1] for line in table["rows"]] == ["Im Jahr"]
    assert len(reporting_followup.summary(scope)) == 1


@pytest.mark.parametrize("address", [LIST, "/intern/beschluesse.xlsx", "/suche/?q=Beschluss", "/intern/"])
def test_lists_take_the_same_queries_at_any_size(office, council, address):
    counts = []
    for _size in range(2):
        for _n in range(6):
            resolved(council, "", due_on="2026-11-27")
        office.get(address)
        with CaptureQueriesContext(connection) as queries:
            b"".join(office.get(address))
        counts.append(len(queries))
    assert counts[0] == counts[1]
