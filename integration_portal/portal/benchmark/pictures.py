"""The network: its graph at 500 actors and 2,000 relations, and its lists at 500 and 50,000 actors."""

import random

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from actors.models import Actor, ActorRelation, Offer
from fields_of_action.models import FieldOfAction
from integration_portal.core import roles
from integration_portal.core.models import Language, Municipality, TargetGroup, User
from measures.models import MeasurePartner

from . import Figure
from .listing import median_time, queries_of

ACTORS, RELATIONS, MANY = 500, 2_000, 50_000
LISTS = (
    "/netzwerk/",
    "/netzwerk/?feld=sprache&sprache=de",
    "/netzwerk/?q=Messung&gemeinde=landkreisweit",
    "/netzwerk/?seite=9&sort=neu",
)
OFFICE_LISTS = ("/intern/akteure/", "/intern/netzwerk/angebote/", "/intern/netzwerk/angebote-und-luecken/")


def pictures_and_lists():
    """Graph, then queries and times of the lists at both sizes."""
    client = Client()
    client.force_login(User.objects.with_role(roles.Role.OFFICE).first())
    # Exactly so many actors are current; leads and partners of measures stay among them.
    extra = Actor.objects.current().order_by("pk").values_list("pk", flat=True)[ACTORS:]
    Actor.objects.filter(pk__in=list(extra)).update(archived_at=timezone.now(), is_published=False)
    _fill(ACTORS)
    _relate()
    address = "/intern/netzwerk/"

    def graph():
        cache.clear()
        return client.get(address)

    client.get(address)
    name = f"Graph of {ACTORS} actors and {RELATIONS} relations"
    yield Figure(f"{name}: whole page, not remembered", median_time(graph, 5), 1, "s", 2)
    yield Figure(f"{name}: the same, remembered", median_time(lambda: client.get(address), 5), 1, "s", 2)
    yield Figure(f"{name}: page with its table", len(client.get(address).content) / 1024, 300, "KB")
    counts = {}
    for number in (ACTORS, MANY):
        _fill(number)
        counts[number] = _queries(client)
        yield Figure(f"Network, {number} actors: most queries of the public lists, cache empty", counts[number][0], 12)
        yield Figure(f"Network, {number} actors: most queries of the office lists", counts[number][1], 40)
        times = [median_time(lambda path=path: Client().get(path), 3) * 1000 for path in LISTS]
        yield Figure(f"Network, {number} actors: slowest public list, counts cached", max(times), None, "ms")
    if counts[ACTORS] != counts[MANY]:
        raise RuntimeError(f"The queries grow with the number of actors: {counts}")


def _queries(client):
    """The most queries of a public and of an office list."""
    public = []
    for path in LISTS:
        cache.clear()
        client.get("/impressum/")  # settings and the like are read once
        public.append(queries_of(Client(), path))
    for path in OFFICE_LISTS:
        client.get(path)
    return max(public), max(queries_of(client, path) for path in OFFICE_LISTS)


def _fill(number):
    """Insert actors until there are `number` current ones, each with fields, languages and an offer; no audit trail."""
    missing = number - Actor.objects.current().count()
    start = Actor.objects.count()
    fields, languages = list(FieldOfAction.objects.in_force()), list(Language.objects.all())
    places, groups = list(Municipality.objects.all()), list(TargetGroup.objects.all())
    made = Actor.objects.bulk_create(
        [
            Actor(
                name=f"Verein Messung {start + index}",
                sort_name=f"verein messung {start + index:06}",
                search_title=f"verein messung {start + index}",
                slug=f"messung-{start + index}",
                is_published=True,
                municipality=places[index % len(places)],
            )
            for index in range(missing)
        ],
        batch_size=2_000,
    )
    offers = Offer.objects.bulk_create(
        [Offer(actor=actor, title="Beratung", sort_name="beratung", is_published=True) for actor in made],
        batch_size=2_000,
    )
    for owner, rows, name, column in (
        (Actor, made, "fields", fields), (Actor, made, "languages", languages), (Offer, offers, "fields", fields),
        (Offer, offers, "target_groups", groups),
    ):  # fmt: skip
        through = getattr(owner, name).through
        one, other = owner._meta.model_name, through._meta.get_fields()[2].attname
        through.objects.bulk_create(
            [
                through(**{f"{one}_id": row.pk, other: column[index % len(column)].pk})
                for index, row in enumerate(rows)
                if column
            ],
            batch_size=2_000,
        )


def _relate():
    """Relations between the current actors, and measures for the first of them."""
    dice = random.Random(4)  # noqa: S311 - sample data, not secrets
    actors = list(Actor.objects.current().order_by("pk").values_list("pk", flat=True)[:ACTORS])
    kinds = [kind for kind in ActorRelation.Kind.values if kind != ActorRelation.Kind.COOPERATES]
    wanted = set(ActorRelation.objects.filter(actor__in=actors, other__in=actors).values_list("actor", "kind", "other"))
    before = len(wanted)
    while len(wanted) < max(RELATIONS, before):
        one, other = actors[int(len(actors) * dice.random() ** 2)], dice.choice(actors)
        if one != other:
            wanted.add((one, dice.choice(kinds), other))
    ActorRelation.objects.bulk_create(
        [ActorRelation(actor_id=one, kind=kind, other_id=other) for one, kind, other in wanted], ignore_conflicts=True
    )
    if ActorRelation.objects.among(Actor.objects.current()).count() < RELATIONS or not MeasurePartner.objects.exists():
        raise RuntimeError("The graph is smaller than it should be.")
