"""Input of what surrounds an actor: further addresses, relations, offers with opening hours."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration_portal.core.form_fields import DayField, ManyField, OldDayField
from integration_portal.core.locking import FieldConflict, VersionedForm

from .addresses import AddressFormMixin
from .models import Actor, ActorAddress, Offer, OpeningHours
from .relations import BACK, CHOICES, choice_of, other_end
from .services.offers import OFFER_LINKS, check_hours


class AddressForm(AddressFormMixin, forms.ModelForm):
    """A further address of an actor."""

    class Meta:
        model = ActorAddress
        fields = ("label", "street", "postal_code", "city", "municipality", "accessibility")
        widgets = {"postal_code": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})}


class RelationForm(forms.Form):
    """A tie of `actor` to another, read from `actor`; `relation` is the stored one that is changed."""

    kind = forms.ChoiceField(label=_("Relation"), choices=CHOICES)
    other = forms.ModelChoiceField(Actor.objects.none(), label=_("Other organisation"))
    since = OldDayField(label=_("Since"), required=False)
    until = OldDayField(label=_("Until"), required=False, help_text=_("Empty: until today and on."))
    note = forms.CharField(label=_("Note"), required=False, max_length=300, help_text=_("For the office only."))

    def __init__(self, *args, actor, relation=None, **kwargs):
        self.actor, self.relation = actor, relation
        chosen = other_end(relation, actor).pk if relation else None
        if relation:
            kwargs["initial"] = {
                "kind": choice_of(relation, actor),
                "other": chosen,
                **{name: getattr(relation, name) for name in ("since", "until", "note")},
            }
        super().__init__(*args, **kwargs)
        rows = Actor.objects.filter(Q(archived_at__isnull=True) | Q(pk=chosen)).exclude(pk=actor.pk)
        self.fields["other"].queryset = rows.only("pk", "name")

    def clean(self):
        """The end does not lie before the start."""
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The end lies before the start."))
        return data

    @property
    def data_for_service(self):
        """What `services.relations.save_relation` takes, the ends in their order."""
        data = dict(self.cleaned_data)
        kind, back, _rest = data["kind"].partition(BACK)
        ends = (data["other"], self.actor) if back else (self.actor, data["other"])
        return data | {"kind": kind, "actor": ends[0], "other": ends[1]}


class HoursForm(forms.Form):
    """An opening on a weekday; a row without any entry is left out. "9", "9.30" and "9:30" are understood."""

    NAMES = ("weekday", "opens", "closes", "note")
    TIMES = ("%H:%M", "%H:%M:%S", "%H.%M", "%H", "%H Uhr", "%H.%M Uhr", "%H:%M Uhr")
    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        choices=[("", "---------"), *OpeningHours.Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    opens = forms.TimeField(
        label=_("From"),
        input_formats=TIMES,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    closes = forms.TimeField(
        label=_("Until"),
        input_formats=TIMES,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    note = forms.CharField(label=_("Note"), max_length=80, required=False)

    def clean(self):
        """Day and both times, or nothing; it opens before it closes."""
        data = super().clean()
        if any(data.get(name) not in (None, "") for name in self.NAMES):
            for name in self.NAMES[:3]:
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        if data.get("opens") and data.get("closes") and data["closes"] <= data["opens"]:
            self.add_error("closes", _("It closes before it opens."))
        return data


class BaseHoursFormSet(forms.BaseFormSet):
    """All opening hours of an offer."""

    def clean(self):
        if not any(self.errors):
            check_hours(self.rows)

    @property
    def rows(self):
        """The openings as `services.offers` takes them, without those ticked for removal."""
        return [
            {name: form.cleaned_data[name] for name in HoursForm.NAMES}
            for form in self.forms
            if form.cleaned_data.get("weekday") and not form.cleaned_data.get("DELETE")
        ]


HoursFormSet = forms.formset_factory(
    HoursForm, formset=BaseHoursFormSet, extra=3, max_num=40, absolute_max=50, validate_max=True, can_delete=True
)


class OfferForm(VersionedForm):
    """An offer of an actor with its opening hours (`hours`), which are valid or invalid together."""

    class Meta:
        model = Offer
        fields = (
            "title", "description", "address", "contact", "cost", "accessibility", "since", "until", *OFFER_LINKS,
        )  # fmt: skip
        field_classes = {"since": DayField, "until": DayField, **dict.fromkeys(OFFER_LINKS, ManyField)}
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            **dict.fromkeys(OFFER_LINKS, forms.CheckboxSelectMultiple),
        }

    GROUPS = (
        (_("Offer"), ("title", "description", "since", "until")),
        (_("Place and contact"), ("address", "contact", "cost", "accessibility")),
        (_("For whom and about what"), ("target_groups", "languages", "municipalities", "fields", "topics")),
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].queryset = ActorAddress.objects.filter(actor=actor)
        self.fields["address"].empty_label = _("at the seat of the organisation")
        self.fields["fields"].queryset = self.fields["fields"].queryset.with_framework()
        self.fields["fields"].label_from_instance = lambda field: f"{field.number} {field.label}"
        initial = [
            {name: getattr(row, name) for name in HoursForm.NAMES}
            for row in (self.instance.hours.all() if self.instance.pk else ())
        ]
        self.hours = HoursFormSet(self.data if self.is_bound else None, prefix="zeiten", initial=initial)

    def groups(self):
        """Heading and bound fields of each part of the form."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.GROUPS]

    def is_valid(self):
        """Offer and hours are both checked, so that all messages come at once."""
        return all([super().is_valid(), self.hours.is_valid()])

    def clean(self):
        """The end does not lie before the start."""
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The end lies before the start."))
        return data

    @property
    def data_for_service(self):
        """What `services.offers` takes as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def hours_for_service(self):
        """The hours as typed; those saved meanwhile if the user chose them on the conflict page."""
        if self.instance.pk and "hours" in self.data.getlist("keep_theirs"):
            stored = OpeningHours.objects.filter(offer=self.instance.pk)
            return [{name: getattr(row, name) for name in HoursForm.NAMES} for row in stored]
        return self.hours.rows

    def add_conflict(self, current):
        """With the opening hours, which are rows of their own."""
        super().add_conflict(current)
        theirs = [str(row) for row in current.hours.all()]
        mine = [str(OpeningHours(**row)) for row in self.hours.rows]
        if sorted(theirs) != sorted(mine):
            words = _("empty")
            self.conflict.fields.append(
                FieldConflict("hours", _("Opening hours"), ", ".join(theirs) or words, ", ".join(mine) or words)
            )
