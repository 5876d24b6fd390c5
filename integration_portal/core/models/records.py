"""Records the database keeps itself: change counters, and the log of redactions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeCounter(models.Model):
    """A number that triggers raise with every change of a group of tables, in the same transaction.

    Whatever is cached under (name, value) is therefore never out of date. See `core.versions`.
    """

    name = models.CharField(max_length=60, primary_key=True)
    value = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("change counter")
        verbose_name_plural = _("change counters")

    def __str__(self):
        return f"{self.name}: {self.value}"


class Redaction(models.Model):
    """One use of the only way around the append-only audit trail: who redacted which person, when and why.

    While `is_open` (only ever inside one transaction) the triggers let the contents of log entries be
    overwritten. Rows cannot be deleted, and change only from open to closed.
    """

    person_label = models.CharField(_("person"), max_length=200, help_text=_("A reference, not the name."))
    reason = models.TextField(_("reason"))
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("redacted by")
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    entries = models.PositiveIntegerField(_("log entries changed"), default=0)
    is_open = models.BooleanField(_("open"), default=False)

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["-created_at"]

    def __str__(self):
        return self.person_label
