"""Writes on actors and persons, and on what links accounts to them.

Every function runs in one transaction; the audit trail records each change. Views say who asks through the request,
commands through `core.audit`.
"""

from .accounts import anonymise_account, link_account, set_represented_actors
from .merging import mark_as_different, merge_actors
from .organisations import (
    archive_actor,
    create_actor,
    forget_name,
    publish_actor,
    restore_actor,
    set_aliases,
    unpublish_actor,
    update_actor,
)
from .persons import create_person, end_role, set_contact_ways, set_roles, update_person

__all__ = [
    "anonymise_account",
    "archive_actor",
    "create_actor",
    "create_person",
    "end_role",
    "forget_name",
    "link_account",
    "mark_as_different",
    "merge_actors",
    "publish_actor",
    "restore_actor",
    "set_aliases",
    "set_contact_ways",
    "set_represented_actors",
    "set_roles",
    "unpublish_actor",
    "update_actor",
    "update_person",
]
