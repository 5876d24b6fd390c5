"""The record of a meeting: all that its minutes hold, as plain data, from the rows of the meeting (ThürKO § 42).

One record, two versions: `public_part()` leaves out closed items, and all persons but those whose name may be published.
Persons stand in it by name and key, so that an erasure finds them.
"""

import hashlib
import json

from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Person

from .election_records import elections_of
from .models import Attendance, Motion
from .rules import majority
from .services.agenda import ordered

FORMAT = 1


def _time(moment):
    return timezone.localtime(moment).strftime("%H:%M") if moment else ""


def _person(person, name=""):
    if person is None:
        return {"key": "", "name": name, "public": False}
    return {"key": f"actors.person:{person.pk}", "name": person.name, "public": person.is_published}


def _attendance(meeting):
    rows = (
        meeting.attendances.select_related("person", "membership__seat", "membership__person")
        .prefetch_related("presences")
        .order_by("membership__seat__position", "pk")
    )
    found = []
    for row in rows:
        found.append(
            {
                "who": _person(row.person, row.name),
                "role": row.role,
                "seat": row.membership.seat.name if row.membership_id else "",
                "for": _person(row.membership.person) if row.role == Attendance.Role.DEPUTY else None,
                "voting": row.is_voting,
                "state": row.state,
                "reason": row.reason,
                "times": [[_time(one.arrived_at), _time(one.left_at)] for one in row.presences.all()],
            }
        )
    return found


def _vote(vote):
    return {
        "method": vote.method,
        "secret": vote.is_secret,
        "yes": vote.yes,
        "no": vote.no,
        "abstentions": vote.abstentions,
        "present": vote.present,
        "adopted": vote.is_adopted,
        "outcome": vote.outcome,
        "words": vote.get_outcome_words(),
        "sentence": majority.Result.from_json(vote.reckoning).sentence,
        "names": [
            {"who": _person(one.attendance.person, one.attendance.name), "choice": str(one.get_choice_display())}
            for one in vote.named.all()
        ],
    }


def _motions(item):
    rows = item.motions.select_related("vote").prefetch_related("vote__named__attendance__person").order_by("position")
    return [
        {
            "kind": row.kind,
            "label": str(row.get_kind_display()),
            "text": row.text,
            "mover": row.mover,
            "withdrawn": row.is_withdrawn,
            "vote": _vote(row.vote) if getattr(row, "vote", None) else None,
        }
        for row in rows
        if row.kind != Motion.Kind.MAIN or row.text
    ]


def _item(item, closed):
    elections = elections_of(item)
    return {
        "number": item.number,
        "title": item.title,
        "kind": item.kind,
        "public": item.pk not in closed and item.parent_id not in closed,
        "state": item.state,
        "state_words": str(item.get_state_display()),
        "started": _time(item.started_at),
        "added": item.added_in_meeting,
        "reporter": _person(item.reporter, item.reporter_text) if item.reporter_name else None,
        "paper": str(item.paper) if item.paper_id else "",
        "notes": item.notes,
        "concerned": [
            {"who": _person(one.attendance.person, one.attendance.name), "reason": one.reason}
            for one in item.recusals.select_related("attendance__person")
        ],
        "motions": _motions(item),
        "elections": [line for election in elections for line in election.lines()],
        "elected": [
            {"title": one.title, "outcome": one.outcome, "who": _person(one.election.elected)}
            for one in elections
            if one.election.elected
        ],
        "resolutions": [
            {
                "number": row.number,
                "title": row.title,
                "text": row.text,
                "outcome": str(row.get_outcome_display()),
                "released": row.released_on.isoformat() if row.released_on else "",
                "public": row.is_public,
            }
            for row in item.resolutions.all()
        ],
    }


