"""Records of coordination that every app uses: personal links, attachments, runs of scheduled jobs."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..files import private_name
from .base import TimestampedModel


class PersonalLink(TimestampedModel):
    """A personal link by mail: opens one thing for one purpose, until its deadline, unless withdrawn.

    The address carries a signature and no secret is stored; see `core.links`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=60)
    subject = models.CharField(_("opens"), max_length=100)
    holder = models.CharField(_("for"), max_length=200, blank=True)
    handed_on_from = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="handed_on_to", verbose_name=_("handed on from")
    )
    expires_at = models.DateTimeField(_("valid until"))
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    first_used_at = models.DateTimeField(_("first opened"), null=True, blank=True)

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["purpose", "subject"], name="link_by_subject")]

    def __str__(self):
        return f"{self.purpose}: {self.subject}"


class Attachment(TimestampedModel):
    """A file that belongs to an object. Checked by its content, handed out for download only; never changed.

    `checksum` is the SHA-256 of the file in hexadecimal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind"))
    object_id = models.PositiveBigIntegerField(_("object"))
    owner = GenericForeignKey("content_type", "object_id")
    file = models.FileField(_("file"), upload_to=private_name, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    checksum = models.CharField(_("checksum"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    is_public = models.BooleanField(_("for everyone"), default=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at", "name"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_of")]

    def __str__(self):
        return self.name


class DueRun(models.Model):
    """The last run of a scheduled job. `running_since` is the claim of the process that does it now."""

    key = models.CharField(_("job"), max_length=80, unique=True)
    running_since = models.DateTimeField(_("running since"), null=True, blank=True)
    last_started_at = models.DateTimeField(_("last started"), null=True, blank=True)
    last_finished_at = models.DateTimeField(_("last finished"), null=True, blank=True)
    last_result = models.CharField(_("result"), max_length=300, blank=True)
    last_error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("scheduled job")
        verbose_name_plural = _("scheduled jobs")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_finished_at__isnull=True)
                | Q(last_finished_at__gte=F("last_started_at"))
                | Q(running_since__isnull=False),
                name="job_finishes_after_it_started",
            )
        ]

    def __str__(self):
        return self.key


class Digest(models.Model):
    """Whether an account wants the weekly mail of what is due, and when it last got one. No row: it wants it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest", verbose_name=_("account")
    )
    is_wanted = models.BooleanField(_("weekly mail of what is due"), default=True)
    last_sent_on = models.DateField(_("last sent on"), null=True, blank=True)

    class Meta:
        verbose_name = _("weekly mail")
        verbose_name_plural = _("weekly mails")

    def __str__(self):
        return str(self.user)
