"""Input of merging two entries of one organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Actor
from .services.merging import BOTH, DUPLICATE, TARGET, TEXTS, differing_fields


def shown(actor, name):
    """The value of a field as a page shows it."""
    if name == "logo":
        return _("its logo")
    return str(getattr(actor, name))


class MergeForm(forms.Form):
    """Which of two values stays, for each field in which they differ, and a clear yes."""

    versions = forms.RegexField(r"^[0-9]{1,9}-[0-9]{1,9}$", widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("These are the same organisation. I know that this cannot be undone."))

    def __init__(self, *args, target, duplicate, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["versions"] = f"{target.version}-{duplicate.version}"
        self.names = differing_fields(target, duplicate)
        for name in self.names:
            choices = [(TARGET, shown(target, name)), (DUPLICATE, shown(duplicate, name))]
            if name in TEXTS:
                choices.append((BOTH, _("keep both texts")))
            self.fields[f"take_{name}"] = forms.ChoiceField(
                label=Actor._meta.get_field(name).verbose_name,
                choices=choices,
                initial=TARGET,
                widget=forms.RadioSelect,
            )
        self.order_fields([f"take_{name}" for name in self.names])

    @property
    def choices(self):
        """What the service takes: field name → "target", "duplicate" or "both"."""
        return {name: self.cleaned_data[f"take_{name}"] for name in self.names}

    @property
    def seen_versions(self):
        """The versions of the kept entry and of the duplicate that the page showed."""
        return tuple(int(part) for part in self.cleaned_data["versions"].split("-"))
