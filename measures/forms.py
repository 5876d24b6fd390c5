"""Input of measures. The forms check, the services write."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core.form_fields import ManyField
from integration_portal.core.locking import FieldConflict, VersionedForm
from integration_portal.core.models import User

from .models import FundingState, Measure, MeasureFunding, MeasurePlacement, Status

DAY = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}


def _days(*names):
    return {name: forms.DateInput(**DAY) for name in names}


class MeasureForm(VersionedForm):
    """The sheet of a measure with its primary field and number. A new one also says its status."""

    primary_field = forms.ModelChoiceField(
        FieldOfAction.objects.none(),
        label=_("primary field of action"),
        required=False,
        help_text=_("A measure without one stays unpublished."),
    )
    number = forms.CharField(
        label=_("number"),
        required=False,
        max_length=20,
        help_text=_("Empty: the next free number of the field is proposed."),
    )

    class Meta:
        model = Measure
        fields = (
            "title", "kind", "summary", "further_fields", "goals", "cross_cutting_plans", "target_groups",
            "status", "status_reason", "progress_note", "progress_on", "next_review_on",
            "lead", "contact", "responsible", "municipalities", "is_district_wide",
            "starting_situation", "description", "expected_effect", "public_text",
            "start_on", "start_precision", "end_on", "end_precision", "is_permanent", "period_note",
            "priority", "is_focus", "is_quick_win", "cost", "cost_note", "import_note", "internal_note",
        )  # fmt: skip
        field_classes = dict.fromkeys(
            ("further_fields", "goals", "cross_cutting_plans", "target_groups", "municipalities"), ManyField
        )
        widgets = {
            **_days("progress_on", "next_review_on", "start_on", "end_on"),
            **{
                name: forms.Textarea(attrs={"rows": rows})
                for name, rows in {
                    "summary": 2, "starting_situation": 4, "description": 6, "expected_effect": 4, "public_text": 6,
                    "progress_note": 3, "status_reason": 2, "import_note": 3, "internal_note": 3,
                }.items()
            },
            "further_fields": forms.CheckboxSelectMultiple,
            "cross_cutting_plans": forms.CheckboxSelectMultiple,
            "target_groups": forms.CheckboxSelectMultiple,
            "goals": forms.CheckboxSelectMultiple,
            "municipalities": forms.CheckboxSelectMultiple,
        }  # fmt: skip

    GROUPS = (
        (
            "sheet",
            _("Measure"),
            ("title", "summary", "kind", "primary_field", "number", "further_fields", "goals", "cross_cutting_plans"),
        ),
        (
            "state",
            _("Status and progress"),
            ("status", "status_reason", "progress_note", "progress_on", "next_review_on"),
        ),
        ("who", _("Who and for whom"), ("lead", "contact", "responsible", "target_groups")),
        ("where", _("Where"), ("is_district_wide", "municipalities")),
        ("when", _("When"), ("start_on", "start_precision", "end_on", "end_precision", "is_permanent", "period_note")),
        ("texts", _("Texts"), ("starting_situation", "description", "expected_effect", "public_text")),
        ("weight", _("Priority and cost"), ("priority", "is_focus", "is_quick_win", "cost", "cost_note")),
        ("internal", _("For the office only"), ("import_note", "internal_note")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = FieldOfAction.objects.with_framework()
        self.fields["primary_field"].queryset = fields
        self.fields["further_fields"].queryset = fields
        for name in ("primary_field", "further_fields"):
            self.fields[name].label_from_instance = lambda field: f"{field.number} {field.label}"
        chosen = self.instance.goals.values("pk") if self.instance.pk else []
        self.fields["goals"].queryset = Goal.objects.select_related("field").filter(
            Q(is_active=True) | Q(pk__in=chosen)
        )
        self.fields["lead"].queryset = Actor.objects.filter(Q(archived_at__isnull=True) | Q(pk=self.instance.lead_id))
        office = User.objects.with_role("office").values("pk")
        self.fields["responsible"].queryset = User.objects.filter(Q(pk__in=office) | Q(pk=self.instance.responsible_id))
        self._placement = None
        if self.instance.pk:
            del self.fields["status"], self.fields["status_reason"]
            self._placement = MeasurePlacement.objects.current_first().filter(measure=self.instance).first()
            if self._placement:
                self.initial |= {"primary_field": self._placement.field_id, "number": self._placement.number or ""}

    def groups(self):
        """Heading and bound fields of each part of the form."""
        return [
            {"key": key, "title": title, "fields": [self[name] for name in names if name in self.fields]}
            for key, title, names in self.GROUPS
        ]

    def clean(self):
        """A number needs its field and must be free there; a permanent measure has no end."""
        data = super().clean()
        field, number = data.get("primary_field"), (data.get("number") or "").strip()
        if self._placement and field and field != self._placement.field and number == (self._placement.number or ""):
            data["number"] = number = ""  # the old number belongs to the old field: the new one proposes its own
        if self._placement and not field and "primary_field" not in self.errors:
            self.add_error("primary_field", _("A measure keeps a field of action. Please choose another one instead."))
        if self.instance.is_published and not data.get("lead") and "lead" not in self.errors:
            self.add_error("lead", _("A published measure needs a lead. Unpublish it first, or choose another one."))
        if number and not field and "primary_field" not in self.errors:
            self.add_error("primary_field", _("A number belongs to a field of action. Please choose one."))
        elif number:
            self._check_number(field, number)
        if data.get("is_permanent") and data.get("end_on"):
            self.add_error("end_on", _("A permanent measure has no end. Please clear one of the two."))
        start, end = data.get("start_on"), data.get("end_on")
        if start and end and end < start:
            self.add_error("end_on", _("The end lies before the start."))
        if (
            "status" in self.fields
            and data.get("status") in (Status.POSTPONED, Status.DROPPED)
            and not data.get("status_reason")
        ):
            self.add_error("status_reason", _("Please give a reason."))
        if data.get("progress_on") and data["progress_on"] > timezone.localdate():
            self.add_error("progress_on", _("The day lies in the future."))
        return data

    def _check_number(self, field, number):
        try:
            MeasurePlacement._meta.get_field("number").run_validators(number)
        except ValidationError as error:
            self.add_error("number", error)
            return
        taken = MeasurePlacement.objects.filter(framework=field.framework_id, number=number).exclude(
            measure=self.instance.pk
        )
        other = taken.select_related("measure").first()
        if other:
            self.add_error("number", _("“%(title)s” has this number already.") % {"title": other.measure})

    @property
    def data_for_service(self):
        """The values that `services.create_measure` and `update_measure` take as `data`."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "primary_field", "number")
        }

    def add_conflict(self, current):
        """With the field of action and the number, which are a row of their own."""
        super().add_conflict(current)
        place = MeasurePlacement.objects.current_first().filter(measure=current).first()
        theirs = {"primary_field": place.field if place else None, "number": (place.number or "") if place else ""}
        for name, value in theirs.items():
            mine = self.cleaned_data.get(name)
            if (mine or "") != (value or ""):
                words = _("empty")
                self.conflict.fields.append(
                    FieldConflict(name, str(self[name].label), str(value or words), str(mine or words))
                )

    def add_part_conflict(self, name, label, *, theirs, mine):
        """Show a formset of the page in which both versions differ, as `add_conflict` does for fields."""
        if theirs != mine:
            empty = _("empty")
            self.conflict.fields.append(
                FieldConflict(name, str(label), "; ".join(theirs) or empty, "; ".join(mine) or empty)
            )

    def keeps_theirs(self, name):
        """Whether the user chose to keep what somebody else saved."""
        return hasattr(self.data, "getlist") and name in self.data.getlist("keep_theirs")

    def _take_theirs(self):
        super()._take_theirs()
        chosen = set(self.data.getlist("keep_theirs")) if hasattr(self.data, "getlist") else set()
        if chosen & {"primary_field", "number"}:
            place = MeasurePlacement.objects.current_first().filter(measure=self.instance).first()
            if "primary_field" in chosen:
                self.cleaned_data["primary_field"] = place.field if place else None
            if "number" in chosen:
                self.cleaned_data["number"] = (place.number or "") if place else ""


