"""Change counters: a number per group of tables that triggers raise with every change (see `triggers`).

Whatever is computed from the tables and cached under the number can be lost, but never be out of date.
"""

from .models import ChangeCounter

_groups: dict[str, tuple] = {}


def register_counter(name, *models):
    """Count every insert, update and delete in the tables of the models (through tables too) under `name`."""
    _groups[name] = models


def groups():
    """{name: models} of all counters."""
    return dict(_groups)


def current(name):
    """The number now; one small query. Two equal numbers mean that nothing changed in between."""
    return ChangeCounter.objects.filter(name=name).values_list("value", flat=True).first() or 0
