"""Writing a checked batch, and taking back what was written, in steps of one short transaction each.

While a batch is taken over it is in state `committing`, while it is taken back in `undoing`. Each step locks the
batch and looks at its state first, so that a worker that was given up for dead does not go on writing. Rows that
are written have a `target_version`, so that taking back can be resumed where it stopped. Called by `batches` only.
"""

import json
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..models import ImportBatch, ImportRow
from . import adapters

CHUNK = 300
PAUSE = 0.11  # seconds; who waits for SQLite's write lock looks again every tenth of a second
_SHOWN = 20
State = ImportBatch.State


class Superseded(Exception):
    """The batch has left the state it was worked on in: somebody else took it over."""


@contextmanager
def step(batch, state):
    """A transaction that holds the batch in `state`. Raises Superseded when it is in another one."""
    with transaction.atomic():
        if not ImportBatch.objects.select_for_update().filter(pk=batch.pk, state=state).values_list("pk").first():
            raise Superseded
        yield
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE)


class RowChunks:
    """New and changed rows of a batch in the order of the list, read anew in chunks at each walk: a long list costs little memory."""

    def __init__(self, batch, *, only_written=False):
        rows = batch.rows.filter(action__in=(ImportRow.Action.NEW, ImportRow.Action.CHANGED))
        rows = rows.filter(target_version__isnull=False) if only_written else rows
        self.pks = list(rows.order_by("number").values_list("pk", flat=True))

    def __len__(self):
        return len(self.pks)

    def __iter__(self):
        for start in range(0, len(self.pks), CHUNK):
            yield list(ImportRow.objects.filter(pk__in=self.pks[start : start + CHUNK]).order_by("number"))

    def save(self, rows):
        """Write `target_id`, `target_version` and `before`: one prepared statement, `bulk_update()` takes a hundred times as long."""
        table = connection.ops.quote_name(ImportRow._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET target_id = %s, target_version = %s, before = %s WHERE id = %s",
                [(row.target_id, row.target_version, json.dumps(row.before), row.pk) for row in rows],
            )


def write(batch, advance):
    """Write all new and changed rows and end in `committed`. What was written before an error stays for `take_back()`."""
    chunks = RowChunks(batch)
    done, total = 0, len(chunks)
    advance(0, total, _("The import is being prepared."))
    words = _("Rows are being taken over.")
    with translation.override(settings.LANGUAGE_CODE):
        session = adapters.get(batch.kind).session(batch)
        session.prepare(chunks)
        with step(batch, State.COMMITTING):
            batch.summary = {**batch.summary, **session.begin()}
            batch.save(update_fields=["summary"])
        for rows in chunks:
            with step(batch, State.COMMITTING):
                session.write(rows)
                chunks.save(rows)
            done += len(rows)
            advance(done, max(total, done + 1), words)
        with step(batch, State.COMMITTING):
            batch.state, batch.committed_at, batch.refusal = State.COMMITTED, timezone.now(), ""
            batch.save()


def check_untouched(batch, advance):
    """Raise StaleImport when somebody has worked on what the batch wrote. Changes nothing."""
    session = adapters.get(batch.kind).session(batch)
    chunks = RowChunks(batch)
    words = _("The portal checks whether somebody has worked on the rows since.")
    done, total = 0, 2 * len(chunks)
    for rows in chunks:
        advance(done, total, words)
        session.check_undo(rows)
        done += len(rows)
    session.check_undo_end()


def take_back(batch, *, to, advance):
    """Take back all rows that were written, the last first, and end in `to`. The batch is in `undoing`.

    Rows that somebody worked on meanwhile stay as they are; `summary["kept_rows"]` counts them. Can be repeated
    after an interruption.
    """
    session = adapters.get(batch.kind).session(batch)
    written = RowChunks(batch, only_written=True)
    done, total = len(written), 2 * len(written)
    words = _("Rows are being taken back.")
    for start in reversed(range(0, len(written), CHUNK)):
        advance(done, total, words)
        with step(batch, State.UNDOING):
            pks = written.pks[start : start + CHUNK]
            rows = list(ImportRow.objects.filter(pk__in=pks, target_version__isnull=False).order_by("-number"))
            stay = {row.pk for row in session.undo(rows)}
            gone = [row for row in rows if row.pk not in stay]
            for row in gone:
                row.target_version, row.before = None, {}
                row.target_id = None if row.action == ImportRow.Action.NEW else row.target_id
            written.save(gone)
        done += len(rows)
    with step(batch, State.UNDOING):
        kept = session.end_undo()
        rows = batch.rows.filter(target_version__isnull=False).order_by("number")
        if numbers := list(rows.values_list("number", flat=True)):
            kept |= {"kept_rows": len(numbers), "kept_numbers": numbers[:_SHOWN]}
        summary = {key: value for key, value in batch.summary.items() if not key.startswith(("created_", "kept_"))}
        batch.summary, batch.state = {**summary, **kept}, to
        batch.undone_at = timezone.now() if to == State.UNDONE else None
        batch.save(update_fields=["summary", "state", "undone_at"])
    advance(total, total, _("Rows were taken back."))
