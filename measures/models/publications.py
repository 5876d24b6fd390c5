"""Public relations (Öffentlichkeitsarbeit): what was published where, and whether it names the funders."""

from enum import nonmember

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import VersionedModel

from ..querysets_events import PublicationQuerySet
from .events import Event
from .measure import Measure


class Channel(models.TextChoices):
    """Where something is published."""

    PRESS = "press", _("Press release")
    NEWSLETTER = "newsletter", _("Newsletter")
    SOCIAL = "social", _("Social media")
    WEB = "web", _("Web")
    PRINT = "print", _("Print")


class Publication(VersionedModel):
    """A piece of public relations. Funded work must name its funders: `notice` says with which words (`measures.notices`)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

        transitions = nonmember({"draft": ("published",), "published": ("draft",)})

    class Notice(models.TextChoices):
        PROGRAMMES = "funded", _("that of the measures' funding programmes")
        SHORT = "short", _("the short notice of the portal")
        LONG = "long", _("the long notice of the portal")
        OWN = "own", _("own words")
        NONE = "none", _("none needed")

    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.PRESS)
    title = models.CharField(_("title"), max_length=200)
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("When it appears or appeared."))
    text = models.TextField(_("text"), max_length=50_000, blank=True)
    url = models.URLField(_("address on the web"), max_length=400, blank=True)
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="publications", verbose_name=_("event")
    )
    measures = models.ManyToManyField(Measure, blank=True, related_name="publications", verbose_name=_("measures"))
    notice = models.CharField(_("funding notice"), max_length=6, choices=Notice, default=Notice.PROGRAMMES)
    notice_words = models.CharField(
        _("own words of the notice"),
        max_length=400,
        blank=True,
        help_text=_("Such as the wording in the grant notice."),
    )
    notice_confirmed = models.BooleanField(
        _("The notice stands on the printed piece or in the picture"), default=False,
        help_text=_("For what the text here does not hold."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("text",))

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["state", "-date"], name="publication_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(date__isnull=False),
                name="published_piece_has_a_date",
                violation_error_message=_("Please say when it appeared."),
            ),
            models.CheckConstraint(
                condition=~Q(notice="own") | ~Q(notice_words=""),
                name="own_notice_has_words",
                violation_error_message=_("Please enter the words of the notice."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:publication", args=[self.pk])

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED
