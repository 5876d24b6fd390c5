"""Ties between actors as one reads them from either end."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from integration_portal.core import roles

from .carriers import address_for
from .models import Actor, ActorRelation

BACK = ":back"
Kind = ActorRelation.Kind
#: How each kind reads from the other end.
FROM_THE_OTHER_END = {
    Kind.COOPERATES: Kind.COOPERATES.label,
    Kind.FUNDS: pgettext_lazy("relation", "is funded by"),
    Kind.MEMBER_OF: pgettext_lazy("relation", "has as a member"),
    Kind.PART_OF: pgettext_lazy("relation", "has as a part"),
}
#: What a form offers; "funds:back" is the relation read from the other end. Cooperation has no direction.
CHOICES = [
    (value, label)
    for kind in Kind
    for value, label in ((kind.value, kind.label), (kind.value + BACK, FROM_THE_OTHER_END[kind]))
    if value != Kind.COOPERATES + BACK
]


@dataclass(frozen=True)
class Sentence:
    """A relation as seen from one of its ends: `words` ("is funded by"), the other actor and where the reader finds it."""

    relation: ActorRelation
    words: Any
    other: Actor
    url: str
    is_over: bool
    is_ahead: bool
    note: str


def choice_of(relation, actor):
    """The value of `CHOICES` that a relation has, read from `actor`."""
    if relation.actor_id == actor.pk or relation.kind == Kind.COOPERATES:
        return relation.kind
    return relation.kind + BACK


def other_end(relation, actor):
    """The actor at the other end."""
    return relation.other if relation.actor_id == actor.pk else relation.actor


def sentences_of(actor, user, on=None):
    """Both directions of an actor's relations as sentences, running ones first; two queries at most.

    Contributors read only ties to actors that they may see, and no notes of the office.
    """
    on = on or timezone.localdate()
    rows = ActorRelation.objects.filter(Q(actor=actor) | Q(other=actor)).select_related("actor", "other")
    represented = set()
    if not roles.reads_all(user):
        visible = Actor.objects.visible_to(user).values("pk")
        rows = rows.filter(Q(actor=actor, other__in=visible) | Q(other=actor, actor__in=visible))
        represented = set(Actor.objects.represented_by(user).values_list("pk", flat=True))
    order = list(Kind)
    found = []
    for row in rows:
        other = other_end(row, actor)
        words = row.get_kind_display() if row.actor_id == actor.pk else FROM_THE_OTHER_END[Kind(row.kind)]
        over = row.until is not None and row.until < on
        ahead = row.since is not None and row.since > on
        note = row.note if roles.reads_all(user) else ""
        found.append(Sentence(row, words, other, address_for(other, user, represented), over, ahead, note))
    return sorted(
        found,
        key=lambda one: (
            one.is_over,
            order.index(one.relation.kind),
            str(one.words),
            one.other.sort_name,
            one.relation.pk,
        ),
    )
