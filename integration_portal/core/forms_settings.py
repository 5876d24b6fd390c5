"""The form of the settings page, in sections."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .locking import VersionedForm
from .models import SiteSettings
from .site import LOGOS

#: Heading, explanation and fields of each section, in the order of the page.
SECTIONS = (
    (
        "portal",
        _("Portal and office"),
        _("Names and addresses that stand on every page."),
        (
            "portal_name",
            "county_name",
            "office_name",
            "official_line",
            "intro",
            "address",
            "email",
            "phone",
        ),
    ),
    (
        "look",
        _("Mark and funding notice"),
        _("What funders ask for on all public material."),
        (
            "logo",
            "funding_logo",
            "ministry_logo",
            "funding_short",
            "funding_text",
        ),
    ),
    (
        "periods",
        _("Periods and limits"),
        _("From when on something is marked, how large files may be, and how long data is kept."),
        (
            "stale_after_days",
            "funding_ends_within_months",
            "import_max_megabytes",
            "import_max_rows",
            "attachment_max_megabytes",
            "remind_days_before",
            "remind_days_after",
            "mails_kept_days",
            "participants_kept_days",
            "suppress_below",
        ),
    ),
    (
        "legal",
        _("Legal texts"),
        _("Markdown: ## begins a heading, an empty line a paragraph, - a list. Links as [text](address)."),
        (
            "imprint",
            "imprint_en",
            "privacy",
            "privacy_en",
            "accessibility",
            "accessibility_en",
            "feedback_email",
            "enforcement_body",
        ),
    ),
    ("demo", _("Sample data"), _("Says on every page that the data is invented."), ("demo_mode",)),
)
FIELDS = tuple(name for *_rest, names in SECTIONS for name in names)


class LogoInput(forms.ClearableFileInput):
    """Choose or remove an image; the view shows the present one."""

    template_name = "core/widgets/logo.html"

    def image_url(self, name, value):
        """The address of the present image."""
        return reverse("core:logo", args=[name])

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["image_url"] = self.image_url(name, value) if context["widget"]["is_initial"] else ""
        return context


class SettingsForm(VersionedForm):
    """All settings at once. Checks what can be checked without asking anyone; saving is `core.site.save_settings`."""

    class Meta:
        model = SiteSettings
        fields = FIELDS
        widgets = {
            "intro": forms.Textarea(attrs={"rows": 3}),
            "address": forms.Textarea(attrs={"rows": 4}),
            "funding_text": forms.Textarea(attrs={"rows": 3}),
            "enforcement_body": forms.Textarea(attrs={"rows": 4}),
            **{
                name: forms.Textarea(attrs={"rows": 12})
                for name in FIELDS
                if name.startswith(("imprint", "privacy", "accessibility"))
            },
            **{name: LogoInput(attrs={"accept": "image/png,image/jpeg,image/webp"}) for name in LOGOS},
        }

    @property
    def changes(self):
        """What `core.site.save_settings` takes: every text, and only those logos that were uploaded or removed."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in FIELDS and (name not in LOGOS or name in self.changed_data)
        }

    def sections(self):
        """Return (key, heading, explanation, bound fields, has errors) of each section."""
        return [
            {
                "key": key,
                "title": title,
                "text": text,
                "fields": [self[name] for name in names],
                "has_errors": any(name in self.errors for name in names),
            }
            for key, title, text, names in SECTIONS
        ]
