"""The part of the role × URL table that belongs to coordination. Columns as in test_access."""

from tests.builders import make_milestone, make_report, make_round, make_task

from .access import INSIDE, OF_THE_LEAD, OFFICE, READ_ALL

WRITABLE = (302, 403, 200, 404, 404, 200)

GET: dict = {
    "measures:tasks": INSIDE, "measures:task": OF_THE_LEAD, "measures:task_create": OFFICE, "measures:task_edit": OFFICE,
    "measures:task_postpone": OFFICE, "measures:task_delete": OFFICE,
    "measures:milestone_create": OFFICE, "measures:milestone_edit": OFFICE, "measures:milestone_postpone": OFFICE,
    "measures:milestone_delete": OFFICE, "measures:office_review": OFFICE, "measures:timeline": INSIDE,
    "measures:reports": INSIDE, "measures:report": OF_THE_LEAD, "measures:report_write": WRITABLE,
    "measures:rounds": READ_ALL, "measures:round": READ_ALL, "measures:round_live": READ_ALL,
    "measures:round_create": OFFICE, "measures:round_edit": OFFICE, "measures:round_select": OFFICE,
    "measures:round_close": OFFICE, "measures:round_delete": OFFICE, "measures:request_new_link": OFFICE,
}  # fmt: skip
POST_ONLY: dict = {
    "measures:task_move": "inside", "measures:milestone_tick": "office", "measures:report_start": "inside",
    "measures:report_discard": "inside", "measures:report_accept": "office", "measures:report_return": "office",
    "measures:round_send": "office", "measures:round_remind": "office", "measures:round_accept": "office",
    "measures:request_remind": "office", "measures:request_withdraw": "office",
}  # fmt: skip
DRAFTS = ("round_select", "round_delete", "round_send")


def build(world):
    """Add to the world what the routes of this part need."""
    world.task = make_task(measure=world.measure)
    world.milestone = make_milestone(world.measure)
    world.draft_round = make_round()
    world.round = make_round(state="sent")
    world.report = make_report(world.measure, round=world.round)
    world.link = world.report.request.link


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY:
        return None
    short = name.partition(":")[2]
    if short in ("milestone_create", "report_start", "office_review"):
        return {"pk": world.measure.pk}
    if short.startswith("task"):
        return {"pk": world.task.pk}
    if short.startswith("milestone"):
        return {"pk": world.milestone.pk}
    if short.startswith("report"):
        return {"pk": world.report.pk}
    if short.startswith("request"):
        return {"pk": world.report.request_id}
    return {"pk": world.draft_round.pk if short in DRAFTS else world.round.pk}
