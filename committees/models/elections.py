"""Elections within a committee, such as that of the chair: candidates, ballots, who was elected."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from integration_portal.core.models import VersionedModel

from .agenda import AgendaItem
from .members import CommitteeFunction


class Election(VersionedModel):
    """An election on an agenda item. The ballots are cast on paper and counted; the portal keeps counts, never a voter.

    ThürKO § 39(3): elected is who has more than half of the valid votes; if nobody has, there is a run-off between the two with
    the most votes, and with a tie the lot decides.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="elections", verbose_name=_("agenda item"))
    function = models.CharField(_("for"), max_length=8, choices=CommitteeFunction.Function)
    is_secret = models.BooleanField(_("secret"), default=True)
    elected = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="elections_won",
        verbose_name=_("elected"),
        editable=False,
    )
    accepted = models.BooleanField(_("election accepted"), null=True, blank=True)
    starts_on = models.DateField(_("in office from"), null=True, blank=True)

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["item", "pk"]

    def __str__(self):
        return self.get_function_display()


class ElectionRound(VersionedModel):
    """One ballot: how many members could vote, how many slips were handed in, and how many were invalid or abstained."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="rounds", verbose_name=_("election"))
    number = models.PositiveSmallIntegerField(_("ballot"))
    present = models.PositiveSmallIntegerField(_("voting members present"))
    invalid = models.PositiveSmallIntegerField(_("invalid"), default=0)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), default=0)
    drawn_by_lot = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("drawn by lot")
    )
    held_at = models.DateTimeField(_("time"))
    reckoning = models.JSONField(_("reckoning"), default=dict)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["election", "number"]
        constraints = [models.UniqueConstraint(fields=["election", "number"], name="ballot_once")]

    def __str__(self):
        return f"{self.election} ({self.number})"


class Candidacy(models.Model):
    """A candidate in a ballot, and the votes."""

    round = models.ForeignKey(ElectionRound, models.CASCADE, related_name="candidacies", verbose_name=_("ballot"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="candidacies", verbose_name=_("candidate"))
    votes = models.PositiveSmallIntegerField(_("votes"), default=0)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["round", "-votes", "person__sort_name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="candidate_once"),
            models.CheckConstraint(condition=Q(votes__gte=0), name="votes_are_counted"),
        ]

    def __str__(self):
        return f"{self.person}: {self.votes}"
