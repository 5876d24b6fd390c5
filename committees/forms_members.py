"""Input of committees, rules, seats, terms, members and functions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Person
from fields_of_action.models import FieldOfAction
from integration_portal.core.form_fields import DayField, ManyField, OldDayField
from integration_portal.core.locking import VersionedForm

from .models import Committee, CommitteeFunction, ItemKind, Membership, RuleSet, Seat, StandardItem, Term


class CommitteeForm(VersionedForm):
    """A committee."""

    class Meta:
        model = Committee
        fields = (
            "name", "short_name", "kind", "description", "fields", "organisation", "place", "street", "postal_code", "city",
            "municipality", "founded_on", "dissolved_on",
        )  # fmt: skip
        field_classes = {"fields": ManyField, "founded_on": OldDayField, "dissolved_on": DayField}
        widgets = {"description": forms.Textarea(attrs={"rows": 4}), "fields": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fields"].queryset = FieldOfAction.objects.with_framework()
        self.fields["fields"].required = False
        self.fields["organisation"].queryset = Actor.objects.current().only("pk", "name")

    def _save_m2m(self):
        """The service writes the lists."""

    @property
    def data_for_service(self):
        """What the services take as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RuleForm(VersionedForm):
    """The rules from a day on, in groups as a statute has them."""

    class Meta:
        model = RuleSet
        exclude = ("committee",)
        field_classes = {"valid_from": DayField}

    GROUPS = (
        (_("These rules"), ("name", "valid_from", "source")),
        (
            _("Invitation"),
            (
                "notice_days",
                "notice_counting",
                "holidays_of",
                "notice_from",
                "full_days",
                "post_days",
                "urgent_days_before",
            ),
        ),
        (_("Items proposed by members"), ("item_days_before", "item_share", "item_by_group")),
        (
            _("Quorum"),
            (
                "quorum_of",
                "quorum_numerator",
                "quorum_denominator",
                "quorum_minimum",
                "second_call",
                "second_call_minimum",
            ),
        ),
        (_("Majority"), ("majority", "majority_of", "tie", "urgent_majority")),
        (_("Members"), ("term_months", "carries_over", "deputies")),
        (
            _("Publicity and minutes"),
            ("public_by_default", "signed_by_chair", "signed_by_recorder", "signed_by_member"),
        ),
    )

    def groups(self):
        """Heading and bound fields of each group."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.GROUPS]


class StandardItemForm(forms.ModelForm):
    """An item with which agendas start or end."""

    class Meta:
        model = StandardItem
        fields = ("title", "purpose", "kind", "is_public", "at_the_end", "minutes", "position")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=ItemKind.choices)


class TermForm(forms.ModelForm):
    """A term. The end may be left to the rules."""

    class Meta:
        model = Term
        fields = ("name", "since", "until")
        field_classes = {"since": DayField, "until": DayField}
        help_texts = {"until": _("Left empty, it is reckoned from the rules.")}


class SeatForm(forms.ModelForm):
    """A seat."""

    class Meta:
        model = Seat
        fields = ("name", "group", "organisation", "is_voting", "position", "since", "until")
        field_classes = {"since": DayField, "until": DayField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Actor.objects.current().only("pk", "name")
        self.fields["position"].required = False


class MembershipForm(VersionedForm):
    """A member or deputy on a seat."""

    class Meta:
        model = Membership
        fields = ("person", "kind", "rank", "term", "since", "until", "end_reason", "is_released")
        field_classes = {"since": DayField, "until": DayField}

    def __init__(self, *args, committee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(anonymised_at__isnull=True)
        self.fields["term"].queryset = Term.objects.filter(committee=committee)
        term = self.fields["term"].queryset.first()
        if term is not None and not self.instance.pk:
            self.initial |= {"term": term.pk, "since": term.since, "until": term.until}


class EndForm(forms.Form):
    """The end of a membership."""

    until = DayField(label=_("Last day"))
    reason = forms.ChoiceField(label=_("Ends by"), choices=Membership.End.choices)


class FunctionForm(forms.ModelForm):
    """Chair, vice chair or recorder."""

    class Meta:
        model = CommitteeFunction
        fields = ("function", "person", "since", "until")
        field_classes = {"since": DayField, "until": DayField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(anonymised_at__isnull=True)
