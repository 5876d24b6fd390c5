"""The integration concept: its revisions, their comparison, and what became of what they say."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConceptConfig(AppConfig):
    name = "integration_portal.concept"
    label = "concept"
    verbose_name = _("Integration concept")

    def ready(self):
        from . import registrations  # noqa: F401
