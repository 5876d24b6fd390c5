"""Hit counts of the public network, cached per published state and day (see `core.listing.index`).

An actor is found by what it says of itself and by its running public offers: a sports club with one language course is
among those of the field of language. The change counter `public_actors` is part of the cache key: triggers raise it
with every change of the tables below, so cached counts are never out of date.
"""

from array import array

from django.core.cache import cache
from django.db import connection
from django.db.models import CharField, F, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction, Framework
from integration_portal.core import versions
from integration_portal.core.listing.index import Index, Option, bits_of
from integration_portal.core.listing.options import field_rows, option_rows, options_of
from integration_portal.core.models import Language, Municipality, TargetGroup

from .models import Actor, ActorAddress, ActorKind, Offer, Topic

COUNTER = "public_actors"
GROUPS = ("feld", "gemeinde", "sprache", "thema", "zielgruppe", "art")
DISTRICT_WIDE = "landkreisweit"
DISTRICT_WIDE_OPTION = Option(0, DISTRICT_WIDE, _("district-wide"))
CACHE_SECONDS = 24 * 3600
#: Groups filled from relations that actors and offers both have: (group, name of the relation, column of the other row).
SHARED = (
    ("feld", "fields", "fieldofaction_id"),
    ("gemeinde", "municipalities", "municipality_id"),
    ("sprache", "languages", "language_id"),
    ("thema", "topics", "topic_id"),
    ("zielgruppe", "target_groups", "targetgroup_id"),
)


def _through(model, name):
    return getattr(model, name).through


#: Tables whose changes can change the listing or its counts.
TABLES = (
    Actor,
    ActorKind,
    ActorAddress,
    Offer,
    Topic,
    Language,
    Framework,
    FieldOfAction,
    Municipality,
    TargetGroup,
    *(_through(Actor, name) for _group, name, _column in SHARED),
    *(_through(Offer, name) for _group, name, _column in SHARED),
)


def load(on=None):
    """Return the index of the current published state on a day (today by default): one query if it is cached, else four.

    Inside a transaction nothing is cached, because after a rollback the counter would count to the same number again.
    """
    on = on or timezone.localdate()
    if connection.in_atomic_block:
        return build(on)
    key = f"actors:facets:1:{on:%Y%m%d}:{versions.current(COUNTER)}"
    index = cache.get(key)
    if index is None:
        index = build(on)
        cache.set(key, index, CACHE_SECONDS)
    return index


def build(on):
    """Read the index of a day from the database in three queries."""
    rows = list(
        Actor.objects.public()
        .order_by("-updated_at", "-pk")
        .values_list("pk", "sort_name", "kind__slug", "municipality")
    )
    index = Index(ids=array("q", (row[0] for row in rows)))
    index.by_name = array("l", sorted(range(len(rows)), key=lambda i: (rows[i][1], rows[i][0])))
    index.options, values = _options()
    found = {group: {} for group in GROUPS}
    for position, (_pk, _name, kind, seat) in enumerate(rows):
        if kind:
            found["art"].setdefault(kind, set()).add(position)
        if seat:
            found["gemeinde"].setdefault(values["gemeinde"][seat], set()).add(position)
    place = {pk: position for position, pk in enumerate(index.ids)}
    limited = set()
    for group, actor_id, other_id, limits in _relations(on):
        position = place.get(actor_id)
        if position is not None:
            found[group].setdefault(values[group][other_id], set()).add(position)
            if limits:
                limited.add(position)
    found["gemeinde"][DISTRICT_WIDE] = set(range(len(rows))) - limited
    index.sets = {
        group: {value: bits_of(positions, len(rows)) for value, positions in sets.items()}
        for group, sets in found.items()
    }
    return index


def _relations(on):
    """(group, actor, related row, whether it limits where the actor works) of all relations, in one query."""

    def pairs(rows, group, actor, other, limits=0):
        text = Value(group, output_field=CharField())
        return rows.order_by().values_list(text, F(actor), F(other), Value(limits))

    running = Offer.objects.public().on(on)
    queries = [
        pairs(ActorAddress.objects.filter(municipality__isnull=False), "gemeinde", "actor_id", "municipality_id")
    ]
    for group, name, column in SHARED:
        queries.append(pairs(_through(Actor, name).objects, group, "actor_id", column, int(group == "gemeinde")))
        of_offers = _through(Offer, name).objects.filter(offer__in=running)
        queries.append(pairs(of_offers, group, "offer__actor_id", column))
    return queries[0].union(*queries[1:], all=True)


def _options():
    """Options per group in reading order, and per group the value of each primary key; one query."""
    rows = field_rows(FieldOfAction.objects, "feld").union(
        option_rows(Municipality.objects, "gemeinde", "ags", name_en="", order=""),
        option_rows(Language.objects, "sprache"),
        option_rows(Topic.objects, "thema"),
        option_rows(TargetGroup.objects, "zielgruppe"),
        option_rows(ActorKind.objects, "art"),
        all=True,
    )
    result, values = options_of(rows, GROUPS)
    result["gemeinde"] = (DISTRICT_WIDE_OPTION, *result["gemeinde"])
    return result, values
