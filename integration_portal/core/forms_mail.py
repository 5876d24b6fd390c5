"""The form of a mail's wording."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .mail import texts
from .models import MailText


class MailTextForm(forms.Form):
    """Subject and text of a kind of mail; placeholders are checked."""

    subject = forms.CharField(label=MailText._meta.get_field("subject").verbose_name, max_length=200)
    body = forms.CharField(
        label=MailText._meta.get_field("body").verbose_name,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Plain text. Words in braces are replaced when the mail is written."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self):
        data = super().clean()
        if "subject" in data and "body" in data:
            try:
                texts.check(self.kind, data["subject"], data["body"])
            except ValidationError as error:
                self.add_error(None, error)
        return data

    @property
    def values(self):
        """What `texts.save_text` takes."""
        return {name: self.cleaned_data[name] for name in ("subject", "body", "version")}
