"""Terms, seats, and who sits on them when. All days are inclusive; an empty end is open."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Person
from integration_portal.core.models import TimestampedModel, VersionedModel

from ..querysets_members import MembershipQuerySet, PeriodQuerySet
from .committees import Committee


def _ends_after_start(name):
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
        name=name,
        violation_error_message=_("The end lies before the start."),
    )


class Term(TimestampedModel):
    """A term of a committee (Amtszeit). Terms of one committee do not overlap."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="terms", verbose_name=_("committee"))
    name = models.CharField(_("name"), max_length=120, help_text=_("Such as 2nd term 2024–2029."))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of a committee")
        verbose_name_plural = _("terms of committees")
        ordering = ["-since"]
        constraints = [_ends_after_start("term_ends_after_it_starts")]

    def __str__(self):
        return self.name


class Seat(TimestampedModel):
    """A seat of a committee: for which group or organisation, voting or advisory, in place from `since` to `until`."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="seats", verbose_name=_("committee"))
    name = models.CharField(
        _("seat"), max_length=160, help_text=_("Such as representative of the migrants' associations.")
    )
    group = models.CharField(
        _("group"), max_length=120, blank=True, help_text=_("Parliamentary group or bench, if the seat belongs to one.")
    )
    organisation = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("sending organisation")
    )
    is_voting = models.BooleanField(_("with the right to vote"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    since = models.DateField(_("in place since"), null=True, blank=True)
    until = models.DateField(_("in place until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["position", "pk"]
        constraints = [_ends_after_start("seat_ends_after_it_starts")]

    def __str__(self):
        return self.name


class Membership(VersionedModel):
    """A person on a seat, as its member or as a deputy, from `since` to `until`.

    One seat has one member at a time, one person one seat of a committee as its member; services hold both under a
    lock of the committee. With `end_reason` "term" a member may stay in office until the successor starts, if the
    rules say so: `MembershipQuerySet.in_office()` counts them in. Public is a member only with `is_released`, and
    only while the person's name may be published.
    """

    class Kind(models.TextChoices):
        MEMBER = "member", _("member")
        DEPUTY = "deputy", _("deputy")

    class End(models.TextChoices):
        TERM = "term", _("end of the term")
        RESIGNED = "resigned", _("resigned")
        RECALLED = "recalled", _("recalled")
        OTHER = "other", _("another reason")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="memberships", verbose_name=_("seat"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    term = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("term")
    )
    kind = models.CharField(_("as"), max_length=6, choices=Kind, default=Kind.MEMBER)
    rank = models.PositiveSmallIntegerField(
        _("order of the deputies"), default=1, help_text=_("The first deputy is asked first.")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("ends by"), max_length=8, choices=End, default=End.TERM)
    is_released = models.BooleanField(
        _("may be shown in public"), default=False, help_text=_("Only while the person's name may be published.")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["seat__position", "seat", "kind", "rank", "-since"]
        constraints = [
            _ends_after_start("membership_ends_after_it_starts"),
            models.UniqueConstraint(fields=["seat", "person", "since"], name="membership_once"),
        ]

    def __str__(self):
        return f"{self.person} – {self.seat}"


class CommitteeFunction(TimestampedModel):
    """Chair, vice chair or recorder of a committee, from `since` to `until`. One chair at a time."""

    class Function(models.TextChoices):
        CHAIR = "chair", _("Chair")
        VICE = "vice", _("Vice chair")
        RECORDER = "recorder", _("Recorder")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="functions", verbose_name=_("committee"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="committee_functions", verbose_name=_("person"))
    function = models.CharField(_("function"), max_length=8, choices=Function)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("function in a committee")
        verbose_name_plural = _("functions in committees")
        ordering = ["function", "-since"]
        constraints = [_ends_after_start("function_ends_after_it_starts")]

    def __str__(self):
        return f"{self.get_function_display()}: {self.person}"
