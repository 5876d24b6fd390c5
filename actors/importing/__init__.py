"""Importing actors from a list, with the persons named beside them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.importing import adapters

from . import explaining, writing
from .columns import IGNORED, TARGETS
from .names import CREATE, NOTE, actor_choices
from .session import ActorSession


class ActorAdapter(adapters.Adapter):
    """Rows are organisations."""

    kind = "actors"
    label = _("Actors")
    title_key = "name"
    reads_cards = True
    ignored_key = IGNORED

    def targets(self):
        return TARGETS

    def session(self, batch):
        return ActorSession(batch)

    def address(self, pk):
        return reverse("actors:office_detail", args=[pk])

    def choices(self):
        """Where a person without an organisation can belong."""
        return actor_choices()

    def name_options(self):
        return [(NOTE, _("leave out")), (CREATE, _("create as a new organisation"))]

    def change_label(self, key):
        return writing.change_label(key)

    def words(self):
        return explaining.words()

    def explain(self, rows):
        return explaining.explain(rows)


adapters.register(ActorAdapter())
