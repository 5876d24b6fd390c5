"""Funding the office passes on to others (Weiterleitung): its own calls, the applications, decisions, proofs of use."""

from enum import nonmember

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import VersionedModel

from ..querysets_funding import PassedOnApplicationQuerySet, PassedOnCallQuerySet
from .funding import euros, in_order, not_negative
from .grants import BudgetLine


class PassedOnCall(VersionedModel):
    """A call of the office itself. Never more than `amount_available` is approved; the service holds this."""

    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text of the call"), max_length=20_000, blank=True)
    amount_available = euros(_("amount available"), validators=[MinValueValidator(0)])
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True, help_text=_("The last day."))
    line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="passed_on_calls",
        verbose_name=_("budget line"),
        help_text=_("From which grant the money comes."),
    )

    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("text",))

    objects = PassedOnCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call of the office")
        verbose_name_plural = _("calls of the office")
        ordering = [F("deadline").desc(nulls_first=True), "-pk"]
        constraints = [
            not_negative("passed_on_call_not_negative", "amount_available"),
            in_order(
                "passed_on_call_closes_after_it_opens",
                "opens_on",
                "deadline",
                _("The deadline lies before the day on which it opens."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:passed_on_call", args=[self.pk])


class PassedOnApplication(VersionedModel):
    """An actor's application under a call of the office. `transitions` names the possible next states."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        PROVED = "proved", _("proof of use there")
        CHECKED = "checked", _("proof of use checked")

        transitions = nonmember(
            {
                "received": ("approved", "rejected"),
                "approved": ("proved", "received"),
                "rejected": ("received",),
                "proved": ("checked", "approved"),
                "checked": ("proved",),
            }
        )

    call = models.ForeignKey(PassedOnCall, models.PROTECT, related_name="applications", verbose_name=_("call"))
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="passed_on_applications", verbose_name=_("actor"))
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), max_length=5000, blank=True)
    amount = euros(_("amount applied for"), validators=[MinValueValidator(0)])
    received_on = models.DateField(_("received on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED, editable=False)
    approved_amount = euros(_("amount approved"), null=True, blank=True, editable=False)
    decided_on = models.DateField(_("date of the notice"), null=True, blank=True, editable=False)
    reject_reason = models.CharField(_("reason for the rejection"), max_length=400, blank=True, editable=False)
    proof_due = models.DateField(_("proof of use due"), null=True, blank=True, editable=False)
    proof_on = models.DateField(_("proof of use submitted on"), null=True, blank=True, editable=False)
    checked_on = models.DateField(_("proof of use checked on"), null=True, blank=True, editable=False)

    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("purpose",))

    objects = PassedOnApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application to the office")
        verbose_name_plural = _("applications to the office")
        ordering = ["received_on", "pk"]
        indexes = [models.Index(fields=["state", "proof_due"], name="passed_on_by_state")]
        constraints = [
            not_negative("passed_on_application_not_negative", "amount"),
            models.CheckConstraint(
                condition=Q(
                    state__in=("approved", "proved", "checked"),
                    approved_amount__isnull=False,  # a comparison with nothing is neither true nor false
                    approved_amount__gt=0,
                    decided_on__isnull=False,
                    proof_due__isnull=False,
                )
                | (
                    Q(state__in=("received", "rejected"))
                    & Q(approved_amount__isnull=True, proof_due__isnull=True, proof_on__isnull=True)
                ),
                name="passed_on_amount_when_approved",
                violation_error_message=_("An approval needs an amount, a date and a day for the proof of use."),
            ),
            models.CheckConstraint(
                condition=(Q(state="rejected") & ~Q(reject_reason="") & Q(decided_on__isnull=False))
                | (~Q(state="rejected") & Q(reject_reason="")),
                name="passed_on_reason_when_rejected",
                violation_error_message=_("Please give a reason."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proved", "checked"), proof_on__isnull=False)
                | (~Q(state__in=("proved", "checked")) & Q(proof_on__isnull=True)),
                name="passed_on_proof_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="checked", checked_on__isnull=False)
                | (~Q(state="checked") & Q(checked_on__isnull=True)),
                name="passed_on_check_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(decided_on__isnull=True), name="passed_on_open_is_undecided"
            ),
            in_order(
                "passed_on_decided_after_receipt",
                "received_on",
                "decided_on",
                _("The decision lies before the application."),
            ),
            in_order(
                "passed_on_proof_due_after_decision",
                "decided_on",
                "proof_due",
                _("The proof of use would be due before the decision."),
            ),
            in_order(
                "passed_on_proof_after_decision",
                "decided_on",
                "proof_on",
                _("The proof of use would be there before the decision."),
            ),
            in_order(
                "passed_on_check_after_proof",
                "proof_on",
                "checked_on",
                _("The check lies before the proof of use."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:passed_on_application", args=[self.pk])

    @property
    def next_states(self):
        """The states to which it can go from here."""
        return [self.State(value) for value in self.State.transitions[self.state]]
