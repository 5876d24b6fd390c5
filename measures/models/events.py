"""Events (Termine): trainings, conferences and the like, their dates, and who takes part."""

import datetime
import uuid
from enum import nonmember

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from fields_of_action.models import FieldOfAction
from integration_portal.core.display import format_day
from integration_portal.core.fields import EuroField, SearchTextField
from integration_portal.core.models import (
    Language,
    Municipality,
    PersonalLink,
    TargetGroup,
    TimestampedModel,
    VersionedModel,
)

from ..querysets_events import HOLDING_A_PLACE, EventDateQuerySet, EventQuerySet, RegistrationQuerySet
from .measure import Measure

MOST_DATES = 500
MOST_PLACES = 100_000


class EventKind(models.TextChoices):
    """What sort of event it is. Trainings give certificates."""

    EVENT = "event", _("Event")
    TRAINING = "training", _("Training")
    CONFERENCE = "conference", _("Conference")
    PUBLIC_RELATIONS = "public_relations", _("Public relations")


class EventStatus(models.TextChoices):
    """Whether it takes place. A cancelled event stays cancelled; a copy of it can be planned anew."""

    PLANNED = "planned", _("planned")
    CANCELLED = "cancelled", _("cancelled")

    transitions = nonmember({"planned": ("cancelled",), "cancelled": ()})


