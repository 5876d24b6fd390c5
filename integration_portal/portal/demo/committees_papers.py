"""The demo: papers for the advisory council, with their path and what the district's committees made of them."""

import datetime

from dateutil.relativedelta import relativedelta

from committees.models import Committee, Paper, Referral
from committees.services import papers
from fields_of_action.models import FieldOfAction
from measures.models import Measure

from .texts import read

COUNCIL = "beirat"


def council_and_terms():
    """The demo council and the first days of its two terms, or (None, ())."""
    council = Committee.objects.filter(slug=COUNCIL).first()
    return council, [term.since for term in council.terms.order_by("since")] if council else ()


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    council, terms = council_and_terms()
    if council is None:
        return
    committees = {row.slug: row for row in Committee.objects.all()}
    for entry in read("council.toml")["papers"]:
        day = terms[entry["term"] - 1] + relativedelta(months=entry["months"])
        _paper(entry, day, committees, accounts.get("office"))


def _paper(entry, day, committees, by):
    field = FieldOfAction.objects.in_force().filter(number=entry["field"]).first()
    measures = Measure.objects.public().filter(placements__field=field).order_by("pk")[:1] if field else []
    paper = papers.create_paper(
        data={
            "title": entry["title"],
            "kind": entry.get("kind", Paper.Kind.RESOLUTION),
            "is_public": entry.get("public", True),
            "dated_on": day,
            "originator_text": entry["originator"],
            "proposed_resolution": entry["resolution"],
            "facts": entry["facts"],
            "financial_effect": entry.get("costs", ""),
            "measures": measures,
            "fields": [field] if field else [],
        },
        by=by,
    )
    for slug, role in entry["path"]:
        papers.add_stop(paper=paper, committee=committees[slug], role=Referral.Role(role))
    paper = papers.hand_in(paper=paper, by=by)
    if paper.is_public:
        paper = papers.release(paper=paper, by=by)
        paper.released_on = day + datetime.timedelta(days=14)
        paper.save()
    for slug, outcome, days in entry.get("results", ()):
        # counted from the meeting of the council, which is a month after the paper was written
        decided_on = day + relativedelta(months=1) + datetime.timedelta(days=days)
        stop = paper.referrals.get(committee=committees[slug])
        papers.change_stop(stop=stop, data={"outcome": outcome, "decided_on": decided_on})
