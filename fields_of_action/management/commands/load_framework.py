"""Load a framework with its fields of action: the packaged pLILA, or another file of the same shape."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from fields_of_action import loading
from integration_portal.core import audit


class Command(BaseCommand):
    help = (
        "Adds a framework, its fields of action and goals, reference data and the municipalities. "
        "What is already there is not changed, so it can run at every start."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, default=loading.PLILA, help="JSON file; without one the packaged pLILA"
        )
        parser.add_argument(
            "--municipalities", type=Path, default=loading.MUNICIPALITIES, help="CSV file with ags,name,kind"
        )

    def handle(self, *args, file, municipalities, **options):
        try:
            with audit.source("command"):
                framework = loading.load_framework(data=loading.read_file(file))
                places = loading.load_municipalities(path=municipalities)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        added = framework.added | places.added
        self.stdout.write(
            ", ".join(f"{number} {name}" for name, number in added.items()) + " added" if added else "Nothing to add."
        )
