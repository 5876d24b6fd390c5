"""Compile locale/*/LC_MESSAGES/*.po to .mo with polib, so that no gettext tools are needed.

A catalogue whose .mo is newer than its .po is left alone. Fuzzy entries are left out, as msgfmt does.
"""

import os
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogues(root=ROOT):
    """Compile what is out of date under `root`/locale; return the languages compiled."""
    compiled = []
    for source in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        catalogue = polib.pofile(str(source))
        scratch = target.with_suffix(f".mo.{os.getpid()}")
        catalogue.save_as_mofile(str(scratch))
        scratch.replace(target)
        compiled.append(source.parent.parent.name)
    return compiled


if __name__ == "__main__":
    languages = compile_catalogues()
    if languages:
        print("Compiled catalogues: " + ", ".join(languages))
