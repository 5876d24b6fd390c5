"""What meetings, agendas and invitations bring to the registries of `core`."""

from integration_portal.core import mail

from . import mails

for _kind in mails.ALL:
    mail.register(_kind)
