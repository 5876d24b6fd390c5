"""Elections: is somebody elected by a ballot, and if not, what follows?

After ThürKO § 39(3): elected is who has more than half of the valid votes. If nobody has, there is a run-off between the two with the
most votes; in the run-off the most votes decide, and with a tie the lot. Abstentions and invalid slips are no valid votes; with one
candidate alone a vote against is a valid one. Where candidates share a place in the run-off, the lot says who of them takes part.
The result depends on the counts alone, never on the order of the candidates.
"""

from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ELECTED, RUN_OFF, LOT, LOT_RUN_OFF, REPEAT = "elected", "run_off", "lot", "lot_run_off", "repeat"
#: What the rules are called in sentences, unless a statute says otherwise.
MODEL = "ThürKO § 39 (3)"


@dataclass(frozen=True)
class Result:
    """What a ballot brought. `votes` are pairs (key of the candidate, votes), the most first.

    `outcome` is "elected" (`elected` is the key), "run_off" (between `finalists`), "lot" (between `tied`), "lot_run_off" (`finalists` are
    sure, the lot gives `places` more to some of `tied`) or "repeat" (nobody can be elected by these votes; another ballot follows).
    """

    outcome: str
    is_run_off: bool
    votes: tuple
    against: int
    invalid: int
    abstentions: int
    present: int
    valid: int
    needed: int
    rule: str = MODEL
    elected: int | None = None
    finalists: tuple = ()
    tied: tuple = field(default=())
    places: int = 0

    def as_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        """The result that `as_json` wrote down; other keys are passed over."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        for name in ("finalists", "tied"):
            known[name] = tuple(known.get(name, ()))
        known["votes"] = tuple((key, number) for key, number in known["votes"])
        return cls(**known)

    @property
    def rule_words(self):
        """The rule that was used, in words."""
        if self.is_run_off:
            return _("the most votes in the run-off, with a tie the lot (%(rule)s)") % {"rule": self.rule}
        return _("more than half of the valid votes (%(rule)s)") % {"rule": self.rule}

    @property
    def counts(self):
        """The numbers of the ballot in words."""
        parts = [
            ngettext("%(n)d valid vote", "%(n)d valid votes", self.valid) % {"n": self.valid},
            _("%(n)d invalid") % {"n": self.invalid},
            ngettext("%(n)d abstention", "%(n)d abstentions", self.abstentions) % {"n": self.abstentions},
        ]
        return ", ".join(parts)

    @property
    def sentence(self):
        """What follows, with the rule and the numbers, without a name."""
        top = self.votes[0][1] if self.votes else 0
        words = {"votes": top, "valid": self.valid, "needed": self.needed, "n": self.places}
        if self.outcome == ELECTED and self.is_run_off:
            head = _("Elected in the run-off with %(votes)d of %(valid)d valid votes") % words
        elif self.outcome == ELECTED:
            head = _("Elected with %(votes)d of %(valid)d valid votes; needed are %(needed)d") % words
        elif self.outcome == LOT:
            head = _("A tie in the run-off: the lot decides")
        elif self.outcome == RUN_OFF:
            head = _("Nobody has the %(needed)d votes needed: run-off between the two with the most votes") % words
        elif self.outcome == LOT_RUN_OFF:
            head = (
                ngettext(
                    "Nobody has the %(needed)d votes needed, and several share a place in the run-off: the lot says who of "
                    "them takes part",
                    "Nobody has the %(needed)d votes needed, and several share the first place: the lot says which %(n)d of "
                    "them take part in the run-off",
                    self.places,
                )
                % words
            )
        elif self.valid == 0:
            head = _("No valid vote was cast: another ballot is held")
        else:
            head = _("Not elected: %(votes)d of %(valid)d valid votes, needed are %(needed)d") % words
        return f"{head} – {self.rule_words}. {self.counts}."


def check_counts(*, votes, against, invalid, abstentions, present, rule=MODEL):
    """Raises ValidationError when a number is negative, or there are more slips than voting members present."""
    numbers = [*votes.values(), against, invalid, abstentions, present]
    if min(numbers) < 0:
        raise ValidationError(_("Votes cannot be negative."), code="negative")
    total = sum(numbers) - present
    if total > present:
        text = _(
            "%(total)d slips are more than the %(present)d voting members present: each has one vote (%(rule)s). Please count again."
        )
        raise ValidationError(text % {"total": total, "present": present, "rule": rule}, code="too_many")


def reckon(votes, *, present, against=0, invalid=0, abstentions=0, is_run_off=False, rule=MODEL):
    """Reckon a ballot: `votes` are {key of the candidate: votes}. `against` counts only with one candidate alone.

    Raises ValidationError when the counts cannot be, when there is no candidate, and for a run-off that is not between two.
    """
    if not votes:
        raise ValidationError(_("There is no candidate."), code="nobody")
    if is_run_off and len(votes) != 2:
        raise ValidationError(_("A run-off is between two candidates (%(rule)s).") % {"rule": rule}, code="run_off")
    if against and len(votes) > 1:
        raise ValidationError(
            _("Votes against count only if there is one candidate; else please count them as invalid (%(rule)s).")
            % {"rule": rule},
            code="against",
        )
    check_counts(votes=votes, against=against, invalid=invalid, abstentions=abstentions, present=present, rule=rule)
    ranked = tuple(sorted(votes.items(), key=lambda pair: (-pair[1], pair[0])))
    valid = sum(votes.values()) + against
    found = {
        "is_run_off": is_run_off,
        "votes": ranked,
        "against": against,
        "invalid": invalid,
        "abstentions": abstentions,
        "present": present,
        "valid": valid,
        "needed": valid // 2 + 1,
        "rule": rule,
    }
    return Result(**found, **(_run_off if is_run_off else _first)(ranked, valid))


def _run_off(ranked, valid):
    (first, most), (second, fewer) = ranked
    if valid == 0:
        return {"outcome": REPEAT, "finalists": (first, second)}
    if most == fewer:
        return {"outcome": LOT, "tied": (first, second)}
    return {"outcome": ELECTED, "elected": first}


def _first(ranked, valid):
    first, most = ranked[0]
    if 2 * most > valid:
        return {"outcome": ELECTED, "elected": first}
    if len(ranked) == 1 or valid == 0:
        return {"outcome": REPEAT}
    second = ranked[1][1]
    above = tuple(key for key, number in ranked if number > second)
    tied = tuple(key for key, number in ranked if number == second)
    if len(above) + len(tied) == 2:
        return {"outcome": RUN_OFF, "finalists": above + tied}
    return {"outcome": LOT_RUN_OFF, "finalists": above, "tied": tied, "places": 2 - len(above)}
