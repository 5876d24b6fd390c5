"""The registry of sections. `assemble()` asks each for the scope of a report and returns plain data."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: Where a section stands: in the summary at the beginning, in the chapter of each field, or behind the fields.
SUMMARY, FIELD, WHOLE = "summary", "field", "whole"


@dataclass(frozen=True)
class Scope:
    """What a report is about: a period (both days inclusive), its fields of action, and perhaps one funding programme.

    `fields` are the chapters in order. `is_all_fields` says that the report is about the whole district, with what
    belongs to no field. Counts of people below `suppress_below` are hidden, as in public. `on` is "today".
    """

    start: datetime.date
    end: datetime.date
    fields: tuple
    on: datetime.date
    is_all_fields: bool = True
    programme: Any = None
    suppress_below: int = 5


@dataclass(frozen=True)
class Section:
    """A section. `collect(scope)`, or `collect(scope, field)` in the chapter of a field, returns blocks; none: left out.

    `field` is None in the chapter of what belongs to no field. Sections take the same number of queries whatever the
    number of rows.
    """

    key: str
    place: str
    order: int
    title: Any
    collect: Callable[..., list]


_sections: dict[str, Section] = {}


def register(section):
    """Add a section; the same key replaces the earlier one."""
    _sections[section.key] = section


def _sections_of(place):
    found = (section for section in _sections.values() if section.place == place)
    return sorted(found, key=lambda section: (section.order, section.key))


def _filled(place, *args):
    filled = []
    for section in _sections_of(place):
        blocks = section.collect(*args)
        if blocks:
            filled.append({"key": section.key, "title": str(section.title), "blocks": blocks})
    return filled


def assemble(scope, *, label_of=str):
    """Return {"summary": sections, "fields": chapters, "whole": sections} as data that JSON can hold.

    A chapter is {"key", "title", "sections"}; that of what belongs to no field has an empty title and is left out
    when nothing stands in it. `label_of` names a field.
    """
    chapters = [
        {"key": f"field-{field.pk}", "title": label_of(field), "sections": _filled(FIELD, scope, field)}
        for field in scope.fields
    ]
    if scope.is_all_fields:
        loose = _filled(FIELD, scope, None)
        if loose:
            chapters.append({"key": "field-none", "title": "", "sections": loose})
    return {"summary": _filled(SUMMARY, scope), "fields": chapters, "whole": _filled(WHOLE, scope)}
