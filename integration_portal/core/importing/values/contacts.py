"""Contact ways: e-mail, telephone, postal code, town, website."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from ..problems import Parsed, Problem
from ..reader import as_text

_AT = re.compile(r"\s*[\[({<]\s*(?:at|ät|@)\s*[\])}>]\s*|\s+at\s+|\s*@\s*", re.IGNORECASE)
_DOT = re.compile(r"\s*[\[({]\s*(?:dot|punkt)\s*[\])}]\s*|\s+(?:punkt|dot)\s+", re.IGNORECASE)
_KEEP_SMALL = {
    "an",
    "am",
    "im",
    "in",
    "bei",
    "der",
    "die",
    "das",
    "ob",
    "auf",
    "und",
    "von",
    "vor",
    "zur",
    "zum",
    "unter",
    "ueber",
    "über",
}


def parse_email(value):
    """Return the address; for one that is none, a problem with a proposal where what is meant can be seen."""
    original = as_text(value)
    if original == "":
        return Parsed()
    address = re.sub(r"^mailto:", "", original, flags=re.IGNORECASE).strip(" <>;,")
    if _is_email(address):
        return Parsed(address)
    proposal = _DOT.sub(".", _AT.sub("@", address)).replace(" ", "")
    if _is_email(proposal):
        return Parsed(None, (Problem("email_proposal", original, {"proposal": proposal}),), original)
    return Parsed(None, (Problem("email_invalid", original),), original)


def _is_email(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def parse_phone(value):
    """Return a telephone number in one readable form: 03447 000002, +49 3447 000001; text with other words stays as it is."""
    original = as_text(value)
    if original == "":
        return Parsed()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        original = "0" + original if not original.startswith("0") else original
    if sum(char.isdigit() for char in original) < 4:
        return Parsed(None, (Problem("phone_not_understood", original),), original)
    if re.search(r"[^\W\d_]{3,}|[,;]", original) or len(original) > 60:
        return Parsed(original[:60], (), original if len(original) > 60 else "")
    text = re.sub(r"^(?:tel|fon|t)\.?:?\s*", "", original, flags=re.IGNORECASE)
    text = re.sub(r"\(0\)", " ", text)
    text = re.sub(r"^00(\d\d)", r"+\1", text)
    text = re.sub(r"\s*[/()]\s*|\s*[–—-]\s*(?=\d{4,})", " ", text)
    return Parsed(" ".join(text.split()))


def parse_postal_code(value):
    """Return five digits; a number whose zero in front was lost gets it back with a notice."""
    original = as_text(value)
    if original == "":
        return Parsed()
    code = re.sub(r"^D[-\s]*", "", original.replace(" ", ""), flags=re.IGNORECASE)
    if re.fullmatch(r"\d{5}", code):
        return Parsed(code)
    if re.fullmatch(r"\d{4}", code):
        return Parsed(f"0{code}", (Problem("postal_code_padded", original, {"code": f"0{code}"}),))
    return Parsed(None, (Problem("postal_code_invalid", original),), original)


def parse_city(value):
    """Return the town as one writes it: ALTENBURG as Altenburg; a postal code in front is left to `split_city()`."""
    text = as_text(value)
    if not text.isupper() or len(text) < 4:
        return Parsed(text or None)
    words = re.split(r"([\s-]+)", text.lower())
    return Parsed("".join(word if word in _KEEP_SMALL else word[:1].upper() + word[1:] for word in words))


def split_city(text):
    """Return (postal code, town) of "04600 Altenburg"; the code is "" where none stands in front."""
    match = re.match(r"^(?:D-?)?(\d{5})\s+(.+)$", text)
    return (match.group(1), match.group(2)) if match else ("", text)


def parse_website(value):
    """Return an address with its scheme; what is none is left as rest."""
    original = as_text(value)
    if original == "":
        return Parsed()
    address = original if re.match(r"^https?://", original, re.IGNORECASE) else f"https://{original}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return Parsed(None, (Problem("choice_not_understood", original, {"text": original[:80]}),), original)
    return Parsed(address[:300])


def looks_like_email(value):
    return isinstance(value, str) and "@" in value


def looks_like_postal_code(value):
    return bool(re.fullmatch(r"\d{4,5}", as_text(value)))


def looks_like_phone(value):
    return isinstance(value, str) and bool(re.fullmatch(r"[+\d][\d\s/()-]{6,}", value.strip()))
