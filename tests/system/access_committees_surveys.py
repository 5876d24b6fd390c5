"""The part of the role × URL table that belongs to: Surveys of dates, and elections. Columns as in test_access."""

import datetime

from committees.models import DateSurvey
from tests.builders import make_person
from tests.builders_committees import at, make_committee

from .access import OFFICE, READ_ALL

GET: dict = {
    "committees:survey_list": READ_ALL,
    "committees:survey": READ_ALL,
    "committees:survey_new": OFFICE,
    "committees:survey_edit": OFFICE,
    "committees:survey_delete": OFFICE,
    "committees:survey_people": OFFICE,
    "committees:survey_add": OFFICE,
    "committees:survey_extend": OFFICE,
}
POST_ONLY: dict = {
    "committees:survey_start": "office",
    "committees:survey_remind": "office",
    "committees:survey_close": "office",
    "committees:survey_withdraw": "office",
    "committees:survey_plan": "office",
}
#: These pages are there only while a survey runs.
RUNNING = ("survey_add", "survey_extend", "survey_remind", "survey_close", "survey_withdraw", "survey_plan")


def _survey(state):
    row = DateSurvey.objects.create(
        committee=make_committee(), title="Termin", closes_on=datetime.date(2026, 11, 30), state=state
    )
    row.options.create(starts_at=at("2026-12-03 17:00"))
    row.participants.create(person=make_person())
    return row


def build(world):
    """Add to the world what the routes of this part need."""
    world.survey_draft, world.survey_running = _survey("draft"), _survey("open")


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY or not parameters:
        return None
    row = world.survey_running if name.split(":")[1] in RUNNING else world.survey_draft
    found = {"pk": row.pk, "participant": row.participants.get().pk, "option": row.options.get().pk}
    return {key: found[key] for key in parameters}
