"""Meetings and the states they go through."""

import uuid
from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from integration_portal.core.display import format_day
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import Municipality, VersionedModel

from ..querysets import MeetingQuerySet
from .committees import Committee


class MeetingState(models.TextChoices):
    """How far a meeting is. `transitions` names the possible next steps.

    A meeting that was called off or moved stays in the list; the one it was moved to is a meeting of its own.
    """

    PLANNED = "planned", _("planned")
    INVITED = "invited", _("invited")
    HELD = "held", _("held")
    DRAFTED = "drafted", _("minutes drafted")
    APPROVED = "approved", _("minutes approved")
    PUBLISHED = "published", _("minutes published")
    CANCELLED = "cancelled", _("cancelled")
    MOVED = "moved", _("moved")

    transitions = nonmember(
        {
            "planned": ("invited", "held", "cancelled", "moved"),
            "invited": ("held", "cancelled", "moved"),
            "held": ("drafted",),
            "drafted": ("approved", "held"),
            "approved": ("published",),
            "published": ("approved",),
            "cancelled": (),
            "moved": (),
        }
    )

    @property
    def css(self):
        """The look of the state in badges: the same as that of a measure in a like state."""
        return {
            "planned": "idea",
            "invited": "planned",
            "held": "in-progress",
            "drafted": "in-progress",
            "approved": "completed",
            "published": "completed",
            "cancelled": "dropped",
            "moved": "postponed",
        }[self.value]


#: States in which a meeting is still to come.
AHEAD = (MeetingState.PLANNED, MeetingState.INVITED)
#: States in which a meeting has taken place.
TOOK_PLACE = (MeetingState.HELD, MeetingState.DRAFTED, MeetingState.APPROVED, MeetingState.PUBLISHED)


class Meeting(VersionedModel):
    """A meeting (Sitzung) of a committee. `starts_at` and `ends_at` are what is planned, `opened_at` and `closed_at` what was.

    `number` counts the meetings of a committee in the order of their planning. `is_published` shows date, place
    and the public part of the agenda; the address of an online meeting is never public. `second_call_of` is the
    meeting without a quorum that this one repeats (ThürKO § 36(2)).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings", verbose_name=_("committee"))
    number = models.PositiveIntegerField(_("number"), editable=False)
    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("Only if it has one of its own, such as constituent meeting."),
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    online_url = models.URLField(_("online link"), blank=True, help_text=_("Only for those who are invited."))
    state = models.CharField(
        _("state"), max_length=9, choices=MeetingState, default=MeetingState.PLANNED, editable=False
    )
    state_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    moved_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="moved_from",
        verbose_name=_("moved to"),
        editable=False,
    )
    second_call_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="second_calls", verbose_name=_("repeats"),
        help_text=_("The meeting without a quorum whose items are called a second time."),
    )  # fmt: skip
    urgent_reason = models.CharField(_("why the notice is shortened"), max_length=500, blank=True)
    is_published = models.BooleanField(_("public"), default=False, help_text=_("Date, place and public items."))
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="meetings_chaired", verbose_name=_("chaired by")
    )
    recorder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="meetings_recorded", verbose_name=_("recorded by")
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    note = models.TextField(_("internal note"), blank=True, max_length=5000)
    #: Raised with each change that a calendar shows (RFC 5545 SEQUENCE).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    search_title = SearchTextField(sources=("title", "place"))
    search_body = SearchTextField(sources=("city",))

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["starts_at"], name="meeting_by_start"),
            models.Index(fields=["committee", "-starts_at"], name="meeting_of_committee"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="meeting_closes_after_it_opens",
                violation_error_message=_("A meeting is closed after it was opened."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """Its own title, or "3rd meeting", with the committee and the day."""
        words = self.title or gettext("%(number)s. meeting") % {"number": self.number}
        return f"{words} · {self.committee.label} · {format_day(self.day)}"

    @property
    def short(self):
        """Title or number alone, where committee and day stand beside it."""
        return self.title or gettext("%(number)s. meeting") % {"number": self.number}

    @property
    def day(self):
        """The day of the meeting here, as rules and rosters count it."""
        return timezone.localdate(self.starts_at)

    @property
    def is_running(self):
        """Opened and not closed yet."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def status(self):
        """The state with its label and look, as the tags for states take it."""
        return MeetingState(self.state)

    def get_absolute_url(self):
        return reverse("committees:meeting", args=[self.pk])

    @property
    def public_key(self):
        """The last part of its public address: day and number, such as 2026-03-12-7."""
        return f"{self.day.isoformat()}-{self.number}"

    def get_public_url(self):
        return reverse("committees:public_meeting", args=[self.committee.slug, self.public_key])
