"""The quorum (Beschlussfähigkeit): are enough voting members there?

After ThürKO § 36 a majority of the members has to be present; an item that was put off for want of a quorum can be dealt with
at a second meeting without regard to numbers, if the invitation says so.
"""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Quorum:
    """Whether `present` of `members` voting members are enough; `needed` is the smallest number that is."""

    ok: bool
    present: int
    members: int
    needed: int
    share: str
    of: str
    minimum: int
    second_call: bool
    rule: str

    def as_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls(**data)

    @property
    def rule_words(self):
        """The rule in words."""
        if self.second_call:
            text = ngettext(
                "second call: %(number)d member is enough", "second call: %(number)d members are enough", self.needed
            )
            return f"{text % {'number': self.needed}} ({self.rule})"
        parts = {
            "more_than": _("more than %(share)s of %(members)d voting members"),
            "at_least": _("at least %(share)s of %(members)d voting members"),
            "none": _("at least %(minimum)d voting members"),
        }
        text = parts[self.of] % {"share": self.share, "members": self.members, "minimum": max(self.minimum, 1)}
        if self.of != "none" and self.minimum:
            text += ", " + _("and at least %(minimum)d") % {"minimum": self.minimum}
        return f"{text} ({self.rule})"

    @property
    def sentence(self):
        """What follows, with the rule and the numbers."""
        words = {"present": self.present, "members": self.members, "needed": self.needed, "rule": self.rule_words}
        if self.ok:
            return _("There is a quorum: %(present)d of %(members)d present, needed are %(needed)d – %(rule)s.") % words
        return _("There is no quorum: %(present)d of %(members)d present, needed are %(needed)d – %(rule)s.") % words


def needed(rules, members, *, second_call=False):
    """How many voting members have to be there; at least one."""
    if second_call and rules.second_call:
        return max(rules.second_call_minimum, 1)
    parts = members * rules.quorum_numerator
    if rules.quorum_of == "more_than":
        share = parts // rules.quorum_denominator + 1
    elif rules.quorum_of == "at_least":
        share = -(-parts // rules.quorum_denominator)
    else:
        share = 0
    return max(share, rules.quorum_minimum, 1)


def check(rules, *, members, present, second_call=False):
    """Whether so many present voting members are a quorum. `members` are the voting members in office, concerned ones included."""
    second = second_call and rules.second_call
    number = needed(rules, members, second_call=second)
    return Quorum(
        ok=present >= number,
        present=present,
        members=members,
        needed=number,
        share=f"{rules.quorum_numerator}/{rules.quorum_denominator}",
        of=str(rules.quorum_of),
        minimum=rules.quorum_minimum,
        second_call=second,
        rule=rules.name,
    )
