"""The life of an import: upload, check, decisions, commit, undo. The only writer of import batches.

Checking happens in chunks and changes nothing else. Committing writes chunk by chunk, each in a short transaction of
its own, so that on SQLite nobody else waits for long; when a chunk fails, or the process dies, what was written is
taken back: in the end all of it stands or none. Undoing is one transaction. Who may do this is the business of the
views and commands.
"""

import hashlib
import json
import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .. import audit
from ..jobs import JobError, start_job
from ..models import ImportBatch, ImportMapping, ImportRow, Job, SiteSettings
from . import adapters
from .adapters import StaleImport
from .checking import CHUNK, check_batch

logger = logging.getLogger(__name__)
State = ImportBatch.State
UNDO = "core.import.undo"
CHECKABLE = (State.UPLOADED, State.CHECKED, State.FAILED, State.REFUSED)


def create_batch(*, kind, upload, name, by, sheet=""):
    """Keep an uploaded file as a new batch. Raises ValidationError for a file that is empty or over the limit.

    `upload` is a Django file; its name and content type are not believed. What is inside is looked at by the check.
    """
    limit = SiteSettings.load().import_max_megabytes
    if upload.size > limit * 1024 * 1024:
        raise ValidationError(
            _("The file is too large. At most %(limit)s MB are read.") % {"limit": limit}, code="too_large"
        )
    if not upload.size:
        raise ValidationError(_("The file is empty."), code="empty")
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    name = "".join(char for char in name if char.isprintable()).replace("\\", "/").rsplit("/", 1)[-1][:255] or "datei"
    batch = ImportBatch(
        kind=kind, file_name=name, checksum=digest.hexdigest(), size=upload.size, sheet=sheet[:120], created_by=by
    )
    batch.file.save(name, File(upload), save=False)
    batch.save()
    return batch


def create_sibling(*, batch, kind, sheet, by):
    """A new batch over the same file for another of its sheets and the kind of thing in it."""
    with batch.file.open("rb") as file:
        return create_batch(
            kind=kind, upload=File(file, name=batch.file_name), name=batch.file_name, by=by, sheet=sheet
        )


def earlier_import(batch):
    """The latest batch that took over exactly this file and sheet and was not undone, or None."""
    return (
        ImportBatch.objects.filter(kind=batch.kind, checksum=batch.checksum, sheet=batch.sheet, state=State.COMMITTED)
        .exclude(pk=batch.pk)
        .order_by("-committed_at")
        .first()
    )


# --- checking ---------------------------------------------------------------------------------------------
def _move(batch, *, to, possible):
    """Move the state if it is one of the possible ones, settling races in the database."""
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=possible).update(state=to):
        raise ValidationError(_("This step is not possible now. Please open the import again."), code="state")
    batch.state = to


def start_check(*, batch, by, url=""):
    """Have the file read and checked in the background. Raises ValidationError if it is being worked on."""
    with transaction.atomic():
        _move(batch, to=State.CHECKING, possible=CHECKABLE)
        batch.job = start_job(
            kind="core.import.check",
            title=_("Checking %(file)s") % {"file": batch.file_name},
            owner=by,
            params={"batch": str(batch.pk)},
            result_url=url,
        )
        batch.save(update_fields=["job"])
    return batch.job


def set_mapping(*, batch, mapping, by, remember=True):
    """Set what the columns mean and, if wished, keep it for lists with the same headings. The check must run again."""
    batch.mapping = mapping
    batch.options = {**batch.options, "mapping_chosen": True}
    batch.save(update_fields=["mapping", "options"])
    if remember and batch.options.get("signature"):
        ImportMapping.objects.update_or_create(
            kind=batch.kind, signature=batch.options["signature"], defaults={"mapping": mapping, "saved_by": by}
        )


def set_sheet(*, batch, sheet):
    """Choose another sheet of the file; mapping and rows start anew."""
    batch.sheet, batch.mapping = sheet, {}
    batch.options = {key: value for key, value in batch.options.items() if key not in ("mapping_chosen", "names")}
    batch.save(update_fields=["sheet", "mapping", "options"])


def set_name_choices(*, batch, choices):
    """Say what unknown names become: "create", "note", or the id of the one that is meant."""
    names = batch.options.get("names", {})
    for key, choice in choices.items():
        if key in names:
            names[key]["choice"] = names[key]["chosen"] = choice
    if choices:
        batch.options["names_changed"] = True
        batch.save(update_fields=["options"])


def names_wait_for_check(batch):
    """Whether somebody decided about names since the rows were checked."""
    return bool(batch.options.get("names_changed"))


