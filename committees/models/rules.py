"""The rules by which a committee meets, decides and writes its minutes: a profile with the day from which it holds."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from integration_portal.core.models import VersionedModel

from ..querysets import RuleSetQuerySet
from .committees import Committee


class RuleSet(VersionedModel):
    """The rules of a committee from `valid_from` (inclusive) until the next set of the same committee.

    The set in force on the day of a meeting applies to it for good: `RuleSet.objects.in_force(committee, day)`. A set
    under which somebody has been invited is never changed; a new statute is a new set. The values of a new set are
    those of the Thüringer Kommunalordnung (ThürKO §§ 35, 36, 39, 42, 112).
    """

    class Counting(models.TextChoices):
        CALENDAR = "calendar", _("calendar days")
        WORKING = "working", _("working days (Monday to Friday without holidays)")

    class State(models.TextChoices):
        """The federal states, by ISO 3166-2."""

        BW = "BW", "Baden-Württemberg"
        BY = "BY", "Bayern"
        BE = "BE", "Berlin"
        BB = "BB", "Brandenburg"
        HB = "HB", "Bremen"
        HH = "HH", "Hamburg"
        HE = "HE", "Hessen"
        MV = "MV", "Mecklenburg-Vorpommern"
        NI = "NI", "Niedersachsen"
        NW = "NW", "Nordrhein-Westfalen"
        RP = "RP", "Rheinland-Pfalz"
        SL = "SL", "Saarland"
        SN = "SN", "Sachsen"
        ST = "ST", "Sachsen-Anhalt"
        SH = "SH", "Schleswig-Holstein"
        TH = "TH", "Thüringen"

    class NoticeFrom(models.TextChoices):
        RECEIPT = "receipt", _("receipt of the invitation")
        DISPATCH = "dispatch", _("dispatch of the invitation")

    class QuorumOf(models.TextChoices):
        MORE_THAN = "more_than", _("more than this share of the voting members")
        AT_LEAST = "at_least", _("at least this share of the voting members")
        NONE = "none", _("no share, the number alone")

    class Majority(models.TextChoices):
        SIMPLE = "simple", _("simple majority (more than half of the base)")
        ABSOLUTE = "absolute", _("absolute majority (more than half of all members)")
        TWO_THIRDS = "two_thirds", _("two thirds of the base")

    class Base(models.TextChoices):
        YES_NO = "yes_no", _("votes for yes and no")
        CAST = "cast", _("votes cast, abstentions included")
        MEMBERS = "members", _("voting members, absent ones included")

    class Tie(models.TextChoices):
        REJECTS = "rejects", _("the motion is rejected")
        CHAIR = "chair", _("the vote of the chair decides")

    class Deputies(models.TextChoices):
        NONE = "none", _("no deputies")
        SEAT = "seat", _("for their own seat")
        GROUP = "group", _("for any seat of their group")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="rule_sets", verbose_name=_("committee"))
    valid_from = models.DateField(_("in force from"))
    name = models.CharField(_("name"), max_length=120, help_text=_("Such as statute of 12 March 2026."))
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Statute, paragraph, address."))

    notice_days = models.PositiveSmallIntegerField(
        _("notice period in days"), default=4, validators=[MaxValueValidator(60)]
    )
    notice_counting = models.CharField(_("counted in"), max_length=8, choices=Counting, default=Counting.CALENDAR)
    holidays_of = models.CharField(
        _("holidays of"), max_length=2, choices=State, default=State.TH, help_text=_("They are no working days.")
    )
    notice_from = models.CharField(_("counted from"), max_length=8, choices=NoticeFrom, default=NoticeFrom.RECEIPT)
    full_days = models.BooleanField(
        _("full days"),
        default=True,
        help_text=_("The day of receipt or dispatch and the day of the meeting do not count."),
    )
    post_days = models.PositiveSmallIntegerField(
        _("days for a letter to arrive"), default=3, validators=[MaxValueValidator(14)]
    )
    urgent_days_before = models.PositiveSmallIntegerField(
        _("in urgent cases at the latest on this day before the meeting"),
        null=True,
        blank=True,
        default=2,
        help_text=_("2 is the second day before the meeting. Empty: the notice period cannot be shortened."),
    )
    item_days_before = models.PositiveSmallIntegerField(
        _("items are proposed at the latest so many days before the meeting"), null=True, blank=True
    )
    item_share = models.PositiveSmallIntegerField(
        _("one in so many members may put an item on the agenda"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("4 is a quarter of the members."),
    )
    item_by_group = models.BooleanField(_("a group may put an item on the agenda"), default=True)

    quorum_of = models.CharField(_("quorum"), max_length=9, choices=QuorumOf, default=QuorumOf.MORE_THAN)
    quorum_numerator = models.PositiveSmallIntegerField(_("share: numerator"), default=1)
    quorum_denominator = models.PositiveSmallIntegerField(
        _("share: denominator"), default=2, validators=[MinValueValidator(1)]
    )
    quorum_minimum = models.PositiveSmallIntegerField(_("at least so many voting members"), default=0)
    second_call = models.BooleanField(
        _("a second meeting on the same item has a quorum without regard to numbers"), default=True
    )
    second_call_minimum = models.PositiveSmallIntegerField(_("then at least so many voting members"), default=1)

    majority = models.CharField(_("majority"), max_length=10, choices=Majority, default=Majority.SIMPLE)
    majority_of = models.CharField(_("base of the majority"), max_length=7, choices=Base, default=Base.YES_NO)
    tie = models.CharField(_("with a tie"), max_length=7, choices=Tie, default=Tie.REJECTS)
    urgent_majority = models.CharField(
        _("majority for new items in urgent cases"), max_length=10, choices=Majority, default=Majority.TWO_THIRDS
    )

    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True, default=60)
    carries_over = models.BooleanField(
        _("members stay in office after their term until the successors start"), default=True
    )
    deputies = models.CharField(_("deputies"), max_length=5, choices=Deputies, default=Deputies.SEAT)
    public_by_default = models.BooleanField(_("meetings are public unless decided otherwise"), default=True)
    signed_by_chair = models.BooleanField(_("the chair signs the minutes"), default=True)
    signed_by_recorder = models.BooleanField(_("the recorder signs the minutes"), default=True)
    signed_by_member = models.BooleanField(_("a further member signs the minutes"), default=False)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of a committee")
        verbose_name_plural = _("rules of committees")
        ordering = ["committee", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "valid_from"], name="one_rule_set_a_day"),
            models.CheckConstraint(
                condition=Q(quorum_denominator__gte=1, quorum_numerator__lte=F("quorum_denominator")),
                name="quorum_share_is_a_share",
                violation_error_message=_(
                    "The share is at most the whole: the numerator is not above the denominator."
                ),
            ),
            models.CheckConstraint(
                condition=Q(item_share__gte=1),
                name="item_share_at_least_all",
            ),
        ]

    def __str__(self):
        return self.name
