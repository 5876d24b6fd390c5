"""Where funding comes from: funders, programmes, their calls, and what the office applies for. Amounts are euros, end dates inclusive."""

from enum import nonmember

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.fields import EuroField, SearchTextField, SortKeyField
from integration_portal.core.models import VersionedModel

from ..querysets_funding import ApplicationQuerySet, CallQuerySet, OfficeQuerySet, ProgrammeQuerySet
from .measure import Measure

NOT_NEGATIVE = _("The amount cannot be negative.")
END_BEFORE_START = _("The end lies before the start.")


def euros(label, **options):
    """A column for euros and cents, up to a thousand million."""
    return EuroField(label, **options)


def not_negative(name, column):
    """The constraint that an amount is not negative. The code of a constraint names the field a form shows it at."""
    return models.CheckConstraint(
        condition=Q(**{f"{column}__gte": 0}),
        name=name,
        violation_error_message=NOT_NEGATIVE,
        violation_error_code=column,
    )


def in_order(name, first, last, message=END_BEFORE_START):
    """The constraint that a day is not before another one, as far as both are known."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)}),
        name=name,
        violation_error_message=message,
        violation_error_code=last,
    )


class Funder(VersionedModel):
    """Who gives money (Fördermittelgeber)."""

    class Kind(models.TextChoices):
        STATE = "state", _("Federal state")
        FEDERAL = "federal", _("Federal government")
        EU = "eu", _("European Union")
        DISTRICT = "district", _("District")
        FOUNDATION = "foundation", _("Foundation")
        OTHER = "other", _("other")

    name = models.CharField(
        _("name"), max_length=160, unique=True, error_messages={"unique": _("This funder is there already.")}
    )
    sort_name = SortKeyField(source="name")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.STATE)
    url = models.URLField(_("address on the web"), max_length=400, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("funder")
        verbose_name_plural = _("funders")
        ordering = ["sort_name", "pk"]

    def __str__(self):
        return self.name


class FundingProgramme(VersionedModel):
    """A programme of a funder (Förderprogramm). `notice_text` is what publications must say about it."""

    funder = models.ForeignKey(Funder, models.PROTECT, related_name="programmes", verbose_name=_("funder"))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    sort_name = SortKeyField(source="label")
    url = models.URLField(_("address on the web"), max_length=400, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    notice_text = models.TextField(
        _("funding notice"),
        max_length=1000,
        blank=True,
        help_text=_("The words that publications about funded work must carry."),
    )
    note = models.TextField(_("note"), max_length=5000, blank=True)
    search_title = SearchTextField(sources=("name", "short_name"))
    search_body = SearchTextField(sources=("note", "notice_text"))

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding programme")
        verbose_name_plural = _("funding programmes")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["funder", "name"],
                name="programme_name_once_per_funder",
                violation_error_message=_("The funder has a programme of this name already."),
                violation_error_code="name",
            ),
            in_order("programme_ends_after_it_starts", "valid_from", "valid_until"),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The short name where there is one."""
        return self.short_name or self.name

    def get_absolute_url(self):
        return reverse("measures:programme", args=[self.pk])


class FundingCall(VersionedModel):
    """A call of a programme for applications (Förderaufruf). Without a deadline one can apply at any time."""

    programme = models.ForeignKey(
        FundingProgramme, models.PROTECT, related_name="calls", verbose_name=_("funding programme")
    )
    title = models.CharField(_("title"), max_length=200)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    deadline = models.DateField(
        _("deadline"), null=True, blank=True, help_text=_("The last day. Empty: applications at any time.")
    )
    url = models.URLField(_("address on the web"), max_length=400, blank=True)
    note = models.TextField(_("note"), max_length=5000, blank=True)
    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("note",))

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for applications")
        verbose_name_plural = _("calls for applications")
        ordering = [F("deadline").desc(nulls_first=True), "pk"]
        indexes = [models.Index(fields=["deadline"], name="funding_call_by_deadline")]
        constraints = [
            in_order(
                "funding_call_closes_after_it_opens",
                "opens_on",
                "deadline",
                _("The deadline lies before the day on which it opens."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:funding_call", args=[self.pk])


class FundingApplication(VersionedModel):
    """An application of the office for money. `transitions` names the possible next states."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

        transitions = nonmember(
            {
                "draft": ("submitted", "withdrawn"),
                "submitted": ("approved", "rejected", "withdrawn", "draft"),
                "approved": ("submitted",),
                "rejected": ("submitted",),
                "withdrawn": ("draft",),
            }
        )

    programme = models.ForeignKey(
        FundingProgramme, models.PROTECT, related_name="applications", verbose_name=_("funding programme")
    )
    call = models.ForeignKey(
        FundingCall, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("call")
    )
    title = models.CharField(_("title"), max_length=200)
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="funding_applications", verbose_name=_("measures")
    )
    amount = euros(_("amount applied for"), validators=[MinValueValidator(0)])
    own_share = euros(_("own share"), default=0, validators=[MinValueValidator(0)])
    note = models.TextField(_("note"), max_length=5000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("note",))

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding application")
        verbose_name_plural = _("funding applications")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], name="funding_application_state")]
        constraints = [
            not_negative("funding_application_not_negative", "amount"),
            not_negative("funding_application_share_not_negative", "own_share"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(submitted_on__isnull=False),
                name="application_submitted_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("approved", "rejected"), decided_on__isnull=False)
                | (~Q(state__in=("approved", "rejected")) & Q(decided_on__isnull=True)),
                name="application_decided_on_when_decided",
            ),
            in_order(
                "application_decided_after_submission",
                "submitted_on",
                "decided_on",
                _("The decision lies before the submission."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:funding_application", args=[self.pk])

    def clean(self):
        """The call must be one of the programme."""
        if self.call_id and self.programme_id and self.call.programme_id != self.programme_id:
            raise ValidationError({"call": _("This call belongs to another programme.")})

    @property
    def next_states(self):
        """The states to which it can go from here."""
        return [self.State(value) for value in self.State.transitions[self.state]]
