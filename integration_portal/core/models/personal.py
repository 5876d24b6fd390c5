"""Requests of persons about their own data."""

from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .base import VersionedModel


class PersonalRequest(VersionedModel):
    """A request for access (GDPR Art. 15) or erasure (Art. 17), from looking it up to the answer.

    `subject` holds the words by which the person is looked for, until the request is closed; afterwards it is empty and
    nothing of the request names the person. `record` is a reference such as "actors.person:12". `result` lists what
    was found elsewhere (access) or what was erased, anonymised and kept with the reason (erasure), without names.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("Access (GDPR Art. 15)")
        ERASURE = "erasure", _("Erasure (GDPR Art. 17)")

    class State(models.TextChoices):
        WORKING = "working", _("being looked up")
        READY = "ready", _("ready to be answered")
        FAILED = "failed", _("looking up failed")
        DONE = "done", _("closed")

        transitions = nonmember(
            {"working": ("ready", "failed", "done"), "ready": ("working", "done"), "failed": ("working", "done")}
        )

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WORKING, editable=False)
    record = models.CharField(_("entry"), max_length=100, blank=True, editable=False)
    subject = models.JSONField(_("who is looked for"), default=dict, blank=True, editable=False)
    note = models.TextField(
        _("how you know who asks, and why"),
        max_length=1000,
        help_text=_("For example: letter of 3 May, identity card seen. Please without the name: this note is kept."),
    )
    result = models.JSONField(_("result"), default=list, blank=True, editable=False)
    job = models.ForeignKey(
        "core.Job", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("job"), editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
        editable=False,
    )
    done_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("closed by"),
        editable=False,
    )

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="closed_request_has_a_time"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self):
        return reverse("core:personal_request", args=[self.pk])
