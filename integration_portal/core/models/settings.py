"""What an office sets for its own portal, kept in one row of the database."""

from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..files import private_name, validate_logo
from .base import VersionedModel


class SiteSettings(VersionedModel):
    """The one row of settings. Read it with `SiteSettings.load()`; the first read creates it with neutral defaults."""

    portal_name = models.CharField(_("name of the portal"), max_length=80, default="Integrationsportal")
    county_name = models.CharField(_("district"), max_length=120, default="Landkreis Musterland")
    office_name = models.CharField(_("office"), max_length=120, default="Integrationsbüro")
    official_line = models.CharField(
        _("line at the very top"),
        max_length=160,
        default="Offizielle Website des Landkreises",
        help_text=_("Says who is behind this website. No federal flag is shown."),
    )
    intro = models.TextField(
        _("introduction on the home page"),
        blank=True,
        default="Was der Landkreis und seine Partner für gutes Zusammenleben planen und umsetzen.",
    )
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail address of the office"), blank=True)
    phone = models.CharField(_("telephone of the office"), max_length=60, blank=True)

    logo = models.FileField(
        _("own mark"),
        upload_to=private_name,
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"]), validate_logo],
        help_text=_("PNG, JPEG or WebP, at most 500 KB. Without one the linked rings are shown."),
    )
    funding_logo = models.FileField(
        _("funder's emblem"),
        upload_to=private_name,
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"]), validate_logo],
        help_text=_("The official emblem, unchanged, from the funder's files. EU 2021/1060 Art. 47 and 50."),
    )
    ministry_logo = models.FileField(
        _("second emblem"),
        upload_to=private_name,
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"]), validate_logo],
        help_text=_("Such as the ministry's. It is never shown larger than the funder's emblem."),
    )
    funding_short = models.CharField(
        _("funding notice, short"), max_length=120, blank=True, help_text=_("Stands at the top of every page.")
    )
    funding_text = models.TextField(
        _("funding notice, long"), blank=True, help_text=_("Stands at the foot of every page.")
    )

    stale_after_days = models.PositiveSmallIntegerField(
        _("no progress after (days)"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("A running measure without news for longer is marked."),
    )
    funding_ends_within_months = models.PositiveSmallIntegerField(
        _("funding ends within (months)"), default=6, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    import_max_megabytes = models.PositiveSmallIntegerField(
        _("largest import file (MB)"), default=10, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    import_max_rows = models.PositiveIntegerField(
        _("most rows of an import"), default=20_000, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )

    attachment_max_megabytes = models.PositiveSmallIntegerField(
        _("largest attachment (MB)"), default=10, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    remind_days_before = models.PositiveSmallIntegerField(
        _("reminder before a deadline (days)"),
        default=3,
        validators=[MaxValueValidator(60)],
        help_text=_("For progress rounds. 0: no reminder before the deadline."),
    )
    remind_days_after = models.PositiveSmallIntegerField(
        _("reminder after a deadline (days)"),
        default=3,
        validators=[MaxValueValidator(60)],
        help_text=_("For progress rounds; the link keeps working for as long again. 0: no reminder afterwards."),
    )
    mails_kept_days = models.PositiveSmallIntegerField(
        _("texts of mails are kept (days)"),
        default=90,
        validators=[MinValueValidator(7), MaxValueValidator(1000)],
        help_text=_("Afterwards the text and the address are deleted; that a mail was sent stays on record."),
    )
    participants_kept_days = models.PositiveSmallIntegerField(
        _("data of participants is kept (days)"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("After the last day of an event. Afterwards only the number of participants stays."),
    )
    suppress_below = models.PositiveSmallIntegerField(
        _("counts of people are hidden in public below"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Smaller counts could tell who somebody is (statistical confidentiality, BStatG §16)."),
    )

    confirm_after_months = models.PositiveSmallIntegerField(
        _("details are asked for again after (months)"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Entries of organisations confirmed longer ago are marked."),
    )
    no_contact_after_months = models.PositiveSmallIntegerField(
        _("not spoken with for (months)"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Organisations without a contact for longer are listed."),
    )
    review_persons_after_months = models.PositiveSmallIntegerField(
        _("data of persons is looked at again after (months)"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Counted from the last day entered for this, or from the last change."),
    )
    notes_kept_months = models.PositiveSmallIntegerField(
        _("contact notes are kept (months)"),
        default=60,
        validators=[MinValueValidator(6), MaxValueValidator(240)],
        help_text=_("Older ones are listed as due for deletion."),
    )
    bcc_portion = models.PositiveSmallIntegerField(
        _("addresses copied at once"),
        default=40,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text=_("Mail servers refuse mails with too many recipients."),
    )

    imprint = models.TextField(_("imprint"), blank=True, help_text=_("Markdown. Duties after DDG §5 and MStV §18."))
    imprint_en = models.TextField(_("imprint in English"), blank=True)
    privacy = models.TextField(_("privacy notice"), blank=True, help_text=_("Markdown. Duties after GDPR Art. 13."))
    privacy_en = models.TextField(_("privacy notice in English"), blank=True)
    accessibility = models.TextField(
        _("accessibility statement"),
        blank=True,
        help_text=_("Markdown. State of conformity, known barriers, date of the statement (ThürBarrWebG)."),
    )
    accessibility_en = models.TextField(_("accessibility statement in English"), blank=True)
    feedback_email = models.EmailField(_("address for reports of barriers"), blank=True)
    enforcement_body = models.TextField(
        _("enforcement body"), blank=True, help_text=_("Name and address of the body that settles disputes.")
    )

    demo_mode = models.BooleanField(_("show the note “sample data”"), default=False)

    class Meta:
        verbose_name = _("settings")
        verbose_name_plural = _("settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="settings_are_one_row")]

    def __str__(self):
        return str(_("Settings"))

    @classmethod
    def load(cls):
        """Return the settings of this portal, one query; created with defaults at the first read."""
        return cls.objects.filter(pk=1).first() or cls.objects.get_or_create(pk=1)[0]

    def text(self, name):
        """Return the text `name` ("imprint", "privacy", "accessibility") in the active language, else German."""
        english = getattr(self, f"{name}_en") if get_language() == "en" else ""
        return english or getattr(self, name)
