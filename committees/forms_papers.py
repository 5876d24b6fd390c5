"""Input of papers: the sheet, its files, and the stops of its path."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Person
from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core import attachments
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm
from measures.models import Measure

from .models import Committee, Outcome, Paper, Referral

MANY = ("measures", "fields", "goals")


class PaperForm(VersionedForm):
    """A paper. Once it was handed in, it asks what changed in the text."""

    reason = forms.CharField(
        label=_("What changed"),
        max_length=300,
        required=False,
        help_text=_("Needed when the text changes: it becomes a version of its own."),
    )

    class Meta:
        model = Paper
        fields = (
            "title", "kind", "is_public", "dated_on", "originator", "originator_text", "lead", "author",
            "proposed_resolution", "facts", "financial_effect", *MANY,
        )  # fmt: skip
        field_classes = {**dict.fromkeys(MANY, ManyField), "dated_on": DayField}
        widgets = {
            **dict.fromkeys(MANY, forms.CheckboxSelectMultiple),
            "proposed_resolution": forms.Textarea(attrs={"rows": 6}),
            "facts": forms.Textarea(attrs={"rows": 14}),
            "financial_effect": forms.Textarea(attrs={"rows": 4}),
        }

    GROUPS = (
        ("about", _("The paper"), ("title", "kind", "is_public", "dated_on"), True),
        ("text", _("Text"), ("proposed_resolution", "facts", "financial_effect", "reason"), True),
        ("who", _("From whom"), ("originator", "originator_text", "lead", "author"), True),
        ("links", _("What it belongs to"), MANY, False),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        paper = self.instance
        chosen = {name: getattr(paper, name).values("pk") if paper.pk else () for name in MANY}
        for name in ("originator", "lead"):
            current = Q(archived_at__isnull=True) | Q(pk=getattr(paper, f"{name}_id"))
            self.fields[name].queryset = Actor.objects.filter(current).only("pk", "name")
        self.fields["author"].queryset = Person.objects.filter(Q(anonymised_at__isnull=True) | Q(pk=paper.author_id))
        self.fields["measures"].queryset = Measure.objects.filter(
            Q(archived_at__isnull=True) | Q(pk__in=chosen["measures"])
        )
        self.fields["fields"].queryset = FieldOfAction.objects.with_framework()
        self.fields["fields"].label_from_instance = lambda field: f"{field.number} {field.label}"
        self.fields["goals"].queryset = Goal.objects.select_related("field").order_by("field__order", "code_key")
        if paper.number is None:
            del self.fields["reason"]

    def groups(self):
        """Each part of the form: heading, bound fields, and whether it stands open (it is short or holds input)."""
        return [
            {
                "title": title,
                "fields": (fields := [self[name] for name in names if name in self.fields]),
                "is_open": always or any(field.errors or field.value() for field in fields),
                "is_folded": not always,
            }
            for _key, title, names, always in self.GROUPS
        ]

    def clean(self):
        """One originator, not two."""
        data = super().clean()
        if data.get("originator") and data.get("originator_text"):
            self.add_error("originator_text", _("Please choose either somebody of the network or write a name."))
        return data

    def _save_m2m(self):
        """The service writes the lists."""

    @property
    def data_for_service(self):
        """What the services take as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "reason")}


class PaperFileForm(forms.Form):
    """A file of a paper."""

    file = forms.FileField(label=_("File"))
    is_public = forms.BooleanField(
        label=_("Show it in public too"), required=False, help_text=_("Together with the paper, once it is released.")
    )

    def __init__(self, *args, paper, **kwargs):
        super().__init__(*args, **kwargs)
        if not paper.is_public:
            del self.fields["is_public"]

    def clean_file(self):
        """Types and sizes that are taken."""
        upload = self.cleaned_data["file"]
        attachments.check(upload)
        return upload


class StopForm(forms.ModelForm):
    """A stop to add to the path."""

    class Meta:
        model = Referral
        fields = ("committee", "role", "planned_on")
        field_classes = {"planned_on": DayField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.filter(dissolved_on__isnull=True)


class StopChangeForm(forms.ModelForm):
    """Role, day and note of a stop; its result too where the committee meets elsewhere."""

    class Meta:
        model = Referral
        fields = ("role", "planned_on", "outcome", "decided_on", "note")
        field_classes = {"planned_on": DayField, "decided_on": DayField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", _("– no result yet –")), *Outcome.choices]
        if self.instance.committee.meets_here:
            del self.fields["outcome"], self.fields["decided_on"]

    def clean(self):
        """A day without a result means nothing."""
        data = super().clean()
        if data.get("decided_on") and "outcome" in self.fields and not data.get("outcome"):
            self.add_error("outcome", _("Please choose the result."))
        return data
