"""Sections in Easy German (Leichte Sprache) and in other languages."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration_portal.core.models import VersionedModel

from .sections import MOST_CHARACTERS, ConceptSection

#: Easy German, with the variant that the IANA registry of language subtags has for simplified forms.
EASY = "de-simple"


def digest_of_source(section):
    """The SHA-256 of the German heading and text, which tells whether a translation is older than them."""
    return hashlib.sha256(f"{section.title}\n{section.body}".encode()).hexdigest()


class SectionTranslation(VersionedModel):
    """A section in another language; `language` is a BCP 47 code, "de-simple" for Easy German.

    Everyone sees it once `is_complete`. `source_digest` is that of the German text it was made from; it is older when they differ.
    The German text alone was resolved: a translation may be written, and changed, for an adopted revision too.
    """

    section = models.ForeignKey(
        ConceptSection, models.CASCADE, related_name="translations", verbose_name=_("section"), editable=False
    )
    language = models.CharField(_("language"), max_length=20, editable=False)
    title = models.CharField(_("heading"), max_length=200)
    body = models.TextField(_("text"), blank=True, max_length=MOST_CHARACTERS)
    is_complete = models.BooleanField(
        _("ready for everyone"), default=False, help_text=_("Shown on the public page, and marked as a translation.")
    )
    source_digest = models.CharField(_("checksum of the German text"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("translation of a section")
        verbose_name_plural = _("translations of sections")
        ordering = ["section", "language"]
        constraints = [
            models.UniqueConstraint(fields=["section", "language"], name="concept_section_once_per_language"),
            models.CheckConstraint(condition=~Q(title=""), name="concept_translation_has_a_heading"),
        ]

    def __str__(self):
        return f"{self.section} ({self.language})"

    def get_absolute_url(self):
        return self.section.get_absolute_url()
