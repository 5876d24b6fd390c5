"""`manage.py import_actors FILE [--dry-run]`: bring a list of actors into the portal."""

from integration_portal.core.importing.command import ImportCommand


class Command(ImportCommand):
    help = "Import actors from a spreadsheet, without asking; questions are reported and kept with the rows."
    kind = "actors"
