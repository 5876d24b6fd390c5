"""Grants with their budget and payments.

Amounts are euros, both days of a period inclusive. A budget line belongs to a budget year of its grant, and so do its
payments: all sums by year follow the line's year, whatever day the money left the account.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import VersionedModel

from ..querysets_funding import GrantQuerySet, LineQuerySet, PaymentQuerySet
from .funding import FundingApplication, FundingProgramme, euros, in_order, not_negative
from .measure import Measure


class Grant(VersionedModel):
    """Money that was granted by a notice (Zuwendungsbescheid) for a period; both of its days are inclusive."""

    application = models.OneToOneField(
        FundingApplication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grant",
        verbose_name=_("funding application"),
        error_messages={"unique": _("This application has a grant already.")},
    )
    programme = models.ForeignKey(
        FundingProgramme, models.PROTECT, related_name="grants", verbose_name=_("funding programme")
    )
    title = models.CharField(_("title"), max_length=200)
    notice_number = models.CharField(_("file number of the notice"), max_length=80)
    notice_on = models.DateField(_("date of the notice"), null=True, blank=True)
    amount = euros(_("amount granted"), validators=[MinValueValidator(0)])
    own_share = euros(_("own share"), default=0, validators=[MinValueValidator(0)])
    start_on = models.DateField(_("first day of the funded period"))
    end_on = models.DateField(_("last day of the funded period"))
    report_due = models.DateField(_("proof of use due"), null=True, blank=True)
    report_submitted_on = models.DateField(_("proof of use submitted on"), null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("looked after by"),
        help_text=_("Sees the days of this grant among their own on the today page. Empty: everybody does."),
    )
    note = models.TextField(_("note"), max_length=5000, blank=True)
    search_title = SearchTextField(sources=("title", "notice_number"))
    search_body = SearchTextField(sources=("note",))

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["-start_on", "-pk"]
        indexes = [
            models.Index(fields=["end_on"], name="grant_by_end"),
            models.Index(fields=["report_due"], condition=Q(report_submitted_on__isnull=True), name="grant_report_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "notice_number"],
                name="notice_number_once_per_programme",
                violation_error_message=_("The programme has a grant with this file number already."),
                violation_error_code="notice_number",
            ),
            not_negative("grant_not_negative", "amount"),
            not_negative("grant_share_not_negative", "own_share"),
            in_order("grant_ends_after_it_starts", "start_on", "end_on"),
            in_order(
                "grant_report_due_after_start",
                "start_on",
                "report_due",
                _("The proof of use would be due before the period begins."),
            ),
            in_order(
                "grant_report_submitted_after_start",
                "start_on",
                "report_submitted_on",
                _("The proof of use would be submitted before the period begins."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:grant", args=[self.pk])

    def clean(self):
        """An application of the same programme that was approved."""
        if self.application_id and self.programme_id:
            if self.application.programme_id != self.programme_id:
                raise ValidationError({"application": _("This application is for another programme.")})
            if self.application.state != FundingApplication.State.APPROVED:
                raise ValidationError({"application": _("This application has not been approved.")})

    @property
    def years(self):
        """The budget years of the period."""
        return range(self.start_on.year, self.end_on.year + 1)


class BudgetLine(VersionedModel):
    """What a grant is to be spent on in a year: for a measure, or for the office itself where there is none."""

    class Category(models.TextChoices):
        STAFF = "staff", _("Staff")
        FEES = "fees", _("Fees")
        MATERIAL = "material", _("Material")
        ROOMS = "rooms", _("Rooms")
        TRAVEL = "travel", _("Travel")
        PUBLICITY = "publicity", _("Public relations")
        PASSED_ON = "passed_on", _("Passed on to others")
        OTHER = "other", _("other")

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="lines", verbose_name=_("grant"))
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("measure"),
        help_text=_("Empty: cost of the office itself."),
    )
    year = models.PositiveSmallIntegerField(
        _("budget year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    category = models.CharField(_("category"), max_length=10, choices=Category, default=Category.MATERIAL)
    label = models.CharField(_("purpose"), max_length=160, blank=True)
    amount = euros(_("amount planned"), validators=[MinValueValidator(0)])

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["year", "category", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "measure", "year", "category", "label"],
                name="budget_line_once",
                violation_error_message=_("The grant has this budget line already."),
                violation_error_code="label",
            ),
            models.UniqueConstraint(
                fields=["grant", "year", "category", "label"],
                condition=Q(measure__isnull=True),
                name="office_budget_line_once",
                violation_error_message=_("The grant has this budget line already."),
                violation_error_code="label",
            ),
            not_negative("budget_line_not_negative", "amount"),
        ]

    def __str__(self):
        return " · ".join(str(part) for part in (self.year, self.get_category_display(), self.label) if part)


class Payment(VersionedModel):
    """A payment with its voucher, charged to a budget line. The payee may be a person and is never searched."""

    grant = models.ForeignKey(
        Grant, models.PROTECT, related_name="payments", verbose_name=_("grant"), editable=False
    )  # follows from the line; the number of a voucher is unique in it
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="payments", verbose_name=_("budget line"))
    paid_on = models.DateField(_("paid on"))
    payee = models.CharField(_("payee"), max_length=160)
    reason = models.CharField(_("reason for the payment"), max_length=200)
    amount = euros(_("amount"))
    voucher_number = models.CharField(_("voucher number"), max_length=40)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["paid_on", "voucher_number", "pk"]
        indexes = [models.Index(fields=["paid_on"], name="payment_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "voucher_number"],
                name="voucher_number_once_per_grant",
                violation_error_message=_("This voucher number is taken in the grant."),
                violation_error_code="voucher_number",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="payment_is_positive",
                violation_error_message=_("The amount must be more than zero."),
                violation_error_code="amount",
            ),
        ]

    def __str__(self):
        return self.voucher_number

    def save(self, *args, **kwargs):
        """The grant always follows from the line."""
        self.grant_id = self.line.grant_id
        super().save(*args, **kwargs)
