"""The part of the role × URL table that belongs to the advisory log. Columns as in test_access.

The world's note is open; who may see confidential ones is the matter of tests/actors/test_advisory_confidential.py.
"""

import datetime

from actors.models import AdvisoryEntry
from tests.builders import make_user

from .access import OFFICE, READ_ALL

#: Nobody in the table holds the role for emergencies.
NOBODY = (302, 403, 403, 403, 403, 403)

GET: dict = {
    "actors:advice_list": READ_ALL,
    "actors:advice_export": READ_ALL,
    "actors:advice_figures": READ_ALL,
    "actors:advice": READ_ALL,
    "actors:advice_new": OFFICE,
    "actors:advice_edit": OFFICE,
    "actors:advice_postpone": OFFICE,
    "actors:advice_emergencies": NOBODY,
    "actors:advice_emergency": NOBODY,
}
POST_ONLY: dict = {"actors:advice_done": "office"}


def build(world):
    """Add to the world what the routes of this part need."""
    day = datetime.date(2026, 11, 20)
    world.advice = AdvisoryEntry.objects.create(
        subject="Sprachkurse", happened_on=day, follow_up_on=day, author=make_user("office")
    )


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY or not parameters:
        return None
    return {"fmt": "csv"} if "fmt" in parameters else {"pk": world.advice.pk}
