"""The life of an import: upload, check, decisions, commit, undo. The only writer of import batches.

Checking happens in chunks and changes nothing else. Committing and undoing go chunk by chunk, each in a short
transaction of its own, so that on SQLite nobody else waits for long; when a chunk of a commit fails, or the process
dies, what was written is taken back, and an interrupted undoing is finished: in the end all of it stands or none.
Who may do this is the business of the views and commands.
"""

import hashlib
import logging

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import audit
from ..jobs import JobError, Progress, start_job
from ..models import ImportBatch, ImportMapping, ImportRow, Job, SiteSettings
from . import takeover
from .adapters import StaleImport
from .checking import check_batch

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
        raise ValidationError(_not_now(), code="state")
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
        raise ValidationError(_not_now(), code="state")
    total = batch.summary.get(ImportRow.Action.NEW, 0) + batch.summary.get(ImportRow.Action.CHANGED, 0)
    with audit.source("import", path=f"import:{batch.pk}"):
        try:
            takeover.write(batch, advance)
        except takeover.Superseded as error:  # what was written is taken back by who took the batch over
            raise ValidationError(_not_now(), code="state") from error
        except StaleImport as error:
            _give_up(batch, str(error), advance)
        except (DatabaseError, ValidationError) as error:
            logger.warning("Import %s was not taken over: %s", batch.pk, error)
            text = " ".join(error.messages) if isinstance(error, ValidationError) else _("The database refused a row.")
            _give_up(batch, _("Nothing was taken over.") + " " + text, advance)
        except Exception:
            text = _("An unexpected error occurred; the log of the portal says more.")
            _take_back(batch, _("Nothing was taken over.") + " " + text, advance)
            raise
    advance(total, total, _("Rows were taken over."))
    return batch


def _not_now():
    return _("This step is not possible now. Please open the import again.")


def _take_back(batch, text, advance):
    """Undo what was written of a batch that is being taken over, and mark it as failed for the reason given."""
    if not ImportBatch.objects.filter(pk=batch.pk, state=State.COMMITTING).update(state=State.UNDOING, refusal=text):
        raise ValidationError(_not_now(), code="state")
    batch.refresh_from_db()
    takeover.take_back(batch, to=State.FAILED, advance=advance)


def _give_up(batch, text, advance):
    _take_back(batch, text, advance)
    raise ValidationError(text, code="import")


def recover_interrupted(now=None):
    """Take back what was written by imports whose process died, and go on with undoing that was interrupted.

    Returns how many batches were settled; one that cannot be does not hold up the others. A scheduled job.
    """
    number = 0
    lost = ImportBatch.objects.filter(state__in=(State.COMMITTING, State.UNDOING), job__state=Job.State.FAILED)
    for batch in lost:
        try:
            with audit.source("import", path=f"import:{batch.pk}"):
                if batch.state == State.COMMITTING:
                    text = _("The import was interrupted, perhaps by a restart. Nothing was taken over.")
                    _take_back(batch, text, _silently)
                else:
                    _go_on_undoing(batch, _silently)
        except Exception:
            logger.exception("What import %s wrote could not be taken back", batch.pk)
        else:
            number += 1
    return number


def _silently(done, total, message=""):
    """Nobody watches."""


def _go_on_undoing(batch, advance):
    """Undo the rest; a batch with a reason of failure was on its way to `failed`."""
    takeover.take_back(batch, to=State.FAILED if batch.refusal else State.UNDONE, advance=advance)


def undo_batch(*, batch, advance=lambda done, total, message="": None):
    """Take a whole import back. Raises ValidationError when a row was touched since; then nothing changes.

    Rows that somebody works on while it is being taken back stay; `summary["kept_rows"]` counts them.
    """
    with audit.source("import", path=f"import:{batch.pk}"):
        try:
            takeover.check_untouched(batch, advance)
        except StaleImport as error:
            raise ValidationError(str(error), code="touched") from error
        _move(batch, to=State.UNDOING, possible=(State.COMMITTED,))
        _go_on_undoing(batch, advance)
    return batch


def start_undo(*, batch, by, url=""):
    """Have a whole import taken back in the background; the job fails with the reason when a row was touched since."""
    if batch.state != State.COMMITTED:
        raise ValidationError(_not_now(), code="state")
    with transaction.atomic():
        batch.job = start_job(
            kind=UNDO, title=_("Taking back %(file)s") % {"file": batch.file_name}, owner=by,
            params={"batch": str(batch.pk)}, result_url=url,
        )  # fmt: skip
        batch.save(update_fields=["job"])
    return batch.job


def is_working(batch):
    """Whether a job is at work on the batch."""
    if batch.state in (State.UPLOADED, State.CHECKING, State.COMMITTING, State.UNDOING):
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
        _commit_watched(batch, by, advance)
    return batch


def _commit_watched(batch, by, advance):
    """Commit with a job row that shows signs of life, so that what a killed command wrote is found and taken back."""
    now = timezone.now()
    batch.job = Job.objects.create(
        kind="core.import.commit", title=_("Taking over %(file)s") % {"file": batch.file_name}, owner=by,
        state=Job.State.RUNNING, running_since=now, heartbeat_at=now,
    )  # fmt: skip
    batch.save(update_fields=["job"])
    progress, state = Progress(batch.job), Job.State.FAILED

    def tell(done, total, message=""):
        progress.advance(done, total, message)
        advance(done, total, message)

    try:
        commit_batch(batch, tell)
        state = Job.State.DONE
    finally:
        Job.objects.filter(pk=batch.job.pk).update(state=state, finished_at=timezone.now())


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
    undo_batch(batch=ImportBatch.objects.get(pk=progress.params["batch"]), advance=progress.advance)
    return {}


def run_commit(progress):
    """The job behind `start_commit()`."""
    batch = ImportBatch.objects.get(pk=progress.params["batch"])
    commit_batch(batch, progress.advance)
    return {"batch": str(batch.pk), **batch.summary}
