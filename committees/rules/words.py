"""A set of rules in words, line by line, as people read a statute."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def describe(rules):
    """Pairs of heading and text for all that the rules decide."""
    return [
        (_("Notice period"), _notice(rules)),
        (_("Urgent cases"), _urgent(rules)),
        (_("Items proposed by members"), _items(rules)),
        (_("Quorum"), _quorum(rules)),
        (_("Majority"), _majority(rules)),
        (_("Term"), _term(rules)),
        (_("Deputies"), rules.get_deputies_display()),
        (
            _("Publicity"),
            _("public unless decided otherwise") if rules.public_by_default else _("closed unless decided otherwise"),
        ),
        (_("Minutes are signed by"), _signers(rules)),
    ]


def _notice(rules):
    days = ngettext("%(number)d day", "%(number)d days", rules.notice_days) % {"number": rules.notice_days}
    parts = [
        days,
        rules.get_notice_counting_display(),
        _("counted from %(start)s") % {"start": rules.get_notice_from_display()},
    ]
    if rules.full_days:
        parts.append(_("full days"))
    if rules.notice_from == "receipt":
        parts.append(_("a letter arrives after %(days)d days") % {"days": rules.post_days})
    return ", ".join(parts)


def _urgent(rules):
    if rules.urgent_days_before is None:
        return _("The notice period cannot be shortened.")
    words = {"days": rules.urgent_days_before, "majority": rules.get_urgent_majority_display()}
    return _("Invited at the latest %(days)d days before; new items in the meeting with: %(majority)s") % words


def _items(rules):
    parts = [_("one in %(number)d members") % {"number": rules.item_share}]
    if rules.item_by_group:
        parts.append(_("or a group"))
    if rules.item_days_before is not None:
        parts.append(_("at the latest %(days)d days before the meeting") % {"days": rules.item_days_before})
    return ", ".join(parts)


def _quorum(rules):
    parts = []
    if rules.quorum_of != "none":
        share = f"{rules.quorum_numerator}/{rules.quorum_denominator}"
        parts.append(f"{rules.get_quorum_of_display()}: {share}")
    if rules.quorum_minimum:
        parts.append(_("at least %(number)d") % {"number": rules.quorum_minimum})
    if rules.second_call:
        parts.append(_("at a second call %(number)d are enough") % {"number": rules.second_call_minimum})
    return ", ".join(parts)


def _majority(rules):
    return f"{rules.get_majority_display()}; {rules.get_majority_of_display()}; {_('with a tie')}: {rules.get_tie_display()}"


def _term(rules):
    parts = []
    if rules.term_months:
        parts.append(
            ngettext("%(number)d month", "%(number)d months", rules.term_months) % {"number": rules.term_months}
        )
    if rules.carries_over:
        parts.append(_("members stay until their successors start"))
    return ", ".join(parts) or _("without a limit")


def _signers(rules):
    names = (
        (rules.signed_by_chair, _("chair")),
        (rules.signed_by_recorder, _("recorder")),
        (rules.signed_by_member, _("a further member")),
    )
    return ", ".join(name for signs, name in names if signs) or _("nobody")
