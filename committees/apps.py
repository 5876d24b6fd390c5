"""Committees: the advisory council, its meetings and resolutions. Empty ground until their issue brings them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = _("Committees")
