"""The mail about an emergency access. It names neither subject nor reason: mails are kept and read by others."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core.mail import MailKind, Placeholder

EMERGENCY_ACCESS = MailKind(
    key="actors.emergency_access",
    label=_("Contact note: emergency access"),
    purpose=_("Tells the author that somebody opened one of their confidential notes."),
    subject=_("Emergency access to one of your confidential notes"),
    body=_(
        "Hello {name},\n\n{who} has opened your confidential contact note of {day} by emergency access. It is open to "
        "that account for one hour. The access is logged with its reason, which you can read with the note:\n\n"
        "{link}\n\n{office}"
    ),
    placeholders=(
        Placeholder("name", _("Name of the author"), "Mara Muster"),
        Placeholder("who", _("Who opened the note"), "Kim Beispiel", required=True),
        Placeholder("day", _("Day of the contact"), "23.11.2026"),
        Placeholder("link", _("Address of the note"), "https://portal.example.org/intern/beratung/7/", required=True),
    ),
)
