"""`manage.py oparl_sync`: bring every object of the OParl interface up to date."""

from django.core.management.base import BaseCommand

from committees.oparl import sync


class Command(BaseCommand):
    """Safe to run at any time and as often as wished: what has not changed is not written."""

    help = "Bring every object of the OParl interface up to date."

    def handle(self, *args, **options):
        written = sync.rebuild(progress=self._progress if options["verbosity"] > 1 else None)
        self.stdout.write(f"{written} objects written.")

    def _progress(self, done, total):
        self.stdout.write(f"{done} of {total}")
