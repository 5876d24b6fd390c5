"""Majorities: is a motion adopted?

After ThürKO § 39(1) the majority of the votes for yes and no decides, and a tie rejects; abstentions do not count. Statutes may
count otherwise. The result depends on the counts alone, never on the order of the votes.
"""

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Result:
    """Whether a motion is adopted, and how that was reckoned. `base` is the number of which `needed` yes votes are asked."""

    adopted: bool
    tie: bool
    yes: int
    no: int
    abstentions: int
    present: int
    members: int
    majority: str
    of: str
    base: int
    needed: int
    by_chair: bool
    rule: str

    def as_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls(**data)

    @property
    def outcome(self):
        """The key of `committees.models.Outcome`; unanimous is without a vote for no."""
        if not self.adopted:
            return "rejected"
        return "adopted" if self.no or self.by_chair else "unanimous"

    @property
    def rule_words(self):
        """The rule in words."""
        bases = {
            "yes_no": _("of the votes for yes and no"),
            "cast": _("of the votes cast, abstentions included"),
            "members": _("of all voting members"),
        }
        kinds = {
            "simple": _("more than half"),
            "absolute": _("more than half"),
            "two_thirds": _("at least two thirds"),
        }
        return f"{kinds[self.majority]} {bases[self.of]} ({self.rule})"

    @property
    def sentence(self):
        """What follows, with the rule and the numbers."""
        words = {
            "yes": self.yes, "no": self.no, "abstentions": self.abstentions, "needed": self.needed, "base": self.base,
            "rule": self.rule_words,
        }  # fmt: skip
        if self.by_chair:
            head = _("Adopted by the vote of the chair, as the votes are equal")
        elif self.adopted:
            head = _("Adopted unanimously") if not self.no else _("Adopted by majority")
        else:
            head = _("Rejected, as the votes are equal") if self.tie else _("Rejected")
        counts = _("%(yes)d yes, %(no)d no, %(abstentions)d abstentions") % words
        return f"{head}: {counts}. " + _("Needed are %(needed)d of %(base)d – %(rule)s.") % words


def check_counts(*, yes, no, abstentions, present):
    """Raises ValidationError when votes are negative, or more than voting members are in the room."""
    if min(yes, no, abstentions) < 0:
        raise ValidationError(_("Votes cannot be negative."), code="negative")
    total = yes + no + abstentions
    if total > present:
        raise ValidationError(
            _("%(total)d votes are more than the %(present)d voting members in the room: please count again.")
            % {"total": total, "present": present},
            code="too_many",
        )


def decide(rules, *, yes, no, abstentions, present, members, majority="", chair_vote=""):
    """Reckon a vote under the rules; `majority` names another one than theirs, `chair_vote` ("yes", "no") decides a tie if they say so.

    Raises ValidationError when the counts cannot be.
    """
    check_counts(yes=yes, no=no, abstentions=abstentions, present=present)
    kind = str(majority or rules.majority)
    of = "members" if kind == "absolute" else str(rules.majority_of)
    base = {"yes_no": yes + no, "cast": yes + no + abstentions, "members": members}[of]
    number = -(-base * 2 // 3) if kind == "two_thirds" else base // 2 + 1
    number = max(number, 1)
    tie = yes == no and yes > 0
    by_chair = tie and kind == "simple" and rules.tie == "chair" and chair_vote == "yes" and of != "members"
    return Result(
        adopted=yes >= number or by_chair,
        tie=tie,
        yes=yes,
        no=no,
        abstentions=abstentions,
        present=present,
        members=members,
        majority=kind,
        of=of,
        base=base,
        needed=number,
        by_chair=by_chair,
        rule=rules.name,
    )
