"""Input of indicators of measures and of their values."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields_of_action.forms_indicators import FigureField
from fields_of_action.models import Indicator
from integration_portal.core.locking import VersionedForm

from .models import MeasureIndicator, MeasureIndicatorValue


class MeasureIndicatorForm(VersionedForm):
    """What a measure is measured by, with start and target."""

    class Meta:
        model = MeasureIndicator
        fields = (
            "indicator",
            "name",
            "kind",
            "unit",
            "baseline_value",
            "baseline_on",
            "target_value",
            "target_on",
            "is_public",
        )
        widgets = {
            "baseline_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "target_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        field_classes = {"baseline_value": FigureField, "target_value": FigureField}
        help_texts = {
            "kind": _("Follows the district's indicator if one is chosen. Small counts of people are hidden.")
        }

    def __init__(self, *args, measure, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.measure = measure
        self.fields["indicator"].queryset = Indicator.objects.all()

    @property
    def data_for_service(self):
        """The values the service takes as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MeasureValueForm(forms.ModelForm):
    """The value of an indicator on a day; one of the same day is replaced."""

    class Meta:
        model = MeasureIndicatorValue
        fields = ("on", "value", "source", "note")
        widgets = {"on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        field_classes = {"value": FigureField}

    def __init__(self, *args, indicator, **kwargs):
        kwargs.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.instance.measure_indicator = indicator

    def clean_on(self):
        """No values of the future."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return day

    def validate_unique(self):
        """A value of the same day is replaced by the service."""

    def validate_constraints(self):
        """As above."""
