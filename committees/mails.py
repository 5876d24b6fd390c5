"""The mails about meetings."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.mail import MailKind, Placeholder

_BASE = (
    Placeholder("name", _("Name of the recipient"), "Mara Muster"),
    Placeholder("committee", _("The committee"), _("Advisory council (example)")),
    Placeholder("meeting", _("The meeting"), _("3rd meeting")),
    Placeholder("when", _("Day and time"), _("Thursday, 3.12.2026, 17:00")),
    Placeholder("where", _("Place"), "Musterhaus, Saal 1"),
)
_LINK = Placeholder("link", _("The recipient's personal link"), "https://portal.example.org/l/…", required=True)
_REASON = Placeholder("reason", _("The reason"), _("Too few members can come."))
_MEMBER = Placeholder("member", _("Name of the member"), "Kim Beispiel")

ALL = (
    MailKind(
        key="committees.invitation",
        label=_("Meeting: invitation"),
        purpose=_("Invites to a meeting of a committee, with the letter and the date as files."),
        subject=_("Invitation: {committee}, {when}"),
        body=_(
            "Hello {name},\n\nyou are invited to the {meeting} of {committee}.\n\n{when}\n{where}\n\n{text}\n\n"
            "The invitation with the agenda is attached. Please tell us whether you come, and read the papers here, no "
            "account needed:\n\n{link}\n\nKind regards\n{office}\n{contact}"
        ),
        placeholders=(
            *_BASE,
            _LINK,
            Placeholder("text", _("The office's own words"), _("We look forward to seeing you.")),
        ),
    ),
    MailKind(
        key="committees.invitation_changed",
        label=_("Meeting: changed invitation"),
        purpose=_("Tells those invited what has changed; clearly marked as a change."),
        subject=_("CHANGE – invitation: {committee}, {when}"),
        body=_(
            "Hello {name},\n\nthe invitation to the {meeting} of {committee} has CHANGED. It replaces the earlier one.\n\n"
            "{changes}\n\n{when}\n{where}\n\n{text}\n\nThe changed invitation is attached. Your personal link stays the "
            "same:\n\n{link}\n\nKind regards\n{office}\n{contact}"
        ),
        placeholders=(
            *_BASE,
            _LINK,
            Placeholder("changes", _("What has changed"), _("– New place: Mustersaal"), required=True),
            Placeholder("text", _("The office's own words"), ""),
        ),
    ),
    MailKind(
        key="committees.invitation_reminder",
        label=_("Meeting: please answer"),
        purpose=_("Reminds those invited who have not answered."),
        subject=_("Do you come? {committee}, {when}"),
        body=_(
            "Hello {name},\n\nwe do not know yet whether you come to the {meeting} of {committee}.\n\n{when}\n{where}\n\n"
            "One click is enough:\n\n{link}\n\nKind regards\n{office}\n{contact}"
        ),
        placeholders=(*_BASE, _LINK, Placeholder("day", _("The day of the meeting"), "3.12.2026")),
    ),
    MailKind(
        key="committees.deputy_called",
        label=_("Meeting: the deputy is asked to come"),
        purpose=_("Tells a deputy that the member cannot come."),
        subject=_("Please stand in for {member}: {committee}, {when}"),
        body=_(
            "Hello {name},\n\n{member} cannot come to the {meeting} of {committee} and asks you to stand in.\n\n{when}\n"
            "{where}\n\nThe agenda, the papers and your answer:\n\n{link}\n\nKind regards\n{office}\n{contact}"
        ),
        placeholders=(*_BASE, _LINK, _MEMBER),
    ),
    MailKind(
        key="committees.deputy_dismissed",
        label=_("Meeting: the deputy is not needed"),
        purpose=_("Tells a deputy that the member comes after all, or that somebody else stands in."),
        subject=_("You need not stand in: {committee}, {when}"),
        body=_(
            "Hello {name},\n\nyou need not stand in for {member} at the {meeting} of {committee} any more. Thank you for "
            "being ready.\n\nKind regards\n{office}\n{contact}"
        ),
        placeholders=(*_BASE, _MEMBER),
    ),
    MailKind(
        key="committees.cancelled",
        label=_("Meeting: called off"),
        purpose=_("Tells those invited that a meeting does not take place."),
        subject=_("CALLED OFF: {committee}, {when}"),
        body=_(
            "Hello {name},\n\nthe {meeting} of {committee} on {when} does not take place.\n\nReason: {reason}\n\n"
            "Kind regards\n{office}\n{contact}"
        ),
        placeholders=(*_BASE, _REASON),
    ),
    MailKind(
        key="committees.moved",
        label=_("Meeting: moved"),
        purpose=_("Tells those invited that a meeting was moved; the new invitation follows."),
        subject=_("MOVED: {committee}, {when}"),
        body=_(
            "Hello {name},\n\nthe {meeting} of {committee} on {when} has been moved.\n\nNew date: {new_when}\n"
            "Reason: {reason}\n\nYou get a new invitation with the agenda.\n\nKind regards\n{office}\n{contact}"
        ),
        placeholders=(*_BASE, _REASON, Placeholder("new_when", _("The new date"), _("Thursday, 10.12.2026, 17:00"))),
    ),
)
