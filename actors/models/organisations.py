"""Actors of the network: what they are, where they sit, what they were called, and how they are tied to each other."""

from django.conf import settings
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.fields import SearchTextField, SortKeyField
from integration_portal.core.files import private_name, validate_logo
from integration_portal.core.models import Language, Municipality, TargetGroup, TimestampedModel, VersionedModel
from integration_portal.core.models.reference import TranslatedName

from ..querysets import ActorQuerySet, RelationQuerySet


class ActorKind(TranslatedName):
    """A kind of organisation; the office keeps the list."""

    class Meta(TranslatedName.Meta):
        verbose_name = _("kind of organisation")
        verbose_name_plural = _("kinds of organisations")


class Topic(TranslatedName):
    """What actors work on and advice is given about, finer than a field of action; the office keeps the list."""

    class Meta(TranslatedName.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


POSTAL_CODE = RegexValidator(r"^[0-9]{5}$", _("The postal code has five digits."))


class Actor(VersionedModel):
    """An organisation or authority of the network. Archived, not deleted; only merging removes a duplicate.

    The address is that of the seat; `addresses` holds further ones. `carrier` is the organisation it belongs to
    (Träger), so that carriers and their branches form a tree without a circle (kept by `services.organisations`).
    `confirmed_on` is the day on which somebody of the organisation last said that the entry is right.
    """

    name = models.CharField(_("name"), max_length=200)
    sort_name = SortKeyField(source="name")
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    kind = models.ForeignKey(
        ActorKind, models.PROTECT, null=True, blank=True, related_name="actors", verbose_name=_("kind")
    )
    carrier = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name=_("carrier organisation"),
        help_text=_("The organisation this one belongs to."),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("What the organisation does, for everyone to read.")
    )
    logo = models.FileField(
        _("logo"),
        upload_to=private_name,
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"]), validate_logo],
        help_text=_("PNG, JPEG or WebP, at most 500 KB."),
    )
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(
        _("postal code"),
        max_length=5,
        blank=True,
        validators=[POSTAL_CODE],
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
    topics = models.ManyToManyField(Topic, blank=True, related_name="actors", verbose_name=_("topics"))
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="actors", verbose_name=_("target groups")
    )
    accessibility = models.TextField(
        _("accessibility"),
        blank=True,
        max_length=1000,
        help_text=_("Such as steps, lift, toilets, induction loop, plain language."),
    )
    confirmed_on = models.DateField(_("details confirmed on"), null=True, blank=True, editable=False)
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
            ),
            models.CheckConstraint(
                condition=Q(carrier__isnull=True) | ~Q(carrier=F("pk")),
                name="actor_is_not_its_own_carrier",
                violation_error_message=_("An organisation cannot be its own carrier."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("actors:office_detail", args=[self.pk])

    @property
    def is_public(self):
        """Published and not archived."""
        return self.is_published and self.archived_at is None

    def get_public_url(self):
        """The page in the public network, "" for an actor that is not public."""
        return reverse("actors:public_detail", args=[self.slug]) if self.is_public else ""


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


class ActorName(models.Model):
    """A name that an actor had until a day (inclusive); written when the name changes."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="former_names", verbose_name=_("actor"))
    name = models.CharField(_("former name"), max_length=200)
    until = models.DateField(_("until"))
    key = SearchTextField(sources=("name",))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-until", "-pk"]

    def __str__(self):
        return self.name


class ActorAddress(models.Model):
    """A further address of an actor beside its seat: where it advises, teaches or meets."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="addresses", verbose_name=_("actor"))
    label = models.CharField(_("what is there"), max_length=120, help_text=_("Such as advice centre or sports hall."))
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=5, blank=True, validators=[POSTAL_CODE])
    city = models.CharField(_("town"), max_length=120, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actor_addresses",
        verbose_name=_("municipality"),
    )
    accessibility = models.CharField(_("accessibility"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("further address")
        verbose_name_plural = _("further addresses")
        ordering = ["label", "pk"]
        constraints = [models.UniqueConstraint(fields=["actor", "label"], name="address_label_once")]

    def __str__(self):
        return self.label


class ActorRelation(TimestampedModel):
    """A tie from one actor to another, from `since` to `until`, both inclusive; empty ends are open.

    Read as a sentence: `actor` cooperates with, funds, is member of, or is part of `other`. Cooperation has no
    direction and is stored once, from the actor with the lower key.
    """

    class Kind(models.TextChoices):
        COOPERATES = "cooperates", _("cooperates with")
        FUNDS = "funds", _("funds")
        MEMBER_OF = "member_of", _("is member of")
        PART_OF = "part_of", _("is part of")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="relations", verbose_name=_("actor"))
    kind = models.CharField(_("relation"), max_length=12, choices=Kind, default=Kind.COOPERATES)
    other = models.ForeignKey(Actor, models.CASCADE, related_name="relations_to", verbose_name=_("other actor"))
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation between actors")
        verbose_name_plural = _("relations between actors")
        ordering = ["kind", "other__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "kind", "other"], name="relation_once"),
            models.CheckConstraint(
                condition=~Q(actor=F("other")),
                name="relation_joins_two_actors",
                violation_error_message=_("A relation needs two different organisations."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="cooperates") | Q(actor__lt=F("other")),
                name="cooperation_stored_once",
                violation_error_message=_("This relation is there already."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="relation_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self):
        return f"{self.actor} – {self.get_kind_display()} – {self.other}"


class ActorRedirect(TimestampedModel):
    """Where a duplicate went that was merged: its old number and short address lead to `actor`. `moved` counts what moved, by kind."""

    old_id = models.PositiveBigIntegerField(_("former number"), unique=True)
    old_slug = models.SlugField(_("former short address"), max_length=120, unique=True)
    old_name = models.CharField(_("former name"), max_length=200)
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="redirects", verbose_name=_("merged into"))
    moved = models.JSONField(_("moved"), default=dict, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("merged by")
    )

    class Meta:
        verbose_name = _("merged duplicate")
        verbose_name_plural = _("merged duplicates")
        ordering = ["-created_at"]

    def __str__(self):
        return self.old_name


class DistinctActors(TimestampedModel):
    """That two actors with similar names are not the same; they are not proposed for merging again. `actor` has the lower key."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="distinct_from", verbose_name=_("actor"))
    other = models.ForeignKey(Actor, models.CASCADE, related_name="distinct_to", verbose_name=_("other actor"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        verbose_name = _("pair of different actors")
        verbose_name_plural = _("pairs of different actors")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "other"], name="distinct_once"),
            models.CheckConstraint(condition=Q(actor__lt=F("other")), name="distinct_in_order"),
        ]

    def __str__(self):
        return f"{self.actor} – {self.other}"
