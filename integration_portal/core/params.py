"""Reading query parameters that anybody may have typed: nonsense gives a message, never an error."""

import datetime

MAX_PAGE = 1_000_000


def page_number(text):
    """Return the page number in the text, between 1 and a million; 1 for anything else."""
    digits = str(text or "").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
        return 1
    return min(max(1, int(digits)), MAX_PAGE)


def positive_int(text, *, most=2**63 - 1):
    """Return the positive whole number in the text, or None."""
    digits = str(text or "").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 19:
        return None
    number = int(digits)
    return number if 0 < number <= most else None


def day(text):
    """Return the date in the text, as 2026-11-23 or 23.11.2026, or None."""
    text = str(text or "").strip()[:20]
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return None
