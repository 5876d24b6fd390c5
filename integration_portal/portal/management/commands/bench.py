"""Measure the portal: `manage.py bench`, called by `make bench` on a database of its own."""

import json
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from integration_portal.portal.benchmark import (
    committees,
    concept,
    coordination,
    files,
    listing,
    network,
    oparl,
    pictures,
)
from measures.models import Measure

SIZE = 5_000


class Command(BaseCommand):
    help = (
        "Fills an empty database with 5,000 sample measures, later 100,000, prints the figures as a Markdown table and "
        "fails when a limit is not kept. Only for a database that is thrown away."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--part", choices=("xlsx", "csv", "import"), help="one part, in a process of its own; prints JSON"
        )
        parser.add_argument("--file", help="the list to import")

    def handle(self, *args, part, file, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "The benchmark fills the database with sample data. Set DEMO_ALLOWED=on for a database of its own."
            )
        if part:
            result = files.import_part(file) if part == "import" else files.export_part(part)
            self.stdout.write(json.dumps(result))
            return
        if Measure.objects.exists():
            raise CommandError("The benchmark needs an empty database.")
        self.say(f"Loading {SIZE} measures …")
        call_command("demo_data", measures=SIZE, stdout=sys.stderr)
        # All of them public, as the figures ask for it; nothing of this database is kept.
        ready = Measure.objects.filter(lead__isnull=False, to_clarify=False, archived_at__isnull=True)
        ready.filter(published_at__isnull=True).update(
            published_at=Measure.objects.order_by("created_at").first().created_at
        )
        ready.update(is_published=True)
        figures = []
        for words, part_figures in (
            ("Transfer", files.transfer), ("Listing", listing.public_listing), ("Office table", listing.office_table),
            ("Exports", files.exports_figures), ("Round", coordination.round_of_mails),
            ("Today page", coordination.today_page), ("Growth to 100,000", listing.growth),
            ("Import", files.import_figures), ("Report", coordination.report_of_500),
            ("Merging", network.merge_of_two), ("Network", pictures.pictures_and_lists),
            ("OParl", oparl.lists),
            ("Committees", committees.lists),
            ("Concept", concept.reading_and_comparing),
            ("Statements", concept.assessing),
        ):  # fmt: skip
            self.say(f"{words} …")
            figures += list(part_figures())
        self.stdout.write("| what | measured | limit | |\n|---|---|---|---|")
        for figure in figures:
            self.stdout.write(figure.row)
        lost = [figure.what for figure in figures if not figure.is_kept]
        if lost:
            raise CommandError("Limits not kept: " + "; ".join(lost))

    def say(self, words):
        self.stderr.write(words)
