"""The agenda of a meeting, and what members propose for it."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from integration_portal.core.models import TimestampedModel, VersionedModel

from ..querysets import AgendaItemQuerySet
from .committees import Committee, StandardItem
from .meetings import Meeting
from .papers import Paper


class ItemKind(models.TextChoices):
    """What an item of an agenda is for."""

    INFORMATION = "information", _("information")
    DISCUSSION = "discussion", _("discussion")
    RESOLUTION = "resolution", _("resolution")
    ELECTION = "election", _("election")


class ItemState(models.TextChoices):
    """What became of an item in the meeting."""

    OPEN = "open", _("open")
    DONE = "done", _("dealt with")
    POSTPONED = "postponed", _("postponed")
    WITHDRAWN = "withdrawn", _("taken off the agenda")


class AgendaItem(VersionedModel):
    """An item of an agenda (TOP), or a sub-item of one. `position` orders siblings; `number` is derived from it.

    A non-public item is seen inside and by members of the committee only, its title included. `carried_from` is the item of
    an earlier meeting that was left open. `added_in_meeting` tells an item that was taken up in an urgent case, after the vote
    `urgency_vote` keeps. `notes` are the recorder's, for the minutes; `internal_notes` never leave the office.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name=_("meeting"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    number = models.CharField(_("number"), max_length=12, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("type"), max_length=12, choices=ItemKind, default=ItemKind.INFORMATION)
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=StandardItem.Purpose, default=StandardItem.Purpose.OTHER, editable=False
    )
    is_public = models.BooleanField(_("public"), default=True)
    text = models.TextField(_("explanation"), blank=True, max_length=5000, help_text=_("Stands in the agenda."))
    reporter = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="agenda_items", verbose_name=_("reporter")
    )
    reporter_text = models.CharField(_("reporter, if not in the network"), max_length=160, blank=True)
    duration = models.PositiveSmallIntegerField(
        _("duration in minutes"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("paper")
    )
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", verbose_name=_("carried over from"),
        editable=False,
    )  # fmt: skip
    added_in_meeting = models.BooleanField(_("taken up in the meeting"), default=False, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=ItemState, default=ItemState.OPEN, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    notes = models.TextField(_("notes for the minutes"), blank=True, max_length=20000)
    internal_notes = models.TextField(_("notes for the office"), blank=True, max_length=20000)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "position", "pk"]
        indexes = [models.Index(fields=["meeting", "position"], name="agenda_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="item_not_under_itself",
                violation_error_message=_("An item cannot be a part of itself."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    @property
    def reporter_name(self):
        """Who reports, as the agenda shows it."""
        return self.reporter.name if self.reporter else self.reporter_text

    def get_absolute_url(self):
        return f"{self.meeting.get_absolute_url()}#top-{self.pk}"


class ItemProposal(TimestampedModel):
    """An item that members ask for (ThürKO § 35(4)): a group, or one in so many of the members, may demand it."""

    class State(models.TextChoices):
        OPEN = "open", _("to decide")
        ACCEPTED = "accepted", _("on the agenda")
        REFUSED = "refused", _("not taken up")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="proposals", verbose_name=_("committee"))
    title = models.CharField(_("title"), max_length=300)
    reason = models.TextField(_("reason"), blank=True, max_length=5000)
    group = models.CharField(_("proposed by the group"), max_length=120, blank=True)
    supporters = models.ManyToManyField(
        Person, blank=True, related_name="item_proposals", verbose_name=_("proposed by")
    )
    submitted_on = models.DateField(_("received on"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, editable=False)
    answer = models.CharField(_("reason for not taking it up"), max_length=500, blank=True)
    item = models.OneToOneField(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("agenda item"),
        editable=False,
    )

    class Meta:
        verbose_name = _("proposed item")
        verbose_name_plural = _("proposed items")
        ordering = ["-submitted_on", "-pk"]

    def __str__(self):
        return self.title