def record_of(meeting, minutes):
    """The whole record as plain data, in the active language."""
    items = ordered(meeting.items.select_related("paper", "reporter").prefetch_related("resolutions"))
    closed = {item.pk for item in items if not item.is_public}
    first = meeting.invitations.order_by("number").first()
    return {
        "format": FORMAT,
        "committee": meeting.committee.name,
        "meeting": meeting.short,
        "day": meeting.day.isoformat(),
        "place": ", ".join(
            part for part in (meeting.place, meeting.street, f"{meeting.postal_code} {meeting.city}".strip()) if part
        ),
        "opened": _time(meeting.opened_at),
        "closed": _time(meeting.closed_at),
        "chair": _person(meeting.chair) if meeting.chair else None,
        "recorder": _person(meeting.recorder) if meeting.recorder else None,
        "invited": timezone.localdate(first.sent_at).isoformat() if first else "",
        "urgent": meeting.urgent_reason,
        "opening": minutes.opening,
        "closing": minutes.closing,
        "attendance": _attendance(meeting),
        "items": [_item(item, closed) for item in items],
    }


def digest_of(record):
    """The SHA-256 of the canonical JSON of a record, in hexadecimal."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# --- the public version --------------------------------------------------------------------------------------
def _nameable(record):
    """Keys of the persons of a record whose name may be published today; one query. A name withdrawn since is not shown."""
    persons = [record["chair"], record["recorder"]]
    persons += [person for row in record["attendance"] for person in (row["who"], row["for"])]
    for item in record["items"]:
        if item["public"]:
            persons += [item["reporter"], *(one["who"] for one in item["elected"])]
    keys = {person["key"] for person in persons if person and person["key"] and person["public"]}
    shown = Person.objects.filter(pk__in=[key.partition(":")[2] for key in keys], is_published=True)
    return {f"actors.person:{pk}" for pk in shown.values_list("pk", flat=True)}


def public_part(record):
    """The public version: without closed items (their released resolutions stay), votes by name, reasons, guests' and other names.

    The number of those present stays, so that the quorum can be followed. One query.
    """
    nameable = _nameable(record)

    def shown(person):
        return person if person and person["key"] in nameable else None

    items = []
    for item in record["items"]:
        if item["public"]:
            items.append(
                item
                | {
                    "reporter": shown(item["reporter"]),
                    "paper": "",  # a released one stands on the page of the meeting
                    "concerned": [{"who": None, "reason": ""} for _one in item["concerned"]],
                    "motions": [_public_motion(one) for one in item["motions"]],
                    "elections": [line for one in item["elected"] for line in _public_election(one, shown)],
                    "elected": [],
                }
            )
            continue
        released = [row for row in item["resolutions"] if row["released"]]
        items.append({"number": item["number"], "title": "", "public": False, "resolutions": released})
    return record | {
        "chair": shown(record["chair"]),
        "recorder": shown(record["recorder"]),
        "urgent": "",
        "attendance": [
            row | {"who": shown(row["who"]), "for": shown(row["for"]), "reason": "", "times": []}
            for row in record["attendance"]
            if row["role"] in ("member", "deputy")
        ],
        "items": items,
    }


def _public_election(one, shown):
    return [one["title"], one["outcome"] if shown(one["who"]) else _("Somebody was elected.")]


def _public_motion(motion):
    vote = motion["vote"]
    return motion | {"mover": "", "vote": vote | {"names": []} if vote else None}


# --- what is missing -----------------------------------------------------------------------------------------
def missing_in(record):
    """Sentences that say what ThürKO § 42(1) asks for and the record does not have; empty when it is complete."""
    found = []
    if not record["place"]:
        found.append(_("The place of the meeting."))
    if not record["opened"] or not record["closed"]:
        found.append(_("The time of opening and closing."))
    if record["chair"] is None:
        found.append(_("Who chaired the meeting."))
    if record["recorder"] is None:
        found.append(_("Who recorded the meeting."))
    if not any(row["state"] == "present" or row["times"] for row in record["attendance"]):
        found.append(_("Who was present."))
    unexcused = [row["who"]["name"] for row in record["attendance"] if row["state"] == "excused" and not row["reason"]]
    if unexcused:
        found.append(_("The reason for which these were missing: %(names)s.") % {"names": ", ".join(unexcused)})
    for item in record["items"]:
        if item["state"] == "open":
            found.append(_("What became of item %(number)s.") % {"number": item["number"]})
        elif (
            item["kind"] == "resolution"
            and item["state"] == "done"
            and not item["resolutions"]
            and not any(motion["vote"] for motion in item["motions"])
        ):
            found.append(_("The resolution or the vote on item %(number)s.") % {"number": item["number"]})
    return found
