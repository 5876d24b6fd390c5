"""Keeping entries fresh: the office asks actors to check theirs, partners propose changes, the office accepts them one by one."""

from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.models import PersonalLink, TimestampedModel, VersionedModel

from ..querysets_confirmation import ConfirmationQuerySet, ProposalQuerySet
from .organisations import Actor
from .persons import Person


class ConfirmationRound(VersionedModel):
    """One mailing in which actors are asked to check their entry. `deadline` is the last day, inclusive."""

    title = models.CharField(_("title"), max_length=160)
    deadline = models.DateField(_("answers until"))
    text = models.TextField(
        _("words to the partners"), blank=True, max_length=4000, help_text=_("Stands in the mail, after the greeting.")
    )
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by"), editable=False
    )

    class Meta:
        verbose_name = _("request to confirm details")
        verbose_name_plural = _("requests to confirm details")
        ordering = ["-created_at"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("actors:confirmation_round", args=[self.pk])


class ConfirmationRequest(VersionedModel):
    """What one actor is asked in a round: one mail, one link, one entry to check.

    `email` and `name` are those of the time of sending; they go when the person is erased. `answer` holds what was
    typed so far under the link, by field name, and what was sent in the end.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CONFIRMED = "confirmed", _("confirmed as it is")
        CORRECTED = "corrected", _("corrections proposed")
        REMOVAL = "removal", _("asks to be removed")
        WITHDRAWN = "withdrawn", _("withdrawn")

        transitions = nonmember(
            {
                "open": ("confirmed", "corrected", "removal", "withdrawn"),
                "confirmed": ("corrected", "removal"),
                "corrected": ("confirmed", "removal"),
                "removal": ("confirmed", "corrected"),
            }
        )

    round = models.ForeignKey(
        ConfirmationRound, models.CASCADE, related_name="requests", verbose_name=_("request to confirm details")
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="confirmation_requests", verbose_name=_("actor"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="confirmation_requests", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    link = models.OneToOneField(
        PersonalLink, models.PROTECT, related_name="confirmation_request", verbose_name=_("personal link")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    answer = models.JSONField(_("answer"), default=dict, blank=True, editable=False)
    remark = models.TextField(_("remark"), blank=True, max_length=2000)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    removal_settled_at = models.DateTimeField(_("wish to be removed settled on"), null=True, blank=True, editable=False)
    reminded_on = models.DateField(_("reminded last"), null=True, blank=True, editable=False)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to one actor")
        verbose_name_plural = _("requests to actors")
        ordering = ["actor__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "actor"], name="actor_asked_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "withdrawn")) | Q(answered_at__isnull=False),
                name="answered_request_has_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.actor} ({self.round})"


class ProposedChange(TimestampedModel):
    """One item of an actor's entry that a partner wants otherwise; the office accepts or declines it.

    `field` is the name of the item (see `services.proposals.ITEMS`), `before` and `after` its values as JSON: texts, or
    lists of keys for choices. It comes from an answer (`request`) or from an account acting for the actor
    (`proposed_by`). A later proposal for the same item replaces the open one.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        REPLACED = "replaced", _("replaced by a later one")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="proposed_changes", verbose_name=_("actor"))
    field = models.CharField(_("item"), max_length=40)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("proposed"), null=True, blank=True)
    request = models.ForeignKey(
        ConfirmationRequest, models.CASCADE, null=True, blank=True, related_name="changes", verbose_name=_("request")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposed_changes",
        verbose_name=_("proposed by"),
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "field"], condition=Q(state="open"), name="one_open_proposal_per_item"
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=False) | Q(proposed_by__isnull=False), name="proposal_comes_from_somebody"
            ),
        ]

    def __str__(self):
        return f"{self.actor}: {self.field}"
