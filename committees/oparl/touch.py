"""Which objects a change touches. Signals only note it, without a query; after the commit the aggregates are brought up to date.

A failure there is logged and left to the scheduled job: it never breaks what somebody saved.
"""

import logging

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save

from actors.models import Person
from integration_portal.core.models import Attachment, SiteSettings

from .. import models as m
from . import sync
from .kinds import BODY, SYSTEM

logger = logging.getLogger(__name__)


def _root(kind):
    return lambda row: [(kind, "uuid", row.uuid)]


#: Model: what a saved or deleted row of it touches, as (kind, field of its model, value); no queries here.
TOUCHED = {
    m.Committee: _root("Organization"),
    m.Meeting: _root("Meeting"),
    m.Paper: _root("Paper"),
    Person: _root("Person"),
    m.Term: lambda row: [("Body", "uuid", BODY)],
    SiteSettings: lambda row: [("System", "uuid", SYSTEM), ("Body", "uuid", BODY)],
    m.Seat: lambda row: [("Organization", "pk", row.committee_id), ("Person", "memberships__seat", row.pk)],
    m.Membership: lambda row: [("Person", "pk", row.person_id), ("Organization", "seats", row.seat_id)],
    m.CommitteeFunction: lambda row: [("Person", "pk", row.person_id), ("Organization", "pk", row.committee_id)],
    m.AgendaItem: lambda row: [("Meeting", "pk", row.meeting_id)],
    m.Resolution: lambda row: [("Meeting", "items", row.item_id)],
    m.Vote: lambda row: [("Meeting", "items__motions", row.motion_id)],
    m.Minutes: lambda row: [("Meeting", "pk", row.meeting_id)],
    m.Referral: lambda row: [("Paper", "pk", row.paper_id), ("Meeting", "items", row.item_id)],
    Attachment: lambda row: _owner(row),
}


def _owner(row):
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    return {
        m.Paper: [("Paper", "pk", row.object_id)],
        m.Meeting: [("Meeting", "pk", row.object_id)],
        m.AgendaItem: [("Meeting", "items", row.object_id)],
    }.get(model, [])


def connect():
    """Listen to the models above."""
    for model in TOUCHED:
        post_save.connect(_changed, sender=model, dispatch_uid=f"oparl-save-{model._meta.label}")
        post_delete.connect(_changed, sender=model, dispatch_uid=f"oparl-delete-{model._meta.label}")


def _changed(sender, instance, raw=False, **kwargs):
    if raw:
        return
    waiting = getattr(connection, "oparl_touched", None)
    if waiting is None:
        waiting = connection.oparl_touched = set()
    waiting.update(TOUCHED[sender](instance))
    # Each time: a rollback to a savepoint takes the call away that was noted in it. The first call does all the work.
    transaction.on_commit(flush, robust=True)


def flush():
    """Bring up to date what was touched in the transaction that has just committed."""
    waiting, connection.oparl_touched = getattr(connection, "oparl_touched", None) or set(), None
    for kind, key in sorted(expand(waiting), key=str):
        try:
            sync.sync(kind, key)
        except Exception:
            logger.exception("OParl: %s %s was not brought up to date; the scheduled job will do it.", kind, key)


def expand(waiting):
    """The aggregates, as (kind, key), that noted changes touch, with those that refer to them."""
    found = set()
    for kind, field, value in waiting:
        if field == "uuid":
            found.add((kind, value))
        elif value is not None:
            found |= {
                (kind, key) for key in sync.MODELS[kind].objects.filter(**{field: value}).values_list("uuid", flat=True)
            }
    more = set()
    for kind, key in found:
        if kind == "Organization":
            more |= _with_committee(key)
        elif kind == "Person":
            more |= _keys("Organization", seats__memberships__person__uuid=key)
        elif kind == "Meeting":
            more |= _keys("Paper", referrals__item__meeting__uuid=key)
        elif kind == "Paper":
            more |= _keys("Meeting", items__referral__paper__uuid=key)
    return found | more


def _with_committee(key):
    """All that depends on a committee being public, if that has changed; its roster and terms in any case."""
    now_public = m.Committee.objects.public().filter(uuid=key).exists()
    was_public = m.PublicObject.objects.filter(kind="Organization", key=key, is_deleted=False).exists()
    found = {("Body", BODY)}
    if now_public != was_public:
        found |= _keys("Meeting", committee__uuid=key) | _keys("Paper", referrals__committee__uuid=key)
        found |= _keys("Person", memberships__seat__committee__uuid=key)
    return found


def _keys(kind, **filters):
    rows = sync.MODELS[kind].objects.filter(**filters).order_by().values_list("uuid", flat=True)
    return {(kind, key) for key in rows.distinct()}
