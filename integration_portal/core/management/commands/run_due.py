"""`manage.py run_due`: everything that is due now. Meant for a timer every five minutes."""

from django.core.management.base import BaseCommand, CommandError

from integration_portal.core import due


class Command(BaseCommand):
    """Send queued mail and run the scheduled jobs whose time has come; print what each did.

    Safe to run twice at once and as often as wished. Exits with 1 when a job failed; the others ran all the same.
    """

    help = "Send queued mail and run the scheduled jobs whose time has come."

    def add_arguments(self, parser):
        parser.add_argument("--list", action="store_true", help="only name the jobs and how often they run")
        parser.add_argument("--force", action="append", default=[], metavar="JOB", help="run this job even if not due")

    def handle(self, *args, **options):
        known = {job.key for job in due.jobs()}
        unknown = [key for key in options["force"] if key not in known]
        if unknown:
            raise CommandError(f"Unknown job: {', '.join(unknown)}. `run_due --list` names them.")
        if options["list"]:
            for job in due.jobs():
                self.stdout.write(f"{job.key}\t{job.every}\t{job.label}")
            return
        failed = []
        for outcome in due.run_due(force=options["force"]):
            if options["verbosity"] > 1 or outcome.state in ("failed", "busy") or outcome.text:
                self.stdout.write(f"{outcome.job.key}: {outcome.state}{f' – {outcome.text}' if outcome.text else ''}")
            if outcome.state == "failed":
                failed.append(outcome.job.key)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}")
