"""Input of the follow-up of resolutions: who carries it out and by when, and what is reported about it."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from fields_of_action.models import FieldOfAction
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm
from integration_portal.core.models import User
from measures.models import Measure

from .models import Resolution, ResolutionReport

MANY = ("measures", "fields")


class ResolutionForm(VersionedForm):
    """What becomes of a resolution. Its wording is that of the meeting and stands in no form."""

    class Meta:
        model = Resolution
        fields = ("responsible", "contact", "due_on", "status", "done_on", *MANY)
        field_classes = {**dict.fromkeys(MANY, ManyField), "due_on": DayField, "done_on": DayField}
        widgets = dict.fromkeys(MANY, forms.CheckboxSelectMultiple)
        help_texts = {"done_on": _("Needed for “carried out”.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        inside = Q(groups__name__in=("office", "contributor")) | Q(is_superuser=True)
        users = User.objects.filter(inside, is_active=True)
        self.fields["responsible"].queryset = User.objects.filter(
            Q(pk__in=users.values("pk")) | Q(pk=row.responsible_id)
        )
        self.fields["contact"].queryset = Person.objects.filter(Q(anonymised_at__isnull=True) | Q(pk=row.contact_id))
        self.fields["measures"].queryset = Measure.objects.filter(
            Q(archived_at__isnull=True) | Q(pk__in=row.measures.values("pk"))
        )
        self.fields["fields"].queryset = FieldOfAction.objects.with_framework()
        self.fields["fields"].label_from_instance = lambda field: f"{field.number} {field.label}"

    def clean(self):
        """One person sees to it, not two; the day goes with its status."""
        data = super().clean()
        if data.get("responsible") and data.get("contact"):
            self.add_error("contact", _("Please choose either an account or a person at a partner."))
        if data.get("status") == Resolution.Status.DONE and not data.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", _("Please enter the day on which it was carried out."))
        return data

    def _save_m2m(self):
        """The service writes the lists."""

    @property
    def data_for_service(self):
        """What the service takes as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReportForm(forms.ModelForm):
    """What is to be said about carrying a resolution out."""

    class Meta:
        model = ResolutionReport
        fields = ("reported_on", "text", "is_public")
        field_classes = {"reported_on": DayField}
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"is_public": _("Stands beside the resolution on its public page.")}
