from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    name = "actors"
    verbose_name = _("Actors")

    def ready(self):
        from . import (  # noqa: F401
            registrations,
            registrations_advisory,
            registrations_confirmation,
            registrations_mailing,
            registrations_merging,
            registrations_network,
            registrations_organisations,
            registrations_pictures,
            registrations_protection,
            registrations_public,
        )
