"""Amounts in euros as offices write them."""

import re
from decimal import Decimal, InvalidOperation

from ...text import fold
from ..problems import Parsed, Problem
from ..reader import as_text
from .periods import UNKNOWN

LARGEST = Decimal("9999999999.99")
_CENT = Decimal("0.01")
_AMOUNT = re.compile(
    r"(?P<sign>[-−–]\s?)?(?P<number>\d{1,3}(?:[ .'’]\d{3})+(?:,\d{1,2})?(?!\d)|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?P<dash>,\s?[-–—]{1,2}|\.[-–—]{1,2})?\s*(?P<unit>tsd\.?|tausend|t€|teur|mio\.?|millionen|mill\.?|k€)?\s*(?P<currency>€|eur(?:o|os)?\b)?",
    re.IGNORECASE,
)
#: Words that may stand beside a bare number and leave it an amount.
_BESIDE = {
    "ca",
    "circa",
    "etwa",
    "rund",
    "rd",
    "max",
    "maximal",
    "min",
    "bis",
    "zu",
    "p",
    "a",
    "pa",
    "pro",
    "jahr",
    "jahrlich",
    "monat",
    "monatlich",
    "je",
    "gesamt",
    "netto",
    "brutto",
}
_UNITS = {"t": 1000, "k": 1000, "m": 1_000_000}


def parse_amount(value):
    """Return the amount of a cell as Decimal with two places; words beside it ("p.a.", "ca.") are left as rest."""
    original = as_text(value)
    if original == "":
        return Parsed()
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return Parsed(None, (Problem("amount_not_understood", original),), original)
    if isinstance(value, (int, float)):
        return _checked(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), original, "")
    if fold(original).strip(" .€") in {word.strip(" .") for word in UNKNOWN} or not fold(original).strip(" ?-–—.€"):
        return Parsed(None, (Problem("amount_unknown", original),), original)
    if fold(original).strip(" .") in ("keine", "kostenlos", "kostenfrei", "kostenneutral", "ohne kosten"):
        return Parsed(Decimal("0.00"), (), original)
    hits = list(_AMOUNT.finditer(original))
    if not hits:
        return Parsed(None, (Problem("amount_not_understood", original),), original)
    marked = [hit for hit in hits if hit["currency"] or hit["dash"] or hit["unit"]]
    if len(hits) > 1:
        if (
            len(marked) != 1
            or marked[0]["sign"]
            or re.search(r"(?:-|–|bis|[x×*]|je|pro)\s*$", original[: marked[0].start()], re.IGNORECASE)
        ):
            return Parsed(None, (Problem("amount_range", original),), original)
        if re.match(r"\s*(?:je|pro|/|[x×*])", original[marked[0].end() :], re.IGNORECASE):
            return Parsed(None, (Problem("amount_range", original),), original)
    hit = (marked or hits)[0]
    rest = " ".join((original[: hit.start()] + " " + original[hit.end() :]).split())
    if (
        not hit["currency"]
        and not hit["dash"]
        and not hit["unit"]
        and set(re.findall(r"[^\W\d_]+", fold(rest))) - _BESIDE
    ):
        return Parsed(None, (Problem("amount_not_understood", original),), original)
    try:
        amount = Decimal(_plain(hit["number"]))
    except InvalidOperation:
        return Parsed(None, (Problem("amount_not_understood", original),), original)
    amount *= _UNITS.get((hit["unit"] or " ")[0].lower(), 1)
    negative = bool(hit["sign"]) and not original[: hit.start()].strip()
    return _checked(-amount if negative else amount, original, original if rest.strip(" .,;:") else "")


def _plain(number):
    """Digits with a point: 4.500,00 → 4500.00, 31.000 → 31000, 18 500 → 18500, 1,200.50 → 1200.50, 12,5 → 12.5."""
    number = re.sub(r"[ '’]", "", number)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d{1,2}|\d{1,3}(?:,\d{3}){2,}", number):
        return number.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", number) or "," in number:
        return number.replace(".", "").replace(",", ".")
    return number


def _checked(amount, original, rest):
    if not amount.is_finite() or abs(amount) > LARGEST:
        return Parsed(None, (Problem("amount_too_large", original),), original)
    if amount < 0:
        return Parsed(None, (Problem("negative_amount", original),), original)
    return Parsed(amount.quantize(_CENT), (), rest)


def looks_like_amount(value):
    """Whether a cell is probably an amount in euros: text with a currency or thousands marks."""
    return isinstance(value, str) and bool(re.search(r"\d\s*(€|eur\b|,-)|\d[. ]\d{3}(,\d\d)?$", value, re.IGNORECASE))
