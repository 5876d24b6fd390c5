"""Load demo data: `manage.py demo_data --measures 60`."""

import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from integration_portal.portal.demo import build
from integration_portal.portal.demo.network import write_logins


def positive(text):
    """A whole number from 1 on, as an argument type."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


class Command(BaseCommand):
    help = (
        "Fills an empty database with fictitious measures, organisations, people and one account per role, or adds "
        "measures to a demo database. The random passwords stand in demo-logins.tsv in VAR_DIR."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--measures", type=positive, default=60, metavar="N", help="how many measures there are to be (60)"
        )
        parser.add_argument("--seed", type=int, default=2019, help="the same seed gives the same measures")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, without an error, where anything is entered"
        )
        parser.add_argument(
            "--yes-load-demo-data",
            action="store_true",
            help="load it although DEBUG is off; never on a real installation",
        )

    def handle(self, *args, measures, seed, if_empty, yes_load_demo_data, **options):
        if not (settings.DEMO_ALLOWED or yes_load_demo_data):
            raise CommandError(
                "Demo data is refused while DEBUG is off. If this is no real installation, add --yes-load-demo-data."
            )
        if if_empty and not build.is_empty():
            self.stdout.write("The database is not empty: no demo data loaded.")
            return
        started, said = time.monotonic(), [0.0]

        def progress(done, total, what):
            now = time.monotonic()
            if now - said[0] > 2 or done == total:
                said[0] = now
                self.stdout.write(f"{done} of {total} {what}")

        try:
            report = build.build(number=measures, seed=seed, progress=progress)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"Demo data: {report.measures} measures, {report.actors} actors, {report.persons} persons"
            f" in {time.monotonic() - started:.1f} s."
        )
        if report.logins:
            self.stdout.write(f"Logins: {write_logins(report.logins)}")
