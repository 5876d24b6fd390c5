"""The demo: twelve meetings of the advisory council in two terms, with their minutes; of the last one there is a draft."""

import datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from committees.models import Motion, Paper
from committees.services import agenda, attendance, meetings, minutes, voting

from .committees_followup import follow
from .committees_papers import council_and_terms
from .texts import read

EVENING = datetime.time(17, 0)


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    council, terms = council_and_terms()
    if council is None:
        return
    texts = read("council.toml")
    titles = {entry["key"]: entry["title"] for entry in texts["papers"]}
    papers = {key: Paper.objects.filter(title=title).first() for key, title in titles.items()}
    before = None
    for number, entry in enumerate(texts["meetings"]):
        starts = _third_thursday(terms[entry["term"] - 1] + relativedelta(months=entry["months"]))
        meeting = _held(council, entry, starts, papers, before, number, accounts.get("office"))
        before = minutes.hand_out(minutes=minutes.begin(meeting=meeting))
        follow(meeting, accounts.get("office"))


def _third_thursday(month):
    first = month.replace(day=1)
    day = first + datetime.timedelta(days=(3 - first.weekday()) % 7 + 14)
    return timezone.make_aware(datetime.datetime.combine(day, EVENING))


def _minute(starts, minutes_):
    return starts + datetime.timedelta(minutes=minutes_)


def _held(council, entry, starts, papers, before, number, by):
    """Plan, open, hold and close one meeting; the minutes of the one before are approved and published in it."""
    chair = council.functions.filter(function="chair").on(starts.date()).get()
    recorder = council.functions.filter(function="recorder").on(starts.date()).get()
    meeting = meetings.plan_meeting(
        committee=council, starts_at=starts, ends_at=_minute(starts, 120), title=entry.get("title", ""), by=by,
        chair=chair.person, recorder=recorder.person,
    )  # fmt: skip
    for item in entry["items"]:
        agenda.add_item(
            meeting=meeting,
            data={
                "title": item["title"],
                "kind": item["kind"],
                "is_public": item.get("public", True),
                "duration": 20,
                "paper": papers.get(item.get("paper")),
            },
        )
    meeting = attendance.open_meeting(meeting=meeting, at=starts)
    _arrivals(meeting, starts, number)
    if before is not None:
        approved = minutes.approve(minutes=before, approved_in=meeting, by=by)
        minutes.set_published(minutes=approved, published=True)
    texts = {item["title"]: item for item in entry["items"]}
    rows = meeting.items.select_related("meeting__committee", "paper").order_by("position")
    for place, item in enumerate(rows):
        _deal_with(item, texts.get(item.title, {}), _minute(starts, 5 + 15 * place), by)
    return attendance.close_meeting(meeting=meeting, at=_minute(starts, 115))


def _arrivals(meeting, starts, number):
    """All but two are there from the beginning: one comes later, one is excused."""
    rows = list(meeting.attendances.filter(role="member").order_by("pk"))
    excused, late = rows[number % len(rows)], rows[(number + 4) % len(rows)]
    for row in rows:
        if row == excused:
            attendance.mark_away(attendance=row, excused=True, reason="Krankheit" if number % 2 else "Dienstreise")
        else:
            attendance.arrive(attendance=row, at=_minute(starts, 6 if row == late else 0))


def _deal_with(item, text, at, by):
    voting.call_item(item=item, at=at)
    if text.get("guest"):
        attendance.add_guest(meeting=item.meeting, name="Alex Beispiel, Verkehrsunternehmen")
    if text.get("notes"):
        voting.save_notes(item=item, notes=text["notes"])
    if text.get("concerned"):
        voting.recuse(
            item=item, attendance=voting.voters(item).last(), reason="Mitglied eines antragstellenden Vereins"
        )
    if text.get("amendment"):
        change = Motion(item=item, kind=Motion.Kind.AMENDMENT, text=text["amendment"], mover="Fraktion Beispiel A")
        _vote(voting.save_motion(motion=change), (0, 1), at, by)
    if item.kind == "resolution":
        motion = voting.main_motion(item) or Motion(item=item, text=text.get("text") or item.title)
        if text.get("amendment"):
            motion.text = f"{motion.text} {text['amendment']}"
        _vote(voting.save_motion(motion=motion), text.get("vote", (0, 0)), at, by, by_name=text.get("names", False))
    item.refresh_from_db()
    if text.get("postponed"):
        voting.end_item(item=item, state="postponed")
    elif item.state == "open":
        voting.end_item(item=item, state="done")


def _vote(motion, against, at, by, *, by_name=False):
    """Vote on a motion: `against` are those who say no and those who abstain, all others say yes."""
    no, abstentions = against
    rows = list(voting.voters(motion.item).order_by("pk"))
    yes = len(rows) - no - abstentions
    if by_name:
        choices = ["yes"] * yes + ["no"] * no + ["abstain"] * abstentions
        voting.record_vote(motion=motion, names=dict(zip(rows, choices, strict=True)), at=at, by=by)
    else:
        voting.record_vote(motion=motion, yes=yes, no=no, abstentions=abstentions, at=at, by=by)
