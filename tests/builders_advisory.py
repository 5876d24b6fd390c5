"""Builders of contact notes."""

import datetime

from actors.models import AdvisoryEntry, Topic

from .builders import _numbers, make_user

DAY = datetime.date(2026, 11, 20)


def make_topic(name="", **values):
    """A topic of contacts."""
    number = next(_numbers)
    return Topic.objects.create(**{"name": name or f"Thema {number}", "slug": f"thema-{number}", **values})


def make_advice(subject="Sprachkurse", *, author=None, actors=(), persons=(), colleagues=(), **values):
    """A note on a contact on 20 November 2026; `is_confidential=True` closes it to all but author and `colleagues`."""
    values.setdefault("happened_on", DAY)
    note = AdvisoryEntry.objects.create(subject=subject, author=author or make_user("office"), **values)
    note.actors.set(actors)
    note.persons.set(persons)
    note.colleagues.set(colleagues)
    return note
