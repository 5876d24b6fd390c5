"""The today page: what is due, for whom, and what can be done about it on the spot."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integration_portal.core import digest
from integration_portal.core.models import Digest, Mail
from measures.models import Measure, Task
from tests.builders import (
    make_actor,
    make_field,
    make_measure,
    make_milestone,
    make_report,
    make_round,
    make_task,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


def days(number):
    return TODAY + datetime.timedelta(days=number)


@pytest.fixture
def office(client, freeze):
    freeze()
    user = make_user("office")
    client.force_login(user)
    return user


def sections(client, who=""):
    page = client.get(f"/intern/{who}").context["page"]
    return {section.key: [str(line.item.title) for line in section.lines] for section in page.sections}


def test_an_empty_portal_says_so(client, office):
    assert sections(client) == {}
    assert "Nichts ist fällig" in client.get("/intern/").content.decode()


def test_overdue_comes_first_then_this_week_then_the_rest(client, office):
    make_task("morgen", due_on=days(1), responsible=office)
    make_task("gestern", due_on=days(-1), responsible=office)
    make_task("in zehn Tagen", due_on=days(10), responsible=office)
    make_task("in einem Jahr", due_on=days(365), responsible=office)
    make_milestone(make_measure(responsible=office), "Vertrag", due_on=days(-3))
    assert sections(client) == {
        "ueberfaellig": ["Meilenstein: Vertrag", "gestern"],
        "woche": ["morgen"],
        "tasks": ["in zehn Tagen"],
    }


def test_the_week_ends_after_six_days(client, office):
    make_task("sechs", due_on=days(6), responsible=office)
    make_task("sieben", due_on=days(7), responsible=office)
    assert sections(client) == {"woche": ["sechs"], "tasks": ["sieben"]}


def test_mine_and_everybodys(client, office):
    make_task("meine", due_on=days(0), responsible=office)
    make_task("andere", due_on=days(0), responsible=make_user("office"))
    assert sections(client) == {"woche": ["meine"]}
    assert sections(client, "?wer=alle") == {"woche": ["andere", "meine"]}


def test_each_measure_stands_once_under_its_most_pressing_reason(client, office):
    field, lead = make_field(), make_actor()
    make_measure(
        "A überfällig", responsible=office, status="in_progress", end_on=days(-1), next_review_on=days(-2), field=field
    )
    make_measure("B Wiedervorlage", responsible=office, next_review_on=days(0), to_clarify=True)
    make_measure("C klären", responsible=office, to_clarify=True)
    make_measure("D still", responsible=office, status="in_progress", progress_on=days(-91), lead=lead)
    make_measure(
        "E archiviert",
        responsible=office,
        to_clarify=True,
        archived_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    assert sections(client) == {
        "ueberfaellig": ["A überfällig"],
        "woche": ["Wiedervorlage: B Wiedervorlage"],
        "clarify": ["C klären"],
        "stale": ["D still"],
    }


def test_reports_rounds_and_undelivered_mail_wait_for_the_office(client, office):
    row = make_round("sent", deadline=days(20))
    make_report(make_measure("Sprachcafé"), round=row, state="submitted")
    make_report(make_measure(), round=row)
    found = sections(client)
    assert (found["reports"], found["rounds"]) == (["Sachstand: Sprachcafé"], ["Sachstand Herbst 2026"])


def test_a_task_is_done_on_the_page_and_the_way_leads_back(client, office):
    task = make_task(due_on=days(0), responsible=office)
    answer = client.post(f"/intern/aufgaben/{task.pk}/stand/", {"stand": "done", "zurueck": "/intern/?wer=alle"})
    task.refresh_from_db()
    assert (answer.url, task.state, task.done_on, task.done_by) == ("/intern/?wer=alle", "done", TODAY, office)
    assert sections(client) == {}


def test_a_contributor_sees_the_things_of_the_own_actors_only(client, freeze):
    freeze()
    own, other = make_actor(), make_actor()
    user = make_user("contributor", acts_for=[own])
    client.force_login(user)
    mine, theirs = (
        make_measure("Unsere", lead=own, status="in_progress", progress_on=days(-200)),
        make_measure("Fremde", lead=other),
    )
    row = make_round("sent")
    make_report(mine, round=row)
    make_report(theirs, round=row)
    make_milestone(mine, "Unser Schritt", due_on=days(2))
    make_milestone(theirs, "Fremder Schritt", due_on=days(2))
    make_task("Fremde Aufgabe", measure=theirs, due_on=days(2))
    assert sections(client, "?wer=alle") == {
        "woche": ["Meilenstein: Unser Schritt"],
        "reports": ["Sachstand: Unsere"],
        "stale": ["Unsere"],
    }


def test_a_reader_sees_all_and_can_do_nothing(client, freeze):
    freeze()
    task = make_task(due_on=days(-1))
    client.force_login(make_user("reader"))
    page = client.get("/intern/?wer=alle").content.decode()
    assert "Etwas tun" in page and f"/intern/aufgaben/{task.pk}/stand/" not in page
    assert client.post(f"/intern/aufgaben/{task.pk}/stand/", {"stand": "done"}).status_code == 404


def fill(number, user):
    lead, field = make_actor(), make_field()
    row = make_round("sent")
    for index in range(number):
        measure = make_measure(responsible=user, status="in_progress", lead=lead, field=field, end_on=days(-index))
        make_task(measure=measure, responsible=user, due_on=days(-index))
        make_milestone(measure, responsible=user, due_on=days(index))
        make_report(measure, round=row, state="submitted" if index % 2 else "draft")
        make_measure(responsible=user, to_clarify=True, lead=lead)


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/intern/?wer=alle").status_code == 200
    return len(captured)


def test_the_page_takes_at_most_20_queries_whatever_it_holds(client, office):
    fill(3, office)
    queries(client)  # what is cached per process is cached now
    few = queries(client)
    fill(20, office)
    assert queries(client) == few <= 20


class TestTheWeeklyMail:
    MONDAY = "2026-11-23 06:00"

    def test_goes_once_a_week_to_everybody_with_something_due(self, freeze):
        now = freeze(self.MONDAY)
        user, _idle = make_user("office", name="Mara Muster"), make_user("office")
        make_task("Sportbund anrufen", responsible=user, due_on=days(4))
        assert digest.send_digests(now) == "1 Wochenmail"
        assert digest.send_digests(now + datetime.timedelta(days=2)) == ""
        mail = Mail.objects.get()
        assert mail.recipient == user.email
        assert "Aufgaben\n– Sportbund anrufen (27.11.2026)" in mail.email.message
        assert digest.send_digests(freeze("2026-11-30 06:00")) == "1 Wochenmail"

    def test_is_switched_off_and_on_in_the_profile(self, client, freeze):
        now = freeze(self.MONDAY)
        user = make_user("office")
        make_task(responsible=user, due_on=days(0))
        client.force_login(user)
        client.post("/konto/profil/wochenmail/", {"gewuenscht": "0"})
        assert digest.send_digests(now) == ""
        client.post("/konto/profil/wochenmail/", {"gewuenscht": "1"})
        assert Digest.objects.get().is_wanted is True
        assert digest.send_digests(now) == "1 Wochenmail"

    def test_does_not_go_to_locked_accounts_and_readers(self, freeze):
        now = freeze(self.MONDAY)
        for user in (make_user("office", is_active=False), make_user("reader")):
            make_task(responsible=user, due_on=days(0))
        assert digest.send_digests(now) == ""


def test_the_follow_up_of_a_measure_is_moved_or_taken_off(client, office):
    measure = make_measure(next_review_on=days(-1), responsible=office)
    url = f"/intern/massnahmen/{measure.pk}/wiedervorlage/"
    assert client.post(url, {"due_on": "2026-11-01"}).status_code == 422
    assert client.post(url, {"due_on": "2026-02-31"}).status_code == 422
    client.post(url, {"due_on": "2026-12-01"})
    assert Measure.objects.get().next_review_on == datetime.date(2026, 12, 1)
    client.post(url, {"tun": "erledigt"})
    assert Measure.objects.get().next_review_on is None
    assert Task.objects.count() == 0
