"""What sources of personal data are written with: a record as labels and texts, and words taken out of texts."""

import datetime

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..display import format_day
from ..redaction import pattern_of, spellings
from . import Piece

GONE = "[gelöscht]"


def text_of(obj, name):
    """The value of a field as one reads it; "" for an empty one."""
    value = getattr(obj, name)
    display = getattr(obj, f"get_{name}_display", None)
    if value in (None, ""):
        return ""
    if display:
        return str(display())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    return format_day(value) if isinstance(value, datetime.date) else str(value)


def rows_with(queryset, columns, words):
    """Rows that hold one of the words in one of the columns."""
    condition = Q(pk__in=())
    for column in columns:
        queryset = queryset.annotate(**{f"{column}_as_text": Cast(column, TextField())})
        for word in words:
            for spelled in spellings(word):
                condition |= Q(**{f"{column}_as_text__icontains": spelled})
    return queryset.filter(condition)


def piece_of(obj, names, *, title="", more=()):
    """An object as a piece: the named fields with their labels, without empty ones; `more` are further pairs."""
    values = [(capfirst(str(obj._meta.get_field(name).verbose_name)), text_of(obj, name)) for name in names]
    return Piece(
        str(title or capfirst(obj._meta.verbose_name)),
        tuple((label, value) for label, value in [*values, *((str(a), str(b)) for a, b in more)] if value),
        f"{obj._meta.label_lower}:{obj.pk}",
    )


def without(text, words):
    """The text with the words replaced by "[gelöscht]"."""
    pattern = pattern_of(words)
    return pattern.sub(GONE, text) if pattern and text else text


def without_in(value, words):
    """As `without()`, in every text of plain data, through lists and dictionaries."""
    if isinstance(value, str):
        return without(value, words)
    if isinstance(value, dict):
        return {key: without_in(part, words) for key, part in value.items()}
    return [without_in(part, words) for part in value] if isinstance(value, list) else value


def take_out(obj, names, words):
    """Take the words out of the named text fields of an object; saves it, audited, if it held any; whether it did."""
    texts = {name: without(getattr(obj, name), words) for name in names}
    changed = [name for name in names if texts[name] != getattr(obj, name)]
    for name in changed:
        setattr(obj, name, texts[name])
    if changed:
        obj.save()
    return bool(changed)
