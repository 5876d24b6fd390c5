"""Mailing lists (Verteiler): kept by hand, by a rule, or both; and what was sent to whom."""

from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.fields import SearchTextField, SortKeyField
from integration_portal.core.models import TimestampedModel, VersionedModel

from ..querysets_mailing import MailingListQuerySet, MailingQuerySet, MailingRecipientQuerySet
from .organisations import Actor
from .persons import Person


class MailingList(VersionedModel):
    """A list of recipients that is worked out anew each time it is read (`services.mailing.recipients_of`).

    `rule` names what actors have to have, by filter name of the actors' list with lists of values, all of which have
    to fit ({"feld": ["sprache"], "gemeinde": ["16077043"], "art": ["verein"]}); empty: no rule. `members` are added to, or
    taken out of, what the rule finds.
    """

    class Reach(models.TextChoices):
        MAIN = "main", _("the main contacts of the organisations")
        ALL = "all", _("all persons of the organisations")
        OFFICE = "office", _("the organisations' own addresses")

    name = models.CharField(_("name"), max_length=160)
    sort_name = SortKeyField(source="name")
    description = models.TextField(_("what the list is for"), blank=True, max_length=1000)
    rule = models.JSONField(_("rule"), default=dict, blank=True)
    reach = models.CharField(_("who of the organisations"), max_length=6, choices=Reach, default=Reach.MAIN)
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True, editable=False)
    search_title = SearchTextField(sources=("name",))
    search_body = SearchTextField(sources=("description",))

    objects = MailingListQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing list")
        verbose_name_plural = _("mailing lists")
        ordering = ["sort_name", "pk"]
        constraints = [models.UniqueConstraint(Lower("name"), name="mailing_list_name_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("actors:mailing_list", args=[self.pk])


class MailingListMember(TimestampedModel):
    """A person or an actor put on a list by hand, or kept off it though the rule finds them."""

    list = models.ForeignKey(MailingList, models.CASCADE, related_name="members", verbose_name=_("mailing list"))
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="mailing_lists", verbose_name=_("person")
    )
    actor = models.ForeignKey(
        Actor, models.CASCADE, null=True, blank=True, related_name="mailing_lists", verbose_name=_("actor")
    )
    is_excluded = models.BooleanField(_("kept off the list"), default=False)

    class Meta:
        verbose_name = _("entry of a mailing list")
        verbose_name_plural = _("entries of mailing lists")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, actor__isnull=False) | Q(person__isnull=False, actor__isnull=True),
                name="member_is_a_person_or_an_actor",
            ),
            models.UniqueConstraint(fields=["list", "person"], name="person_once_in_a_list"),
            models.UniqueConstraint(fields=["list", "actor"], name="actor_once_in_a_list"),
        ]

    def __str__(self):
        return str(self.person or self.actor)


class MailingOptOut(TimestampedModel):
    """An address that left a list through the link in a mail. Without `list` it left all of them. Compared without case."""

    list = models.ForeignKey(
        MailingList, models.CASCADE, null=True, blank=True, related_name="opt_outs", verbose_name=_("mailing list")
    )
    email = models.EmailField(_("e-mail address"))

    class Meta:
        verbose_name = _("unsubscribed address")
        verbose_name_plural = _("unsubscribed addresses")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(Lower("email"), "list", name="opt_out_once_per_list"),
            models.UniqueConstraint(Lower("email"), condition=Q(list__isnull=True), name="opt_out_of_all_once"),
        ]

    def __str__(self):
        return self.email


class Mailing(VersionedModel):
    """A mail written to a list, and the log of it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("handed to the mail queue")

        transitions = nonmember({"draft": ("sent",)})

    list = models.ForeignKey(MailingList, models.PROTECT, related_name="mailings", verbose_name=_("mailing list"))
    subject = models.CharField(_("subject"), max_length=160)
    text = models.TextField(_("text"), max_length=10_000)
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.DRAFT, editable=False)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
        editable=False,
    )
    search_title = SearchTextField(sources=("subject",))
    search_body = SearchTextField(sources=("text",))

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail to a list")
        verbose_name_plural = _("mails to lists")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False), name="sent_mailing_has_a_time"
            )
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("actors:mailing", args=[self.pk])


class MailingRecipient(TimestampedModel):
    """Who got a mailing: name and address of the time of sending, which go when the person is erased."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="recipients", verbose_name=_("mail to a list"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="mailings", verbose_name=_("person")
    )
    actor = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="mailings", verbose_name=_("actor")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)

    objects = MailingRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient of a mail")
        verbose_name_plural = _("recipients of mails")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint("mailing", Lower("email"), condition=~Q(email=""), name="address_once_in_a_mailing")
        ]

    def __str__(self):
        return self.name or self.email
