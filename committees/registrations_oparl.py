"""What the portal knows of OParl: changes are followed at once, and everything is checked every few hours."""

import datetime

from django.utils.translation import gettext_lazy as _

from integration_portal.core import due
from integration_portal.core.due import DueJob

from .oparl import sync, touch

touch.connect()


def _run(now):
    written = sync.rebuild()
    return f"{written} objects" if written else ""


due.register(
    DueJob("oparl_sync", _("Bring the OParl interface up to date"), datetime.timedelta(hours=6), _run, order=70)
)
