"""Collect the texts of code and templates into locale/de and locale/en with gettext's xgettext.

Works in a copy of the tree, so that build products and other people's half-written files play no part.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("de", "en")
SOURCES = ("integration_portal", "committees", "measures", "actors", "fields_of_action", "templates")


def have_xgettext():
    return all(map(shutil.which, ("xgettext", "msgmerge", "msguniq", "msgattrib")))


def collect(languages=LANGUAGES):
    """Return {language: catalogue} as it would be after collecting, without touching the tree."""
    with tempfile.TemporaryDirectory(prefix="portal-messages-") as folder:
        copy = Path(folder)
        for name in SOURCES:
            shutil.copytree(
                ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.pyc", "__pycache__", "migrations")
            )
        (copy / "locale").mkdir()
        for language in languages:
            target = copy / "locale" / language / "LC_MESSAGES"
            target.mkdir(parents=True)
            source = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
            if source.exists():
                shutil.copy(source, target)
        command = [sys.executable, "-m", "django", "makemessages", "--no-obsolete", "--add-location=file", "--no-wrap"]
        environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        options = [part for language in languages for part in ("-l", language)]
        result = subprocess.run(
            [*command, *options], cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
        if result.returncode:
            sys.exit(f"makemessages failed:\n{result.stdout}{result.stderr}")
        return {
            language: polib.pofile(str(copy / "locale" / language / "LC_MESSAGES" / "django.po"), wrapwidth=0)
            for language in languages
        }


def gaps(catalogue):
    """Return the texts of a catalogue that have no finished translation."""
    return [entry.msgid for entry in catalogue if not entry.obsolete and (entry.fuzzy or not entry.translated())]


def main():
    if not have_xgettext():
        sys.exit("make messages needs gettext's programs:  apt-get install gettext")
    for language, catalogue in collect().items():
        target = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        target.parent.mkdir(parents=True, exist_ok=True)
        # A date that changes with every run would be all that many commits change.
        catalogue.metadata.pop("POT-Creation-Date", None)
        catalogue.save(str(target))
        missing = gaps(catalogue) if language != "en" else []
        print(f"{language}: {len(catalogue)} texts, {len(missing)} without translation")


if __name__ == "__main__":
    main()
