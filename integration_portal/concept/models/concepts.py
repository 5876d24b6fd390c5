"""Concepts (Integrationskonzept) and their revisions (Fassungen)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.models import Paper, Resolution
from fields_of_action.models import Framework
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import TimestampedModel, VersionedModel

from ..querysets import RevisionQuerySet


class RevisionState(models.TextChoices):
    """Where a revision stands. Adopted and superseded ones are final; see `transitions` for the steps."""

    DRAFT = "draft", _("draft")
    CONSULTATION = "consultation", _("in consultation")
    DELIBERATION = "deliberation", _("in deliberation")
    ADOPTED = "adopted", _("in force")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")

    @property
    def is_final(self):
        """Whether the text is unchangeable."""
        return self in (RevisionState.ADOPTED, RevisionState.SUPERSEDED)

    @property
    def icon(self):
        """The symbol of the sprite that stands for the state."""
        return {
            "draft": "edit", "consultation": "st-in-progress", "deliberation": "gavel", "adopted": "st-completed",
            "superseded": "st-dropped", "withdrawn": "close",
        }[self.value]  # fmt: skip

    @property
    def tone(self):
        """The feedback tone of its badge."""
        return {"adopted": "success", "consultation": "info", "deliberation": "info"}.get(self.value, "neutral")


#: Steps that are taken one by one; adopting and superseding belong to the adoption alone.
TRANSITIONS = {
    RevisionState.DRAFT: (RevisionState.CONSULTATION, RevisionState.DELIBERATION, RevisionState.WITHDRAWN),
    RevisionState.CONSULTATION: (RevisionState.DRAFT, RevisionState.DELIBERATION, RevisionState.WITHDRAWN),
    RevisionState.DELIBERATION: (RevisionState.DRAFT, RevisionState.CONSULTATION, RevisionState.WITHDRAWN),
    RevisionState.WITHDRAWN: (RevisionState.DRAFT,),
    RevisionState.ADOPTED: (),
    RevisionState.SUPERSEDED: (),
}
FINAL = (RevisionState.ADOPTED, RevisionState.SUPERSEDED)


class Concept(VersionedModel):
    """A concept that fills a framework, such as the integration concept of the district. Its text stands in its revisions."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="concepts", verbose_name=_("framework"))
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    summary = models.TextField(
        _("what it is for"), blank=True, max_length=2000, help_text=_("Stands on the public page.")
    )

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("concept:office_list") + f"#konzept-{self.slug}"


class ConceptRevision(VersionedModel):
    """A revision of a concept: a draft, or the text in force, or one that was in force.

    At most one revision of a concept is in force; the database holds this. A final revision cannot be changed in the
    database (triggers, see `registrations`), and `content_hash` is the SHA-256 of its text (`services.adoption.digest_of`).
    A draft may start from `based_on`. A draft is public from `published_on`, but only while it is consulted on or
    deliberated. `in_force_from` and `in_force_until` are inclusive.
    """

    class Origin(models.TextChoices):
        ADMINISTRATION = "administration", _("administration")
        COUNCIL = "council", _("advisory council")
        NETWORK = "network", _("network")
        JOINT = "joint", _("joint")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    concept = models.ForeignKey(Concept, models.PROTECT, related_name="revisions", verbose_name=_("concept"))
    label = models.CharField(_("label"), max_length=120, help_text=_("Such as “Revision 2023” or “Draft 2027”."))
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    origin = models.CharField(_("draft of the"), max_length=14, choices=Origin, default=Origin.ADMINISTRATION)
    state = models.CharField(
        _("state"), max_length=12, choices=RevisionState, default=RevisionState.DRAFT, editable=False
    )
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("starts from"),
        editable=False,
    )  # fmt: skip
    preface = models.TextField(_("preface"), blank=True, max_length=20000, help_text=_("Markdown."))
    is_open_to_council = models.BooleanField(_("members of the advisory council may read and comment"), default=False)
    dated_on = models.DateField(_("as of"), null=True, blank=True)
    published_on = models.DateField(_("public since"), null=True, blank=True, editable=False)
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="concept_revisions",
        verbose_name=_("paper for the committees"),
    )  # fmt: skip
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="concept_revisions",
        verbose_name=_("resolution"), editable=False,
    )  # fmt: skip
    resolution_note = models.CharField(_("resolution, in words"), max_length=200, blank=True, editable=False)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True, editable=False)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True, editable=False)
    in_force_until = models.DateField(_("in force until"), null=True, blank=True, editable=False)
    content_hash = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    search_title = SearchTextField(sources=("label",))
    search_body = SearchTextField(sources=("preface",))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a concept")
        verbose_name_plural = _("revisions of concepts")
        ordering = ["concept", F("in_force_from").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept"], condition=Q(state="adopted"), name="one_concept_revision_in_force",
                violation_error_message=_("Another revision of this concept is in force."),
            ),
            models.UniqueConstraint(fields=["concept", "label"], name="concept_revision_label_once"),
            models.CheckConstraint(
                condition=~Q(state__in=FINAL)
                | (Q(adopted_on__isnull=False, in_force_from__isnull=False, published_on__isnull=False) & ~Q(content_hash="")),
                name="final_concept_revision_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(in_force_until__gte=F("in_force_from")),
                name="superseded_concept_revision_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(state__in=("consultation", "deliberation", *FINAL)),
                name="concept_drafts_are_not_public",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.label

    @property
    def stands(self):
        """The state as a member of `RevisionState`, for icons and words."""
        return RevisionState(self.state)

    @property
    def is_final(self):
        """Whether the text is unchangeable."""
        return self.state in FINAL

    @property
    def is_in_force(self):
        return self.state == RevisionState.ADOPTED

    @property
    def next_states(self):
        """The states that can follow by a single step."""
        return TRANSITIONS[RevisionState(self.state)]

    def get_absolute_url(self):
        return reverse("concept:revision", args=[self.pk])

    def get_public_url(self):
        return reverse("concept:public_revision", args=[self.slug])


class RevisionStep(TimestampedModel):
    """A step a revision took: from which state to which, when and why; shown as its history. Never changed."""

    revision = models.ForeignKey(ConceptRevision, models.CASCADE, related_name="steps", verbose_name=_("revision"))
    to_state = models.CharField(_("state"), max_length=12, choices=RevisionState)
    taken_on = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("step of a revision")
        verbose_name_plural = _("steps of revisions")
        ordering = ["revision", "pk"]

    def __str__(self):
        return f"{self.revision}: {self.get_to_state_display()}"
