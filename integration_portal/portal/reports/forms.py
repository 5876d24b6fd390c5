"""Input of reports."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm

from ..models import Report, ReportIssue, ReportPassage


class ReportForm(VersionedForm):
    """What a report is about. A new one may take over the texts of an earlier one."""

    texts_from = forms.ModelChoiceField(
        Report.objects.all(),
        label=_("take over the texts of"),
        required=False,
        empty_label=_("none"),
        help_text=_("The texts are copied; you can change them afterwards."),
    )

    class Meta:
        model = Report
        fields = ("title", "start", "end", "fields", "programme")
        field_classes = {"fields": ManyField}
        widgets = {"fields": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fields"].queryset = FieldOfAction.objects.with_framework()
        for name in ("start", "end"):
            old = self.fields[name]
            self.fields[name] = DayField(label=old.label, help_text=old.help_text)
        if self.instance.pk:
            del self.fields["texts_from"]

    def clean(self):
        """The end must not lie before the start."""
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", ValidationError(_("The end lies before the start."), code="order"))
        return data

    @property
    def data_for_service(self):
        """The values that `save_report` takes as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "texts_from")}


class PassageForm(forms.ModelForm):
    """A text of a report; `version` is 0 where none was written yet."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = ReportPassage
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}
        help_texts = {"text": _("A blank line begins a new paragraph. The text stays when the figures change.")}


class IssueForm(forms.ModelForm):
    """The remark to an issue."""

    class Meta:
        model = ReportIssue
        fields = ("note",)