def decide_row(*, row, skip=None, accept=None):
    """Leave a row out or take it in again; `accept` takes over the proposals made for its cells."""
    decision = dict(row.decision)
    if skip is not None:
        decision["skip"] = skip
        if skip:
            row.parsed["planned"] = row.parsed.get("planned") or row.action
            row.action = ImportRow.Action.SKIPPED
        else:
            row.action = row.parsed.pop("planned", None) or (
                ImportRow.Action.CHANGED if row.target_id else ImportRow.Action.NEW
            )
    if accept is not None:
        decision["accept"] = accept
        for problem in row.problems:
            if accept and "proposal" in problem["params"]:
                row.parsed["values"][problem["key"]] = problem["params"]["proposal"]
        row.problems = [problem for problem in row.problems if not (accept and "proposal" in problem["params"])]
        row.has_problems = any(problem["level"] == "clarify" for problem in row.problems)
    row.decision = decision
    row.save()
    count(row.batch)


def count(batch):
    """Count the rows of the batch anew."""
    counts = {}
    for action, has_problems in batch.rows.values_list("action", "has_problems"):
        counts[action] = counts.get(action, 0) + 1
        counts["problems"] = counts.get("problems", 0) + (has_problems and action != ImportRow.Action.SKIPPED)
    batch.summary = {**{key: value for key, value in batch.summary.items() if key.startswith("created_")}, **counts}
    batch.save(update_fields=["summary"])


# --- taking over and back ------------------------------------------------------------------------------------
def start_commit(*, batch, by, url=""):
    """Have the batch taken over in the background, all or nothing."""
    with transaction.atomic():
        _move(batch, to=State.COMMITTING, possible=(State.CHECKED,))
        batch.job = start_job(
            kind="core.import.commit",
            title=_("Taking over %(file)s") % {"file": batch.file_name},
            owner=by,
            params={"batch": str(batch.pk)},
            result_url=url,
        )
        batch.save(update_fields=["job"])
    return batch.job


def commit_batch(batch, advance=lambda done, total, message="": None):
    """Write all new and changed rows, or none. Returns the batch, committed.

    Raises ValidationError, and leaves the batch `failed` with the reason and nothing written, when data changed
    since the check or the database refuses a row. A batch that is not ready is refused.
    """
    if batch.state == State.CHECKED:
        _move(batch, to=State.COMMITTING, possible=(State.CHECKED,))
    if batch.state != State.COMMITTING:
        raise ValidationError(_("This step is not possible now. Please open the import again."), code="state")
    chunks = RowChunks(batch, (ImportRow.Action.NEW, ImportRow.Action.CHANGED))
    total = len(chunks)
    with audit.source("import", path=f"import:{batch.pk}"):
        try:
            _write_all(batch, chunks, advance)
        except StaleImport as error:
            _give_up(batch, str(error))
        except (DatabaseError, ValidationError) as error:
            logger.warning("Import %s was not taken over: %s", batch.pk, error)
            text = " ".join(error.messages) if isinstance(error, ValidationError) else _("The database refused a row.")
            _give_up(batch, _("Nothing was taken over.") + " " + text)
        except Exception:
            text = _("An unexpected error occurred; the log of the portal says more.")
            _take_back(batch, _("Nothing was taken over.") + " " + text)
            raise
    advance(total, total, _("Rows were taken over."))
    return batch


def _write_all(batch, chunks, advance):
    done, total = 0, len(chunks)
    advance(0, total, _("Rows are being taken over."))
    with translation.override(settings.LANGUAGE_CODE):
        session = adapters.get(batch.kind).session(batch)
        with transaction.atomic():
            batch.summary = {**batch.summary, **session.begin(chunks)}
            batch.save(update_fields=["summary"])
        for rows in chunks:
            with transaction.atomic():
                session.write(rows)
                chunks.save(rows)
            done += len(rows)
            advance(done, max(total, done + 1), _("Rows are being taken over."))
    batch.state, batch.committed_at, batch.refusal = State.COMMITTED, timezone.now(), ""
    batch.save()


def _take_back(batch, text):
    """Undo the chunks that were written and mark the batch as failed, in one transaction."""
    with transaction.atomic():
        chunks = RowChunks(batch, (ImportRow.Action.NEW, ImportRow.Action.CHANGED), only_written=True)
        session = adapters.get(batch.kind).session(batch)
        session.undo(chunks)
        for rows in chunks:
            for row in rows:
                row.target_version, row.before = None, {}
                if row.action == ImportRow.Action.NEW:
                    row.target_id = None
            chunks.save(rows)
        batch.summary = {key: value for key, value in batch.summary.items() if not key.startswith("created_")}
        batch.state, batch.refusal = State.FAILED, text
        ImportBatch.objects.filter(pk=batch.pk).update(state=State.FAILED, refusal=text, summary=batch.summary)


