"""The search finds the daily work of the office, and each role only what it may see."""

import datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fields_of_action.models import Indicator
from integration_portal.core import search
from integration_portal.portal.models import Report
from measures.models import FundingCall, Idea, MeasureIndicator
from tests import builders_funding as funding
from tests.builders import (
    make_actor,
    make_event,
    make_measure,
    make_publication,
    make_report,
    make_round,
    make_task,
    make_user,
)

pytestmark = pytest.mark.django_db
STAFF_ONLY = {
    "abfragen", "berichte", "bewilligungen", "foerderantraege", "foerderaufrufe", "ideen", "oeffentlichkeitsarbeit",
    "programme", "weiterleitungen", "weiterleitungsantraege",
}  # fmt: skip


@pytest.fixture
def world():
    """One of each with the word in it, about a measure that nobody but the office sees."""
    measure = make_measure("Anderes")
    make_task("Sprachcafé planen")
    make_round("sent", title="Sprachabfrage")
    make_report(measure, state="submitted", text="Das Sprachcafé läuft.")
    make_publication("Sprachfest")
    make_event("Sprachtag")
    Idea.objects.create(title="Sprachschiff", text="Auf der Pleiße.")
    Indicator.objects.create(name="Sprachkurse", slug="sprachkurse")
    MeasureIndicator.objects.create(measure=measure, name="Sprachpaten")
    programme = funding.make_programme("Sprachprogramm")
    funding.make_call("Sprachaufruf", programme=programme)
    funding.make_application("Sprachantrag", programme=programme)
    funding.make_grant("Sprachbewilligung", programme=programme)
    call = funding.make_passed_on_call("Sprachmikroprojekte")
    funding.make_passed_on_application(call, "Sprachspiele")
    Report.objects.create(title="Sprachbericht", start=datetime.date(2026, 1, 1), end=datetime.date(2026, 12, 31))
    return measure


def kinds(user, query="Sprache"):
    """The kinds of which something is found."""
    return {count.key for count in search.search(user, query).kinds if count.count}


def test_the_office_finds_all_of_it(world):
    assert kinds(make_user("office")) == STAFF_ONLY | {
        "aufgaben", "kennzahlen", "massnahmenkennzahlen", "sachstaende", "termine",
    }  # fmt: skip


def test_a_reader_finds_the_same_but_reports_that_were_never_issued(world):
    assert kinds(make_user("office")) - kinds(make_user("reader")) == {"berichte"}


@pytest.mark.parametrize("role", ["contributor", "council"])
def test_others_find_none_of_it(world, role):
    assert kinds(make_user(role)) == set()
    assert kinds(AnonymousUser()) == set()


def test_a_contributor_finds_reports_and_indicators_of_own_measures():
    actor = make_actor()
    user = make_user("contributor", acts_for=[actor])
    measure = make_measure("Anderes", lead=actor)
    MeasureIndicator.objects.create(measure=measure, name="Sprachpaten")
    make_report(measure, state="submitted", text="Das Sprachcafé läuft.")
    assert kinds(user) == {"massnahmenkennzahlen", "sachstaende"}


def test_nobody_finds_the_draft_of_somebody_else():
    actor = make_actor()
    office, partner = make_user("office"), make_user("contributor", acts_for=[actor])
    measure = make_measure("Anderes", lead=actor)
    make_report(measure, author=office, text="Sprachcafé: Entwurf des Büros")
    found = {user.pk: kinds(user) for user in (office, partner, make_user("office"), make_user("reader"))}
    assert [bool(keys) for keys in found.values()] == [True, False, False, False]
    make_report(measure, author=partner, text="Sprachcafé: Entwurf des Partners")
    assert search.search(partner, "Sprache", kind="sachstaende").total == 1
    assert search.search(office, "Entwurf", kind="sachstaende").total == 1


def test_each_result_leads_to_a_page_that_opens(client, world):
    user = make_user("office")
    client.force_login(user)
    for source in search.sources():
        for result in search.search(user, "Sprache", kind=source.key).page:
            assert client.get(result.url).status_code == 200, result.url


def test_a_measure_indicator_is_found_by_the_name_of_the_district_s_indicator():
    indicator = Indicator.objects.create(name="Einbürgerungen", slug="einbuergerungen")
    MeasureIndicator.objects.create(measure=make_measure("Anderes"), indicator=indicator)
    assert "massnahmenkennzahlen" in kinds(make_user("office"), "Einbuergerung")


def test_rows_from_before_are_found_after_the_migration():
    call = funding.make_call("Förderaufruf")
    FundingCall.objects.update(search_title="")
    migration = MigrationExecutor(connection).loader.get_migration("measures", "0009_search_words")
    fill = migration.operations[-1].code
    fill(apps, None)
    call.refresh_from_db()
    assert call.search_title == "forderaufruf"
