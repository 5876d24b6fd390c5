"""The part of the role × URL table that belongs to: Surveys of dates, and elections. Columns as in test_access."""

import datetime

from committees.models import DateSurvey
from committees.services import elections
from tests.builders import make_person
from tests.builders_committees import at, make_committee, make_item, make_meeting, make_member

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
    "committees:election_item": READ_ALL,
    "committees:election_new": OFFICE,
    "committees:election_delete": OFFICE,
    "committees:election_ballot": OFFICE,
    "committees:election_lot": OFFICE,
    "committees:election_repeat": OFFICE,
    "committees:election_decide": OFFICE,
}
POST_ONLY: dict = {
    "committees:survey_start": "office",
    "committees:survey_remind": "office",
    "committees:survey_close": "office",
    "committees:survey_withdraw": "office",
    "committees:survey_plan": "office",
    "committees:election_run_off": "office",
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


def _elections():
    """An election that is prepared, one that waits for the lot, and one that waits for the acceptance."""
    committee = make_committee()
    first, second = (make_member(committee).person for _number in range(2))
    item = make_item(make_meeting(committee, "2026-01-15 17:00"), kind="election")
    prepared = elections.set_up(item=item, function="recorder", candidates=[first])
    tied = elections.set_up(item=item, function="vice", candidates=[first, second])
    for _ballot in range(2):
        last = elections.last_round(tied)
        elections.count_ballot(round=last, present=2, votes={first.pk: 1, second.pk: 1})
        if not elections.result_of(last := elections.last_round(tied)).is_run_off:
            elections.next_ballot(election=tied)
    won = elections.set_up(item=item, function="chair", candidates=[first])
    elections.count_ballot(round=elections.last_round(won), present=2, votes={first.pk: 2})
    return item, prepared, tied, won


def build(world):
    """Add to the world what the routes of this part need."""
    world.survey_draft, world.survey_running = _survey("draft"), _survey("open")
    # as the tables say them: whatever a posted body takes away, the addresses stay the same
    world.survey_parts = {
        row.pk: {"participant": row.participants.get().pk, "option": row.options.get().pk}
        for row in (world.survey_draft, world.survey_running)
    }
    world.elections = _elections()


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY or not parameters:
        return None
    item, prepared, tied, won = world.elections
    found = {
        "committees:election_lot": elections.last_round(tied),
        "committees:election_ballot": elections.last_round(prepared),
        "committees:election_decide": won,
        "committees:election_run_off": tied,
    }
    if "meeting" in parameters:
        return {"meeting": item.meeting_id, "pk": item.pk}
    if name.startswith("committees:election"):
        return {"pk": found.get(name, prepared).pk}
    row = world.survey_running if name.split(":")[1] in RUNNING else world.survey_draft
    found = {"pk": row.pk, **world.survey_parts[row.pk]}
    return {key: found[key] for key in parameters}
