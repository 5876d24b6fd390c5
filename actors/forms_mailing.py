"""Input of mailing lists, mails to them, and serial letters. The services write."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_portal.core.form_fields import DayField
from integration_portal.core.locking import VersionedForm

from .models import Mailing, MailingList


class MailingListForm(VersionedForm):
    """Name, purpose and reach of a list; the rule is the filter of the list of actors beside it."""

    class Meta:
        model = MailingList
        fields = ("name", "description", "reach")
        widgets = {"description": forms.Textarea(attrs={"rows": 2}), "reach": forms.RadioSelect}

    def clean_name(self):
        """One name for one list, however it is written."""
        name = " ".join(self.cleaned_data["name"].split())
        others = MailingList.objects.exclude(pk=self.instance.pk).filter(name__iexact=name)
        if others.exists():
            raise forms.ValidationError(_("There is a list of this name already."), code="unique")
        return name


class MailingForm(VersionedForm):
    """Subject and text of a mail to a list."""

    class Meta:
        model = Mailing
        fields = ("subject", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}
        help_texts = {"text": _("With greeting and closing. The office's address and the link to unsubscribe follow.")}

    def clean_subject(self):
        """A subject has one line."""
        return " ".join(self.cleaned_data["subject"].split())


class LetterForm(forms.Form):
    """What a serial letter says."""

    day = DayField(label=_("Date of the letter"), initial=timezone.localdate)
    subject = forms.CharField(label=_("Subject"), max_length=160)
    text = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Without the salutation: each letter gets its own. An empty line begins a new paragraph."),
    )
    closing = forms.CharField(label=_("Closing"), max_length=200, required=False, initial=_("Kind regards"))
    signed = forms.CharField(label=_("Signed by"), max_length=200, required=False)
