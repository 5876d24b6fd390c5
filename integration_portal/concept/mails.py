"""The mails of consultations and of surveys of needs."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.mail import MailKind, Placeholder

_SHARED = (
    Placeholder("name", _("Name of the recipient"), "Mara Muster"),
    Placeholder("title", _("Title of the consultation"), _("Draft 2027 of the integration concept")),
)
_LINK = Placeholder("link", _("The recipient's personal link"), "https://portal.example.org/l/…", required=True)

CONFIRM = MailKind(
    key="concept.statement_confirm",
    label=_("Statement: please confirm"),
    purpose=_("Asks who wrote a statement to confirm the address; only then it counts."),
    subject=_("Please confirm your statement: {title}"),
    body=_(
        "Hello {name},\n\nthank you for your statement on “{title}”. Please confirm it here, so that it counts:\n\n{link}\n\n"
        "The link works until {deadline}. If you have not written it, you need not do anything.\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=(*_SHARED, _LINK, Placeholder("deadline", _("Last day of the link"), "31.12.2026")),
)
INVITATION = MailKind(
    key="concept.consultation_invitation",
    label=_("Consultation: invitation"),
    purpose=_("Invites an actor or a member to write a statement, with a personal link."),
    subject=_("Your opinion is asked: {title}"),
    body=_(
        "Hello {name},\n\nwe ask for your statement: {title}.\n\n{intro}\n\nYou can read the draft and write to us here, no account "
        "needed:\n\n{link}\n\nStatements are taken until {deadline}.\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(
        *_SHARED, _LINK, Placeholder("intro", _("What it is about"), _("The concept is updated.")),
        Placeholder("deadline", _("Last day for statements"), "15.1.2027"),
    ),
)  # fmt: skip
ANSWER = MailKind(
    key="concept.statement_answer",
    label=_("Statement: what became of it"),
    purpose=_("Tells who wrote a statement how it was assessed, and why."),
    subject=_("Your statement {number}: {title}"),
    body=_(
        "Hello {name},\n\nthank you again for your statement {number} on “{title}”. This is what came of it: {result}\n\n{reason}\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=(
        *_SHARED, Placeholder("number", _("Number of the statement"), "007"),
        Placeholder("result", _("The assessment"), _("adopted in part"), required=True),
        Placeholder("reason", _("The reason, may be empty"), _("The meeting places are opened every week.")),
    ),
)  # fmt: skip
NEEDS = MailKind(
    key="concept.needs",
    label=_("Survey of needs: please answer"),
    purpose=_("Asks an actor what is needed in the fields of action, with a personal link."),
    subject=_("What is needed? {title}"),
    body=_(
        "Hello {name},\n\nwe ask for your view: {title}.\n\n{intro}\n\nPlease answer here, no account needed:\n\n{link}\n\n"
        "You can change your answers until {deadline}.\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(
        Placeholder("name", _("Name of the recipient"), "Mara Muster"),
        Placeholder("title", _("Title of the survey"), _("Needs in the district 2027")),
        Placeholder("intro", _("What it is about"), _("The concept is updated.")),
        _LINK,
        Placeholder("deadline", _("Last day for answers"), "15.1.2027"),
    ),
)
ADOPTED = MailKind(
    key="concept.adopted",
    label=_("Concept: adopted"),
    purpose=_("Tells those who took part in a consultation or a survey that the revision was adopted."),
    subject=_("Adopted: {title}"),
    body=_(
        "Hello {name},\n\nyou took part when the concept was updated. On {day} it was adopted: {title}. It is in force from {since}, and "
        "you can read it here:\n\n{link}\n\nThank you for your help.\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(
        Placeholder("name", _("Name of the recipient"), "Mara Muster"),
        Placeholder("title", _("Concept and revision"), _("Integration concept: revision 2027"), required=True),
        Placeholder("day", _("Day of the adoption"), "15.3.2027"),
        Placeholder("since", _("In force from"), "1.4.2027"),
        Placeholder("link", _("Address of the text"), "https://portal.example.org/konzept/…", required=True),
    ),
)
ALL = (ADOPTED, CONFIRM, INVITATION, ANSWER, NEEDS)
