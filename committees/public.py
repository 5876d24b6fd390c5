"""What everyone may read of committees and meetings, put together for the public pages, the archive and the feed.

Everything here is read through the words `public()`, and does not depend on who asks.
"""

from dataclasses import dataclass, field
from itertools import chain

from django.db.models import Min, Q
from django.utils import timezone

from .models import AgendaItem, Meeting, Minutes, Paper, Resolution
from .models.meetings import AHEAD
from .oparl.files import public_attachments
from .records import public_part
from .roster import roster
from .services.agenda import ordered

#: Entries of the feed, and the newest meetings on the page of a committee.
IN_FEED, ON_PAGE = 50, 6


@dataclass
class PublicSeat:
    """A seat as it is shown: `name` is empty where nobody may be named, `is_vacant` where nobody sits."""

    seat: object
    name: str
    words: str
    is_vacant: bool


def _functions(rows):
    return ", ".join(str(row.get_function_display()) for row in rows)


def roster_of(committee, day):
    """The seats of a committee on a day with the names that were released; (seats, further functions with released names)."""
    found = roster(committee, day)
    seats = []
    for row in found.rows:
        member = row.member
        is_named = member is not None and member.is_released and member.person.is_published
        words = _functions(row.functions) if is_named else ""
        seats.append(PublicSeat(row.seat, member.person.name if is_named else "", words, row.is_vacant))
    others = [(row.person.name, row.get_function_display()) for row in found.others if row.person.is_published]
    return seats, others


def with_next_meeting(committees):
    """The committees with `next_at`, the start of their next public meeting, or None."""
    ahead = Q(meetings__is_published=True, meetings__state__in=AHEAD, meetings__starts_at__gte=timezone.now())
    return committees.annotate(next_at=Min("meetings__starts_at", filter=ahead))


@dataclass
class PublicItem:
    """An item of the public part: with its released paper, its public resolutions, and what the minutes say of it."""

    item: AgendaItem
    reporter: str
    paper: Paper | None
    resolutions: list
    files: list
    said: dict | None = None


@dataclass
class PublicMeeting:
    """The public part of a meeting. `released` are resolutions of its closed part that were released; seven queries."""

    meeting: Meeting
    items: list[PublicItem] = field(default_factory=list)
    has_closed_part: bool = False
    released: list = field(default_factory=list)
    files: list = field(default_factory=list)
    minutes: Minutes | None = None
    record: dict | None = None
    addenda: list = field(default_factory=list)

    @property
    def papers(self):
        """The papers of the agenda, each once, in its order."""
        return list({row.paper.pk: row.paper for row in self.items if row.paper}.values())

    @property
    def present(self):
        """How many with a vote were there, by the published minutes; None without."""
        if self.record is None:
            return None
        return sum(row["voting"] and row["state"] == "present" for row in self.record["attendance"])

    @property
    def resolutions(self):
        """All resolutions that are shown."""
        return [*chain.from_iterable(row.resolutions for row in self.items), *self.released]


def _reporter(item):
    return item.reporter.name if item.reporter and item.reporter.is_published else ""


def sheet_of(meeting):
    """The public part of a meeting that is public itself."""
    every = ordered(meeting.items.select_related("reporter"))
    closed = {item.pk for item in every if not item.is_public}
    closed |= {item.pk for item in every if item.parent_id in closed}
    shown = [item for item in every if item.pk not in closed]
    papers = Paper.objects.public().in_bulk([item.paper_id for item in shown if item.paper_id])
    resolutions: dict = {}
    for row in Resolution.objects.public().filter(item__meeting=meeting).order_by("number"):
        row.committee = meeting.committee
        resolutions.setdefault(row.item_id, []).append(row)
    files = public_attachments(AgendaItem, [item.pk for item in shown])
    sheet = PublicMeeting(
        meeting,
        items=[
            PublicItem(
                item,
                _reporter(item),
                papers.get(item.paper_id),
                resolutions.get(item.pk, []),
                files.get(item.pk, []),
            )
            for item in shown
        ],
        has_closed_part=bool(closed),
        released=[row for pk in closed for row in resolutions.get(pk, [])],
        files=public_attachments(Meeting, [meeting.pk]).get(meeting.pk, []),
    )
    _put_minutes(sheet)
    return sheet


def _put_minutes(sheet):
    minutes = Minutes.objects.filter(meeting=sheet.meeting, published_at__isnull=False).first()
    if minutes is None:
        return
    sheet.minutes, sheet.record = minutes, public_part(minutes.record)
    sheet.addenda = list(minutes.addenda.filter(is_public=True))
    said = {item["number"]: item for item in sheet.record["items"] if item["public"]}
    for row in sheet.items:
        row.said = said.get(row.item.number)


def news():
    """(moment, paper or resolution) of what was published last, the newest first; two queries."""
    papers = Paper.objects.public().order_by("-released_on", "-pk")[:IN_FEED]
    resolutions = Resolution.objects.public().select_related("committee").order_by("-resolved_on", "-pk")[:IN_FEED]
    rows = [(row.released_on, row) for row in papers]
    rows += [(row.released_on or row.resolved_on, row) for row in resolutions]
    return sorted(rows, key=lambda pair: (pair[0], pair[1].number), reverse=True)[:IN_FEED]
