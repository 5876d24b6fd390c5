"""Minutes (Niederschrift): drafted, approved at the next meeting, and from then on as they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_portal.core.models import TimestampedModel, VersionedModel

from .meetings import Meeting


class Minutes(VersionedModel):
    """The minutes of a meeting: one record, of which an internal and a public version are made (ThürKO § 42).

    While they are a draft, the record is that of the meeting itself. On approval `record` keeps the whole of it and `digest` the
    SHA-256 of its canonical JSON; triggers refuse every change of an approved record but a logged redaction, which keeps `digest`.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes", verbose_name=_("meeting"))
    opening = models.TextField(_("introduction"), blank=True, max_length=5000)
    closing = models.TextField(_("closing remarks"), blank=True, max_length=5000)
    signed_by_chair_on = models.DateField(_("signed by the chair on"), null=True, blank=True)
    signed_by_recorder_on = models.DateField(_("signed by the recorder on"), null=True, blank=True)
    signed_by_member_on = models.DateField(_("signed by a further member on"), null=True, blank=True)
    sent_on = models.DateField(_("sent to the members on"), null=True, blank=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    approved_in = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="minutes_approved",
        verbose_name=_("approved in"),
        editable=False,
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    record = models.JSONField(_("approved record"), null=True, blank=True, editable=False)
    digest = models.CharField(_("checksum of the approved record"), max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("of a meeting", "minutes")
        verbose_name_plural = pgettext_lazy("of a meeting", "minutes")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, record__isnull=True, digest="")
                | (Q(approved_on__isnull=False, record__isnull=False) & ~Q(digest="")),
                name="approved_minutes_keep_their_record",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(approved_on__isnull=False),
                name="only_approved_minutes_are_published",
                violation_error_message=_("Minutes are published after they were approved."),
            ),
        ]

    def __str__(self):
        return str(self.meeting)


class MinutesCorrection(TimestampedModel):
    """A correction of a draft that was asked for; shown with the draft and with the approval."""

    minutes = models.ForeignKey(
        Minutes, models.CASCADE, related_name="corrections", verbose_name=pgettext_lazy("of a meeting", "minutes")
    )
    by_name = models.CharField(_("asked for by"), max_length=160, blank=True)
    where = models.CharField(_("where"), max_length=160, blank=True, help_text=_("Such as item 3."))
    text = models.TextField(_("correction"), max_length=5000)
    is_taken_up = models.BooleanField(_("taken up"), null=True, blank=True)

    class Meta:
        verbose_name = _("correction of minutes")
        verbose_name_plural = _("corrections of minutes")
        ordering = ["created_at"]

    def __str__(self):
        return self.text[:80]


class MinutesAddendum(TimestampedModel):
    """What is added to approved minutes: the only way to correct them. Never changed or deleted."""

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="addenda", verbose_name=pgettext_lazy("of a meeting", "minutes")
    )
    text = models.TextField(_("addendum"), max_length=5000)
    is_public = models.BooleanField(_("public"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        editable=False,
    )

    class Meta:
        verbose_name = _("addendum to minutes")
        verbose_name_plural = _("addenda to minutes")
        ordering = ["created_at"]

    def __str__(self):
        return self.text[:80]
