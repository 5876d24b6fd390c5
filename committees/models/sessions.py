"""What happens in a meeting: who is there from when to when, who is concerned, what is moved and how it is decided."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from integration_portal.core.models import TimestampedModel, VersionedModel

from .agenda import AgendaItem
from .meetings import Meeting
from .members import Membership
from .papers import Outcome


class Attendance(VersionedModel):
    """Somebody at a meeting, or missing from it. One row for each person; a guest may have a name only.

    `membership` is the seat whose vote or voice the person has: their own, or that of the member they stand in for. One seat is
    filled once in a meeting, and nobody fills two.
    """

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        DEPUTY = "deputy", _("deputy")
        GUEST = "guest", _("guest")
        OFFICE = "office", _("office")

    class State(models.TextChoices):
        EXPECTED = "expected", _("not here yet")
        PRESENT = "present", _("in the room")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent without excuse")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("person")
    )
    name = models.CharField(_("name of a guest"), max_length=160, blank=True)
    role = models.CharField(_("as"), max_length=6, choices=Role, default=Role.MEMBER)
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("seat")
    )
    is_voting = models.BooleanField(_("with the right to vote"), default=False)
    state = models.CharField(_("attendance"), max_length=8, choices=State, default=State.EXPECTED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["role", "membership__seat__position", "person__sort_name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="attends_once",
                violation_error_message=_("This person is on the list already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "membership"],
                condition=Q(membership__isnull=False, state="present"),
                name="seat_filled_once",
                violation_error_message=_("This seat is filled already: a member and the deputy do not vote together."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""),
                name="attendance_has_a_name",
                violation_error_message=_("Please choose a person, or enter a name."),
            ),
            models.CheckConstraint(
                condition=Q(is_voting=False) | Q(membership__isnull=False),
                name="only_seats_vote",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.person.name if self.person else self.name


class Presence(models.Model):
    """A time somebody was in the meeting: from `arrived_at` to `left_at`; without an end they are still there."""

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="presences", verbose_name=_("attendance"))
    arrived_at = models.DateTimeField(_("arrived"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("time of presence")
        verbose_name_plural = _("times of presence")
        ordering = ["arrived_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="leaves_after_arriving",
                violation_error_message=_("Nobody leaves before arriving: please check both times."),
            ),
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(left_at__isnull=True), name="present_once_at_a_time"
            ),
        ]

    def __str__(self):
        return str(self.attendance)


class Recusal(TimestampedModel):
    """That somebody is personally concerned by an item and neither deliberates nor votes on it (ThürKO § 38)."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="recusals", verbose_name=_("agenda item"))
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="recusals", verbose_name=_("who"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("personal concern")
        verbose_name_plural = _("personal concerns")
        ordering = ["item", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "attendance"], name="recused_once")]

    def __str__(self):
        return str(self.attendance)


class Motion(VersionedModel):
    """Something that is moved on an item: the main motion, an amendment, a point of order, or that an item is urgent."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Motion")
        AMENDMENT = "amendment", _("Amendment")
        ORDER = "order", _("Point of order")
        URGENCY = "urgency", _("Taking up an urgent item")
        CLOSED = "closed", _("Closing the meeting to the public")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="motions", verbose_name=_("agenda item"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.MAIN)
    text = models.TextField(_("wording"), max_length=10000)
    mover = models.CharField(_("moved by"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering = ["item", "position", "pk"]

    def __str__(self):
        return self.text[:80]


class Vote(VersionedModel):
    """A vote on a motion. The result is computed under the rule in force and kept with its reckoning.

    `present` is the number of voting members in the room without those concerned, `reckoning` the `as_json()` of
    `committees.rules.majority.Result`. In a secret ballot there are no votes by name.
    """

    class Method(models.TextChoices):
        COUNT = "count", _("by count")
        NAMES = "names", _("by name")

    motion = models.OneToOneField(Motion, models.CASCADE, related_name="vote", verbose_name=_("motion"))
    method = models.CharField(_("method"), max_length=5, choices=Method, default=Method.COUNT)
    is_secret = models.BooleanField(_("secret"), default=False)
    majority = models.CharField(_("majority"), max_length=10)
    yes = models.PositiveSmallIntegerField(_("yes"), default=0)
    no = models.PositiveSmallIntegerField(_("no"), default=0)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), default=0)
    chair_vote = models.CharField(_("vote of the chair"), max_length=7, blank=True)
    present = models.PositiveSmallIntegerField(_("voting members present"))
    members = models.PositiveSmallIntegerField(_("voting members in all"))
    voted_at = models.DateTimeField(_("time"))
    is_adopted = models.BooleanField(_("adopted"))
    outcome = models.CharField(_("result"), max_length=10)
    reckoning = models.JSONField(_("reckoning"), default=dict)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["voted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=F("yes") + F("no") + F("abstentions")),
                name="not_more_votes_than_present",
                violation_error_message=_("More votes than voting members in the room."),
            ),
            models.CheckConstraint(
                condition=Q(is_secret=False) | Q(method="count"),
                name="secret_votes_have_no_names",
                violation_error_message=_("A secret ballot is not held by name."),
            ),
        ]

    def __str__(self):
        return f"{self.yes} : {self.no} : {self.abstentions}"

    def get_outcome_words(self):
        """The result in words, such as "adopted by majority"."""
        return str(dict(Outcome.choices).get(self.outcome, self.outcome))


class NamedVote(models.Model):
    """How one member voted, in a vote by name, or on request (ThürKO § 42(1)), never in a secret ballot."""

    class Choice(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        ABSTAIN = "abstain", _("abstention")

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="named", verbose_name=_("vote"))
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="votes", verbose_name=_("who"))
    choice = models.CharField(_("vote"), max_length=7, choices=Choice)

    class Meta:
        verbose_name = _("vote by name")
        verbose_name_plural = _("votes by name")
        ordering = ["vote", "pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "attendance"], name="votes_once")]

    def __str__(self):
        return f"{self.attendance}: {self.get_choice_display()}"
