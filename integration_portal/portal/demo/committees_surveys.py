"""The demo: Surveys of dates, and elections."""

import datetime

from django.utils import timezone

from committees.members import voting_members
from committees.models import Committee, DateSurvey, Meeting
from committees.models.agenda import ItemKind
from committees.services import elections, surveys

#: What the participants answer to the dates, over and over.
ANSWERS = (("yes", "maybe", "no"), ("yes", "yes", "no"), ("no", "yes", "maybe"), ("yes", "no", "yes"))


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    committee = Committee.objects.meeting_here().filter(seats__memberships__isnull=False).order_by("pk").first()
    if committee is None:
        return
    office, today = accounts["office"], timezone.localdate()
    closed = _survey(committee, "Sondersitzung zum Haushalt", today + datetime.timedelta(days=14), office)
    _answer(closed, most=None)
    surveys.close_survey(survey=closed)
    running = _survey(committee, "Klausurtagung im Frühjahr", today + datetime.timedelta(days=60), office)
    _answer(running, most=3)
    _elect_chair(committee)


def _survey(committee, title, first, office):
    starts = [
        timezone.make_aware(datetime.datetime.combine(first + datetime.timedelta(days=days), datetime.time(17)))
        for days in (0, 2, 7)
    ]
    row = surveys.save_survey(
        survey=DateSurvey(
            committee=committee,
            title=title,
            text="Bitte sagen Sie uns, welche Termine Ihnen passen.",
            closes_on=timezone.localdate() + datetime.timedelta(days=7),
        ),
        options=[(start, start + datetime.timedelta(hours=2)) for start in starts],
        by=office,
    )
    if row.participants.exists():
        surveys.start_survey(survey=row)
        row.refresh_from_db()
    return row


def _answer(survey, most):
    options = list(survey.options.values_list("pk", flat=True))
    for number, participant in enumerate(survey.participants.select_related("survey")[:most]):
        choices = dict(zip(options, ANSWERS[number % len(ANSWERS)], strict=True))
        surveys.answer(participant=participant, choices=choices, note="Gern auch online." if number == 1 else "")


def _elect_chair(committee):
    """The chair is elected anew on the last item of an election that a meeting of the past has, with a run-off."""
    meetings = Meeting.objects.filter(committee=committee, state__in=elections.WRITABLE, starts_at__lt=timezone.now())
    item = None
    for meeting in meetings.order_by("-starts_at"):
        item = meeting.items.filter(kind=ItemKind.ELECTION, elections__isnull=True).first()
        if item is not None:
            break
    if item is None:
        return
    day = item.meeting.day
    chairs = set(committee.functions.filter(function="chair").on(day).values_list("person_id", flat=True))
    persons = dict.fromkeys(row.person for row in elections.candidates_of(item.meeting))
    persons = sorted(persons, key=lambda person: person.pk not in chairs)[:3]
    present = voting_members(committee, day)
    if len(persons) < 3 or present < 7:
        return
    election = elections.set_up(item=item, function="chair", candidates=persons)
    first, second, third = (person.pk for person in persons)
    votes = {first: 3, second: 2, third: 1}
    elections.count_ballot(round=elections.last_round(election), present=present, votes=votes, invalid=1)
    elections.next_ballot(election=election)
    elections.count_ballot(round=elections.last_round(election), present=present, votes={first: 4, second: 3})
    election.refresh_from_db()
    if not committee.functions.filter(function="chair", since__gt=day).exists():
        elections.decide(election=election, accepted=True, starts_on=day + datetime.timedelta(days=1))
