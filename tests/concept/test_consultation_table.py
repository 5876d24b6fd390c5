"""The table of statements, and what the today page and the calendar say of consultations."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integration_portal.concept.models import Statement
from tests.builders import make_user
from tests.builders_concept import make_consultation, make_section, make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-24 10:00"):
        yield


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def text_of(response):
    return response.content.decode()


def test_the_table_of_two_thousand_takes_the_same_queries_as_one_of_thirty(client, office):
    told = []
    for number in (30, 300):
        row = make_consultation()
        section = make_section(row.revision)
        Statement.objects.bulk_create(
            Statement(
                consultation=row, number=count + 1, text="x", digest=str(count), received_on=datetime.date(2026, 11, 1),
                section=section if count % 2 else None, state="waiting",
            )
            for count in range(number)
        )  # fmt: skip
        client.get(row.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(row.get_absolute_url()).status_code == 200
        told.append(len(queries))
    assert told[0] == told[1]


def test_filters_choose_by_section_state_and_assessment(client, office):
    row = make_consultation()
    section = make_section(row.revision, "Sprache")
    make_statement(row, "EINS", section=section)
    make_statement(row, "ZWEI", result="noted")
    for query, found in (
        ("abschnitt=ganz", ["ZWEI"]), (f"abschnitt={section.key}", ["EINS"]), ("abwaegung=offen", ["EINS"]),
        ("abwaegung=noted", ["ZWEI"]), ("q=2", ["ZWEI"]), ("q=eins", ["EINS"]), ("stand=shown", []), ("stand=quatsch", ["EINS", "ZWEI"]),
    ):  # fmt: skip
        told = text_of(client.get(f"{row.get_absolute_url()}?{query}"))
        assert (query, [word for word in ("EINS", "ZWEI") if f">{word}<" in told]) == (query, found)


def test_statements_to_assess_stand_on_the_today_page(client, office):
    row = make_consultation(title="Entwurf 2027")
    make_statement(row)
    assert "1 Stellungnahme abzuwägen" in text_of(client.get("/intern/"))


def test_first_and_last_day_stand_in_the_calendar(client, office):
    make_consultation(title="Entwurf 2027", starts_on=datetime.date(2026, 11, 2), ends_on=datetime.date(2026, 11, 28))
    told = text_of(client.get("/intern/kalender/?monat=2026-11"))
    assert ("Beteiligung beginnt: Entwurf 2027" in told, "Beteiligung endet: Entwurf 2027" in told) == (True, True)
