"""Short addresses made from names: German letters spelled out, unique in a table."""

import re

from django.utils.text import slugify

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"})


def slug_of(text, *, max_length=120, fallback="eintrag"):
    """Return a short address of a text: `Sprachförderung für Mütter` gives `sprachfoerderung-fuer-muetter`.

    A text without any Latin letter or digit (Arabic, Chinese) gives the fallback.
    """
    slug = slugify(str(text or "").translate(_SPELLED)).replace("_", "-").strip("-")
    if len(slug) > max_length:
        slug = slug[:max_length].rsplit("-", 1)[0] if "-" in slug[:max_length] else slug[:max_length]
    return slug or fallback


def unique_slug(model, text, *, max_length=120, fallback="eintrag", taken=()):
    """Return a short address not yet used in `model.slug` nor in `taken`, counting up where it is: -2, -3 …

    One query. Call it inside the transaction that saves the row; the unique column settles a race.
    """
    base = slug_of(text, max_length=max_length - 8, fallback=fallback)
    used = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True)) | set(taken)
    if base not in used:
        return base
    numbers = [int(match.group(1)) for slug in used if (match := re.fullmatch(re.escape(base) + r"-(\d{1,6})", slug))]
    number = max(numbers, default=1) + 1
    return f"{base}-{number}"
