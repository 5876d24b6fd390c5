"""Elections within a committee: candidates, ballots, the lot, and taking office. Nobody's vote is kept, only counts.

Each step locks the election. What follows from a ballot is reckoned by `rules.elections` and kept with it, so that the record says by
which rule somebody was elected.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.display import format_day
from integration_portal.core.locking import lock

from ..members import in_office, voting_members
from ..models import Candidacy, Committee, CommitteeFunction, Election, ElectionRound, Membership, RuleSet
from ..models.agenda import ItemKind
from ..rules import elections as rules
from .states import locked

#: States of a meeting in which its elections can still be written down.
WRITABLE = ("planned", "invited", "held", "drafted")
Function = CommitteeFunction.Function


def candidates_of(meeting):
    """The memberships whose persons can be elected: members in office on the day of the meeting, in the order of their seats."""
    return in_office(meeting.committee, meeting.day).filter(kind=Membership.Kind.MEMBER)


def rule_name(meeting):
    """How the rule is called in sentences: the statute in force, after the model of the ThürKO."""
    try:
        name = RuleSet.objects.in_force(meeting.committee, meeting.day).name
    except RuleSet.DoesNotExist:
        return rules.MODEL
    return f"{name}, {rules.MODEL}"


def last_round(election):
    """The ballot that was held or prepared last."""
    return election.rounds.order_by("-number").first()


def result_of(round):
    """The result of a ballot, None before it was counted."""
    return rules.Result.from_json(round.reckoning) if "outcome" in round.reckoning else None


def drawn_in(round):
    """The keys of those whom the lot chose after a ballot."""
    return list(round.reckoning.get("drawn", ()))


def _writable(meeting):
    row = locked(meeting)
    if row.state not in WRITABLE:
        raise ValidationError(
            _("Nothing can be changed: the meeting is “%(state)s”.") % {"state": row.get_state_display()}, code="state"
        )
    return row


def _undecided(election, version=None):
    """The locked election while nobody has accepted or declined, and its meeting."""
    meeting = _writable(election.item.meeting)
    row = lock(election, version)
    if row.accepted is not None:
        raise ValidationError(_("This election has been decided: nothing is changed any more."), code="decided")
    return row, meeting


def _check_candidates(meeting, persons):
    if not persons:
        raise ValidationError({"candidates": _("Please choose at least one candidate.")})
    sitting = set(candidates_of(meeting).values_list("person_id", flat=True))
    others = [person.name for person in persons if person.pk not in sitting]
    if others:
        raise ValidationError(
            {
                "candidates": _("No member in office on the day of the meeting: %(names)s.")
                % {"names": ", ".join(others)}
            }
        )


def _prepare(election, meeting, number, persons, is_run_off=False):
    row = ElectionRound.objects.create(
        election=election,
        number=number,
        present=0,
        held_at=meeting.starts_at,
        reckoning={"is_run_off": is_run_off},
    )
    for person in persons:
        Candidacy.objects.create(round=row, person_id=person)
    return row


@transaction.atomic
def set_up(*, item, function, candidates, is_secret=True):
    """Prepare an election on an agenda item with its first ballot; returns the election. Candidates are members in office.

    Raises ValidationError, also while an election for the same function is under way on the item.
    """
    meeting = _writable(item.meeting)
    if item.kind != ItemKind.ELECTION:
        raise ValidationError(_("This agenda item is no election."), code="kind")
    candidates = list(dict.fromkeys(candidates))
    _check_candidates(meeting, candidates)
    if item.elections.filter(function=function, accepted__isnull=True).exists():
        raise ValidationError({"function": _("An election for this function is under way already.")})
    election = Election.objects.create(item=item, function=function, is_secret=is_secret)
    _prepare(election, meeting, 1, [person.pk for person in candidates])
    return election


@transaction.atomic
def remove_election(*, row):
    """Delete an election in which no ballot was counted."""
    row, _meeting = _undecided(row)
    if any(result_of(round) for round in row.rounds.all()):
        raise ValidationError(_("A ballot has been counted: the election stays in the record."), code="counted")
    row.delete()


@transaction.atomic
def count_ballot(*, round, present, votes, against=0, invalid=0, abstentions=0, version=None):
    """Write down the counts of the last ballot ({key of the candidate: votes}) and reckon it; returns the result.

    Counting again corrects a slip of the pen, until the next ballot, the lot or the acceptance. Raises ValidationError with the rule
    named when there are more slips than members present, or more members than have a vote; StaleObject.
    """
    election, meeting = _undecided(round.election)
    row = lock(round, version)
    if timezone.localdate() < meeting.day:
        raise ValidationError(_("The meeting has not taken place yet."), code="early")
    if last_round(election).pk != row.pk or drawn_in(row):
        raise ValidationError(_("What followed from this ballot has happened already: its counts stay."), code="over")
    candidacies = {one.person_id: one for one in row.candidacies.all()}
    if set(votes) != set(candidacies):
        raise ValidationError(_("Please enter the votes of every candidate."), code="candidates")
    name = rule_name(meeting)
    members = voting_members(meeting.committee, meeting.day)
    if present > members:
        text = _("%(present)d are more than the %(members)d members with a vote on this day (%(rule)s).")
        raise ValidationError({"present": text % {"present": present, "members": members, "rule": name}})
    result = rules.reckon(
        votes,
        present=present,
        against=against,
        invalid=invalid,
        abstentions=abstentions,
        is_run_off=row.reckoning.get("is_run_off", False),
        rule=name,
    )
    for person, number in votes.items():
        if candidacies[person].votes != number:
            candidacies[person].votes = number
            candidacies[person].save()
    row.present, row.invalid, row.abstentions = present, invalid, abstentions
    row.reckoning = result.as_json()
    if meeting.day == timezone.localdate():
        row.held_at = timezone.now()
    row.save()
    _set_elected(election, result.elected)
    return result


def _set_elected(election, person):
    if election.elected_id != person:
        election.elected_id = person
        election.save()


@transaction.atomic
def draw_lot(*, round, persons):
    """Record whom the lot has chosen: who is elected after a tied run-off, or who takes part in the run-off.

    Raises ValidationError when no lot is to be drawn, it has been drawn already, or it names others or another number.
    """
    election, _meeting = _undecided(round.election)
    row = lock(round, None)
    result = result_of(row)
    if result is None or result.outcome not in (rules.LOT, rules.LOT_RUN_OFF):
        raise ValidationError(_("No lot is to be drawn after this ballot."), code="no_lot")
    if drawn_in(row):
        raise ValidationError(_("The lot has been drawn already."), code="twice")
    keys = sorted({person.pk for person in persons})
    places = 1 if result.outcome == rules.LOT else result.places
    if len(keys) != places or not set(keys) <= set(result.tied):
        raise ValidationError({"drawn": _("Please choose %(n)d of those with equal votes.") % {"n": places}})
    row.reckoning = {**row.reckoning, "drawn": keys}
    row.drawn_by_lot_id = keys[0] if places == 1 else None
    row.save()
    if result.outcome == rules.LOT:
        _set_elected(election, keys[0])
    return row


def run_off_between(round):
    """The keys of the two between whom the next ballot is a run-off; empty when none follows, or the lot is to be drawn first."""
    result = result_of(round)
    if result is None or (result.outcome == rules.REPEAT and not result.is_run_off):
        return []
    found = [*result.finalists, *drawn_in(round)] if result.outcome != rules.LOT else []
    return sorted(found) if len(found) == 2 else []


def is_to_repeat(round):
    """Whether another first ballot follows, with candidates named anew."""
    result = result_of(round)
    return result is not None and result.outcome == rules.REPEAT and not result.is_run_off


@transaction.atomic
def next_ballot(*, election, candidates=()):
    """Prepare the ballot that follows from the last one: the run-off, or another ballot with these candidates. Returns it.

    Raises ValidationError when none follows.
    """
    row, meeting = _undecided(election)
    last = last_round(row)
    if finalists := run_off_between(last):
        return _prepare(row, meeting, last.number + 1, finalists, is_run_off=True)
    if not is_to_repeat(last):
        raise ValidationError(_("No further ballot follows from the last one."), code="none")
    candidates = list(dict.fromkeys(candidates))
    _check_candidates(meeting, candidates)
    return _prepare(row, meeting, last.number + 1, [person.pk for person in candidates])


@transaction.atomic
def decide(*, election, accepted, starts_on=None, replaces=None, version=None):
    """Record that the election was accepted or declined. With acceptance the function starts on `starts_on`.

    The predecessor's function ends the day before: every chair's, as there is one chair at a time; of the others that of `replaces`.
    Raises ValidationError, the second time too; StaleObject.
    """
    row, meeting = _undecided(election, version)
    if row.elected_id is None:
        raise ValidationError(_("Nobody has been elected yet."), code="nobody")
    row.accepted = accepted
    if accepted:
        row.starts_on = starts_on
        _take_office(row, meeting, replaces)
    row.save()
    return row


def _take_office(election, meeting, replaces):
    start = election.starts_on
    if start is None or start < meeting.day:
        raise ValidationError({"starts_on": _("Please name a day: the day of the meeting, or a later one.")})
    committee = Committee.objects.select_for_update().get(pk=meeting.committee_id)
    if not in_office(committee, start).filter(kind="member", person=election.elected_id).exists():
        raise ValidationError({"starts_on": _("Whoever is elected is no member in office on this day.")})
    held = committee.functions.filter(function=election.function).overlapping(start, None)
    if election.function == Function.CHAIR:
        before = list(held)
    else:
        before = list(held.filter(pk=replaces.pk)) if replaces else []
        if held.filter(person=election.elected_id).exclude(pk__in=[one.pk for one in before]).exists():
            raise ValidationError(
                {"replaces": _("This person holds the function already: please choose it as the one that ends.")}
            )
    for function in before:
        if function.since >= start:
            raise ValidationError(
                {
                    "starts_on": _("%(name)s holds the function from %(day)s on: there is one at a time.")
                    % {"name": function.person, "day": format_day(function.since)}
                }
            )
        function.until = start - datetime.timedelta(days=1)
        function.save()
    CommitteeFunction.objects.create(
        committee=committee, person_id=election.elected_id, function=election.function, since=start
    )