class PartnerForm(forms.Form):
    """A partner and its role."""

    actor = forms.ChoiceField(label=_("actor"), required=False)
    role = forms.CharField(label=_("role"), required=False, max_length=120)

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["actor"].choices = choices

    def clean(self):
        data = super().clean()
        if data.get("role") and not data.get("actor"):
            self.add_error("actor", _("Please choose the organisation."))
        return data


class BasePartnerFormSet(forms.BaseFormSet):
    """Partners, each actor once."""

    def clean(self):
        seen = set()
        for form in self.forms:
            actor = getattr(form, "cleaned_data", {}).get("actor")
            if not actor or form.cleaned_data.get("DELETE"):
                continue
            if actor in seen:
                form.add_error("actor", _("This organisation is there twice."))
            seen.add(actor)

    @property
    def partners(self):
        """(actor, role) pairs as the services take them."""
        rows = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("actor") and not form.cleaned_data.get("DELETE")
        ]
        actors = Actor.objects.in_bulk([int(row["actor"]) for row in rows])
        return [(actors[int(row["actor"])], row["role"]) for row in rows]


class FundingForm(forms.ModelForm):
    """A funding line; `id` names the stored line it changes."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = MeasureFunding
        fields = ("source", "amount", "state", "valid_from", "valid_until", "note")
        widgets = _days("valid_from", "valid_until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].initial = FundingState.PLANNED


class BaseFundingFormSet(forms.BaseFormSet):
    """Funding lines of a measure."""

    @property
    def lines(self):
        """Dicts as `services.set_funding` takes them."""
        return [
            {"id": form.cleaned_data.get("id"), **{name: form.cleaned_data[name] for name in FundingForm.Meta.fields}}
            for form in self.forms
            if form.cleaned_data.get("source") and not form.cleaned_data.get("DELETE")
        ]


_MOST = {"max_num": 40, "absolute_max": 50, "validate_max": True, "can_delete": True}
PartnerFormSet = forms.formset_factory(PartnerForm, formset=BasePartnerFormSet, extra=2, **_MOST)
FundingFormSet = forms.formset_factory(FundingForm, formset=BaseFundingFormSet, extra=1, **_MOST)


def partner_formset(data, measure=None):
    """The formset of a measure's partners; the list of actors is read once for all rows."""
    links = list(measure.partner_links.select_related("actor")) if measure else []
    choices = [
        ("", "---------"),
        *((str(actor.pk), actor.name) for actor in Actor.objects.current().only("pk", "name", "sort_name")),
    ]
    shown = {key for key, _name in choices}
    choices += [(str(link.actor_id), str(link.actor)) for link in links if str(link.actor_id) not in shown]
    initial = [{"actor": str(link.actor_id), "role": link.role} for link in links]
    return PartnerFormSet(data, prefix="partner", initial=initial, form_kwargs={"choices": choices})