def _give_up(batch, text):
    _take_back(batch, text)
    raise ValidationError(text, code="import")


def recover_interrupted(now=None):
    """Take back what imports wrote whose process died in the middle; returns how many batches. A scheduled job."""
    number = 0
    for batch in ImportBatch.objects.filter(state=State.COMMITTING, job__state=Job.State.FAILED):
        with audit.source("import", path=f"import:{batch.pk}"):
            _take_back(batch, _("The import was interrupted, perhaps by a restart. Nothing was taken over."))
        number += 1
    return number


class RowChunks:
    """Rows of a batch in the order of the list, read anew in chunks at each walk, so that a long list costs little memory."""

    def __init__(self, batch, actions, *, only_written=False):
        rows = batch.rows.filter(action__in=actions)
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


def undo_batch(*, batch):
    """Take a whole import back in one transaction. Raises ValidationError when a row was touched since; then nothing changes."""
    try:
        with transaction.atomic(), audit.source("import", path=f"import:{batch.pk}"):
            _move(batch, to=State.UNDONE, possible=(State.COMMITTED,))
            session = adapters.get(batch.kind).session(batch)
            kept = session.undo(RowChunks(batch, (ImportRow.Action.NEW, ImportRow.Action.CHANGED)))
            batch.undone_at = timezone.now()
            batch.summary = {**batch.summary, **kept}
            batch.save()
    except StaleImport as error:
        batch.refresh_from_db()
        raise ValidationError(str(error), code="touched") from error
    return batch


def start_undo(*, batch, by, url=""):
    """Have a whole import taken back in the background; the job fails with the reason when a row was touched since."""
    if batch.state != State.COMMITTED:
        raise ValidationError(_("This step is not possible now. Please open the import again."), code="state")
    with transaction.atomic():
        batch.job = start_job(
            kind=UNDO, title=_("Taking back %(file)s") % {"file": batch.file_name}, owner=by,
            params={"batch": str(batch.pk)}, result_url=url,
        )  # fmt: skip
        batch.save(update_fields=["job"])
    return batch.job


def is_working(batch):
    """Whether a job is at work on the batch."""
    if batch.state in (State.UPLOADED, State.CHECKING, State.COMMITTING):
        return True
    return bool(
        batch.state == State.COMMITTED
        and batch.job
        and batch.job.kind == UNDO
        and batch.job.state in ("queued", "running")
    )


def discard_batch(*, batch):
    """Throw away an import that was not taken over: its file and rows go, the fact that it was there stays."""
    _move(batch, to=State.DISCARDED, possible=(*CHECKABLE, State.CHECKING))
    batch.rows.all().delete()
    batch.file.delete(save=False)
    batch.file = ""
    batch.save()


def run_at_once(*, kind, path, by=None, advance=lambda done, total, message="": None, dry_run=False, sheet=""):
    """What the commands do: read, check and, unless `dry_run`, take over a file without asking. Returns the batch.

    A dry run leaves the batch checked; the caller discards it when it has reported.
    """
    with path.open("rb") as file:
        batch = create_batch(kind=kind, upload=File(file, name=path.name), name=path.name, by=by, sheet=sheet)
    _move(batch, to=State.CHECKING, possible=(State.UPLOADED,))
    check_batch(batch, advance)
    if batch.state == State.CHECKED and not dry_run:
        if batch.options.get("needs_mapping"):
            raise ValidationError(
                _("No column holds the names. Please import this list in the browser and say what the columns mean.")
            )
        commit_batch(batch, advance)
    return batch


def run_check(progress):
    """The job behind `start_check()`."""
    batch = ImportBatch.objects.get(pk=progress.params["batch"])
    try:
        check_batch(batch, progress.advance)
    except Exception:
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=State.FAILED, refusal=_("The file could not be read to the end; the log of the portal says more.")
        )
        raise
    if batch.state == State.REFUSED:
        raise JobError(batch.refusal)
    return {"batch": str(batch.pk), **batch.summary}


def run_undo(progress):
    """The job behind `start_undo()`."""
    undo_batch(batch=ImportBatch.objects.get(pk=progress.params["batch"]))
    return {}


def run_commit(progress):
    """The job behind `start_commit()`."""
    batch = ImportBatch.objects.get(pk=progress.params["batch"])
    commit_batch(batch, progress.advance)
    return {"batch": str(batch.pk), **batch.summary}
