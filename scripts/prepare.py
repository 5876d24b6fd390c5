"""Bring database and static files to the state of the code: catalogues, assets, migrations, framework, demo data.

One process does it all, and nothing is done twice: the SQLite file itself carries a number for the code that
prepared it, so a restored backup is prepared again. `--measures N` asks for demo data of that size.
"""

import argparse
import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import compile_messages, local

PACKAGES = ("integration_portal", "committees", "measures", "actors", "fields_of_action")
CODE_SUFFIXES = {".py", ".json", ".csv", ".toml"}


def fingerprint(paths):
    """Return one digest of the names and contents of `paths`."""
    result = hashlib.sha256()
    for path in sorted(paths):
        result.update(str(path.relative_to(local.ROOT)).encode() + b"\0" + path.read_bytes())
    return result.hexdigest()


def code_version():
    """Return a number for everything that decides what the database should look like; never 0."""
    files = [path for package in PACKAGES for path in (local.ROOT / package).rglob("*") if path.suffix in CODE_SUFFIXES]
    return int(fingerprint([*files, local.ROOT / "requirements.lock"])[:7], 16) + 1


def static_version():
    """Return a digest of what collectstatic reads."""
    files = [path for path in (local.ROOT / "static").rglob("*") if path.is_file() and "src" not in path.parts]
    return fingerprint([*files, local.ROOT / "requirements.lock"])


def sqlite_file(folder):
    """Return the SQLite file in use, or None when DATABASE_URL names another database."""
    return None if os.environ.get("DATABASE_URL") else folder / "portal.sqlite3"


def stored_version(path):
    """Return the number in the SQLite file; 0 for a new one."""
    if path is None or not path.exists():
        return 0
    connection = sqlite3.connect(path, timeout=20)
    try:
        return connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()


def store_version(path, number):
    """Write the number into the SQLite file."""
    connection = sqlite3.connect(path, timeout=20)
    try:
        connection.execute(f"PRAGMA user_version = {int(number)}")
        connection.commit()
    finally:
        connection.close()


def start_assets():
    """Start the assets build beside us; it does nothing when its inputs have not changed."""
    return subprocess.Popen([sys.executable, str(local.ROOT / "scripts" / "build_assets.py")], cwd=local.ROOT)


def finish_assets(process):
    """Wait for the assets build; stop if it failed, its message is on the screen."""
    if process.wait():
        sys.exit("The front-end assets could not be built, see above.")


def say(text):
    print(text, flush=True)


def prepare(measures=None):
    """Do what is left to do. `measures`: fill up to that many demo measures; None: 60 if the database is empty."""
    folder = local.prepare_environment()
    compile_messages.compile_catalogues()
    assets = start_assets()
    try:
        database, code = sqlite_file(folder), code_version()
        stamp = folder / "static" / ".version"
        database_done = database is not None and stored_version(database) == code and measures is None
        if not database_done:
            # Imported here and not above: loading Django takes longer than all checks together.
            from scripts import prepare_database  # noqa: PLC0415

            say("Preparing the database …")
            prepare_database.run(measures=measures)
            if database is not None:
                store_version(database, code)
    finally:
        finish_assets(assets)
    static = static_version()
    if not stamp.exists() or stamp.read_text() != static:
        from scripts import prepare_database  # noqa: PLC0415

        say("Collecting static files …")
        prepare_database.collect_static()
        stamp.write_text(static)
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measures", type=int, help="demo data with this many measures")
    arguments = parser.parse_args()
    if arguments.measures is not None and arguments.measures < 1:
        parser.error("MEASURES must be a positive number.")
    started = time.monotonic()
    folder = prepare(arguments.measures)
    say(
        f"Ready in {time.monotonic() - started:.0f} s; the data is in {os.environ.get('DATABASE_URL') and 'DATABASE_URL' or folder}."
    )


if __name__ == "__main__":
    main()
