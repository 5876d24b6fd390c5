"""The measure sheet. Late, overdue and stale are computed in the queryset and never stored."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Person
from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core.fields import EuroField, SearchTextField, SortKeyField
from integration_portal.core.models import CrossCuttingPlan, Municipality, TargetGroup, VersionedModel

from ..querysets import MeasureQuerySet
from .states import Status


class Kind(models.TextChoices):
    """What sort of measure it is."""

    PROJECT = "project", _("Project")
    SERVICE = "service", _("Permanent service")
    EVENT_SERIES = "event_series", _("Series of events")
    TRAINING = "training", _("Training")
    CONCEPT = "concept", _("Concept development")
    PUBLIC_RELATIONS = "public_relations", _("Public relations")


class Priority(models.TextChoices):
    """How soon it is to start: high at once, medium within two years, low within four."""

    HIGH = "high", _("high (start at once)")
    MEDIUM = "medium", _("medium (within 2 years)")
    LOW = "low", _("low (within 4 years)")


class Precision(models.TextChoices):
    """How exactly a date is known; the stored day is the first (start) or last (end) of that span."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Measure(VersionedModel):
    """A measure: project, service, series of events, training … Archived, not deleted.

    A published measure has a lead, is not archived and has nothing left to clarify; the database holds this.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=250)
    sort_title = SortKeyField(source="title")
    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PROJECT)

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.IDEA)
    status_reason = models.TextField(_("reason for the status"), blank=True)
    status_changed_on = models.DateField(_("status since"), null=True, blank=True)
    progress_note = models.TextField(_("latest progress"), blank=True)
    progress_on = models.DateField(_("progress as of"), null=True, blank=True)
    next_review_on = models.DateField(_("follow-up on"), null=True, blank=True)

    further_fields = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="further_measures", verbose_name=_("further fields of action")
    )
    goals = models.ManyToManyField(Goal, blank=True, related_name="measures", verbose_name=_("goals"))
    cross_cutting_plans = models.ManyToManyField(
        CrossCuttingPlan, blank=True, related_name="measures", verbose_name=_("cross-cutting plans")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="measures", verbose_name=_("target groups")
    )
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="measures", verbose_name=_("municipalities")
    )
    is_district_wide = models.BooleanField(_("in the whole district"), default=False)

    lead = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, related_name="led_measures", verbose_name=_("lead")
    )
    partners = models.ManyToManyField(
        Actor, through="MeasurePartner", blank=True, related_name="partnered_measures", verbose_name=_("partners")
    )
    contact = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_for",
        verbose_name=_("contact person"),
        help_text=_("Internal. Shown to the public only if the person may be published."),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("looked after by"),
        help_text=_("Who in the office keeps this measure."),
    )

    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    starting_situation = models.TextField(_("starting situation"), blank=True)
    description = models.TextField(_("description"), blank=True)
    expected_effect = models.TextField(_("expected effect"), blank=True)
    public_text = models.TextField(
        _("text for the public"), blank=True, help_text=_("Markdown. Without it the public page shows the description.")
    )

    start_on = models.DateField(_("start"), null=True, blank=True)
    start_precision = models.CharField(_("start known to the"), max_length=5, choices=Precision, default=Precision.DAY)
    end_on = models.DateField(_("end"), null=True, blank=True, help_text=_("The last day, inclusive."))
    end_precision = models.CharField(_("end known to the"), max_length=5, choices=Precision, default=Precision.DAY)
    is_permanent = models.BooleanField(_("permanent"), default=False, help_text=_("Runs without a planned end."))
    period_note = models.CharField(_("rhythm or remark on the period"), max_length=200, blank=True)

    priority = models.CharField(_("priority"), max_length=6, choices=Priority, blank=True)
    is_focus = models.BooleanField(_("focus (Schwerpunkt)"), default=False)
    is_quick_win = models.BooleanField(_("quick win"), default=False)
    cost = EuroField(_("cost in euros"), null=True, blank=True, validators=[MinValueValidator(0)])
    cost_note = models.CharField(_("remark on the cost"), max_length=200, blank=True)
    import_note = models.TextField(
        _("words from the import"),
        blank=True,
        help_text=_("What an imported list said and no field could take, word for word."),
    )
    internal_note = models.TextField(
        _("internal note"), blank=True, help_text=_("Never shown to the public. Do not name clients.")
    )

    to_clarify = models.BooleanField(_("to clarify"), default=False, editable=False)
    is_published = models.BooleanField(_("published"), default=False, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True, editable=False)

    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(
        sources=("summary", "words_for_all", "starting_situation", "expected_effect", "period_note")
    )
    search_internal = SearchTextField(sources=("description", "progress_note", "internal_note", "import_note"))

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["sort_title", "pk"]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], condition=Q(is_published=True), name="measure_public_newest"),
            models.Index(fields=["sort_title", "id"], condition=Q(is_published=True), name="measure_public_by_title"),
            models.Index(fields=["archived_at", "-updated_at"], name="measure_office_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_published=False)
                | Q(lead__isnull=False, archived_at__isnull=True, to_clarify=False, published_at__isnull=False),
                name="published_measure_is_complete",
                violation_error_message=_("A published measure needs a lead, and nothing may be left to clarify."),
            ),
            models.CheckConstraint(
                condition=Q(start_on__isnull=True) | Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="measure_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["postponed", "dropped"]) | ~Q(status_reason=""),
                name="putting_off_and_dropping_say_why",
                violation_error_message=_("Please give a reason."),
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="cost_is_not_negative",
                violation_error_message=_("The cost cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(is_permanent=False) | Q(end_on__isnull=True),
                name="permanent_measure_has_no_end",
                violation_error_message=_("A permanent measure has no end."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:detail", args=[self.slug])

    def get_office_url(self):
        return reverse("measures:office_detail", args=[self.pk])

    @property
    def words_for_all(self):
        """The text that the public page shows: the one for the public, else the description."""
        return self.public_text or self.description

    @property
    def state(self):
        """The status as a member of `Status`, for icons and words."""
        return Status(self.status)

    @property
    def next_states(self):
        """The statuses that can follow."""
        return [Status(value) for value in Status.transitions[self.status]]

    @property
    def placement(self):
        """The place in the framework in force, else in the latest one, else None; wants `with_placements()`."""
        placements = list(self.placements.all())
        return placements[0] if placements else None

    @property
    def number(self):
        """The number in the current framework, like "2.10", or ""."""
        return (self.placement.number or "") if self.placement else ""

    @property
    def primary_field(self):
        """The primary field of action in the current framework, or None."""
        return self.placement.field if self.placement else None

    @property
    def is_archived(self):
        return self.archived_at is not None
