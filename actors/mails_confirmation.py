"""The mails about confirming details."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.mail import MailKind, Placeholder

_WHO = (
    Placeholder("name", _("Name of the recipient"), "Mara Muster"),
    Placeholder("organisation", _("Name of the organisation"), "Musterverein e. V."),
)
_LINK = Placeholder("link", _("The recipient's personal link"), "https://portal.example.org/l/…", required=True)
_ASKED = (*_WHO, Placeholder("deadline", _("Last day for answers"), "11.12.2026"), _LINK)

REQUEST = MailKind(
    key="actors.confirmation_request",
    label=_("Confirming details: request"),
    purpose=_("Asks an organisation to check its entry in the network."),
    subject=_("Are the details of {organisation} right?"),
    body=_(
        "Hello {name},\n\n{text}\n\nPlease check what we have on record about {organisation}. Most of the time it takes "
        "two minutes: look, and confirm or correct.\n\nYour personal link, no account needed:\n\n{link}\n\n"
        "Please answer by {deadline}. There you can also say that the organisation should no longer be listed.\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=(
        *_ASKED,
        Placeholder("text", _("The office's own words in this round"), _("Once a year we ask everybody.")),
    ),
)
REMINDER = MailKind(
    key="actors.confirmation_reminder",
    label=_("Confirming details: reminder"),
    purpose=_("Reminds an organisation that has not answered."),
    subject=_("Reminder: are the details of {organisation} right?"),
    body=_(
        "Hello {name},\n\nwe do not know yet whether what we have on record about {organisation} is still right.\n\n"
        "Your personal link:\n\n{link}\n\nIf everything is right, one click is enough. Please answer by {deadline}.\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=_ASKED,
)
DECIDED = MailKind(
    key="actors.confirmation_decided",
    label=_("Confirming details: what became of corrections"),
    purpose=_("Tells an organisation which of its corrections were taken over."),
    subject=_("Your corrections for {organisation}"),
    body=_(
        "Hello {name},\n\nthank you for your corrections for {organisation}. This is what became of them:\n\n{list}\n\n"
        "If something is still wrong, please simply answer this mail.\n\nKind regards\n{office}\n{contact}"
    ),
    placeholders=(
        *_WHO,
        Placeholder("list", _("The corrections with what became of them"), _("– Telephone: taken over"), required=True),
    ),
)
REMOVAL = MailKind(
    key="actors.confirmation_removal",
    label=_("Confirming details: answer to a wish to be removed"),
    purpose=_("Tells an organisation what became of its wish to be removed."),
    subject=_("Your wish for {organisation}"),
    body=_(
        "Hello {name},\n\nyou asked us to remove {organisation} from the network.\n\n{outcome}\n\n{reason}\n\n"
        "Kind regards\n{office}\n{contact}"
    ),
    placeholders=(
        *_WHO,
        Placeholder(
            "outcome", _("What happened"), _("Your organisation has been taken out of the network."), required=True
        ),
        Placeholder("reason", _("The office's reason"), _("As you wished.")),
    ),
)
ALL = (REQUEST, REMINDER, DECIDED, REMOVAL)
