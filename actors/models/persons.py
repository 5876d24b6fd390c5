"""The people who act for actors. One human being is one `Person`, with roles at actors and at most one account.

Persons are never public unless each is published on purpose, each contact way by itself, and with the day of the
permission on record.
"""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from integration_portal.core.fields import SearchTextField, SortKeyField
from integration_portal.core.models import Language, VersionedModel
from integration_portal.core.phones import validate_phone

from ..querysets import PeriodQuerySet, PersonQuerySet
from .organisations import Actor


class Person(VersionedModel):
    """A human being, stored once. Public only where each flag says so.

    `legal_basis` is that of GDPR Art. 6; with consent its day and words are kept. `informed_on` is the day of the
    information after Art. 13 or 14, `review_on` the day on which somebody asks whether the entry is still needed.
    `no_mailings_on` is the day of an objection (Art. 21): no list and no serial letter reaches the person after it.
    """

    class LegalBasis(models.TextChoices):
        PUBLIC_TASK = "public_task", _("public task (GDPR Art. 6(1)(e))")
        CONSENT = "consent", _("consent (GDPR Art. 6(1)(a))")

    class Way(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        PHONE = "phone", _("by telephone")
        POST = "post", _("by post")

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
    actors = models.ManyToManyField(
        Actor,
        through="PersonRole",
        through_fields=("person", "actor"),
        related_name="persons",
        verbose_name=_("actors"),
    )
    preferred_language = models.ForeignKey(
        Language, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("preferred language")
    )
    preferred_way = models.CharField(_("prefers to be reached"), max_length=5, choices=Way, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=12, choices=LegalBasis, blank=True)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_text = models.TextField(_("words of the consent"), blank=True, max_length=4000)
    data_source = models.CharField(
        _("where the data comes from"), max_length=200, blank=True, help_text=_("Such as business card or website.")
    )
    informed_on = models.DateField(_("informed on"), null=True, blank=True)
    review_on = models.DateField(_("look at again on"), null=True, blank=True)
    no_mailings_on = models.DateField(_("objects to mailings since"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("anonymised on"), null=True, blank=True, editable=False)
    is_published = models.BooleanField(
        _("name may be published"), default=False, help_text=_("Only with the person's permission.")
    )
    permission_on = models.DateField(
        _("permission to publish given on"), null=True, blank=True, help_text=_("Without this day nothing is public.")
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
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(permission_on__isnull=False, anonymised_at__isnull=True),
                name="person_is_public_with_permission",
                violation_error_message=_("Please enter the day on which the person agreed."),
            ),
            models.CheckConstraint(
                condition=~Q(legal_basis="consent") | Q(consent_on__isnull=False),
                name="consent_has_a_day",
                violation_error_message=_("Please enter the day of the consent."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """Title, first name and family name as one reads them; a word for it when the person was erased."""
        if self.anonymised_at:
            return gettext("Deleted person")
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)

    @property
    def name_for_sorting(self):
        """Family name first."""
        return f"{self.last_name} {self.first_name}".strip()

    def get_absolute_url(self):
        return reverse("actors:person_detail", args=[self.pk])


class ContactWay(models.Model):
    """A further way to reach a person, beside the e-mail address and telephone of the person itself.

    Telephone numbers are kept in international form (E.164 with spaces). Public only if `is_published` says so and
    the person's name is public.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        MOBILE = "mobile", _("Mobile telephone")
        FAX = "fax", _("Fax")
        EMAIL = "email", _("E-mail")
        WEB = "web", _("Website")
        OTHER = "other", _("Other way")

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_ways", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.MOBILE)
    value = models.CharField(_("number or address"), max_length=254)
    label = models.CharField(_("note"), max_length=80, blank=True, help_text=_("Such as office hours only."))
    is_published = models.BooleanField(_("may be published"), default=False)

    class Meta:
        verbose_name = _("further contact way")
        verbose_name_plural = _("further contact ways")
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "value"], name="contact_way_once")]

    def __str__(self):
        return self.value

    def clean(self):
        """Check the value by its kind. Raises ValidationError at `value`."""
        check = {
            self.Kind.EMAIL: validate_email,
            self.Kind.WEB: URLValidator(schemes=["https", "http"]),
            self.Kind.PHONE: validate_phone,
            self.Kind.MOBILE: validate_phone,
            self.Kind.FAX: validate_phone,
        }.get(self.kind)
        if check and self.value:
            try:
                check(self.value)
            except ValidationError as error:
                raise ValidationError({"value": error.messages})


class PersonRole(models.Model):
    """What a person does at an actor, from `since` to `until`, both inclusive; empty ends are open.

    `deputy` stands in for the person in this role.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="person_roles", verbose_name=_("actor"))
    function = models.CharField(_("function"), max_length=120, blank=True)
    is_main_contact = models.BooleanField(_("main contact"), default=False)
    deputy = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="deputy_in", verbose_name=_("deputy")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")),
                name="deputy_is_somebody_else",
                violation_error_message=_("The deputy has to be somebody else."),
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.function or self.actor}"

    def is_held_on(self, day):
        """Whether the role is in force on a day; as `PersonRole.objects.on(day)`."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)


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
