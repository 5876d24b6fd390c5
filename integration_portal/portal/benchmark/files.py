"""Exports, imports and what travels: each export and import in a process of its own, to see its memory."""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, RequestFactory

from measures import exports
from measures.facets import load
from measures.filters import PublicMeasureFilter

from . import Figure

MEGABYTE = 1024 * 1024


def peak_megabytes():
    """Most memory this program has held so far.

    Linux's own mark of the program (VmHWM) where there is one: `ru_maxrss` of a child starts with what its parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(*arguments):
    """Run `manage.py bench --part …` in a process of its own; return what it printed as JSON."""
    manage = Path(settings.BASE_DIR) / "manage.py"
    done = subprocess.run(
        [sys.executable, str(manage), "bench", *arguments], capture_output=True, text=True, check=True, env=os.environ
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def export_part(fmt):
    """Export every public measure; called in a child process."""
    request = RequestFactory().get(f"/massnahmen.{fmt}", HTTP_HOST="127.0.0.1")
    before = peak_megabytes()
    start = time.perf_counter()
    answer = getattr(exports, fmt)(request, PublicMeasureFilter(request.GET, options=load().options))
    size = sum(len(chunk) for chunk in answer.streaming_content)
    return {
        "seconds": time.perf_counter() - start,
        "megabytes": peak_megabytes(),
        "grown": peak_megabytes() - before,
        "bytes": size,
    }


def exports_figures():
    """The public measures as Excel and CSV."""
    for fmt, seconds in (("xlsx", 2), ("csv", None)):
        result = child("--part", fmt)
        yield Figure(f"Export of 5,000 rows as {fmt.upper()}: time", result["seconds"], seconds, "s", 2)
        yield Figure(f"Export of 5,000 rows as {fmt.upper()}: memory of the process", result["megabytes"], 150, "MB")


def import_part(path):
    """Check and commit a list; called in a child process."""
    start = time.perf_counter()
    manage = Path(settings.BASE_DIR) / "manage.py"
    subprocess.run(
        [sys.executable, str(manage), "import_measures", path], check=True, stdout=subprocess.DEVNULL, env=os.environ
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": time.perf_counter() - start, "megabytes": peak}


def import_figures(rows=10_000):
    """A list of 10,000 rows from file to measures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste.xlsx"
        _write_list(path, rows)
        result = child("--part", "import", "--file", str(path))
    yield Figure(f"Import of {rows:,} rows, check and commit: time", result["seconds"], 30, "s", 1)
    yield Figure(f"Import of {rows:,} rows: memory of the process", result["megabytes"], 300, "MB")


def _write_list(path, rows):
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Maßnahmen")
    sheet.write_row(
        0,
        0,
        [
            "Nr.",
            "Maßnahme",
            "Handlungsfeld",
            "Federführung",
            "Beteiligte",
            "Ort",
            "Zeitraum",
            "Kosten",
            "Stand",
            "Sachstand",
        ],
    )
    fields = ["Sprache", "Bildung", "Arbeit", "Wohnen", "Gesundheit"]
    numbers = {"Sprache": 2, "Bildung": 3, "Arbeit": 4, "Wohnen": 5, "Gesundheit": 8}
    for row in range(1, rows + 1):
        field = fields[row % len(fields)]
        sheet.write_row(
            row, 0,
            [
                f"{numbers[field]}.{10_000 + row}", f"Kurs Nummer {row}", field,
                f"Beispielträger {row % 40}", f"Musterverein {row % 60}",
                "Altenburg; Schmölln",
                f"01.03.{2024 + row % 3} – 30.11.2027", f"{row % 9 + 1}.500,00 €", "läuft", f"{row % 30} Teilnehmende",
            ],
        )  # fmt: skip
    book.close()


def transfer():
    """Bytes of a first visit to the home page and the listing (page, styles, scripts, fonts), and of a repeated one."""
    client = Client(HTTP_ACCEPT_ENCODING="br, gzip", HTTP_HOST="127.0.0.1")
    for path in ("/", "/massnahmen/"):
        answer = client.get(path)
        page = len(answer.content)
        plain = Client(HTTP_HOST="127.0.0.1").get(path).content.decode()
        files = set(re.findall(rf'(?:href|src)="{re.escape(settings.STATIC_URL)}([^"]+)"', plain))
        styles = [name for name in files if name.endswith(".css")]
        fonts = set()
        for name in styles:
            text = Path(staticfiles_storage.path(name)).read_text(encoding="utf-8")
            fonts |= {
                font
                for font in re.findall(r"fonts/([\w.-]+woff2)", text)
                if "latin" in font and "latin-ext" not in font and "Italic" not in font
            }
        fetched = sum(_sent(name) for name in files if not name.endswith(".woff2")) + sum(
            _sent(f"dist/fonts/{font}") for font in fonts
        )
        yield Figure(f"First visit of {path}: page, styles, scripts and fonts", (page + fetched) / 1024, 150, "KB")
        yield Figure(f"Repeated visit of {path}", page / 1024, 20, "KB", 1)


def _sent(name):
    """Bytes of a static file as WhiteNoise sends it."""
    path = Path(staticfiles_storage.path(name))
    sizes = [
        candidate.stat().st_size
        for candidate in (path.with_name(path.name + ".br"), path.with_name(path.name + ".gz"), path)
        if candidate.exists()
    ]
    return min(sizes)
