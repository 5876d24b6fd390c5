"""Numbers of measures like 2.10, and what spreadsheets make of them."""

import datetime
import re

from ..problems import Parsed, Problem
from ..reader import as_text

_NUMBER = re.compile(r"^\D{0,12}?(\d+(?:\.\d+)*[a-z]?)\.?$", re.IGNORECASE)


class NumberReader:
    """Reads the numbers of one list from top to bottom; remembers what came before to repair what a spreadsheet lost."""

    def __init__(self):
        self._last = {}
        self._seen = set()

    def read(self, value):
        """Return the number of a cell as text ("2.10").

        A day is read as day.month (2.3 had become 2 March); 2.1 after 2.9 is 2.10 when the cell was numeric or 2.1 has been there.
        """
        original = as_text(value)
        if original == "" or isinstance(value, bool):
            return Parsed()
        if isinstance(value, (datetime.date, datetime.datetime)):
            number = f"{value.day}.{value.month}"
            return self._keep(number, (Problem("number_from_date", original, {"number": number}),))
        match = _NUMBER.match(original.replace(" ", "").replace(",", "."))
        if not match or len(match.group(1)) > 20:
            return Parsed(None, (Problem("number_not_understood", original),), original)
        number = match.group(1).lower()
        repaired = self._repair(number, isinstance(value, float))
        if repaired:
            before = f"{number.split('.')[0]}.{self._last[number.split('.')[0]]}"
            return self._keep(
                repaired, (Problem("number_lost_zero", original, {"before": before, "number": repaired}),)
            )
        return self._keep(number, ())

    def _keep(self, number, problems):
        parts = number.split(".")
        if len(parts) == 2 and parts[1].isdigit():
            self._last[parts[0]] = int(parts[1])
        self._seen.add(number)
        return Parsed(number, problems)

    def _repair(self, number, was_float):
        match = re.fullmatch(r"(\d+)\.([1-9])", number)
        if not match or not (was_float or number in self._seen):
            return ""
        head, digit = match.groups()
        expected = self._last.get(head, 0) + 1
        return f"{head}.{expected}" if expected == int(digit) * 10 else ""


def looks_like_number(value):
    """Whether a cell is probably a number like 2.3."""
    return isinstance(value, (str, float)) and bool(re.fullmatch(r"\d{1,2}\.\d{1,3}", as_text(value)))
