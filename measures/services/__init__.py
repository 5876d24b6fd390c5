"""Every write to measures that is more than one form save. Keyword-only; each function is one transaction."""

from .bulk import BulkPlan, apply_bulk, plan_bulk
from .clarify import add_clarification, resolve_clarification
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

__all__ = [
    "BulkPlan",
    "add_clarification",
    "apply_bulk",
    "archive_measure",
    "create_measure",
    "duplicate_measure",
    "move_status",
    "obstacles_to_publishing",
    "place_measure",
    "plan_bulk",
    "propose_number",
    "publish_measure",
    "resolve_clarification",
    "restore_measure",
    "set_funding",
    "set_partners",
    "unpublish_measure",
    "update_measure",
]
