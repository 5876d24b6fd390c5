"""Lists of committees: 10,000 meetings with 100,000 agenda items, 10,000 papers and resolutions, against a tenth of them."""

import datetime
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees.models import AgendaItem, Committee, Meeting, Paper, Referral, Resolution
from integration_portal.core.models import User

from . import Figure

MEETINGS, ITEMS = 10_000, 10
LISTS = {
    "/intern/sitzungen/?zeit=vergangen": "meetings, office",
    "/gremien/termine/?ansicht=vergangen": "meetings, public",
    "/gremien/vorlagen/": "papers, public",
    "/gremien/beschluesse/": "resolutions, public",
    "/intern/beschluesse/": "resolutions, office",
}


def _fill(committee, first, last):
    """Past public meetings with their items, a paper and a resolution each."""
    newest = timezone.now().replace(microsecond=0) - datetime.timedelta(days=1)
    for start in range(first, last, 500):
        numbers = range(start, min(start + 500, last))
        meetings = Meeting.objects.bulk_create(
            Meeting(
                committee=committee,
                number=100_000 + number,
                starts_at=newest - datetime.timedelta(hours=number),
                state="held",
                is_published=True,
            )
            for number in numbers
        )
        items = AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, title=f"Punkt {place}", position=place, number=str(place))
            for meeting in meetings
            for place in range(1, ITEMS + 1)
        )
        papers = Paper.objects.bulk_create(
            Paper(
                title=f"Vorlage {number}",
                number=f"V-1900-{number}",
                state="submitted",
                dated_on=newest.date() - datetime.timedelta(days=number),
                released_on=newest.date(),
            )
            for number in numbers
        )
        Referral.objects.bulk_create(Referral(paper=paper, committee=committee, position=1) for paper in papers)
        Resolution.objects.bulk_create(
            Resolution(
                number=f"B-1900-{number}",
                committee=committee,
                item=items[place * ITEMS],
                title=f"Beschluss {number}",
                text="Text",
                outcome="adopted",
                resolved_on=meeting.day,
            )
            for place, (number, meeting) in enumerate(zip(numbers, meetings, strict=True))
        )


def _measured(client, address):
    """(milliseconds of the quickest of seven requests, queries)."""
    best = []
    for _time in range(7):
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        best.append(time.perf_counter() - start)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}.")
    return min(best) * 1000, len(queries)


def lists():
    """Time and queries of the first page of each list, and how many times those with a tenth of the rows."""
    committee = Committee.objects.filter(is_published=True).exclude(kind="district").first()
    if committee is None:
        committee = Committee.objects.create(
            name="Messgremium", slug="messgremium", kind="working_group", is_published=True
        )
    client = Client()
    client.force_login(User.objects.filter(groups__name="office").first())
    _fill(committee, 0, MEETINGS // 10)
    small = {address: _measured(client, address) for address in LISTS}
    _fill(committee, MEETINGS // 10, MEETINGS)
    for address, words in LISTS.items():
        (before, few), (now, many) = small[address], _measured(client, address)
        yield Figure(f"Committees: first page of {MEETINGS:,} {words}", now, None, "ms")
        yield Figure("Committees: the same against a tenth", now / before, 1.5, "times", 2)
        yield Figure("Committees: queries of that page, more than with a tenth", many - few, 0, "")
