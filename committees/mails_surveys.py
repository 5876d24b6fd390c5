"""The mails about surveys of dates."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.mail import MailKind, Placeholder

_PLACEHOLDERS = (
    Placeholder("name", _("Name of the recipient"), "Mara Muster"),
    Placeholder("committee", _("The committee"), _("Advisory council (example)")),
    Placeholder("title", _("Title of the survey"), _("Meeting in March")),
    Placeholder("dates", _("The dates asked for"), _("– Thursday, 3.12.2026, 17:00")),
    Placeholder("deadline", _("Last day for answers"), "11.12.2026"),
    Placeholder("link", _("The recipient's personal link"), "https://portal.example.org/l/…", required=True),
)

REQUEST = MailKind(
    key="committees.survey",
    label=_("Survey of dates: request"),
    purpose=_("Asks which dates suit somebody, with a personal link for the answer."),
    subject=_("Which date suits you? {title}"),
    body=_(
        "Hello {name},\n\n{committee} is looking for a date: {title}.\n\n{text}\n\nThese dates are possible:\n\n{dates}\n\n"
        "Please tell us by {deadline} which of them suit you. Your personal link, no account needed:\n\n{link}\n\n"
        "You can change your answer until then.\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(
        *_PLACEHOLDERS,
        Placeholder("text", _("The office's own words"), _("We look forward to seeing you.")),
    ),
)
REMINDER = MailKind(
    key="committees.survey_reminder",
    label=_("Survey of dates: reminder"),
    purpose=_("Reminds those who have not said which dates suit them."),
    subject=_("Reminder: which date suits you? {title}"),
    body=_(
        "Hello {name},\n\nwe do not know yet which dates suit you: {title}, {committee}.\n\n{dates}\n\nPlease answer by "
        "{deadline}. Your personal link:\n\n{link}\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=_PLACEHOLDERS,
)
ALL = (REQUEST, REMINDER)
