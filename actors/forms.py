"""Input of actors and persons. The forms check, the services write."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.form_fields import ManyField
from integration_portal.core.forms_settings import LogoInput
from integration_portal.core.locking import FieldConflict, VersionedForm
from integration_portal.core.phones import validate_phone

from .addresses import AddressFormMixin
from .models import Actor

MAX_ALIASES = 50
MANY = ("fields", "topics", "target_groups", "municipalities", "languages")


class ActorLogoInput(LogoInput):
    """Shows the present logo of an actor, for those who may open its office page."""

    def image_url(self, name, value):
        return reverse("actors:office_logo", args=[value.instance.pk])


class ActorForm(AddressFormMixin, VersionedForm):
    """An actor with its other spellings, one a line."""

    aliases = forms.CharField(
        label=_("Other spellings"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: how lists name this organisation. Imports find it by these."),
    )
    is_correction = forms.BooleanField(
        label=_("The name was only misspelled"),
        required=False,
        help_text=_("Otherwise the name until now is kept as a former name."),
    )

    class Meta:
        model = Actor
        fields = (
            "name",
            "short_name",
            "kind",
            "carrier",
            "description",
            "logo",
            "street",
            "postal_code",
            "city",
            "municipality",
            "email",
            "phone",
            "website",
            "accessibility",
            "fields",
            "topics",
            "target_groups",
            "municipalities",
            "languages",
            "internal_note",
        )
        field_classes = dict.fromkeys(MANY, ManyField)
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "internal_note": forms.Textarea(attrs={"rows": 3}),
            "accessibility": forms.Textarea(attrs={"rows": 3}),
            "logo": ActorLogoInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
            **dict.fromkeys(MANY, forms.CheckboxSelectMultiple),
            "postal_code": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }

    GROUPS = (
        (
            "about",
            _("Organisation"),
            ("name", "is_correction", "short_name", "kind", "carrier", "description", "logo", "aliases"),
        ),
        (
            "contact",
            _("Address and contact"),
            ("street", "postal_code", "city", "municipality", "accessibility", "email", "phone", "website"),
        ),
        ("work", _("Work in the district"), ("fields", "topics", "target_groups", "municipalities", "languages")),
        ("internal", _("For the office only"), ("internal_note",)),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fields"].queryset = self.fields["fields"].queryset.with_framework()
        self.fields["fields"].label_from_instance = lambda field: f"{field.number} {field.label}"
        # Archived carriers are offered only where one is chosen already, an actor never as its own carrier.
        carriers = Actor.objects.filter(Q(archived_at__isnull=True) | Q(pk=self.instance.carrier_id))
        self.fields["carrier"].queryset = carriers.exclude(pk=self.instance.pk).only("pk", "name")
        self.stored_phone = self.instance.phone
        if self.instance.pk:
            self.initial["aliases"] = "\n".join(alias.name for alias in self.instance.aliases.all())
        else:
            del self.fields["is_correction"]

    def groups(self):
        """Heading and bound fields of each part of the form."""
        return [
            {"key": key, "title": title, "fields": [self[name] for name in names if name in self.fields]}
            for key, title, names in self.GROUPS
        ]

    def clean_phone(self):
        """A number that can exist; what was stored before this was checked may stay as it is."""
        phone = self.cleaned_data["phone"]
        if phone and phone != self.stored_phone:
            validate_phone(phone)
        return phone

    def clean_aliases(self):
        """Return the spellings as a list, each once."""
        names = list(
            dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines() if line.strip())
        )
        if len(names) > MAX_ALIASES:
            raise ValidationError(_("At most %(number)s spellings, please.") % {"number": MAX_ALIASES})
        if any(len(name) > 200 for name in names):
            raise ValidationError(_("A spelling has at most 200 characters."))
        return names

    @property
    def data_for_service(self):
        """What the services take as `data`; the logo only if it was uploaded or removed."""
        left_out = {"version", "is_correction"} | ({"logo"} if "logo" not in self.changed_data else set())
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    def add_conflict(self, current):
        """With the other spellings, which are rows of their own."""
        super().add_conflict(current)
        theirs = [alias.name for alias in current.aliases.all()]
        mine = self.cleaned_data.get("aliases", [])
        if sorted(theirs) != sorted(mine):
            words = _("empty")
            self.conflict.fields.append(
                FieldConflict(
                    "aliases", str(self["aliases"].label), ", ".join(theirs) or words, ", ".join(mine) or words
                )
            )

    def _take_theirs(self):
        super()._take_theirs()
        if "aliases" in self.data.getlist("keep_theirs"):
            self.cleaned_data["aliases"] = [alias.name for alias in self.instance.aliases.all()]


class ArchiveForm(forms.Form):
    """Why something is archived."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class RedactForm(forms.Form):
    """Asks for the reason and a clear yes before names are taken out of the audit trail for good."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with your name, without the person's."),
    )
    sure = forms.BooleanField(label=_("I know that this cannot be undone"))
