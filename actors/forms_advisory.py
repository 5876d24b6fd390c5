"""Input of contact notes: the note, another day for its follow-up, the reason for an emergency access."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm
from integration_portal.core.models import User

from .models import Actor, AdvisoryEntry, Person
from .services.advisory import SHORTEST_REASON

MANY = ("actors", "persons", "colleagues")
NO_CLIENTS = _("Please name no clients and write nothing by which somebody could recognise them.")


class AdvisoryForm(VersionedForm):
    """A contact note. Only its author decides who may see it; others do not get these fields."""

    class Meta:
        model = AdvisoryEntry
        fields = (
            "subject", "happened_on", "way", "actors", "persons", "text", "result", "duration_minutes", "is_advice",
            "topic", "field", "follow_up_on", "follow_up_text", "responsible", "is_confidential", "colleagues",
        )  # fmt: skip
        field_classes = {**dict.fromkeys(MANY, ManyField), "happened_on": DayField, "follow_up_on": DayField}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "result": forms.Textarea(attrs={"rows": 3}),
            "actors": forms.CheckboxSelectMultiple,
            "persons": forms.CheckboxSelectMultiple,
            "colleagues": forms.CheckboxSelectMultiple,
        }
        help_texts = {"subject": NO_CLIENTS, "text": NO_CLIENTS}

    GROUPS = (
        ("about", _("The contact"), ("subject", "happened_on", "way", "duration_minutes", "is_advice"), True),
        ("who", _("With whom"), ("actors", "persons"), True),
        ("text", _("Contents"), ("text", "result"), True),
        ("figures", _("For the figures"), ("topic", "field"), False),
        ("follow_up", _("Follow-up"), ("follow_up_on", "follow_up_text", "responsible"), False),
        ("closed", _("Who may see it"), ("is_confidential", "colleagues"), False),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        note = self.instance
        author = note.author if note.pk else user
        chosen = {name: note.pk and getattr(note, name).values("pk") or () for name in MANY}
        self.fields["actors"].queryset = Actor.objects.filter(
            Q(archived_at__isnull=True) | Q(pk__in=chosen["actors"])
        ).only("pk", "name")
        self.fields["persons"].queryset = Person.objects.filter(
            Q(anonymised_at__isnull=True) | Q(pk__in=chosen["persons"])
        )
        self.fields["field"].queryset = FieldOfAction.objects.with_framework()
        self.fields["field"].label_from_instance = lambda field: f"{field.number} {field.label}"
        inside = User.objects.filter(is_active=True)
        writes = Q(groups__name="office") | Q(is_superuser=True)
        self.fields["responsible"].queryset = User.objects.filter(
            Q(pk__in=inside.filter(writes).values("pk")) | Q(pk=note.responsible_id)
        )
        self.fields["colleagues"].queryset = User.objects.filter(
            Q(pk__in=inside.filter(writes | Q(groups__name="reader")).values("pk")) | Q(pk__in=chosen["colleagues"])
        ).exclude(pk=author.pk)
        self.fields["responsible"].help_text = _("Without a name it is the author.")
        if author.pk != user.pk:
            del self.fields["is_confidential"], self.fields["colleagues"]

    def groups(self):
        """Each part of the form: heading, bound fields, and whether it stands open (it is short or holds input)."""
        return [
            {
                "key": key,
                "title": title,
                "fields": (fields := [self[name] for name in names if name in self.fields]),
                "is_open": always or any(field.errors or field.value() for field in fields),
                "is_folded": not always,
            }
            for key, title, names, always in self.GROUPS
            if any(name in self.fields for name in names)
        ]

    def clean_happened_on(self):
        """A contact that is still to come is none."""
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return day

    def _save_m2m(self):
        """The service writes the lists."""

    @property
    def data_for_service(self):
        """What the services take as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PostponeAdviceForm(forms.Form):
    """Another day for a follow-up."""

    due_on = DayField(label=_("New day"))


class EmergencyForm(forms.Form):
    """Why a confidential note of others is opened."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is logged with your name and the time, and the author reads it. Please name no clients."),
    )