class Event(VersionedModel):
    """An event, or a series of them, with its dates in `EventDate`. One that lasts for weeks may have parts.

    `sequence` counts up with every change of what a calendar shows (iCalendar SEQUENCE). Events are cancelled, and
    deleted only while they are unpublished and nobody has registered.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind, default=EventKind.EVENT)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    text = models.TextField(_("text"), max_length=20_000, blank=True, help_text=_("Markdown."))
    is_own = models.BooleanField(
        _("own event"), default=True, help_text=_("Off: an event of others in which we take part.")
    )
    our_part = models.CharField(
        _("our part in it"), max_length=200, blank=True, help_text=_("For events of others, such as: stand, lecture.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of"),
        help_text=_("Such as the Intercultural Week."),
    )  # fmt: skip
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("measure")
    )
    fields = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="events", verbose_name=_("fields of action")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="events", verbose_name=_("target groups")
    )
    languages = models.ManyToManyField(Language, blank=True, related_name="events", verbose_name=_("languages"))
    organisers = models.ManyToManyField(Actor, blank=True, related_name="events", verbose_name=_("organisers"))

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("municipality")
    )
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("House, street, room."))
    online_url = models.URLField(
        _("online link"), max_length=400, blank=True,
        help_text=_("Shown to everyone; with registration only participants get it, by mail."),
    )  # fmt: skip
    speakers = models.TextField(_("speakers"), max_length=1000, blank=True)
    interpreters = models.CharField(_("interpreters"), max_length=200, blank=True)
    childcare = models.CharField(_("childcare"), max_length=200, blank=True)
    accessibility = models.TextField(
        _("accessibility"),
        max_length=1000,
        blank=True,
        help_text=_("Such as: lift, ramp, induction loop, sign language."),
    )
    fee = EuroField(
        _("cost in euros"), max_digits=8, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text=_("0: free of charge."),
    )  # fmt: skip
    fee_note = models.CharField(_("remark on the cost"), max_length=160, blank=True)

    takes_registrations = models.BooleanField(_("with registration"), default=False)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text=_("Empty: as many as want to come."),
    )  # fmt: skip
    registration_until = models.DateField(
        _("registration until"), null=True, blank=True, help_text=_("The last day. Empty: until it begins.")
    )
    remind_days = models.PositiveSmallIntegerField(
        _("reminder before the event (days)"), default=2, validators=[MaxValueValidator(30)], help_text=_("0: none.")
    )

    status = models.CharField(
        _("status"), max_length=10, choices=EventStatus, default=EventStatus.PLANNED, editable=False
    )
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=300, blank=True, editable=False)
    is_published = models.BooleanField(_("published"), default=False, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(_("version in calendars"), default=0, editable=False)

    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("summary", "text", "place", "speakers"))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["is_published", "status"], name="event_public")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
                name="cancelled_event_says_why",
                violation_error_message=_("Please give a reason."),
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(published_at__isnull=False), name="published_event_says_when"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="event_is_not_part_of_itself",
                violation_error_message=_("An event cannot be part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="event_has_a_place_at_least",
                violation_error_message=_("Please offer at least one place."),
            ),
            models.CheckConstraint(
                condition=Q(fee__isnull=True) | Q(fee__gte=0),
                name="event_fee_is_not_negative",
                violation_error_message=_("The cost cannot be negative."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:event", args=[self.slug])

    def get_office_url(self):
        return reverse("measures:office_event", args=[self.pk])

    @property
    def is_cancelled(self):
        return self.status == EventStatus.CANCELLED

    @property
    def is_training(self):
        return self.kind == EventKind.TRAINING

    @property
    def where(self):
        """Place and municipality in one line, "" if neither is known."""
        town = self.municipality.name if self.municipality_id else ""
        return ", ".join(part for part in (self.place, "" if town and town in self.place else town) if part)

    @property
    def public_online_url(self):
        """The link as everyone may see it: with registration only participants get it."""
        return "" if self.takes_registrations else self.online_url


class EventDate(models.Model):
    """A date of an event: whole days from `start_day` to `end_day`, both inclusive, or with times from `start_at` to `end_at`.

    The days follow from the times where there are any (in Berlin). `uuid` is the UID in calendars.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="dates", verbose_name=_("event"))
    start_day = models.DateField(_("first day"))
    end_day = models.DateField(_("last day"))
    start_at = models.DateTimeField(_("begins at"), null=True, blank=True)
    end_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("other place"), max_length=200, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    objects = EventDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        ordering = ["start_day", "start_at", "pk"]
        indexes = [
            models.Index(fields=["start_day", "end_day"], name="event_date_by_day"),
            models.Index(fields=["end_day"], name="event_date_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_day__gte=F("start_day")),
                name="event_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(start_at__isnull=True, end_at__isnull=True)
                | Q(start_at__isnull=False, end_at__gt=F("start_at")),
                name="event_date_has_both_times_or_none",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self):
        return self.when

    def save(self, *args, **kwargs):
        """The days always follow from the times."""
        self.set_days()
        super().save(*args, **kwargs)

    def set_days(self):
        """Let the days follow from the times, where there are any; `save()` does it, bulk writes must."""
        if self.start_at is not None and self.end_at is not None:
            self.start_day = timezone.localtime(self.start_at).date()
            # What ends at midnight ends on the day before.
            self.end_day = max(self.start_day, timezone.localtime(self.end_at - datetime.timedelta(seconds=1)).date())

    @property
    def all_day(self):
        return self.start_at is None

    @property
    def days(self):
        """Number of days it touches."""
        return (self.end_day - self.start_day).days + 1

    @property
    def times(self):
        """ "14:00–16:00 Uhr", or "" for whole days and for dates over several days."""
        if self.start_at is None or self.start_day != self.end_day:
            return ""
        start, end = (formats.time_format(timezone.localtime(at), "H:i") for at in (self.start_at, self.end_at))
        return _now("%(start)s–%(end)s") % {"start": start, "end": end}

    @property
    def when(self):
        """Day or days and times in words, with the day of the week."""
        weekday = formats.date_format(self.start_day, "D")
        if self.start_day == self.end_day:
            return ", ".join(part for part in (f"{weekday} {format_day(self.start_day)}", self.times) if part)
        if self.start_at is None:
            return f"{format_day(self.start_day)}–{format_day(self.end_day)}"
        start, end = (
            f"{format_day(day)}, {formats.time_format(timezone.localtime(at), 'H:i')}"
            for day, at in ((self.start_day, self.start_at), (self.end_day, self.end_at))
        )
        return _now("%(start)s to %(end)s") % {"start": start, "end": end}


class EventRegistration(TimestampedModel):
    """Somebody who wants to come. An address registers once per event; who comes back goes to the end of the queue.

    Name, address, organisation and needs are deleted some time after the event; the row stays, so that numbers do.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("signed off")
        ATTENDED = "attended", _("attended")

        transitions = nonmember(
            {
                "registered": ("attended", "cancelled"),
                "waiting": ("registered", "cancelled"),
                "cancelled": ("registered", "waiting"),
                "attended": ("registered",),
            }
        )

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations", verbose_name=_("event"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    needs = models.TextField(_("what you need"), max_length=1000, blank=True)
    language = models.CharField(_("language of mails"), max_length=10, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REGISTERED, editable=False)
    joined_at = models.DateTimeField(_("registered on"), default=timezone.now, editable=False)
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True, editable=False)
    forgotten_at = models.DateTimeField(_("personal data deleted on"), null=True, blank=True, editable=False)
    link = models.OneToOneField(
        PersonalLink, models.SET_NULL, null=True, blank=True, related_name="event_registration",
        verbose_name=_("personal link"), editable=False,
    )  # fmt: skip

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["joined_at", "pk"]
        indexes = [models.Index(fields=["event", "state", "joined_at"], name="registration_queue")]
        constraints = [
            models.UniqueConstraint(
                "event", Lower("email"), condition=~Q(email=""), name="address_registers_once_per_event",
                violation_error_message=_("This address is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | Q(name="", email="", organisation="", needs=""),
                name="forgotten_participant_has_no_person",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name or _now("Participant %(number)s") % {"number": self.pk}

    @property
    def has_place(self):
        return self.state in HOLDING_A_PLACE

    @property
    def mail_key(self):
        """Under which its mails are found in the queue."""
        return f"measures.eventregistration:{self.pk}"
