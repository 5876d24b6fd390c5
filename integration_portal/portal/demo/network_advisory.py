"""Demo data of the advisory log."""

import datetime

from django.utils import timezone

from actors.models import PersonRole, Topic
from actors.services import advisory
from fields_of_action.models import FieldOfAction

from .texts import read

#: Each contact is told so often, at another of its actors; the days lie so far apart, the newest so many days back.
TIMES, DAYS_APART, NEWEST = 3, 12, 2
#: Follow-ups of the newest contacts are open, this many days from today in turn: overdue, due, soon and later.
OPEN_FOLLOW_UPS = (-9, 0, 3, 16, -2, 6, 40)
AFTER = datetime.timedelta(days=14)
#: What contacts of a field of action are mostly about: its number, the name of the topic.
TOPICS = {
    1: "Schutz vor Diskriminierung",
    2: "Deutsch lernen",
    3: "Familie und Kinder",
    4: "Arbeit und Ausbildung",
    5: "Wohnen",
    7: "Ehrenamt",
    8: "Gesundheit",
}


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    contacts, today = read("advisory.toml")["contact"], timezone.localdate()
    fields = {field.number: field for field in FieldOfAction.objects.in_force()}
    topics, persons = {topic.name: topic for topic in Topic.objects.all()}, _persons_by_actor()
    writers, open_days = (accounts["office"], accounts["colleague"]), list(OPEN_FOLLOW_UPS)
    for number in range(len(contacts) * TIMES):
        entry, time = contacts[number % len(contacts)], number // len(contacts)
        actor = actors[entry["actors"][time]]
        author, other = writers[:: 1 if number % 3 else -1]
        happened_on = today - datetime.timedelta(days=NEWEST + number * DAYS_APART)
        data = {
            "happened_on": happened_on,
            "way": entry["way"],
            "subject": entry["subject"],
            "text": entry["text"],
            "result": entry["result"],
            "is_advice": entry["advice"],
            "duration_minutes": entry["minutes"],
            "actors": [actor],
            "persons": persons.get(actor.pk, [])[:1] if number % 2 else [],
            "field": fields.get(entry["field"]),
            "topic": topics.get(TOPICS.get(entry["field"])),
            "is_confidential": entry.get("confidential", False),
            "colleagues": [other] if entry.get("confidential") and time else [],
        }
        if "follow_up" in entry:
            is_open = bool(open_days) and time == 0
            day = today + datetime.timedelta(days=open_days.pop(0)) if is_open else happened_on + AFTER
            data |= {"follow_up_on": max(day, happened_on), "follow_up_text": entry["follow_up"], "responsible": author}
            note = advisory.create_advice(data=data, by=author)
            if not is_open:
                advisory.finish_follow_up(entry=note, by=author)
        else:
            advisory.create_advice(data=data, by=author)


def _persons_by_actor():
    """The persons by the key of the actor they speak for, in a stable order."""
    found = {}
    for role in PersonRole.objects.select_related("person").order_by("pk"):
        found.setdefault(role.actor_id, []).append(role.person)
    return found
