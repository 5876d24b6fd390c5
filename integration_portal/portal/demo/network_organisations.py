"""Demo data of addresses, relations, offers, logos and branches of actors, and of further organisations."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from actors import services
from actors.models import ActorKind, Topic
from actors.services import offers, relations, terms
from fields_of_action.models import FieldOfAction
from integration_portal.core.models import Language, Municipality, TargetGroup

from .logos import rings
from .texts import day, read

FORMER_NAME = "Lernstube am Anger"
LOGOS = {
    "buero": ((0x1B, 0x5E, 0x8A), ((36, 48), (60, 48))),
    "vhs": ((0x9A, 0x3B, 0x26), ((48, 34), (34, 60), (62, 60))),
}


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    data, today = read("network.toml"), timezone.localdate()
    known = _Known(data["topics"])
    for branch, carrier in data["branches"].items():
        _change(actors, branch, {"carrier": actors[carrier]})
    for key, (color, centres) in LOGOS.items():
        _change(actors, key, {"logo": ContentFile(rings(color, centres), name="logo.png")})
    places = {}
    for entry in data["address"]:
        values = {name: entry[name] for name in ("label", "street", "postal_code", "city", "accessibility")}
        values["municipality"] = known.places.get(entry["city"])
        places[entry["label"]] = relations.save_address(actor=actors[entry["actor"]], data=values)
    for entry in data["relation"]:
        relations.save_relation(
            actor=actors[entry["actor"]],
            other=actors[entry["other"]],
            kind=entry["kind"],
            since=day(entry.get("since"), today),
            until=day(entry.get("until"), today),
            note=entry.get("note", ""),
        )
    _offers(data["offer"], actors, places, known)
    _further(data["further"], actors, known)


class _Known:
    """What entries name by words: topics, fields, languages, places, kinds."""

    def __init__(self, topics):
        self.topics = [terms.save_term(model=Topic, data={"name": de, "name_en": en}) for de, en in topics]
        self.fields = {row.number: row for row in FieldOfAction.objects.in_force()}
        self.languages = {row.slug: row for row in Language.objects.all()}
        self.places = {row.name: row for row in Municipality.objects.all()}
        self.kinds = {row.slug: row for row in ActorKind.objects.all()}
        self.target_groups = list(TargetGroup.objects.all())


def _change(actors, key, data):
    actor = actors[key]
    actor.refresh_from_db(fields=["version"])
    actors[key] = services.update_actor(actor=actor, data=data, version=actor.version)


def _offers(entries, actors, places, known):
    for number, entry in enumerate(entries):
        actor, topics = actors[entry["actor"]], [known.topics[index - 1] for index in entry["topics"]]
        groups = known.target_groups[number % 3 : number % 3 + 2]
        offer = offers.create_offer(
            actor=actor,
            data={
                "title": entry["title"],
                "description": entry["description"],
                "address": places.get(entry["address"]),
                "contact": entry["contact"],
                "cost": entry["cost"],
                "topics": topics,
                "target_groups": groups,
                "fields": [known.fields[field] for field in entry["fields"]],
                "languages": [known.languages[code] for code in entry["languages"] if code in known.languages],
            },
            hours=[
                {"weekday": weekday, "opens": _time(opens), "closes": _time(closes)}
                for weekday, opens, closes in entry["hours"]
            ],
        )
        if number != len(entries) - 1:
            offers.publish_offer(offer=offer)
        _change(actors, entry["actor"], {"topics": topics, "target_groups": groups})


def _time(text):
    return datetime.time.fromisoformat(text)


def _further(data, actors, known):
    """Eighty organisations more, each with a name of its own; two of three are public."""
    names, towns, groups = data["names"], data["towns"], data["groups"]
    for number, word in enumerate(names):
        group = groups[number % len(groups)]
        postal_code, city = towns[number % len(towns)]
        name = f"{group['words']} {word}"
        values = {
            "name": name if number else FORMER_NAME,
            "kind": known.kinds[group["kind"]],
            "carrier": actors.get(group["carrier"]),
            "street": f"{word}weg {number % 9 + 1}",
            "postal_code": postal_code,
            "city": city,
            "municipality": known.places.get(city),
            "email": f"kontakt-{number}@example.org",
            "phone": f"03447 000-{300 + number}",
            "fields": [known.fields[field] for field in group["fields"]],
            "topics": [known.topics[number % len(known.topics)]],
        }
        actor = services.create_actor(data=values)
        if not number:
            actor = services.update_actor(actor=actor, data={"name": name}, version=actor.version)
        if number % 3:
            services.publish_actor(actor=actor)
