"""The command line of imports: the same reading and writing as in the browser, without asking, with a printed report."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import ImportBatch, ImportRow
from . import batches
from .problems import Problem


class ImportCommand(BaseCommand):
    """Base of `import_measures` and `import_actors`; subclasses name the `kind`.

    Exit code 0 when the list was taken over (questions included), 1 when it was refused or nothing could be written.
    """

    kind = ""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="An .xlsx, .ods, .csv or, for actors, .vcf file.")
        parser.add_argument("--dry-run", action="store_true", help="Read and report, change nothing.")
        parser.add_argument("--sheet", default="", help="The sheet to read; by default the first that fits.")

    def handle(self, *args, file, dry_run, sheet, **options):
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        with translation.override(settings.LANGUAGE_CODE):
            try:
                batch = batches.run_at_once(kind=self.kind, path=file, dry_run=dry_run, sheet=sheet)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            if batch.state == ImportBatch.State.REFUSED:
                reason = batch.refusal
                batches.discard_batch(batch=batch)
                raise CommandError(reason)
            self._report(batch, dry_run)
            if dry_run:
                batches.discard_batch(batch=batch)

    def _report(self, batch, dry_run):
        counts = batch.summary
        self.stdout.write(f"{batch.file_name}{f' – {batch.sheet}' if batch.sheet else ''}")
        self.stdout.write(
            _(
                "%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(skipped)s left out, %(problems)s with questions"
            )
            % {key: counts.get(key, 0) for key in (*ImportRow.Action.values, "problems")}
        )
        for note in batch.options.get("notes", ()):
            self.stdout.write(note)
        for row in batch.rows.filter(has_problems=True).iterator(chunk_size=500):
            for problem in map(Problem.from_json, row.problems):
                if problem.is_question:
                    title = next(
                        iter(
                            row.parsed.get("values", {}).get(key, "")
                            for key in ("title", "name")
                            if row.parsed.get("values", {}).get(key)
                        ),
                        "",
                    )
                    original = f" „{problem.original}“" if problem.original else ""
                    self.stdout.write(
                        f"  {_('Row %(number)s') % {'number': row.number}} {title}{original}: {problem.message} {problem.hint}".rstrip()
                    )
        created = [entry["name"] for entry in batch.options.get("names", {}).values() if entry["choice"] == "create"]
        if created:
            text = (
                _("%(count)s organisations would be created:")
                if dry_run
                else _("%(count)s organisations were created:")
            )
            self.stdout.write(text % {"count": len(created)} + " " + "; ".join(created))
        self.stdout.write(_("Dry run: nothing was changed.") if dry_run else _("Taken over."))
