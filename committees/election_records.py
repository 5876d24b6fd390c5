"""Elections as they stand in the record of a meeting: candidates, ballots, the lot, who was elected and accepted."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from integration_portal.core.display import format_day

from .rules import elections as rules
from .services.elections import drawn_in, result_of


@dataclass(frozen=True)
class BallotRecord:
    """One ballot. `votes` are pairs (name, votes), the most first; `sentence` says what follows, with the rule."""

    round: object
    number: int
    is_run_off: bool
    present: int
    votes: list
    against: int
    invalid: int
    abstentions: int
    sentence: str
    drawn: list

    @property
    def title(self):
        """ "1st ballot", or "run-off" where it is one."""
        words = _("Ballot %(number)d – run-off") if self.is_run_off else _("Ballot %(number)d")
        return words % {"number": self.number}

    @property
    def is_counted(self):
        return bool(self.sentence)

    def lines(self):
        """The ballot in lines of text."""
        if not self.is_counted:
            return [f"{self.title}: {', '.join(name for name, _votes in self.votes)}"]
        counts = [f"{name} {votes}" for name, votes in self.votes]
        counts += [_("against %(n)d") % {"n": self.against}] if self.against else []
        found = [
            _("%(title)s, %(present)d voting members present: %(votes)s.")
            % {"title": self.title, "present": self.present, "votes": ", ".join(counts)},
            self.sentence,
        ]
        if self.drawn:
            found.append(_("Drawn by lot: %(names)s.") % {"names": ", ".join(self.drawn)})
        return found


@dataclass(frozen=True)
class ElectionRecord:
    """An election with its ballots, ready to be printed. It names nobody's vote."""

    election: object
    function: str
    is_secret: bool
    candidates: list
    ballots: list = field(default_factory=list)
    elected: str = ""
    accepted: bool | None = None
    starts_on: object = None

    @property
    def title(self):
        words = _("Election: %(function)s (secret)") if self.is_secret else _("Election: %(function)s (open)")
        return words % {"function": self.function}

    @property
    def outcome(self):
        """Who was elected and has accepted or declined, as a sentence; empty while nobody is elected."""
        words = {"name": self.elected, "day": format_day(self.starts_on)}
        if not self.elected:
            return ""
        if self.accepted is None:
            return _("%(name)s is elected.") % words
        if not self.accepted:
            return _("%(name)s is elected and has declined.") % words
        return _("%(name)s is elected, has accepted, and is in office from %(day)s.") % words

    def lines(self):
        """The whole election in lines of text."""
        found = [self.title, *(line for ballot in self.ballots for line in ballot.lines())]
        return [*found, self.outcome] if self.outcome else found


def _ballot(round):
    people = {one.person_id: one.person.name for one in round.candidacies.all()}
    votes = sorted(
        ((one.person.name, one.votes) for one in round.candidacies.all()), key=lambda pair: (-pair[1], pair[0])
    )
    result = result_of(round)
    return BallotRecord(
        round,
        round.number,
        bool(round.reckoning.get("is_run_off")),
        round.present,
        votes,
        result.against if result else 0,
        round.invalid,
        round.abstentions,
        result.sentence if result else "",
        [people[key] for key in drawn_in(round) if key in people],
    )


def elections_of(item):
    """The elections of an agenda item in the order they were set up, as `ElectionRecord`s; four queries whatever their number."""
    rows = item.elections.select_related("elected").prefetch_related("rounds__candidacies__person").order_by("pk")
    records = []
    for row in rows:
        ballots = [_ballot(round) for round in row.rounds.all()]
        names = sorted({name for ballot in ballots for name, _votes in ballot.votes})
        records.append(
            ElectionRecord(
                row,
                row.get_function_display(),
                row.is_secret,
                names,
                ballots,
                row.elected.name if row.elected else "",
                row.accepted,
                row.starts_on,
            )
        )
    return records


def next_step(record):
    """What comes next in an election: "count", "lot", "run_off", "repeat", "decide", or "" when it is over."""
    if record.accepted is not None or not record.ballots:
        return ""
    last = record.ballots[-1]
    result = result_of(last.round)
    if result is None:
        return "count"
    if result.outcome in (rules.LOT, rules.LOT_RUN_OFF) and not last.drawn:
        return "lot"
    if record.elected:
        return "decide"
    return "repeat" if result.outcome == rules.REPEAT and not result.is_run_off else "run_off"
