"""Demo data of persons in depth and data protection: ways, deputies, periods, legal bases, a request that waits."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from actors import services
from actors.protection.subjects import subject_of_person
from integration_portal.core.jobs import run_job
from integration_portal.core.models import Language
from integration_portal.core.personal import requests

CONSENT = "Ich bin einverstanden, dass mein Name und meine dienstlichen Kontaktwege im Portal veröffentlicht werden."
SOURCES = (
    "Visitenkarte",
    "Website der Organisation",
    "Gespräch beim Netzwerktreffen",
    "Liste des Integrationsbüros 2024",
)


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    today, office = timezone.localdate(), accounts["office"]
    languages = list(Language.objects.order_by("sort_name")[:6])
    rows = list(people.values())
    for number, person in enumerate(rows):
        person.refresh_from_db()
        services.update_person(
            person=person,
            version=person.version,
            data=_protection(number, person, today) | _wishes(number, languages, today),
            ways=_ways(number),
        )
    _roles(rows, today)
    _request(rows[-1], office)


def _protection(number, person, today):
    """Why the person is stored, and when somebody looks again; every ninth entry still lacks it."""
    if number % 9 == 8:
        return {}
    has_consent = person.is_published
    return {
        "legal_basis": "consent" if has_consent else "public_task",
        "consent_on": person.permission_on if has_consent else None,
        "consent_text": CONSENT if has_consent else "",
        "data_source": SOURCES[number % len(SOURCES)],
        "informed_on": today - relativedelta(months=10 + number % 8),
        "review_on": today + relativedelta(months=number % 24 - 1),
    }


def _wishes(number, languages, today):
    values = {"preferred_way": ("email", "phone", "", "post")[number % 4]}
    if number % 7 == 3 and languages:
        values["preferred_language"] = languages[number % len(languages)]
    if number % 11 == 10:
        values["no_mailings_on"] = today - relativedelta(months=3)
    return values


def _ways(number):
    if number % 3:
        return ()
    return [
        {"kind": "mobile", "value": f"+49 151 000{number:05d}"[:16], "label": "nur dienstlich", "is_published": False}
    ]


def _roles(rows, today):
    """Some roles have a deputy, and two ended."""
    by_actor = {}
    for person in rows:
        for role in person.roles.select_related("actor"):
            by_actor.setdefault(role.actor_id, []).append(role)
    for roles in by_actor.values():
        if len(roles) > 1:
            first, second = roles[:2]
            services.set_roles(
                person=first.person, roles=[{"id": first.pk, "actor": first.actor, "deputy": second.person}]
            )
    for person in rows[2:4]:
        former = person.roles.select_related("actor").first()
        if former:
            begin, end = today - relativedelta(years=6), today - relativedelta(years=3)
            values = {"actor": former.actor, "function": "Projektleitung", "since": begin, "until": end}
            services.set_roles(person=person, roles=[values])


def _request(person, office):
    """Somebody asked what is stored about them; it is looked up and waits for the answer."""
    row = requests.open_request(
        kind="access", subject=subject_of_person(person), note="Brief vom Monatsanfang, Ausweis gesehen", by=office
    )
    run_job.call(str(row.job_id))
