"""The demo: an advisory council with two terms, a steering and a working group, and stops of the referral path."""

import datetime

from django.utils import timezone

from actors.models import Person
from committees.models import Committee, CommitteeFunction, Membership, RuleSet, Seat, Term
from committees.services import members
from fields_of_action.models import FieldOfAction

#: Group, seat, with a vote, and whether a deputy is named; the last one is vacant.
SEATS = (
    ("Migrantenorganisationen", "Vertretung der Migrantenorganisationen 1", True, True),
    ("Migrantenorganisationen", "Vertretung der Migrantenorganisationen 2", True, True),
    ("Migrantenorganisationen", "Vertretung der Migrantenorganisationen 3", True, False),
    ("Kreistag", "Fraktion Beispiel A", True, True),
    ("Kreistag", "Fraktion Beispiel B", True, True),
    ("Kreistag", "Fraktion Beispiel C", True, False),
    ("Träger", "Wohlfahrtsverbände", True, True),
    ("Träger", "Sport und Kultur", True, False),
    ("Träger", "Sprache und Bildung", True, False),
    ("Verwaltung", "Jobcenter (beratend)", False, False),
    ("Verwaltung", "Ausländerbehörde (beratend)", False, False),
    ("Verwaltung", "Volkshochschule (beratend)", False, False),
    ("Migrantenorganisationen", "Vertretung der Migrantenorganisationen 4", True, False),
)
STOPS = (("Sozialausschuss", "sozialausschuss"), ("Kreisausschuss", "kreisausschuss"), ("Kreistag", "kreistag"))


def _terms():
    """First days of the term before and of this one, and its last day: July to June, three and five years."""
    today = timezone.localdate()
    year = today.year - (today.month < 7) - 2
    return datetime.date(year - 3, 7, 1), datetime.date(year, 7, 1), datetime.date(year + 5, 6, 30)


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    before, start, end = _terms()
    council = members.create_committee(
        data={
            "name": "Beirat für Migration und Integration (Beispiel)",
            "short_name": "Beirat",
            "kind": "advisory_council",
            "description": "Der Beirat berät den Landkreis in allen Fragen der Integration und gibt Empfehlungen an seine Ausschüsse.",
            "place": "Mustersaal im Beispielhaus",
            "street": "Musterstraße 1",
            "postal_code": "04600",
            "city": "Altenburg",
            "founded_on": before,
            "is_published": True,
        }
    )
    rules = council.rule_sets.get()
    rules.name, rules.source = "Satzung des Beirats (Beispiel)", "nach dem Muster der ThürKO §§ 34–43"
    members.save_rules(rules=rules)
    later = RuleSet(committee=council, valid_from=start, name="Satzung des Beirats, neue Fassung (Beispiel)")
    later.source, later.notice_days, later.deputies = rules.source, 8, "seat"
    later.item_days_before = 12
    members.save_rules(rules=later)
    old = members.save_term(
        term=Term(committee=council, name="1. Amtszeit", since=before, until=start - datetime.timedelta(days=1))
    )
    now = members.save_term(term=Term(committee=council, name="2. Amtszeit", since=start, until=end))
    _fill(council, people, accounts, old, now)
    _groups(people)
    for name, slug in STOPS:
        members.create_committee(
            data={"name": f"{name} (Beispiel)", "short_name": slug, "kind": "district", "is_published": True}
        )
        Committee.objects.filter(slug=slug).update(short_name=name)


def _fill(council, people, accounts, old, now):
    persons = sorted(people.values(), key=lambda person: person.pk)
    member = _council_member(accounts)
    # who works in the office keeps the minutes and has no seat
    others = [person for person in persons if person != member and person.user_id is None]
    chosen = ([member] if member else []) + others
    deputies = iter(chosen[len(SEATS) :])
    sitting = []
    for number, (group, name, voting, has_deputy) in enumerate(SEATS):
        seat = members.save_seat(
            seat=Seat(
                committee=council,
                group=group,
                name=name,
                is_voting=voting,
                position=number + 1,
                since=council.founded_on,
            )
        )
        if number == len(SEATS) - 1:
            continue
        person = chosen[number]
        predecessor = chosen[(number + 1) % (len(SEATS) - 1)]
        _sit(seat, predecessor, old.since, old.until, old)
        _sit(seat, person, now.since, now.until, now)
        sitting.append(person)
        deputy = next(deputies, None) if has_deputy else None
        if deputy is not None:
            _sit(seat, deputy, now.since, now.until, now, kind="deputy")
    for function, person in (("chair", sitting[1]), ("vice", sitting[3]), ("recorder", _office(people, persons))):
        members.save_function(
            function=CommitteeFunction(committee=council, function=function, person=person, since=now.since)
        )
    for function, person in (("chair", sitting[2]), ("recorder", _office(people, persons))):
        members.save_function(
            function=CommitteeFunction(
                committee=council, function=function, person=person, since=old.since, until=old.until
            )
        )


def _sit(seat, person, since, until, term, kind="member"):
    members.save_membership(
        membership=Membership(
            seat=seat, person=person, kind=kind, term=term, since=since, until=until, is_released=person.is_published
        )
    )


def _council_member(accounts):
    """The person of the council's demo account; made and linked where there is none."""
    user = accounts.get("council")
    if user is None:
        return None
    person = Person.objects.filter(user=user).first()
    if person is None:
        first, _space, last = user.name.partition(" ")
        person = Person.objects.create(
            first_name=first, last_name=last or first, email=user.email, user=user, data_source="Beispieldaten"
        )
    return person


def _office(people, persons):
    return people.get("Mara Muster") or persons[-1]


def _groups(people):
    field = FieldOfAction.objects.order_by("order").first()
    for name, short, kind in (
        ("Steuerungsgruppe Integration (Beispiel)", "Steuerungsgruppe", "steering_group"),
        ("Arbeitsgruppe Sprache (Beispiel)", "AG Sprache", "working_group"),
    ):
        group = members.create_committee(
            data={"name": name, "short_name": short, "kind": kind, "founded_on": datetime.date(2024, 1, 1)}
        )
        if field and kind == "working_group":
            group.fields.set([field])
        for number, person in enumerate(sorted(people.values(), key=lambda person: person.pk)[5:9], start=1):
            seat = members.save_seat(seat=Seat(committee=group, name=f"Mitglied {number}", position=number))
            members.save_membership(
                membership=Membership(seat=seat, person=person, kind="member", since=datetime.date(2024, 1, 1))
            )
