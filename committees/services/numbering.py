"""Numbers of papers and resolutions: counted through a year, each given once."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

_TRIES = 5


def next_number(model, letter, year):
    """The number after the highest one of a year: "V-2026-012" after "V-2026-011", whatever gaps there are before."""
    start = f"{letter}-{year}-"
    used = model.objects.filter(number__startswith=start).values_list("number", flat=True)
    counts = [int(number[len(start) :]) for number in used if re.fullmatch(r"[0-9]+", number[len(start) :])]
    return f"{start}{max(counts, default=0) + 1:03}"


def save_with_number(row, letter, year):
    """Save a row under the next free number of a year; a number that somebody else takes meanwhile is counted anew.

    Call it inside a transaction.
    """
    for _attempt in range(_TRIES):
        row.number = next_number(type(row), letter, year)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            taken = type(row).objects.filter(number=row.number).exclude(pk=row.pk).exists()
            if not taken:
                raise
        else:
            return row
    raise ValidationError(_("No free number could be found. Please try again."), code="number")
