"""Items proposed by members: who may demand one, and until when (ThürKO § 35(4): a group, or a quarter of the members)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from integration_portal.core.display import format_day

from .notice import item_deadline


@dataclass(frozen=True)
class Claim:
    """Whether a proposed item has to go on the next agenda, and by which rule. Without a claim the chair is free to take it up."""

    ok: bool
    supporters: int
    needed: int
    members: int
    by_group: bool
    share: int
    rule: str

    @property
    def sentence(self):
        words = {"supporters": self.supporters, "needed": self.needed, "members": self.members, "rule": self.rule}
        if self.by_group and self.ok:
            return _("Has to be put on the next agenda: a group may demand it (%(rule)s).") % words
        if self.ok:
            return (
                _(
                    "Has to be put on the next agenda: %(supporters)d of %(members)d members ask for it, %(needed)d are enough (%(rule)s)."
                )
                % words
            )
        return (
            _(
                "May be put on the agenda: %(supporters)d of %(members)d members ask for it, with %(needed)d it has to be (%(rule)s)."
            )
            % words
        )


def claim(rules, *, members, supporters, group=False):
    """Check a proposal of so many supporters among the members in office, or of a group."""
    needed = -(-members // rules.item_share) or 1
    by_group = bool(group) and rules.item_by_group
    return Claim(by_group or supporters >= needed, supporters, needed, members, by_group, rules.item_share, rules.name)


def too_late(rules, *, submitted_on, meets_on):
    """A sentence when a proposal misses the deadline of a meeting, else ""."""
    last = item_deadline(rules, meets_on)
    if last is None or submitted_on <= last:
        return ""
    return _("Too late for this meeting: items are proposed until %(day)s (%(rule)s).") % {
        "day": format_day(last),
        "rule": rules.name,
    }
