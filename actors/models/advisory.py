"""The advisory log: whom the office spoke with, about what, with which result, and what follows."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.display import format_day
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import TimestampedModel, VersionedModel

from ..querysets_advisory import AdvisoryQuerySet
from .organisations import Actor, Topic
from .persons import Person

#: A day has so many minutes; nobody advises longer in one entry.
MINUTES_OF_A_DAY = 1440


class AdvisoryEntry(VersionedModel):
    """One contact with actors or persons of the network (Kontaktnotiz, Beratung), on one day.

    Clients are never named in it (DOMAIN.md §6). A confidential entry is seen by its author and the named colleagues
    only, by nobody else and nowhere else: read it through `AdvisoryEntry.objects.visible_inside(user)`.
    `follow_up_on` is the day on which `responsible` comes back to it, open until `followed_up_on`.
    """

    class Way(models.TextChoices):
        CONVERSATION = "talk", _("conversation in person")
        PHONE = "phone", _("telephone")
        EMAIL = "email", _("e-mail")
        VIDEO = "video", _("video call")
        VISIT = "visit", _("visit")
        LETTER = "letter", _("letter")

    happened_on = models.DateField(_("day"))
    way = models.CharField(_("way"), max_length=8, choices=Way, default=Way.CONVERSATION)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("what was spoken about"), blank=True, max_length=8000)
    result = models.TextField(_("result"), blank=True, max_length=4000)
    is_advice = models.BooleanField(
        _("was advice"), default=False, help_text=_("Counts as advice in the figures, otherwise as a contact.")
    )
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration in minutes"), null=True, blank=True, validators=[MaxValueValidator(MINUTES_OF_A_DAY)]
    )
    actors = models.ManyToManyField(Actor, blank=True, related_name="advisory_entries", verbose_name=_("actors"))
    persons = models.ManyToManyField(Person, blank=True, related_name="advisory_entries", verbose_name=_("persons"))
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="advisory_entries", verbose_name=_("topic")
    )
    field = models.ForeignKey(
        FieldOfAction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="advisory_entries",
        verbose_name=_("field of action"),
    )
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    follow_up_text = models.CharField(_("what to do then"), max_length=200, blank=True)
    followed_up_on = models.DateField(_("followed up on"), null=True, blank=True, editable=False)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="advisory_follow_ups",
        verbose_name=_("responsible"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="advisory_entries",
        verbose_name=_("author"),
        editable=False,
    )
    is_confidential = models.BooleanField(
        _("confidential"), default=False, help_text=_("Only you and the colleagues named here can see it.")
    )
    colleagues = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="shared_advisory_entries",
        verbose_name=_("colleagues who may see it"),
    )
    search_title = SearchTextField(sources=("subject",))
    search_body = SearchTextField(sources=("text", "result"))

    objects = AdvisoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact note")
        verbose_name_plural = _("contact notes")
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["happened_on"], name="advice_by_day"),
            models.Index(
                fields=["follow_up_on"],
                name="advice_to_follow_up",
                condition=Q(follow_up_on__isnull=False, followed_up_on__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(follow_up_on__isnull=True) | Q(follow_up_on__gte=F("happened_on")),
                name="follow_up_after_the_contact",
                violation_error_message=_("The follow-up lies before the day of the contact."),
            ),
            models.CheckConstraint(
                condition=Q(followed_up_on__isnull=True) | Q(follow_up_on__isnull=False),
                name="only_a_follow_up_is_done",
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes__isnull=True)
                | Q(duration_minutes__gte=1, duration_minutes__lte=MINUTES_OF_A_DAY),
                name="duration_within_a_day",
                violation_error_message=_("Between 1 minute and 24 hours, please."),
            ),
        ]

    def __str__(self):
        """The subject; of a confidential note only that there is one, since this text stands in mails and messages."""
        if self.is_confidential:
            return _("Confidential contact note of %(day)s") % {"day": format_day(self.happened_on)}
        return self.subject

    def get_absolute_url(self):
        return reverse("actors:advice", args=[self.pk])

    @property
    def is_to_follow_up(self):
        """Whether somebody still has to come back to it."""
        return self.follow_up_on is not None and self.followed_up_on is None


class EmergencyAccess(TimestampedModel):
    """That somebody with the role for it opened a confidential entry of others, and why. Never changed or deleted."""

    entry = models.ForeignKey(
        AdvisoryEntry, models.PROTECT, related_name="emergency_accesses", verbose_name=_("contact note")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="emergency_accesses", verbose_name=_("account")
    )
    reason = models.CharField(_("reason"), max_length=500)
    until = models.DateTimeField(_("open until"))

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.user} – {self.entry_id}"
