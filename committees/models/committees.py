"""Committees of the network and of the district council, and the items that open each of their meetings."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from fields_of_action.models import FieldOfAction
from integration_portal.core.fields import SearchTextField, SortKeyField
from integration_portal.core.models import Municipality, VersionedModel

from ..querysets import CommitteeQuerySet


class CommitteeKind(models.TextChoices):
    """What a committee is. The last one meets elsewhere and is a stop of a paper's referral path only."""

    ADVISORY_COUNCIL = "advisory_council", _("Advisory council")
    WORKING_GROUP = "working_group", _("Working group")
    STEERING_GROUP = "steering_group", _("Steering group")
    DISTRICT = "district", _("Committee of the district council")


#: Addresses under /gremien/ that are pages of their own, which no committee gets.
RESERVED_SLUGS = ("beschluesse", "vorlagen", "termine", "neues")


class Committee(VersionedModel):
    """A committee (Gremium). By which rules it meets on a day is a matter of its `RuleSet` rows.

    `founded_on` and `dissolved_on` are inclusive; an empty end is open. Of a committee that is not published nothing
    is public: no meeting, paper or member of it either.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    sort_name = SortKeyField(source="name")
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=CommitteeKind, default=CommitteeKind.ADVISORY_COUNCIL)
    description = models.TextField(_("task"), blank=True, max_length=5000, help_text=_("Public, if the committee is."))
    fields = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="committees", verbose_name=_("fields of action")
    )
    organisation = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="committees",
        verbose_name=_("run by"),
        help_text=_("The organisation that keeps the committee's office."),
    )
    place = models.CharField(_("usual place"), max_length=200, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    founded_on = models.DateField(_("since"), null=True, blank=True)
    dissolved_on = models.DateField(_("until"), null=True, blank=True)
    is_published = models.BooleanField(_("public"), default=False)
    search_title = SearchTextField(sources=("name", "short_name"))
    search_body = SearchTextField(sources=("description",))

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(dissolved_on__gte=F("founded_on")),
                name="committee_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def label(self):
        """The short name where there is one."""
        return self.short_name or self.name

    @property
    def meets_here(self):
        """Whether its meetings are held in this portal, rather than being stops of a referral path only."""
        return self.kind != CommitteeKind.DISTRICT

    def get_absolute_url(self):
        return reverse("committees:office_detail", args=[self.pk])

    def get_public_url(self):
        return reverse("committees:public_detail", args=[self.slug])


class StandardItem(models.Model):
    """An item with which each agenda of a committee starts or ends, such as approving the last minutes."""

    class Purpose(models.TextChoices):
        OPENING = "opening", _("Opening, due invitation and quorum")
        AGENDA = "agenda", _("Approval of the agenda")
        MINUTES = "minutes", _("Approval of the last minutes")
        FOLLOW_UP = "follow_up", _("Report on open resolutions")
        QUESTIONS = "questions", _("Questions of residents")
        OTHER = "other", _("Other")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="standard_items", verbose_name=_("committee"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.OTHER)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("type"), max_length=12, default="information")
    is_public = models.BooleanField(_("public"), default=True)
    at_the_end = models.BooleanField(_("at the end"), default=False)
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("standard item")
        verbose_name_plural = _("standard items")
        ordering = ["at_the_end", "position", "pk"]

    def __str__(self):
        return self.title
