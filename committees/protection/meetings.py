"""Meetings: who came when, who was concerned, who reported, moved and voted."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.protection.subjects import person_of
from integration_portal.core.personal import Fate, PersonalSource
from integration_portal.core.personal.pieces import piece_of, text_of

from ..models import AgendaItem, Attendance, ItemProposal, Meeting, MeetingState, Motion, NamedVote, Recusal
from .common import COMMITTEE, STATUTE, emptied, rows_of, some, taken_out

FINAL = (MeetingState.APPROVED, MeetingState.PUBLISHED)
#: Fields that hold a name and nothing else.
NAMES = ((Attendance, "name"), (Motion, "mover"), (AgendaItem, "reporter_text"))


def _attendances(subject):
    return rows_of(subject, Attendance.objects.select_related("meeting__committee", "membership__seat"))


def _led(subject):
    person = person_of(subject)
    rows = Meeting.objects.select_related("committee")
    return rows.filter(Q(chair=person) | Q(recorder=person)) if person else rows.none()


def _times(row):
    times = [(text_of(one, "arrived_at"), text_of(one, "left_at")) for one in row.presences.all()]
    return ", ".join("–".join(part for part in pair if part) for pair in times)


def find(subject, user):
    person = person_of(subject)
    pieces = [
        piece_of(
            row, ("meeting", "role", "membership", "is_voting", "state", "reason"), more=[(_("Time"), _times(row))]
        )
        for row in _attendances(subject).prefetch_related("presences")
    ]
    pieces += [
        piece_of(
            row,
            (),
            title=row.name,
            more=[(_("As"), _("Chair") if row.chair_id == person.pk else _("Recorder"))],
        )
        for row in _led(subject)
    ]
    recusals = rows_of(subject, Recusal.objects.select_related("item__meeting"), "attendance__person")
    pieces += [piece_of(row, ("item", "reason"), more=[(_("Meeting"), row.item.meeting.name)]) for row in recusals]
    votes = rows_of(subject, NamedVote.objects.select_related("vote__motion__item__meeting"), "attendance__person")
    for row in votes:
        motion = row.vote.motion
        pieces.append(
            piece_of(row, ("choice",), more=[(_("Motion"), motion), (_("Meeting"), motion.item.meeting.name)])
        )
    items = rows_of(subject, AgendaItem.objects.select_related("meeting__committee"), "reporter")
    pieces += [
        piece_of(row, ("title",), title=_("Reporter of an agenda item"), more=[(_("Meeting"), row.meeting.name)])
        for row in items
    ]
    proposals = rows_of(subject, ItemProposal.objects.select_related("committee"), "supporters")
    return pieces + [piece_of(row, ("committee", "title", "reason", "submitted_on", "state")) for row in proposals]


def erase(subject, erasing):
    """What was counted stays with somebody who has no name any more; the names themselves stand in approved minutes only."""
    attendances = list(_attendances(subject))
    emptied(attendances, reason="")
    emptied(rows_of(subject, Recusal.objects.all(), "attendance__person"), reason="")
    reported = emptied(rows_of(subject, AgendaItem.objects.all(), "reporter"), reporter=None)
    proposals = rows_of(subject, ItemProposal.objects.all(), "supporters").count()
    names = sum(taken_out(model.objects.all(), (name,), subject.words) for model, name in NAMES)
    final = AgendaItem.objects.filter(meeting__state__in=FINAL)
    notes = taken_out(final, ("notes", "internal_notes"), subject.words)
    anonymised = Fate.ANONYMISED
    return [
        *some(
            anonymised,
            _("Attendance, personal concern and votes by name: the row stays, without name and reason"),
            len(attendances),
        ),
        *some(anonymised, _("Meetings chaired or recorded: without the name"), _led(subject).count()),
        *some(Fate.ERASED, _("Reporter of agenda items"), reported),
        *some(anonymised, _("Items proposed: the number of those who proposed them stays"), proposals),
        *some(anonymised, _("Guests, movers and reporters entered by name: the name is taken out"), names),
        *some(anonymised, _("Notes of the recorder: the name is taken out"), notes),
    ]


def minutes_first(subject):
    """The law wants the names of those who were there in the minutes: they have to be approved before the name goes."""
    person = person_of(subject)
    if person is None:
        return ""
    there = Attendance.objects.filter(person=person, role__in=(Attendance.Role.MEMBER, Attendance.Role.DEPUTY))
    rows = (
        Meeting.objects.select_related("committee")
        .filter(Q(pk__in=there.values("meeting")) | Q(chair=person) | Q(recorder=person), opened_at__isnull=False)
        .exclude(state__in=(*FINAL, MeetingState.CANCELLED, MeetingState.MOVED))
        .order_by("starts_at", "pk")
    )
    if not rows:
        return ""
    text = _(
        "The minutes of these meetings are not approved yet: %(names)s. The law wants the names of those present and missing in "
        "them (ThürKO § 42). Please have them approved first."
    )
    return text % {"names": ", ".join(row.name for row in rows)}


SOURCE = PersonalSource(
    "committees.meetings", gettext_lazy("Meetings of committees"), 28,
    purpose=gettext_lazy("Meetings are held by the rules: quorum, personal concern, motions and votes."),
    people=gettext_lazy("Members, deputies, guests, reporters, movers."),
    data=gettext_lazy("Attendance with times and reason for absence, personal concern, votes by name, items reported or proposed."),
    basis=STATUTE, recipients=COMMITTEE,
    kept=gettext_lazy("As long as the minutes; of an erased person the counts without the name."),
    find=find, erase=erase, blocker=minutes_first,
)  # fmt: skip
