"""An import that fails or dies between two chunks leaves nothing behind."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from actors.models import Actor
from integration_portal.core.importing import batches, takeover
from integration_portal.core.models import ImportBatch, Job
from measures.importing import session as import_session
from measures.models import Measure, MeasurePlacement
from tests.builders import make_user

from .test_imports import plila, run  # noqa: F401 - the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plila")]


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(takeover, "CHUNK", 5)


def break_after(monkeypatch, number, error):
    """Let the writing of the chunk after `number` chunks fail."""
    write, written = import_session.writing.write, []

    def fail(session, rows):
        if len(written) == number:
            raise error
        written.append(len(rows))
        write(session, rows)

    monkeypatch.setattr(import_session.writing, "write", fail)


def checked():
    return run(dry_run=True)


def counts():
    return Measure.objects.count(), MeasurePlacement.objects.count(), Actor.objects.count()


def test_a_refused_row_in_a_later_chunk_takes_the_earlier_ones_back(monkeypatch, small_chunks):
    batch = checked()
    before = counts()
    break_after(monkeypatch, 3, DatabaseError("voll"))
    with pytest.raises(batches.ValidationError) as failure:
        batches.commit_batch(batch)
    batch.refresh_from_db()
    assert (batch.state, counts()) == (ImportBatch.State.FAILED, before)
    assert "Es wurde nichts übernommen" in " ".join(failure.value.messages)
    assert batch.rows.filter(target_version__isnull=False).count() == 0
    assert not any(key.startswith("created_") for key in batch.summary)


def test_after_a_failure_the_same_import_can_be_checked_and_taken_over(monkeypatch, small_chunks):
    batch = checked()
    with monkeypatch.context() as broken:
        break_after(broken, 2, DatabaseError("voll"))
        with pytest.raises(batches.ValidationError):
            batches.commit_batch(batch)
    batches.ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.CHECKING)
    batch.refresh_from_db()
    batches.check_batch(batch)
    batches.commit_batch(batch)
    assert (batch.state, Measure.objects.count()) == (ImportBatch.State.COMMITTED, 33)


def test_an_import_whose_worker_was_killed_is_taken_back_by_the_scheduled_job(monkeypatch, small_chunks):
    batch = checked()
    before = counts()
    break_after(monkeypatch, 3, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        batches.commit_batch(batch)
    assert Measure.objects.count() == 15
    batch.job = Job.objects.create(kind="core.import.commit", title="x", state=Job.State.RUNNING)
    batch.save()
    assert batches.recover_interrupted() == 0, "a job that is running is left alone"
    Job.objects.update(state=Job.State.FAILED)
    assert batches.recover_interrupted() == 1
    batch.refresh_from_db()
    assert (batch.state, counts()) == (ImportBatch.State.FAILED, before)
    assert batches.recover_interrupted() == 0


def test_progress_moves_while_rows_are_written(small_chunks):
    seen = []
    batches.commit_batch(checked(), lambda done, total, message="": seen.append(done))
    assert seen[0] == 0 and seen[-1] == 33 and len(set(seen)) >= 7


def undo_breaks_after(monkeypatch, number, error):
    """Let the undoing of the chunk after `number` chunks fail."""
    undo, undone = import_session.undoing.undo, []

    def fail(rows):
        if len(undone) == number:
            raise error
        undone.append(len(rows))
        return undo(rows)

    monkeypatch.setattr(import_session.undoing, "undo", fail)


def test_an_undoing_that_was_killed_goes_on(monkeypatch, small_chunks):
    before = counts()
    batch = run()
    with monkeypatch.context() as broken:
        undo_breaks_after(broken, 2, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            batches.undo_batch(batch=batch)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDOING and batches.is_working(batch)
    assert Measure.objects.count() == 25, "the last rows went first"
    Job.objects.update(state=Job.State.FAILED)
    assert batches.recover_interrupted() == 1
    batch.refresh_from_db()
    assert (batch.state, counts()) == (ImportBatch.State.UNDONE, before)


def test_the_page_leaves_a_commit_without_worker_to_the_scheduled_job(monkeypatch, small_chunks, client):
    batch, office = checked(), make_user("office")
    before = counts()
    break_after(monkeypatch, 3, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        batches.commit_batch(batch)
    batch.job = Job.objects.create(kind="core.import.commit", title="x", state=Job.State.FAILED)
    batch.save()
    client.force_login(office)
    page = client.get(reverse("measures:import_show", args=[batch.pk]))
    assert page.context["interrupted"]
    assert batches.recover_interrupted() == 1
    assert counts() == before


def test_a_command_that_was_killed_leaves_a_job_that_can_be_found(monkeypatch, small_chunks):
    before = counts()
    break_after(monkeypatch, 3, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        run()
    assert Job.objects.get().state == Job.State.FAILED
    assert batches.recover_interrupted() == 1
    assert counts() == before


def test_rows_that_somebody_works_on_meanwhile_stay_and_are_named(monkeypatch, small_chunks):
    batch = run()
    undo, touched = import_session.undoing.undo, []

    def touch_the_first(rows):
        if not touched:
            touched.append(batch.rows.filter(target_id__isnull=False).earliest("number"))
            Measure.objects.get(pk=touched[0].target_id).save()
        return undo(rows)

    monkeypatch.setattr(import_session.undoing, "undo", touch_the_first)
    batches.undo_batch(batch=batch)
    assert (Measure.objects.count(), batch.state) == (1, ImportBatch.State.UNDONE)
    assert (batch.summary["kept_rows"], batch.summary["kept_numbers"]) == (1, [touched[0].number])


def test_a_worker_given_up_for_dead_does_not_go_on_writing(monkeypatch, small_chunks):
    batch = checked()
    before = counts()
    write, written = import_session.writing.write, []

    def lose(session, rows):
        write(session, rows)
        written.append(rows)
        if len(written) == 2:
            Job.objects.update_or_create(pk=batch.job_id, defaults={"state": Job.State.FAILED})

    batch.job = Job.objects.create(kind="core.import.commit", title="x", state=Job.State.RUNNING)
    batch.save()
    monkeypatch.setattr(import_session.writing, "write", lose)

    def recover(done, total, message=""):
        batches.recover_interrupted()

    with pytest.raises(batches.ValidationError):
        batches.commit_batch(batch, recover)
    assert len(written) == 2 and counts() == before


def test_progress_moves_while_rows_are_taken_back(small_chunks):
    seen = []
    batches.undo_batch(batch=run(), advance=lambda done, total, message="": seen.append((done, message)))
    assert [done for done, _message in seen] == sorted(done for done, _message in seen)
    assert len(seen) >= 14 and len({message for _done, message in seen}) == 3
