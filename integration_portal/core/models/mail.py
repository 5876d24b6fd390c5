"""Mail: the office's own wording of texts, and the fate of every message in the queue.

The message itself is a `post_office.Email`, written in the transaction that causes it; `core.mail` writes these rows.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from post_office.models import Email

from .base import VersionedModel


class MailText(VersionedModel):
    """The office's own subject and text of a kind of mail in one language; without a row the packaged text is used."""

    kind = models.CharField(_("kind of mail"), max_length=60)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)

    class Meta:
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")
        ordering = ["kind", "language"]
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="mail_text_once_per_language")]

    def __str__(self):
        return f"{self.kind} ({self.language})"


class MailQuerySet(models.QuerySet):
    def due(self, now):
        """To be sent now."""
        return self.filter(state__in=(Mail.State.QUEUED, Mail.State.WAITING), next_try_at__lte=now)

    def about(self, *keys):
        """Mails that concern the objects with these keys, like "measures.progressrequest:5"."""
        return self.filter(about__in=keys)

    def in_trouble(self):
        """Mails somebody should look at: refused, given up, or sent perhaps."""
        return self.filter(state__in=(Mail.State.REFUSED, Mail.State.FAILED, Mail.State.UNCLEAR))


class Mail(models.Model):
    """What became of a message. At most one process sends it; an unclear sending is repeated once, with the same Message-ID."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        WAITING = "waiting", _("Will be tried again")
        SENT = "sent", _("Sent")
        UNCLEAR = "unclear", _("Perhaps sent")
        REFUSED = "refused", _("Refused by the recipient's server")
        FAILED = "failed", _("Given up")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    email = models.OneToOneField(Email, models.CASCADE, related_name="mail", verbose_name=_("message"))
    kind = models.CharField(_("kind of mail"), max_length=60, blank=True)
    about = models.CharField(_("concerns"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    unclear = models.PositiveSmallIntegerField(_("unclear attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"))
    sending_since = models.DateTimeField(_("being sent since"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    last_error = models.CharField(_("last answer of the server"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("written on"), auto_now_add=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="mail_due"),
            models.Index(fields=["about"], name="mail_about"),
        ]

    def __str__(self):
        return self.email.subject

    @property
    def recipient(self):
        """The address it goes to."""
        return ", ".join(self.email.to)

    @property
    def can_be_repeated(self):
        """Whether the office may send it again by hand."""
        return self.state in (self.State.REFUSED, self.State.FAILED, self.State.UNCLEAR, self.State.WAITING)

    @property
    def can_be_withdrawn(self):
        return self.state in (self.State.QUEUED, self.State.WAITING)
