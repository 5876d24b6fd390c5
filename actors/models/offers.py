"""What actors offer to people: counselling hours, courses, meeting places."""

from enum import nonmember

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.fields import SearchTextField, SortKeyField
from integration_portal.core.models import Language, Municipality, TargetGroup, VersionedModel

from ..querysets import OfferQuerySet
from .organisations import Actor, ActorAddress, Topic


class Offer(VersionedModel):
    """A standing offer of an actor, from `since` to `until`, both inclusive; empty ends are open.

    It is public when it is published and its actor is. Without `address` it takes place at the actor's seat;
    without `municipalities` it is for people of the whole district.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="offers", verbose_name=_("actor"))
    title = models.CharField(_("title"), max_length=200)
    sort_name = SortKeyField(source="title")
    description = models.TextField(_("description"), blank=True, max_length=4000)
    address = models.ForeignKey(
        ActorAddress,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("place"),
        help_text=_("Empty: at the seat of the organisation."),
    )
    fields = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="offers", verbose_name=_("fields of action")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="offers", verbose_name=_("topics"))
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="offers", verbose_name=_("target groups")
    )
    languages = models.ManyToManyField(Language, blank=True, related_name="offers", verbose_name=_("languages"))
    municipalities = models.ManyToManyField(
        Municipality,
        blank=True,
        related_name="offers",
        verbose_name=_("for people from"),
        help_text=_("Empty: from the whole district."),
    )
    accessibility = models.CharField(_("accessibility"), max_length=300, blank=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True, help_text=_("Empty: free of charge."))
    contact = models.CharField(
        _("how to come in touch"),
        max_length=300,
        blank=True,
        help_text=_("Such as without appointment, or by telephone."),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("description", "contact"))

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="offer_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('actors:office_detail', args=[self.actor_id])}#angebot-{self.pk}"


class OpeningHours(models.Model):
    """When an offer is open on a weekday: from `opens` to `closes` on the same day."""

    class Weekday(models.IntegerChoices):
        MONDAY = 1, _("Monday")
        TUESDAY = 2, _("Tuesday")
        WEDNESDAY = 3, _("Wednesday")
        THURSDAY = 4, _("Thursday")
        FRIDAY = 5, _("Friday")
        SATURDAY = 6, _("Saturday")
        SUNDAY = 7, _("Sunday")

        #: Names of schema.org (openingHoursSpecification), by value.
        schema = nonmember(("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="hours", verbose_name=_("offer"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday, validators=[MinValueValidator(1)])
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))
    note = models.CharField(_("note"), max_length=80, blank=True, help_text=_("Such as every second week."))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "weekday", "opens"], name="opening_once"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="closes_after_it_opens",
                violation_error_message=_("It closes before it opens."),
            ),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="weekday_from_1_to_7"),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def schema_day(self):
        """The weekday as schema.org names it."""
        return self.Weekday.schema[self.weekday]
