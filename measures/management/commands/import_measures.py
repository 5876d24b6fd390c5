"""`manage.py import_measures FILE [--dry-run]`: bring a list of measures into the portal."""

from integration_portal.core.importing.command import ImportCommand


class Command(ImportCommand):
    help = "Import measures from a spreadsheet, without asking; questions are reported and kept with the rows."
    kind = "measures"
