"""Reading the texts of the demo data, and moving their dates into the present."""

import datetime
import tomllib
from itertools import chain, zip_longest
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
#: The year the texts were written for; in another year all dates move by whole years.
WRITTEN_FOR = 2026
#: From this many measures on, a few are as an import leaves them: with something to clarify.
WITH_QUESTIONS_FROM = 20


def read(name):
    """Return a file of data/."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def ideas(number):
    """Return at most `number` written measures, fields taking turns, each with its `field` number (None: not known)."""
    per_field = []
    for field in range(1, 9):
        per_field.append([{"field": field, **idea} for idea in read(f"measures/{field}.toml")["measure"]])
    mixed = [idea for idea in chain.from_iterable(zip_longest(*per_field)) if idea]
    unclear = [{"field": None, **idea} for idea in read("measures/clarify.toml")["measure"]]
    if number < WITH_QUESTIONS_FROM:
        return mixed[:number]
    return mixed[: number - len(unclear)] + unclear


def day(text, today):
    """Return a day of the texts moved into the present, None for an empty one."""
    if not text:
        return None
    written = datetime.date.fromisoformat(text)
    year = written.year + today.year - WRITTEN_FOR
    return written.replace(year=year, day=28) if (written.month, written.day) == (2, 29) else written.replace(year=year)


def past_day(text, today):
    """Like `day`, but never later than today: a report about something cannot come from the future."""
    moved = day(text, today)
    return min(moved, today) if moved else None
