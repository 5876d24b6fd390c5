"""Importing measures from a list: what columns mean, how a row is understood, and how it is written and taken back."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.importing.names import actor_choices
from integration_portal.core.importing import adapters

from . import comparing, explaining
from .columns import TARGETS
from .session import MeasureSession


class MeasureAdapter(adapters.Adapter):
    """Rows are measures."""

    kind = "measures"
    label = _("Measures")
    title_key = "title"

    def targets(self):
        return TARGETS

    def session(self, batch):
        return MeasureSession(batch)

    def address(self, pk):
        return reverse("measures:office_detail", args=[pk])

    def choices(self):
        return actor_choices()

    def change_label(self, key):
        return comparing.label(key)

    def words(self):
        return explaining.words()

    def explain(self, rows):
        return explaining.explain(rows)


adapters.register(MeasureAdapter())
