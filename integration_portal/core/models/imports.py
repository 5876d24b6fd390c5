"""An import of a spreadsheet: the file, its rows as read, what they will do, and what they did."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..files import private_name


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Imports are the office's; readers and others see none."""
        return self if getattr(user, "is_office", False) else self.none()


class ImportBatch(models.Model):
    """One uploaded file on its way into the portal. Moved by `core.importing.batches` only."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Ready for review")
        COMMITTING = "committing", _("Being taken over")
        COMMITTED = "committed", _("Taken over")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Undone")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")
        DISCARDED = "discarded", _("Discarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UPLOADED)
    file = models.FileField(_("file"), upload_to=private_name, blank=True)
    file_name = models.CharField(_("file name"), max_length=255)
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    sheets = models.JSONField(_("sheets found"), default=list, blank=True)
    header_row = models.PositiveIntegerField(_("header row"), null=True, blank=True)
    columns = models.JSONField(_("columns found"), default=list, blank=True)
    mapping = models.JSONField(_("mapping of columns"), default=dict, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    summary = models.JSONField(_("counts"), default=dict, blank=True)
    refusal = models.TextField(_("reason of refusal"), blank=True)
    job = models.ForeignKey("core.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    committed_at = models.DateTimeField(_("taken over"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name


class ImportRow(models.Model):
    """One row of the file: as read, as understood, what is wrong with it, and what became of it."""

    class Action(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        SKIPPED = "skipped", _("Skipped")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row in the file"))
    raw = models.JSONField(_("cells as read"), default=dict)
    parsed = models.JSONField(_("as understood"), default=dict)
    problems = models.JSONField(_("problems"), default=list)
    changes = models.JSONField(_("changes"), default=list)
    decision = models.JSONField(_("decision"), default=dict)
    action = models.CharField(_("what happens"), max_length=10, choices=Action)
    has_problems = models.BooleanField(_("has problems"), default=False)
    target_id = models.BigIntegerField(_("object"), null=True, blank=True)
    target_version = models.PositiveIntegerField(_("version after the import"), null=True, blank=True)
    before = models.JSONField(_("state before"), default=dict, blank=True)

    class Meta:
        verbose_name = _("import row")
        verbose_name_plural = _("import rows")
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_number_once")]
        indexes = [models.Index(fields=["batch", "action", "has_problems"], name="import_row_by_action")]

    def __str__(self):
        return f"{self.batch_id}:{self.number}"


class ImportMapping(models.Model):
    """A mapping of columns that somebody corrected, kept for the next file with the same headings."""

    kind = models.CharField(_("kind"), max_length=40)
    signature = models.CharField(_("fingerprint of the headings"), max_length=64)
    mapping = models.JSONField(_("mapping of columns"), default=dict)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="one_mapping_per_headings")]

    def __str__(self):
        return f"{self.kind} {self.signature[:8]}"
