"""Form fields that stand up to any input."""

import datetime

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

BIGGEST_KEY = 2**63 - 1
FARTHEST = datetime.date(2100, 12, 31)


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows of a table. A key that no database could hold is refused like any other unknown one."""

    def clean(self, value):
        for key in value if isinstance(value, (list, tuple)) else ():
            text = str(key)
            if text.isdigit() and (len(text) > 19 or int(text) > BIGGEST_KEY):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": text[:20]}
                )
        return super().clean(value)


class DayInput(forms.DateInput):
    """A date as browsers offer it."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day between `earliest` and 2100; a day that does not exist is refused in plain words."""

    widget = DayInput
    earliest = datetime.date(1990, 1, 1)
    default_error_messages = {"invalid": _("This day does not exist. Please write it like 31.12.2026.")}

    def validate(self, value):
        super().validate(value)
        if value and not self.earliest <= value <= FARTHEST:
            raise forms.ValidationError(
                _("Please name a day between %(first)s and %(last)s."),
                code="range",
                params={"first": self.earliest.year, "last": FARTHEST.year},
            )


class OldDayField(DayField):
    """A day that may lie long ago, such as the founding of an association."""

    earliest = datetime.date(1800, 1, 1)


def put_errors(form, error):
    """Put the messages of a service beside the fields that they, or the constraints behind them, name."""
    by_name = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in by_name.items():
        for one in errors:
            target = name if name in form.fields else one.code
            form.add_error(target if target in form.fields else None, one)
