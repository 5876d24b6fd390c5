"""Input of frameworks, fields of action and goals."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from integration_portal.core.locking import VersionedForm
from integration_portal.core.templatetags.portal_ui import icon

from .models import FieldOfAction, Framework, Goal

DAY = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}


class _ServiceForm(VersionedForm):
    not_for_service = ("version",)

    @property
    def data_for_service(self):
        """The values the service takes as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.not_for_service}


class FrameworkForm(_ServiceForm):
    """A framework. A new one may take over the fields of an earlier one."""

    not_for_service = ("version", "copy_from")
    copy_from = forms.ModelChoiceField(
        Framework.objects.none(),
        label=_("take over the fields of action of"),
        required=False,
        help_text=_(
            "The earlier framework then ends the day before this one starts. Measures keep their places in it."
        ),
    )

    class Meta:
        model = Framework
        fields = ("title", "adopted_on", "valid_from", "valid_until", "source", "body")
        widgets = {
            "adopted_on": forms.DateInput(**DAY),
            "valid_from": forms.DateInput(**DAY),
            "valid_until": forms.DateInput(**DAY),
            "body": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["copy_from"]
        else:
            self.fields["copy_from"].queryset = Framework.objects.all()


def _colour(value, label):
    """A square of the colour before its name."""
    return format_html('<span class="p-tile p-tile--s p-swatch p-hue-{}"></span> {}', value, label)


def _symbol(value, label):
    """The pictogram before its name."""
    return format_html(
        '<span class="p-tile p-tile--s p-swatch p-hue-slate">{}</span> {}', icon(f"field-{value}"), label
    )


class FieldForm(_ServiceForm):
    """A field of action with its colour and pictogram."""

    class Meta:
        model = FieldOfAction
        fields = (
            "number", "order", "name", "name_en", "summary", "summary_en", "description", "guideline_text", "hue", "pictogram",
        )  # fmt: skip
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "summary_en": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 6}),
            "guideline_text": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, framework, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.framework = framework
        for name, sample in (("hue", _colour), ("pictogram", _symbol)):
            field = self.fields[name]
            field.widget = forms.RadioSelect()
            field.choices = [
                (value, sample(value, label)) for value, label in self._meta.model._meta.get_field(name).choices
            ]

    def clean_number(self):
        """Each number once in a framework."""
        number = self.cleaned_data["number"]
        others = FieldOfAction.objects.filter(framework=self.instance.framework, number=number).exclude(
            pk=self.instance.pk
        )
        if others.exists():
            raise forms.ValidationError(_("This number is taken in the framework."))
        return number


class GoalForm(_ServiceForm):
    """A goal: without an overall goal above it, it is one itself."""

    class Meta:
        model = Goal
        fields = ("code", "title", "description", "parent", "cross_cutting_plans", "is_active")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "cross_cutting_plans": forms.CheckboxSelectMultiple,
        }
        help_texts = {"parent": _("Empty: this is an overall goal itself.")}

    def __init__(self, *args, field, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.field = field
        self.fields["parent"].queryset = Goal.objects.filter(field=field, level=Goal.Level.OVERALL).exclude(
            pk=self.instance.pk
        )

    def clean_code(self):
        """Each number once in a field of action."""
        code = self.cleaned_data["code"]
        if Goal.objects.filter(field=self.instance.field, code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This number is taken in the field of action."))
        return code

    def _post_clean(self):
        parent = self.cleaned_data.get("parent")
        self.instance.level = Goal.Level.OBJECTIVE if parent else Goal.Level.OVERALL
        super()._post_clean()