def funding_formset(data, measure=None):
    """The formset of a measure's funding lines."""
    lines = measure.funding.all() if measure else ()
    initial = [{"id": line.pk, **{name: getattr(line, name) for name in FundingForm.Meta.fields}} for line in lines]
    return FundingFormSet(data, prefix="geld", initial=initial)


class StatusForm(forms.Form):
    """The next status of a measure, with reason and day."""

    status = forms.ChoiceField(label=_("new status"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for putting off, dropping and taking up again."),
    )
    on = forms.DateField(label=_("since"), widget=forms.DateInput(**DAY))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, measure, **kwargs):
        kwargs.setdefault("initial", {"version": measure.version, "on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [(status.value, status.label) for status in measure.next_states]


class SaveViewForm(forms.Form):
    """A name for the filter of a list."""

    name = forms.CharField(label=_("name of the view"), max_length=60)
    is_shared = forms.BooleanField(label=_("for everyone in the office"), required=False)
    query = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class BulkForm(forms.Form):
    """What to do with the chosen measures; which values are needed depends on the action."""

    status = forms.ChoiceField(label=_("new status"), choices=Status, required=False)
    reason = forms.CharField(
        label=_("reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field = forms.ModelChoiceField(FieldOfAction.objects.none(), label=_("primary field of action"), required=False)
    responsible = forms.ModelChoiceField(User.objects.none(), label=_("looked after by"), required=False)
    review_on = forms.DateField(label=_("follow-up on"), required=False, widget=forms.DateInput(**DAY))

    NEEDS = {
        "status": ("status", "reason"),
        "field": ("field",),
        "responsible": ("responsible",),
        "review": ("review_on",),
    }

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.action = action
        self.fields["field"].queryset = FieldOfAction.objects.with_framework()
        self.fields["responsible"].queryset = User.objects.with_role("office").distinct()
        for name in list(self.fields):
            if name not in self.NEEDS.get(action, ()):
                del self.fields[name]
        if "status" in self.fields:
            self.fields["status"].required = True
        if "field" in self.fields:
            self.fields["field"].required = True
