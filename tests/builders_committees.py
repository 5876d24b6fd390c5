"""Small builders of committees: each makes a valid row with one line, and takes what the test is about as keywords."""

import datetime
import itertools

from django.utils import timezone

from committees.models import (
    AgendaItem,
    Committee,
    CommitteeFunction,
    Meeting,
    Membership,
    Paper,
    Referral,
    Resolution,
    RuleSet,
    Seat,
    Term,
)

from .builders import make_person

_numbers = itertools.count(1)
START = datetime.date(2024, 7, 1)


def at(text):
    """A moment in Berlin time: "2026-12-03 17:00"."""
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


def make_committee(name="", *, rules=None, published=False, **values):
    """An advisory council with the rules of the ThürKO since July 2024; `rules` are changes to them, False for none."""
    number = next(_numbers)
    committee = Committee.objects.create(
        **{"name": name or f"Beirat {number}", "slug": f"beirat-{number}", "is_published": published, **values}
    )
    if rules is not False:
        make_rules(committee, **(rules or {}))
    return committee


def make_rules(committee=None, **values):
    """Rules with the values of the ThürKO; not saved without a committee."""
    rules = RuleSet(**{"committee": committee, "valid_from": START, "name": "Satzung", **values})
    if committee is not None:
        rules.save()
    return rules


def make_term(committee, name="2. Amtszeit", **values):
    """A term from July 2024 to June 2029."""
    return Term.objects.create(
        **{"committee": committee, "name": name, "since": START, "until": datetime.date(2029, 6, 30), **values}
    )


def make_seat(committee=None, name="", **values):
    """A seat with a vote."""
    number = next(_numbers)
    return Seat.objects.create(
        **{"committee": committee or make_committee(), "name": name or f"Sitz {number}", "position": number, **values}
    )


def make_member(committee=None, name="", *, seat=None, person=None, kind="member", **values):
    """A member since July 2024 on a seat of their own, or a deputy on a given one."""
    person = person or make_person(name)
    seat = seat or make_seat(committee)
    return Membership.objects.create(**{"seat": seat, "person": person, "kind": kind, "since": START, **values})


def make_function(committee, person, function="chair", **values):
    """The chair since July 2024."""
    return CommitteeFunction.objects.create(
        **{"committee": committee, "person": person, "function": function, "since": START, **values}
    )


def make_meeting(committee=None, starts="2026-12-03 17:00", *, state="planned", published=False, **values):
    """A meeting on 3 December 2026 at 5 p.m.; the committee is public where the meeting is."""
    committee = committee or make_committee(published=published)
    return Meeting.objects.create(
        **{
            "committee": committee,
            "number": committee.meetings.count() + 1,
            "starts_at": at(starts),
            "place": "Musterhaus, Saal 1",
            "state": state,
            "is_published": published,
            **values,
        }
    )


def make_item(meeting=None, title="", **values):
    """A public item for information, at the end of the agenda."""
    meeting = meeting or make_meeting()
    position = meeting.items.count() + 1
    return AgendaItem.objects.create(
        **{
            "meeting": meeting,
            "title": title or f"Punkt {next(_numbers)}",
            "position": position,
            "number": str(position),
            **values,
        }
    )


def make_paper(title="", *, committees=(), released=False, state="submitted", **values):
    """A public paper that was handed in; `released` shows it to everyone."""
    number = next(_numbers)
    if state != "draft":
        values.setdefault("number", f"V-2026-{number:03}")
    if released:
        values.setdefault("released_on", datetime.date(2026, 11, 2))
    values.setdefault("dated_on", datetime.date(2026, 11, 1))
    paper = Paper.objects.create(**{"title": title or f"Vorlage {number}", "state": state, **values})
    for position, committee in enumerate(committees, start=1):
        Referral.objects.create(paper=paper, committee=committee, position=position)
    return paper


def make_resolution(item=None, title="", **values):
    """An open resolution, adopted unanimously on the day of the meeting of its item."""
    item = item or make_item(kind="resolution")
    number = next(_numbers)
    return Resolution.objects.create(
        **{
            "number": f"B-2026-{number:03}",
            "committee": item.meeting.committee,
            "item": item,
            "title": title or f"Beschluss {number}",
            "text": "Der Beirat empfiehlt das.",
            "outcome": "unanimous",
            "resolved_on": item.meeting.day,
            "is_public": item.is_public,
            **values,
        }
    )
