"""Jobs report to who started them, drafts belong to who typed them, due jobs run once."""

import datetime
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from integration_portal.core import due, jobs
from integration_portal.core.drafts import MAX_BYTES, DraftTooLarge, as_form_data, draft_of, save_draft
from integration_portal.core.models import DueRun, Job
from tests.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds():
    """Job functions for this test only."""
    before = dict(jobs._functions)
    yield jobs.job
    jobs._functions.clear()
    jobs._functions.update(before)


@pytest.fixture
def scheduled():
    """No scheduled jobs but those of this test."""
    before = dict(due._jobs)
    due._jobs.clear()
    yield lambda key, run, every=datetime.timedelta(hours=1): due.register(due.DueJob(key, key, every, run))
    due._jobs.clear()
    due._jobs.update(before)


def start(owner, kind="x", callbacks=None, **params):
    with callbacks(execute=True):
        return jobs.start_job(kind=kind, title="Auftrag", owner=owner, params=params)


def test_a_job_gets_its_parameters_and_keeps_its_result(kinds, django_capture_on_commit_callbacks):
    @kinds("x")
    def double(progress):
        progress.advance(1, 1, "fertig")
        return {"n": progress.params["n"] * 2}

    row = start(make_user(), callbacks=django_capture_on_commit_callbacks, n=21)
    row.refresh_from_db()
    assert (row.state, row.result, row.done, row.message) == ("done", {"n": 42}, 1, "fertig")


@pytest.mark.parametrize(
    ("error", "words"),
    [(jobs.JobError("Die Datei fehlt."), "Die Datei fehlt."), (ZeroDivisionError("geheim"), "Protokoll")],
)
def test_a_failure_is_told_to_its_owner_and_to_nobody_else(
    kinds, client, error, words, django_capture_on_commit_callbacks
):
    @kinds("x")
    def fail(progress):
        raise error

    owner, other = make_user("office"), make_user("office")
    row = start(owner, callbacks=django_capture_on_commit_callbacks)
    row.refresh_from_db()
    assert row.state == "failed" and words in row.error and "geheim" not in row.error
    client.force_login(owner)
    assert client.get(f"/intern/auftraege/{row.pk}/").status_code == 200
    client.force_login(other)
    assert client.get(f"/intern/auftraege/{row.pk}/").status_code == 404


def test_a_job_runs_once_however_often_it_is_taken(kinds, django_capture_on_commit_callbacks):
    runs = []
    kinds("x")(lambda progress: runs.append(1))
    row = start(make_user(), callbacks=django_capture_on_commit_callbacks)
    jobs.run_job.call(str(row.pk))
    assert runs == [1]


def test_a_job_without_a_sign_of_life_is_lost_after_two_minutes(freeze):
    now = freeze()
    alive = Job.objects.create(kind="x", title="a", state="running", heartbeat_at=now - datetime.timedelta(seconds=119))
    dead = Job.objects.create(kind="x", title="b", state="running", heartbeat_at=now - datetime.timedelta(seconds=121))
    assert jobs.mark_lost(now) == 1
    for row in (alive, dead):
        row.refresh_from_db()
    assert (alive.state, dead.state) == ("running", "failed")


def test_a_draft_comes_back_to_its_author_only():
    author, other = make_user("office"), make_user("office")
    save_draft(user=author, key="k", data=QueryDict("title=Ärger%20🦄&goals=1&goals=2&password1=x"), base_version=3)
    data = as_form_data(draft_of(author, "k"))
    assert (data["title"], data.getlist("goals"), data["version"]) == ("Ärger 🦄", ["1", "2"], "3")
    assert "password1" not in data
    assert draft_of(other, "k") is None


def test_a_draft_has_a_limit():
    data = QueryDict(mutable=True)
    data["text"] = "x" * MAX_BYTES
    with pytest.raises(DraftTooLarge):
        save_draft(user=make_user(), key="k", data=data)


def test_a_scheduled_job_runs_when_its_time_has_come_and_not_before(scheduled, freeze):
    runs = []
    scheduled("a", lambda now: runs.append(now) or f"{len(runs)} getan")
    assert [outcome.text for outcome in due.run_due(now=freeze("2026-11-23 08:00"))] == ["1 getan"]
    assert [outcome.state for outcome in due.run_due(now=freeze("2026-11-23 08:30"))] == ["not due"]
    assert [outcome.text for outcome in due.run_due(now=freeze("2026-11-23 09:00"))] == ["2 getan"]
    assert DueRun.objects.get().last_result == "2 getan"


def test_a_job_that_fails_does_not_stop_the_others_and_says_so(scheduled, capsys):
    runs = []
    scheduled("a", lambda now: 1 / 0)
    scheduled("b", lambda now: runs.append(1))
    with pytest.raises(CommandError):
        call_command("run_due")
    assert runs == [1]
    assert "ZeroDivisionError" in DueRun.objects.get(key="a").last_error
    assert "a: failed" in capsys.readouterr().out


def test_an_unknown_job_cannot_be_forced(scheduled):
    with pytest.raises(CommandError):
        call_command("run_due", force=["gibt-es-nicht"])


def test_a_claim_whose_process_died_is_taken_over_after_an_hour(scheduled, freeze):
    runs = []
    scheduled("a", lambda now: runs.append(1))
    now = freeze()
    DueRun.objects.create(
        key="a", last_started_at=now - datetime.timedelta(hours=2), running_since=now - datetime.timedelta(minutes=59)
    )
    assert [outcome.state for outcome in due.run_due(now=now)] == ["busy"]
    assert [outcome.state for outcome in due.run_due(now=now + datetime.timedelta(minutes=2))] == ["done"]
    assert runs == [1]


@pytest.mark.django_db(transaction=True)
def test_run_due_twice_at_once_does_each_job_once(scheduled):
    runs, barrier = [], threading.Barrier(2)
    scheduled("a", lambda now: runs.append(1))
    DueRun.objects.create(key="a")
    now = timezone.now()

    def run():
        barrier.wait()
        list(due.run_due(now=now))
        connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs == [1]
