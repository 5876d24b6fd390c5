"""The mails about progress."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.mail import MailKind, Placeholder

_SHARED = (
    Placeholder("name", _("Name of the recipient"), "Mara Muster"),
    Placeholder("round", _("Title of the round"), _("Progress, autumn 2026")),
    Placeholder("deadline", _("Last day for answers"), "11.12.2026"),
    Placeholder("measures", _("List of the measures"), _("– Language café\n– Mentoring at school")),
    Placeholder("count", _("Number of the measures in words"), _("2 measures")),
    Placeholder("link", _("The recipient's personal link"), "https://portal.example.org/l/…", required=True),
)
_WORDS = Placeholder("text", _("The office's own words in this round"), _("We are preparing the yearly report."))

PROGRESS_REQUEST = MailKind(
    key="measures.progress_request",
    label=_("Progress round: request"),
    purpose=_("Asks a partner for the progress of their measures."),
    subject=_("{round}: please tell us by {deadline}"),
    body=_(
        "Hello {name},\n\n{text}\n\nPlease tell us how far you have come with:\n\n{measures}\n\n"
        "Your personal link, no account needed:\n\n{link}\n\n"
        "It works until {deadline}. You can stop at any time and go on later; what you wrote is kept. If a colleague "
        "should answer, you can hand the request on there.\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(*_SHARED, _WORDS),
)
PROGRESS_REMINDER = MailKind(
    key="measures.progress_reminder",
    label=_("Progress round: reminder"),
    purpose=_("Reminds a partner of answers that are still missing."),
    subject=_("Reminder: {round}, {count}"),
    body=_(
        "Hello {name},\n\nwe still miss your answer for:\n\n{measures}\n\nYour personal link:\n\n{link}\n\n"
        "The deadline is {deadline}. A short sentence is enough, and “nothing new” is an answer too.\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=_SHARED,
)
PROGRESS_RETURNED = MailKind(
    key="measures.progress_returned",
    label=_("Progress round: question about an answer"),
    purpose=_("Goes out when the office returns a report with a comment."),
    subject=_("A question about your report: {round}"),
    body=_(
        "Hello {name},\n\nthank you for your report on:\n\n{measures}\n\nWe have a question:\n\n{comment}\n\n"
        "You can add to your report here:\n\n{link}\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(
        *_SHARED,
        Placeholder("comment", _("The office's comment"), _("How many people took part?"), required=True),
    ),
)
PROGRESS_HANDED_ON = MailKind(
    key="measures.progress_handed_on",
    label=_("Progress round: handed on to a colleague"),
    purpose=_("Goes to a colleague whom the recipient asks to answer."),
    subject=_("{by} asks you to answer: {round}"),
    body=_(
        "Hello {name},\n\n{by} asks you to tell us how far you have come with:\n\n{measures}\n\n"
        "Your personal link, no account needed:\n\n{link}\n\nIt works until {deadline}.\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=(*_SHARED, Placeholder("by", _("Who handed it on"), "Toni Beispiel")),
)
ALL = (PROGRESS_REQUEST, PROGRESS_REMINDER, PROGRESS_RETURNED, PROGRESS_HANDED_ON)
