"""`make lint`: every check that needs no running portal. All run, then the failed ones are named."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import compile_messages, local, messages

LONGEST_FILE = 400
TEXT_SUFFIXES = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".json",
    ".lock",
    ".in",
    ".toml",
    ".md",
    ".txt",
    ".yml",
    ".sh",
    "",
}
REGISTRY_HOSTS = re.compile(r"(?:pypi|pythonhosted|npmjs|yarnpkg|deb\.debian)\.(?:org|com)|https?://\S*/simple/?\b")

# What docs/deployment.md asks of a production environment, with example values.
PRODUCTION = {
    "DEBUG": "off",
    "SECRET_KEY": "lint-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "portal.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://portal.example.org",
    "BEHIND_PROXY": "on",
}


def tracked_files():
    """Return all files that are, or are about to be, in the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=local.ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [local.ROOT / name for name in listing.split("\0") if name and (local.ROOT / name).is_file()]


def command(*parts, environment=None):
    """Return a check that runs a program and fails with its exit code."""

    def check():
        full = {**os.environ, **(environment or {})}
        return subprocess.run([str(part) for part in parts], cwd=local.ROOT, env=full, check=False).returncode == 0

    return check


def files_in_order():
    """No registry host in any file, no Python file above the agreed length."""
    problems = []
    for path in tracked_files():
        if path.suffix not in TEXT_SUFFIXES:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        name = path.relative_to(local.ROOT)
        if REGISTRY_HOSTS.search(text):
            problems.append(f"{name}: names a package registry's host")
        if path.suffix == ".py" and "migrations" not in path.parts and text.count("\n") > LONGEST_FILE:
            problems.append(f"{name}: {text.count(chr(10))} lines, split it (at most {LONGEST_FILE})")
    print("\n".join(problems))
    return not problems


def translations_complete():
    """Every text of the portal has a finished German translation."""
    if messages.have_xgettext():
        catalogue = messages.collect(("de",))["de"]
    else:
        print("xgettext is not installed: new texts are not looked for, only gaps in the catalogue.")
        catalogue = polib.pofile(str(local.ROOT / "locale/de/LC_MESSAGES/django.po"))
    missing = messages.gaps(catalogue)
    for text in missing[:40]:
        print(f"no German for: {text!r}")
    if len(missing) > 40:
        print(f"… and {len(missing) - 40} more")
    return not missing


def main():
    compile_messages.compile_catalogues()
    python = sys.executable
    tools = Path(python).parent
    with tempfile.TemporaryDirectory(prefix="portal-lint-") as folder:
        production = {**PRODUCTION, "VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/lint.sqlite3"}
        templates = [path for path in tracked_files() if path.suffix == ".html" and "templates" in path.parts]
        checks = {
            "ruff check": command(python, "-m", "ruff", "check", "."),
            "ruff format": command(python, "-m", "ruff", "format", "--check", "--quiet", "."),
            "templates (djade)": command(tools / "djade", "--target-version", "5.2", "--check", *templates),
            "import contract": command(
                tools / "lint-imports", "--no-logo", environment={"PYTHONPATH": str(local.ROOT)}
            ),
            "files": files_in_order,
            "migrations": command(
                python, "manage.py", "makemigrations", "--check", "--dry-run", environment=production
            ),
            "check --deploy": command(
                python, "manage.py", "check", "--deploy", "--fail-level", "WARNING", environment=production
            ),
            "translations": translations_complete,
            "types (mypy)": command(python, "-m", "mypy"),
        }
        failed = []
        for name, check in checks.items():
            started = time.monotonic()
            print(f"--- {name}", flush=True)
            passed = check()
            print(f"    {'ok' if passed else 'FAILED'} ({time.monotonic() - started:.1f} s)", flush=True)
            if not passed:
                failed.append(name)
    if failed:
        print("\nmake lint: failed: " + ", ".join(failed), flush=True)
        return 1
    print("\nmake lint: all checks passed", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
