"""What the sources of this app share."""

from django.utils.translation import gettext_lazy

from actors.protection.subjects import person_of
from integration_portal.core.personal import Outcome
from integration_portal.core.personal.pieces import rows_with, take_out

OFFICE = gettext_lazy("The integration office. Nobody outside.")
COMMITTEE = gettext_lazy("The integration office and the members of the committee.")
TASK = gettext_lazy("Public task (GDPR Art. 6(1)(e)).")
STATUTE = gettext_lazy("Legal duty and public task (GDPR Art. 6(1)(c) and (e), ThürKO §§ 35–42).")


def some(fate, label, number, reason=""):
    """One outcome, or none where nothing was found."""
    return [Outcome(fate, label, number, reason)] if number else []


def rows_of(subject, rows, path="person"):
    """Rows that point to the person of the subject; none for somebody without an entry."""
    person = person_of(subject)
    return rows.filter(**{path: person}) if person else rows.none()


def emptied(rows, **values):
    """Set the values on each row that has others, one by one, so that it is audited; how many."""
    number = 0
    for row in rows:
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            number += 1
    return number


def taken_out(rows, names, words):
    """Take the words out of the named fields of all rows that hold one; how many rows changed."""
    return sum(take_out(row, names, words) for row in list(rows_with(rows, names, words)))
