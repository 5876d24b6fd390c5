"""Input of an update: mandate, phases, groups, surveys of needs and their answers, entries of the log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from fields_of_action.models import FieldOfAction
from integration_portal.core.form_fields import DayField
from integration_portal.core.locking import VersionedForm
from integration_portal.core.models import User

from .models import NeedsAnswer, NeedsSurvey, Participation, ProcessGroup, ProcessPhase, UpdateProcess


class _Saved(VersionedForm):
    @property
    def data_for_service(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ProcessForm(_Saved):
    """An update: mandate, goals, period, and the draft that it leads to."""

    class Meta:
        model = UpdateProcess
        fields = ("title", "mandate", "mandate_resolution", "goals", "starts_on", "ends_on", "revision")
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        widgets = {"mandate": forms.Textarea(attrs={"rows": 4}), "goals": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["revision"].queryset = self.instance.concept.revisions.exclude(state="withdrawn")
        self.fields["revision"].empty_label = _("none yet")


class PhaseForm(_Saved):
    """A phase."""

    class Meta:
        model = ProcessPhase
        fields = ("title", "starts_on", "ends_on", "responsible", "responsible_note", "text")
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = User.objects.filter(is_active=True).order_by("name", "email")


class GroupForm(forms.ModelForm):
    """A committee as a working group."""

    class Meta:
        model = ProcessGroup
        fields = ("committee", "field")

    def __init__(self, *args, process, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.process = process
        self.fields["committee"].queryset = Committee.objects.order_by("name")
        self.fields["field"].queryset = FieldOfAction.objects.filter(framework=process.concept.framework_id)
        self.fields["field"].empty_label = _("the whole concept")


class SurveyForm(_Saved):
    """A survey of needs."""

    class Meta:
        model = NeedsSurvey
        fields = ("title", "intro", "ends_on", "fields")
        field_classes = {"ends_on": DayField}
        widgets = {"intro": forms.Textarea(attrs={"rows": 4}), "fields": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = FieldOfAction.objects.filter(framework=self.instance.process.concept.framework_id)
        self.fields["fields"].queryset = rows
        if not self.instance.pk:
            self.fields["fields"].initial = list(rows)


class ParticipationForm(_Saved):
    """An entry of the log."""

    class Meta:
        model = Participation
        fields = ("happened_on", "way", "subject", "who", "number", "note")
        field_classes = {"happened_on": DayField}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class NeedsForm(forms.Form):
    """The same three questions for each field of action."""

    QUESTIONS = ("urgency", "need", "proposal")

    def __init__(self, *args, fields_of_action, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields_of_action = list(fields_of_action)
        have = {row.field_id: row for row in answers}
        for field in self.fields_of_action:
            row = have.get(field.pk)
            for name in self.QUESTIONS:
                self.fields[f"{name}_{field.pk}"] = self._question(name, getattr(row, name, ""))

    def _question(self, name, value):
        if name == "urgency":
            return forms.ChoiceField(
                label=_("How urgent is it?"), choices=[("", _("no answer")), *NeedsAnswer.Urgency.choices],
                widget=forms.RadioSelect, required=False, initial=value,
            )  # fmt: skip
        label = _("What is missing?") if name == "need" else _("What would help?")
        return forms.CharField(
            label=label, max_length=3000, required=False, initial=value, widget=forms.Textarea(attrs={"rows": 3})
        )

    @property
    def groups(self):
        """[(field of action, its bound questions)]."""
        return [(field, [self[f"{name}_{field.pk}"] for name in self.QUESTIONS]) for field in self.fields_of_action]

    @property
    def answers(self):
        """{field of action: {question: answer}} of a valid form."""
        return {
            field: {name: self.cleaned_data[f"{name}_{field.pk}"] for name in self.QUESTIONS}
            for field in self.fields_of_action
        }
