"""The mail that carries what the office wrote to a list."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.mail import MailKind, Placeholder

TO_LIST = MailKind(
    key="actors.mailing",
    label=_("Mailing lists: mail to a list"),
    purpose=_("Carries what the office writes to a mailing list, with the link to unsubscribe."),
    subject=_("{subject}"),
    body=_(
        "{text}\n\n--\n{office}\n{contact}\n\nYou get this mail through the list “{list}”. "
        "If you no longer want such mails, one click is enough:\n{link}"
    ),
    placeholders=(
        Placeholder("subject", _("Subject as the office wrote it"), _("Invitation to the network meeting")),
        Placeholder("text", _("Text as the office wrote it"), _("We warmly invite you."), required=True),
        Placeholder("list", _("Name of the list"), _("Associations")),
        Placeholder("link", _("Link to unsubscribe"), "https://portal.example.org/l/…", required=True),
    ),
)
