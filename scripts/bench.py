"""`make bench`: measure on SQLite and, where one is found, on PostgreSQL; keep the tables in docs/performance.md.

The measuring is `manage.py bench`: it fills a database of its own here, prints a Markdown table to stdout and its
progress to stderr, and fails when a limit is not met.
"""

import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import compile_messages, local, postgres, prepare

PAGE = local.ROOT / "docs" / "performance.md"


def measure(title, database_url=None):
    """Run the benchmark on a fresh database; return (table, exit code)."""
    print(f"=== {title} ===", flush=True)
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        environment = {
            **os.environ,
            "VAR_DIR": folder,
            "DEBUG": "off",
            "SECRET_KEY": "only-for-benchmarks-" + "x" * 40,
            "ALLOWED_HOSTS": "testserver,127.0.0.1",
            "HTTPS": "off",
            "DEMO_ALLOWED": "on",
            "LOG_LEVEL": "WARNING",
        }
        environment.pop("DATABASE_URL", None)
        if database_url:
            environment["DATABASE_URL"] = database_url
        manage = [sys.executable, "manage.py"]
        for command in (
            ["migrate", "--verbosity", "0"],
            ["load_framework"],
            ["collectstatic", "--no-input", "-v", "0"],
        ):
            subprocess.run([*manage, *command], cwd=local.ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        result = subprocess.run([*manage, "bench"], cwd=local.ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    print(result.stdout, flush=True)
    return result.stdout.strip(), result.returncode


def replace_section(text, name, body):
    """Put `body` between the markers of section `name`; append the section when the page lacks it."""
    block = f"<!-- bench:{name} -->\n{body}\n<!-- /bench:{name} -->"
    pattern = re.compile(rf"<!-- bench:{name} -->.*?<!-- /bench:{name} -->", re.DOTALL)
    if pattern.search(text):
        return pattern.sub(lambda match: block, text)
    return f"{text.rstrip()}\n\n{block}\n"


def main():
    compile_messages.compile_catalogues()
    prepare.finish_assets(prepare.start_assets())
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Performance\n"
    codes = []

    def keep(name, title, table, code):
        nonlocal page
        codes.append(code)
        machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, written by `make bench`."
        if table:
            page = replace_section(page, name, f"### {title}\n\n{table}\n\n{machine}")
            PAGE.write_text(page, encoding="utf-8")

    keep("sqlite", "SQLite", *measure("SQLite"))
    try:
        with postgres.cluster() as url:
            keep("postgresql", "PostgreSQL", *measure("PostgreSQL", url))
    except postgres.Unavailable as reason:
        print(f"SKIPPED: PostgreSQL: {reason}")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
