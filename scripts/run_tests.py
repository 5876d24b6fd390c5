"""`make test`: everything on SQLite, then everything but the browser tests on PostgreSQL.

Arguments go to pytest (`make test TESTS=tests/measures`). What cannot run here is named with its reason;
with CI=true that is a failure.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import compile_messages, local, postgres, prepare

NO_TESTS_COLLECTED = 5
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes", "on"}


def heading(text):
    print(f"\n=== {text} ===", flush=True)


def pytest(arguments, database_url=None):
    """Run pytest on one database and return its exit code."""
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "TEST_DATABASE_URL", "VAR_DIR"}
    }
    if database_url:
        environment["TEST_DATABASE_URL"] = database_url
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-n", os.environ.get("TEST_PROCESSES", "auto"), "--dist", "loadgroup"]
    code = subprocess.run([*command, *arguments], cwd=local.ROOT, env=environment, check=False).returncode
    print(f"({time.monotonic() - started:.0f} s)", flush=True)
    return code


def on_postgresql(arguments):
    """Run the tests on TEST_DATABASE_URL or on a throw-away server; return (exit code, reason if skipped)."""
    arguments = ["-m", "not browser", *arguments]
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        heading("PostgreSQL (TEST_DATABASE_URL)")
        return pytest(arguments, given), None
    try:
        with postgres.cluster() as url:
            heading("PostgreSQL (a throw-away server)")
            return pytest(arguments, url), None
    except postgres.Unavailable as reason:
        return 0, str(reason)


def main():
    arguments = sys.argv[1:]
    compile_messages.compile_catalogues()
    prepare.finish_assets(prepare.start_assets())
    heading("SQLite")
    codes = [pytest(arguments)]
    code, skipped = on_postgresql(arguments)
    codes.append(code)
    if arguments:  # a selection may hold browser tests only
        codes = [0 if code == NO_TESTS_COLLECTED else code for code in codes]
    if skipped:
        print(f"\nSKIPPED: all tests on PostgreSQL: {skipped}", flush=True)
        if CI:
            print("That is a failure here, because CI is set.", flush=True)
            codes.append(1)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
