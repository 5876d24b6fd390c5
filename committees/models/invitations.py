"""Invitations to a meeting: who is invited, what was sent when, and what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from integration_portal.core.models import PersonalLink, TimestampedModel, VersionedModel

from .meetings import Meeting
from .members import Membership


class Invitee(VersionedModel):
    """Somebody who is invited to a meeting, with a personal link and the answer given by it.

    `membership` is the seat the person sits on, as its member, or as a deputy who was informed (`stands_in_for` is then the
    invitee who is kept away). Guests and advisers have none.
    """

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        YES = "yes", _("comes")
        NO = "no", _("cannot come")
        DEPUTY = "deputy", _("the deputy comes")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitees", verbose_name=_("meeting"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations", verbose_name=_("person"))
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("seat")
    )
    stands_in_for = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="deputies", verbose_name=_("stands in for")
    )
    link = models.OneToOneField(
        PersonalLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("personal link"),
        editable=False,
    )
    answer = models.CharField(_("answer"), max_length=6, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    note = models.CharField(_("message to the office"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("invited person")
        verbose_name_plural = _("invited persons")
        ordering = ["membership__seat__position", "person__sort_name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="invited_once")]

    def __str__(self):
        return str(self.person)


class Invitation(TimestampedModel):
    """An invitation that went out: the first one, or a change that is clearly marked as such.

    `agenda` is the agenda as it was sent, a list of numbers and titles with their publicity; `notice` the check of the notice
    period with the rule used (the `as_json()` of `committees.rules.notice.Notice`). Never changed.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations", verbose_name=_("meeting"))
    number = models.PositiveSmallIntegerField(_("number"))
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    text = models.TextField(_("letter"), blank=True, max_length=5000)
    changes = models.TextField(_("what changed"), blank=True, max_length=5000)
    agenda = models.JSONField(_("agenda as sent"), default=list)
    starts_at = models.DateTimeField(_("start as sent"))
    place = models.CharField(_("place as sent"), max_length=400, blank=True)
    notice = models.JSONField(_("check of the notice period"), default=dict)
    is_urgent = models.BooleanField(_("with shortened notice"), default=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["meeting", "-number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="invitation_number_once")]

    def __str__(self):
        return f"{self.meeting} ({self.number})"


class Dispatch(TimestampedModel):
    """How one person got one invitation, and on which day it counts as received (inclusive of that day)."""

    class Way(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        POST = "post", _("by post")
        HAND = "hand", _("by hand")

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="dispatches", verbose_name=_("invitation"))
    invitee = models.ForeignKey(Invitee, models.CASCADE, related_name="dispatches", verbose_name=_("to"))
    way = models.CharField(_("way"), max_length=5, choices=Way)
    email = models.EmailField(_("address"), blank=True)
    received_on = models.DateField(_("counts as received on"))

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["invitation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "invitee"], name="sent_once"),
            models.CheckConstraint(condition=~Q(way="email") | ~Q(email=""), name="mail_has_an_address"),
        ]

    def __str__(self):
        return f"{self.invitee} ({self.get_way_display()})"
