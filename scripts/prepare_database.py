"""The Django half of `prepare`: importing it loads Django, so it is imported only when there is something to do."""

import sys

import django
from django.core.management import CommandError, call_command

django.setup()


def run(measures=None):
    """Migrate, load the packaged framework, and load demo data: `measures` of them, or 60 if the database is empty."""
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_framework")
        if measures is None:
            call_command("demo_data", measures=60, if_empty=True)
        else:
            call_command("demo_data", measures=measures)
    except CommandError as error:
        sys.exit(str(error))


def collect_static():
    """Copy all static files to STATIC_ROOT with hashed names and compressed twins."""
    call_command("collectstatic", interactive=False, verbosity=0)
