"""`manage.py` with the environment of the local installation: `python scripts/manage_local.py COMMAND …`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.core.management import execute_from_command_line

from scripts import local

if __name__ == "__main__":
    local.prepare_environment()
    execute_from_command_line(sys.argv)
