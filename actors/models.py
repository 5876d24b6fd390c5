"""Actors of the network and the people who act for them.

One human being is one `Person`, with roles at actors and at most one account; nobody is stored twice.
Persons are never public unless each is published on purpose, each contact way by itself.
"""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.fields import SearchTextField, SortKeyField
from integration_portal.core.models import Language, Municipality, VersionedModel
from integration_portal.core.models.reference import TranslatedName

from .querysets import ActorQuerySet, PersonQuerySet


class ActorKind(TranslatedName):
    """A kind of organisation; the office keeps the list."""

    class Meta(TranslatedName.Meta):
        verbose_name = _("kind of organisation")
        verbose_name_plural = _("kinds of organisations")


class Actor(VersionedModel):
    """An organisation or authority of the network. Archived, not deleted."""

    name = models.CharField(_("name"), max_length=200)
    sort_name = SortKeyField(source="name")
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    kind = models.ForeignKey(
        ActorKind, models.PROTECT, null=True, blank=True, related_name="actors", verbose_name=_("kind")
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("What the organisation does, for everyone to read.")
    )
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(
        _("postal code"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{5}$", _("The postal code has five digits."))],
    )
    city = models.CharField(_("town"), max_length=120, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seated_actors",
        verbose_name=_("municipality of the seat"),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True, max_length=300)
    fields = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="actors", verbose_name=_("fields of action")
    )
    municipalities = models.ManyToManyField(
        Municipality,
        blank=True,
        related_name="actors",
        verbose_name=_("works in"),
        help_text=_("Empty: in the whole district."),
    )
    languages = models.ManyToManyField(Language, blank=True, related_name="actors", verbose_name=_("languages spoken"))
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("Shows the organisation to everyone, without its persons.")
    )
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True, editable=False)
    archive_reason = models.CharField(_("reason for archiving"), max_length=300, blank=True, editable=False)
    internal_note = models.TextField(
        _("internal note"), blank=True, help_text=_("Never shown to the public. Do not name clients.")
    )
    search_title = SearchTextField(sources=("name", "short_name"))
    search_body = SearchTextField(sources=("description", "city", "street", "email"))

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ["sort_name", "pk"]
        indexes = [models.Index(fields=["is_published", "sort_name"], name="actor_public_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(archived_at__isnull=True),
                name="archived_actor_is_not_published",
                violation_error_message=_("An archived organisation cannot be published."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("actors:office_detail", args=[self.pk])


class ActorAlias(models.Model):
    """Another spelling under which lists name an actor; imports find it by this."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="aliases", verbose_name=_("actor"))
    name = models.CharField(_("spelling"), max_length=200)
    key = SearchTextField(sources=("name",))

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="alias_once")]

    def __str__(self):
        return self.name


class Person(VersionedModel):
    """A human being, stored once. Public only where each flag says so."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("form of address or title"), max_length=60, blank=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("family name"), max_length=100)
    sort_name = SortKeyField(source="name_for_sorting")
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    actors = models.ManyToManyField(Actor, through="PersonRole", related_name="persons", verbose_name=_("actors"))
    is_published = models.BooleanField(
        _("name may be published"), default=False, help_text=_("Only with the person's permission.")
    )
    publish_email = models.BooleanField(_("e-mail address may be published"), default=False)
    publish_phone = models.BooleanField(_("telephone may be published"), default=False)
    internal_note = models.TextField(_("internal note"), blank=True)
    search_title = SearchTextField(sources=("first_name", "last_name"))
    search_body = SearchTextField(sources=("email",))

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_published=True) | Q(publish_email=False, publish_phone=False),
                name="contact_ways_public_only_with_the_name",
                violation_error_message=_("Contact ways can be published only together with the name."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """Title, first name and family name as one reads them."""
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)

    @property
    def name_for_sorting(self):
        """Family name first."""
        return f"{self.last_name} {self.first_name}".strip()

    def get_absolute_url(self):
        return reverse("actors:person_detail", args=[self.pk])


class PersonRole(models.Model):
    """What a person does at an actor, from `since` to `until`, both inclusive; empty ends are open."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="person_roles", verbose_name=_("actor"))
    function = models.CharField(_("function"), max_length=120, blank=True)
    is_main_contact = models.BooleanField(_("main contact"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of persons")
        ordering = ["-is_main_contact", "person__sort_name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "actor", "function"], name="role_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="role_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.function or self.actor}"


class ActorRepresentative(models.Model):
    """An account that acts for an actor: sees the actor's own entries in the office views."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="represents", verbose_name=_("account")
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="representatives", verbose_name=_("actor"))

    class Meta:
        verbose_name = _("account acting for an actor")
        verbose_name_plural = _("accounts acting for actors")
        constraints = [models.UniqueConstraint(fields=["user", "actor"], name="representative_once")]

    def __str__(self):
        return str(self.actor)
