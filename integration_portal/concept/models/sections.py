"""Sections of a revision (Abschnitte), the versions of their text, what their passages rest on, and notes in their margin."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import TimestampedModel, VersionedModel
from measures.models import Measure

from ..querysets import LinkQuerySet, NoteQuerySet, SectionQuerySet
from .concepts import ConceptRevision

#: A section has no more characters than that (some 60 printed pages), a revision no deeper tree.
MOST_CHARACTERS = 200_000
DEEPEST = 4


class ConceptSection(VersionedModel):
    """A chapter or section of a revision, with its text in Markdown (`concept.text`).

    `identity` is the same in every revision that a section was taken over to; `key` are its first eight characters
    and part of the address. `derived_from` lists identities of sections it was split from or that were merged into it.
    A frozen section belongs to a final revision and cannot be changed in the database.
    """

    revision = models.ForeignKey(ConceptRevision, models.CASCADE, related_name="sections", verbose_name=_("revision"))
    identity = models.UUIDField(_("identity"), default=uuid.uuid4, editable=False)
    key = models.CharField(_("address"), max_length=8, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("stands under"),
        editable=False,
    )  # fmt: skip
    position = models.PositiveIntegerField(_("position"), default=1, editable=False)
    title = models.CharField(_("heading"), max_length=200)
    body = models.TextField(_("text"), blank=True, max_length=MOST_CHARACTERS)
    field = models.ForeignKey(
        FieldOfAction, models.PROTECT, null=True, blank=True, related_name="concept_sections",
        verbose_name=_("field of action"),
    )  # fmt: skip
    is_complete = models.BooleanField(_("complete"), default=False, help_text=_("The text is ready for adoption."))
    derived_from = models.JSONField(_("comes from"), default=list, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("final since"), null=True, blank=True, editable=False)
    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("body",))

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of the concept")
        verbose_name_plural = _("sections of the concept")
        ordering = ["revision", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "identity"], name="concept_section_once_per_revision"),
            models.UniqueConstraint(fields=["revision", "key"], name="concept_section_key_once_per_revision"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="concept_section_not_under_itself"),
            models.CheckConstraint(condition=~Q(title=""), name="concept_section_has_a_heading"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Save, with `key` taken from the identity."""
        if not self.key:
            self.key = self.identity.hex[:8]
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("concept:section", args=[self.revision_id, self.key])

    def get_public_url(self):
        return reverse("concept:public_section", args=[self.revision.slug, self.key])


class SectionVersion(TimestampedModel):
    """The text of a section as it was saved; never changed. 1 is the first."""

    section = models.ForeignKey(ConceptSection, models.CASCADE, related_name="versions", verbose_name=_("section"))
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("heading"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("version of a section")
        verbose_name_plural = _("versions of sections")
        ordering = ["section", "-number"]
        constraints = [models.UniqueConstraint(fields=["section", "number"], name="concept_section_version_once")]

    def __str__(self):
        return f"{self.section} ({self.number})"


class SectionLink(TimestampedModel):
    """A passage of a section and the goal or measure it is about; without `excerpt` the section as a whole.

    `excerpt` is the beginning of the paragraph in plain words; `concept.text.find_passage` finds it again after edits.
    """

    section = models.ForeignKey(ConceptSection, models.CASCADE, related_name="links", verbose_name=_("section"))
    excerpt = models.CharField(_("passage"), max_length=300, blank=True)
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="concept_links", verbose_name=_("goal")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="concept_links", verbose_name=_("measure")
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of a passage")
        verbose_name_plural = _("links of passages")
        ordering = ["section", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(goal__isnull=True, measure__isnull=False) | Q(goal__isnull=False, measure__isnull=True),
                name="passage_links_to_a_goal_or_a_measure",
                violation_error_message=_("Please choose a goal or a measure."),
            ),
            models.UniqueConstraint(
                fields=["section", "excerpt", "goal"], condition=Q(goal__isnull=False), name="passage_links_goal_once"
            ),
            models.UniqueConstraint(
                fields=["section", "excerpt", "measure"], condition=Q(measure__isnull=False),
                name="passage_links_measure_once",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.section}: {self.measure or self.goal}"


class MarginNote(TimestampedModel):
    """A comment or a task in the margin of a section, internal. A task has somebody `assigned_to` and a last day `due_on`."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        TASK = "task", _("Task")

    section = models.ForeignKey(ConceptSection, models.CASCADE, related_name="notes", verbose_name=_("section"))
    excerpt = models.CharField(_("passage"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.COMMENT)
    text = models.TextField(_("text"), max_length=3000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"),
        editable=False,
    )  # fmt: skip
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="concept_tasks",
        verbose_name=_("who does it"),
    )  # fmt: skip
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note in the margin")
        verbose_name_plural = _("notes in the margin")
        ordering = ["section", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="task") | Q(due_on__isnull=True, assigned_to__isnull=True),
                name="only_tasks_in_the_margin_are_due",
                violation_error_message=_("Only a task has somebody who does it and a day."),
            ),
        ]

    def __str__(self):
        return self.text[:80]

    def get_absolute_url(self):
        return self.section.get_absolute_url() + f"#notiz-{self.pk}"


class ChangeReason(VersionedModel):
    """Why a section differs between two revisions; `identity` is the section, in whichever of the two it stands."""

    old = models.ForeignKey(ConceptRevision, models.CASCADE, related_name="+", verbose_name=_("old revision"))
    new = models.ForeignKey(ConceptRevision, models.CASCADE, related_name="reasons", verbose_name=_("new revision"))
    identity = models.UUIDField(_("section"))
    text = models.TextField(_("reason"), max_length=3000)

    class Meta:
        verbose_name = _("reason of a change")
        verbose_name_plural = _("reasons of changes")
        ordering = ["new", "pk"]
        constraints = [models.UniqueConstraint(fields=["old", "new", "identity"], name="reason_once_per_change")]

    def __str__(self):
        return self.text[:80]
