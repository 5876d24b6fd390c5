"""An import that fails or dies between two chunks leaves nothing behind."""

import pytest
from django.db import DatabaseError

from actors.models import Actor
from integration_portal.core.importing import batches, takeover
from integration_portal.core.models import ImportBatch, Job
from measures.importing import session as import_session
from measures.models import Measure, MeasurePlacement

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
