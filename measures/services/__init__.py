"""Every write to measures that is more than one form save. Keyword-only; each function is one transaction."""

from . import rounds, steps
from .bulk import BulkPlan, apply_bulk, plan_bulk
from .clarify import add_clarification, resolve_clarification
from .progress import accept_report, discard_report, return_report, start_report, submit_report, write_report
from .publishing import archive_measure, obstacles_to_publishing, publish_measure, restore_measure, unpublish_measure
from .sheet import (
    create_measure,
    duplicate_measure,
    place_measure,
    propose_number,
    set_funding,
    set_partners,
    update_measure,
)
from .status import move_status
from .steps import move_task, postpone, reach_milestone, reopen_milestone, save_milestone, save_task, set_review

__all__ = [
    "BulkPlan",
    "accept_report",
    "add_clarification",
    "apply_bulk",
    "archive_measure",
    "create_measure",
    "discard_report",
    "duplicate_measure",
    "move_status",
    "move_task",
    "obstacles_to_publishing",
    "place_measure",
    "plan_bulk",
    "postpone",
    "propose_number",
    "publish_measure",
    "reach_milestone",
    "reopen_milestone",
    "resolve_clarification",
    "restore_measure",
    "return_report",
    "rounds",
    "save_milestone",
    "save_task",
    "set_funding",
    "set_partners",
    "set_review",
    "start_report",
    "steps",
    "submit_report",
    "unpublish_measure",
    "update_measure",
    "write_report",
]
