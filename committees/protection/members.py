"""Members of committees, their functions, and candidates in elections."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Person
from actors.protection.subjects import person_of
from integration_portal.core.display import format_day
from integration_portal.core.models import SiteSettings
from integration_portal.core.personal import DueList, Fate, PersonalSource
from integration_portal.core.personal.pieces import piece_of

from ..models import Candidacy, Committee, CommitteeFunction, Election, ElectionRound, Membership
from .common import STATUTE, emptied, rows_of, some


def _memberships(subject):
    return rows_of(subject, Membership.objects.select_related("seat__committee", "term"))


def _functions(subject):
    return rows_of(subject, CommitteeFunction.objects.select_related("committee"))


def find(subject, user):
    pieces = [
        piece_of(
            row,
            ("seat", "kind", "term", "since", "until", "end_reason", "is_released"),
            more=[(_("Committee"), row.seat.committee.name)],
        )
        for row in _memberships(subject)
    ]
    pieces += [piece_of(row, ("committee", "function", "since", "until")) for row in _functions(subject)]
    candidacies = rows_of(subject, Candidacy.objects.select_related("round__election__item__meeting__committee"))
    for row in candidacies:
        election = row.round.election
        more = [(_("Election"), str(election)), (_("Meeting"), election.item.meeting.name)]
        pieces.append(piece_of(row, ("votes",), more=more))
    won = rows_of(subject, Election.objects.select_related("item__meeting__committee"), "elected")
    pieces += [
        piece_of(row, ("function", "accepted", "starts_on"), more=[(_("Meeting"), row.item.meeting.name)])
        for row in won
    ]
    drawn = rows_of(subject, ElectionRound.objects.select_related("election"), "drawn_by_lot")
    return pieces + [piece_of(row, ("election", "number"), title=_("Drawn by lot")) for row in drawn]


def erase(subject, erasing):
    """Seats, periods and counts stay with somebody who has no name any more; nothing of it is public."""
    memberships = list(_memberships(subject))
    emptied(memberships, is_released=False)
    candidacies = rows_of(subject, Candidacy.objects.all()).count()
    return [
        *some(Fate.ANONYMISED, _("Seats in committees: seat and period stay, without the name"), len(memberships)),
        *some(Fate.ANONYMISED, _("Functions in committees: the period stays, without the name"), _functions(subject).count()),
        *some(Fate.ANONYMISED, _("Candidates in elections: the counts stay, without the name"), candidacies),
    ]  # fmt: skip


def in_office_first(subject):
    """Somebody who sits on a committee, or will, has to leave it first."""
    person, today = person_of(subject), timezone.localdate()
    if person is None:
        return ""
    open_end = Q(until__isnull=True) | Q(until__gte=today)
    seats = Membership.objects.filter(open_end, person=person).values("seat__committee")
    functions = CommitteeFunction.objects.filter(open_end, person=person).values("committee")
    names = Committee.objects.filter(Q(pk__in=seats) | Q(pk__in=functions)).values_list("name", flat=True)
    if not names:
        return ""
    text = _("The person sits on these committees: %(names)s. Please enter the end of the seat or function first.")
    return text % {"names": ", ".join(names)}


# --- due ---------------------------------------------------------------------------------------------------
def left_long_ago(on, user):
    """Persons whose last seat and function ended before the months of the settings."""
    months = SiteSettings.load().review_persons_after_months
    limit = on - datetime.timedelta(days=30 * months)
    stays = Q(until__isnull=True) | Q(until__gte=limit)
    sat = Membership.objects.filter(person=OuterRef("pk"))
    had = CommitteeFunction.objects.filter(person=OuterRef("pk"))
    left = Person.objects.filter(
        Exists(sat) | Exists(had), ~Exists(sat.filter(stays)), ~Exists(had.filter(stays)), anonymised_at__isnull=True
    )
    return left.prefetch_related("memberships", "committee_functions").order_by("sort_name", "pk")


def _why(person):
    ends = [row.until for rows in (person.memberships, person.committee_functions) for row in rows.all()]
    text = _("In no committee any more since %(day)s") % {"day": format_day(max(ends))}
    return person.name, text, person.get_absolute_url()


SOURCE = PersonalSource(
    "committees.members", gettext_lazy("Members of committees"), 26,
    purpose=gettext_lazy("Who sits on a committee, since when, with which vote; elections within it."),
    people=gettext_lazy("Members and deputies, chairs, recorders, candidates."),
    data=gettext_lazy("Seat, sending organisation, period, function, votes received in elections."),
    basis=STATUTE,
    recipients=gettext_lazy("The integration office and the committee; the public only what is released."),
    kept=gettext_lazy("For the months in the settings after leaving; then seat and period stay without the name."),
    find=find, erase=erase, blocker=in_office_first,
    due=(
        DueList(
            gettext_lazy("Persons who left the committees"),
            gettext_lazy("Erase the person if the entry is not needed for anything else. Approved minutes stay as they are."),
            left_long_ago, _why,
        ),
    ),
)  # fmt: skip
