"""Input of requests about personal data."""

import re

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from .models import PersonalRequest
from .personal import Subject


class RequestForm(forms.ModelForm):
    """What is asked, and how one knows who asks."""

    class Meta:
        model = PersonalRequest
        fields = ("kind", "note")
        widgets = {"kind": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = PersonalRequest.Kind.choices


class SearchedRequestForm(RequestForm):
    """A request of somebody without an entry, such as a participant of an event, looked for by words."""

    name = forms.CharField(
        label=_("First name and family name"), max_length=200, required=False,
        help_text=_("As it may stand in lists, such as Mara Muster."),
    )  # fmt: skip
    emails = forms.CharField(
        label=_("E-mail addresses"), max_length=500, required=False, help_text=_("Several are parted by commas.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    field_order = ("kind", "name", "emails", "phone", "note")

    def clean_emails(self):
        """The addresses as a tuple."""
        addresses = tuple(part for part in re.split(r"[,;\s]+", self.cleaned_data["emails"]) if part)
        for address in addresses:
            validate_email(address)
        return addresses

    def clean(self):
        """At least one word that can be looked for."""
        data = super().clean()
        if not self.errors and not self.subject.words:
            self.add_error("name", _("Please enter a name or an address of at least four characters."))
        return data

    @property
    def subject(self):
        """Whom it is about."""
        data = self.cleaned_data
        name = " ".join(data.get("name", "").split())
        first, _blank, last = name.rpartition(" ")
        turned = (f"{last} {first}", f"{last}, {first}") if first else ()
        phones = (data["phone"],) if data.get("phone") else ()
        return Subject("", (name, *turned) if name else (), data.get("emails", ()), phones)
