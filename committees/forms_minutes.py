"""Input of minutes: the draft, corrections, the approval, addenda."""

from django import forms
from django.utils.translation import gettext_lazy as _

from integration_portal.core.form_fields import DayField
from integration_portal.core.locking import VersionedForm

from .models import Meeting, Minutes, MinutesAddendum, MinutesCorrection


class MinutesForm(VersionedForm):
    """The texts around the items, and the signatures."""

    class Meta:
        model = Minutes
        fields = ("opening", "closing", "signed_by_chair_on", "signed_by_recorder_on", "signed_by_member_on")
        field_classes = dict.fromkeys(("signed_by_chair_on", "signed_by_recorder_on", "signed_by_member_on"), DayField)
        widgets = {"opening": forms.Textarea(attrs={"rows": 4}), "closing": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("chair", "recorder", "member"):
            if not getattr(rules, f"signed_by_{name}"):
                del self.fields[f"signed_by_{name}_on"]

    @property
    def data_for_service(self):
        """What the services take as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CorrectionForm(forms.ModelForm):
    """A correction that a member asks for."""

    class Meta:
        model = MinutesCorrection
        fields = ("text", "where", "by_name")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class ApproveForm(forms.Form):
    """In which meeting the minutes were approved."""

    approved_in = forms.ModelChoiceField(label=_("Approved in the meeting"), queryset=Meeting.objects.none())

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["approved_in"].queryset = Meeting.objects.filter(
            committee=meeting.committee_id, starts_at__gt=meeting.starts_at, opened_at__isnull=False
        ).order_by("starts_at")


class AddendumForm(forms.ModelForm):
    """What is added to approved minutes."""

    class Meta:
        model = MinutesAddendum
        fields = ("text", "is_public")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
