"""Finding actors that may be stored twice: names that are nearly the same, or the same contact ways."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q
from django.utils.translation import gettext as _

from integration_portal.core.importing.matching import name_key, similarity

from .models import Actor, ActorAlias, DistinctActors

#: Names at least this similar are proposed.
SIMILAR = 0.84
#: A word or contact way that more actors share says nothing about any two of them.
SHARED_BY_AT_MOST = 40
#: Shares of all actors, and a number, from which on a word is too common to make two names alike.
COMMON_SHARE, COMMON_FROM = 0.02, 4
#: With as many actors a single one is compared.
NEAR_AT_MOST = 200


@dataclass(frozen=True)
class Pair:
    """Two actors that may be one, the older entry first, with the reason in words and a score from 0 to 1."""

    first: Actor
    second: Actor
    reason: str
    score: float


def _contact_keys(actor):
    if actor.email:
        yield "email", actor.email.lower()
    if actor.website:
        yield "website", actor.website.lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    digits = "".join(sign for sign in actor.phone if sign.isdigit())
    if len(digits) >= 6:
        yield "phone", digits[-9:]


def _blocks(actors, names):
    """Groups of actors that share a word of a name or a contact way, so that not everybody is compared with everybody."""
    by_word, by_way = defaultdict(set), defaultdict(set)
    for actor in actors:
        for name in names[actor.pk]:
            for word in name_key(name).split():
                by_word[word[:5]].add(actor.pk)
        for way in _contact_keys(actor):
            by_way[way].add(actor.pk)
    return by_word, by_way


def _telling(names):
    """A function that leaves the words out of a name that many actors have in theirs, unless nothing else is left."""
    counts = Counter(
        word for spellings in names.values() for word in {w for n in spellings for w in name_key(n).split()}
    )
    limit = max(COMMON_FROM, len(names) * COMMON_SHARE)

    def telling(name):
        words = name_key(name).split()
        return " ".join(word for word in words if counts[word] < limit) or " ".join(words)

    return telling


def _likeness(one, other, telling):
    """The best likeness of two lists of spellings, where the words that tell something have to be alike too."""
    return max(min(similarity(a, b), similarity(telling(a), telling(b))) for a in one for b in other)


def _reason(kinds):
    words = {"email": _("same e-mail address"), "website": _("same website"), "phone": _("same telephone")}
    return ", ".join(words[kind] for kind in ("email", "phone", "website") if kind in kinds)


def similar_to(actor):
    """Pairs that this actor is in, the most alike first; compares only with actors that share a word or contact way."""
    words = {word[:5] for word in name_key(actor.name).split() if len(word) > 3}
    near = Q(pk=actor.pk)
    for word in words:
        near |= Q(search_title__contains=word)
    for name in ("email", "website", "phone"):
        if getattr(actor, name):
            near |= Q(**{f"{name}__iexact": getattr(actor, name)})
    found = pairs(among=Actor.objects.filter(near)[:NEAR_AT_MOST])
    return [pair for pair in found if actor.pk in (pair.first.pk, pair.second.pk)]


def pairs(*, among=None):
    """Return pairs of current actors that may be the same, the most alike first; `among` limits which are compared.

    Pairs of which somebody said that they differ are left out. Three queries whatever the number of actors.
    """
    columns = ("pk", "name", "short_name", "email", "phone", "website", "city", "version")
    current = Actor.objects.current().only(*columns)
    if among is not None:
        current = current.filter(pk__in=list(among.values_list("pk", flat=True)))
    actors = {actor.pk: actor for actor in current}
    names = defaultdict(list)
    for actor in actors.values():
        names[actor.pk] = [actor.name]
    for pk, name in ActorAlias.objects.filter(actor__in=actors).values_list("actor_id", "name"):
        names[pk].append(name)
    told = set(DistinctActors.objects.values_list("actor_id", "other_id"))
    by_word, by_way = _blocks(actors.values(), names)
    ways = defaultdict(set)
    for (kind, _value), members in by_way.items():
        if len(members) <= SHARED_BY_AT_MOST:
            for pair in combinations(sorted(members), 2):
                ways[pair].add(kind)
    candidates = set(ways)
    for members in by_word.values():
        if len(members) <= SHARED_BY_AT_MOST:
            candidates.update(combinations(sorted(members), 2))
    found, telling = [], _telling(names)
    for pair in candidates - told:
        score = _likeness(names[pair[0]], names[pair[1]], telling)
        kinds = ways.get(pair, set())
        if score < SIMILAR and not kinds:
            continue
        reasons = [_("similar name")] if score >= SIMILAR else []
        if kinds:
            reasons.append(_reason(kinds))
            score = max(score, 0.8 + 0.05 * len(kinds))
        found.append(Pair(actors[pair[0]], actors[pair[1]], ", ".join(reasons), round(score, 2)))
    return sorted(found, key=lambda pair: (-pair.score, pair.first.name, pair.second.name))
