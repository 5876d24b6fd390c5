"""Ideas (Ideen): proposals for measures and concepts from the network, the council and the public."""

from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import PersonalLink, TimestampedModel, VersionedModel

from ..querysets_ideas import IdeaQuerySet
from .measure import Measure


class IdeaState(models.TextChoices):
    """Where an idea stands. `transitions` names the possible next steps; settled ideas have none."""

    NEW = "new", _("new")
    IN_REVIEW = "in_review", _("in review")
    ASKED_BACK = "asked_back", _("asked back")
    ACCEPTED = "accepted", _("accepted")
    JOINED = "joined", _("joined with another idea")
    DECLINED = "declined", _("declined")

    transitions = nonmember(
        {
            "new": ("in_review", "asked_back", "accepted", "joined", "declined"),
            "in_review": ("asked_back", "accepted", "joined", "declined"),
            "asked_back": ("in_review", "asked_back", "accepted", "joined", "declined"),
            "accepted": (),
            "joined": (),
            "declined": (),
        }
    )


#: States in which somebody still has to decide.
OPEN_IDEAS = (IdeaState.NEW, IdeaState.IN_REVIEW, IdeaState.ASKED_BACK)


class Idea(VersionedModel):
    """A proposal. Nothing of it is public before the office publishes it, and then title and outcome only.

    `name` and `email` belong to the proposer; they are deleted some time after the idea is settled.
    """

    class Wish(models.TextChoices):
        MEASURE = "measure", _("a measure")
        CONCEPT = "concept", _("a concept")

    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(
        _("What is it for, and what should happen?"), max_length=5000, help_text=_("Please do not name other people.")
    )
    wish = models.CharField(_("This is an idea for"), max_length=7, choices=Wish, default=Wish.MEASURE)
    field = models.ForeignKey(
        FieldOfAction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("field of action"),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("account of the proposer"),
    )
    state = models.CharField(_("state"), max_length=10, choices=IdeaState, default=IdeaState.NEW, editable=False)
    reason = models.TextField(_("answer to the proposer"), blank=True, max_length=2000, editable=False)
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True, editable=False)
    forgotten_at = models.DateTimeField(_("personal data deleted on"), null=True, blank=True, editable=False)
    measure = models.ForeignKey(
        Measure,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("measure made from it"),
        editable=False,
    )
    joined_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined_ideas",
        verbose_name=_("joined with"),
        editable=False,
    )
    is_published = models.BooleanField(_("published"), default=False, editable=False)
    outcome = models.CharField(
        _("outcome for the public"), max_length=300, blank=True, help_text=_("One sentence. No names.")
    )
    link = models.OneToOneField(
        PersonalLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="idea",
        verbose_name=_("personal link"),
        editable=False,
    )
    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("text", "place", "outcome"))

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at"], name="idea_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "in_review", "asked_back"], settled_at__isnull=True)
                | Q(state__in=["accepted", "joined", "declined"], settled_at__isnull=False),
                name="settled_idea_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="declined_idea_says_why",
                violation_error_message=_("Please give a reason."),
            ),
            models.CheckConstraint(
                condition=Q(state="joined", joined_into__isnull=False)
                | (~Q(state="joined") & Q(joined_into__isnull=True)),
                name="joined_idea_says_with_which",
            ),
            models.CheckConstraint(
                condition=Q(joined_into__isnull=True) | ~Q(joined_into=F("id")),
                name="idea_is_not_joined_with_itself",
                violation_error_message=_("An idea cannot be joined with itself."),
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(state="accepted"),
                name="only_accepted_ideas_are_public",
                violation_error_message=_("Only accepted ideas can be published."),
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | Q(name="", email="", proposer__isnull=True),
                name="forgotten_idea_has_no_person",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:office_idea", args=[self.pk])

    @property
    def is_open(self):
        """Whether somebody still has to decide."""
        return self.state in OPEN_IDEAS

    @property
    def address(self):
        """Where news for the proposer goes: the address given, else that of the account, else ""."""
        return self.email or (self.proposer.email if self.proposer and self.proposer.is_active else "")

    @property
    def who(self):
        """Name of the proposer for the office, "" when none was given or it has been deleted."""
        return self.name or (str(self.proposer) if self.proposer else "")

    @property
    def mail_key(self):
        """Under which its mails are found in the queue."""
        return f"measures.idea:{self.pk}"


class IdeaNote(TimestampedModel):
    """A line in the talk about an idea: a question of the office, an answer of the proposer, or an internal note."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        ANSWER = "answer", _("answer")
        INTERNAL = "internal", _("internal note")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="notes", verbose_name=_("idea"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    text = models.TextField(_("text"), max_length=5000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("note on an idea")
        verbose_name_plural = _("notes on ideas")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"
