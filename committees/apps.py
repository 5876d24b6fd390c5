"""Committees: who sits in them, their meetings from invitation to minutes, papers, resolutions, and OParl."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = _("Committees")

    def ready(self):
        from . import (  # noqa: F401
            registrations,
            registrations_followup,
            registrations_meetings,
            registrations_members,
            registrations_oparl,
            registrations_papers,
            registrations_protection,
            registrations_public,
            registrations_session,
            registrations_surveys,
        )
