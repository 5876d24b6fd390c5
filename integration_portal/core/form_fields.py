"""Form fields that stand up to any input."""

from django import forms

BIGGEST_KEY = 2**63 - 1


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
