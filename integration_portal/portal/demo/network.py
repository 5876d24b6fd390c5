"""Demo organisations, people and accounts, made through the services."""

import datetime
import os
import secrets

from django.conf import settings

from actors import services
from actors.models import Actor, ActorKind, Person
from integration_portal.core import invitations
from integration_portal.core.models import Language, Municipality, User
from integration_portal.core.slugs import slug_of

from .texts import read

KINDS = {
    "behoerde": ("Behörde", "Authority"),
    "vhs": ("Volkshochschule", "Adult education centre"),
    "sprachschule": ("Sprachschule", "Language school"),
    "wohlfahrt": ("Wohlfahrtsverband", "Welfare association"),
    "jugend": ("Jugendarbeit", "Youth work"),
    "sport": ("Sportverein oder -verband", "Sports club or federation"),
    "wohnen": ("Wohnungsunternehmen", "Housing company"),
    "klinik": ("Gesundheitseinrichtung", "Health institution"),
    "treff": ("Nachbarschaftszentrum", "Neighbourhood centre"),
    "migranten": ("Migrantenorganisation", "Migrants' association"),
    "kirche": ("Religionsgemeinschaft", "Religious community"),
    "kammer": ("Kammer", "Chamber"),
    "bildung": ("Bildungsträger", "Training provider"),
    "schule": ("Schule oder Kita", "School or day care"),
    "kultur": ("Kultureinrichtung", "Cultural institution"),
}
#: role, first name and family name of the person it belongs to, further name where nobody in the network is meant.
ACCOUNTS = (
    ("office", "Mara Muster", "buero"),
    ("contributor", "Olena Musterenko", "sprachschule"),
    ("council", "Ömer Örnek", ""),
    ("reader", "Lea Musterrat", ""),
    ("admin", "Alex Admin-Muster", ""),
)
#: The day on which the people of the demo agreed to be shown.
PERMISSION_ON = datetime.date(2025, 9, 1)
LOGINS_FILE = "demo-logins.tsv"


def address_of(name):
    """An e-mail address of a demo person, at a domain that nobody can own."""
    return slug_of(name, fallback="person").replace("-", ".") + "@example.org"


def make_actors(fields):
    """Create the organisations; returns them by key. `fields` are the fields of action by number."""
    kinds = {}
    for order, (key, (name, name_en)) in enumerate(KINDS.items(), start=1):
        kinds[key] = ActorKind.objects.filter(slug=key).first() or ActorKind.objects.create(
            slug=key, name=name, name_en=name_en, order=order
        )
    places = {place.name: place for place in Municipality.objects.all()}
    languages = {language.slug: language for language in Language.objects.all()}
    actors = {}
    for number, entry in enumerate(read("actors.toml")["actor"]):
        slug = slug_of(entry["short_name"] or entry["name"], max_length=112)
        actor = services.create_actor(
            data={
                "name": entry["name"],
                "short_name": entry["short_name"],
                "kind": kinds[entry["kind"]],
                "description": entry["description"],
                "street": entry["street"],
                "postal_code": entry["postal_code"],
                "city": entry["city"],
                "municipality": places.get(entry["city"]),
                "email": f"{slug}@example.org",
                "phone": f"03447 000-{100 + number}",
                "website": f"https://{slug}.example.org/",
                "fields": [fields[number] for number in entry["fields"]],
                "languages": [languages[code] for code in entry["languages"] if code in languages],
                "municipalities": [places[entry["city"]]] if number % 4 == 3 and entry["city"] in places else [],
                "aliases": [entry["short_name"]] if entry["short_name"] else [],
            }
        )
        if entry.get("published", True):
            actor = services.publish_actor(actor=actor)
        actors[entry["key"]] = actor
    return actors


def make_people(actors):
    """Create the people with their roles; returns them by name."""
    people = {}
    for number, entry in enumerate(read("people.toml")["person"]):
        name = f"{entry['first_name']} {entry['last_name']}"
        roles = [{"actor": actors[entry["actor"]], "function": entry["function"], "is_main_contact": entry["main"]}]
        if "second_actor" in entry:
            roles.append(
                {"actor": actors[entry["second_actor"]], "function": entry["second_function"], "is_main_contact": False}
            )
        address = address_of(name)
        people[name] = services.create_person(
            data={
                "title": entry["title"],
                "first_name": entry["first_name"],
                "last_name": entry["last_name"],
                "email": f"person.{number}@example.org" if address.startswith("person@") else address,
                "phone": f"03447 000-{200 + number}" if number % 2 else "",
                "is_published": entry["published"],
                "permission_on": PERMISSION_ON if entry["published"] else None,
                "publish_email": entry["published"],
            },
            roles=roles,
        )
    return people


def make_accounts(actors):
    """Create one account for each role with a random password; returns (accounts by role, login lines)."""
    accounts, lines = {}, []
    for role, name, actor_key in ACCOUNTS:
        email, password = address_of(name), secrets.token_urlsafe(12)
        if role == "admin":
            user = User.objects.create_superuser(email, password, name=name)
        else:
            user = invitations.create_account(email=email, name=name, roles=[role])
            user.set_password(password)
            user.save()
        accounts[role] = user
        first, _space, last = name.partition(" ")
        person = Person.objects.filter(first_name=first, last_name=last).first()
        if person is not None:
            services.link_account(person=person, user=user)
        if role == "contributor":
            services.set_represented_actors(user=user, actors=[actors[actor_key]])
        lines.append((role, email, password))
    colleague = invitations.create_account(email=address_of("Kim Beispiel"), name="Kim Beispiel", roles=["office"])
    person = Person.objects.filter(first_name="Kim", last_name="Beispiel").first()
    if person is not None:
        services.link_account(person=person, user=colleague)
    accounts["colleague"] = colleague
    return accounts, lines


def write_logins(lines):
    """Write role, e-mail and password to $VAR_DIR/demo-logins.tsv, readable by its owner only; returns the path."""
    path = settings.VAR_DIR / LOGINS_FILE
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines("\t".join(line) + "\n" for line in lines)
    return path


def present_actors():
    """The demo organisations of an earlier run by key, without those somebody has renamed."""
    by_name = {actor.name: actor for actor in Actor.objects.all()}
    return {entry["key"]: by_name[entry["name"]] for entry in read("actors.toml")["actor"] if entry["name"] in by_name}
