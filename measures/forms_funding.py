"""Input of funding. The forms check single rows, the services what rows must agree on."""

from decimal import Decimal

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from fields_of_action.forms_indicators import FigureField
from integration_portal.core import attachments
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm
from integration_portal.core.models import User

from .models import (
    BudgetLine,
    Funder,
    FundingApplication,
    FundingCall,
    FundingProgramme,
    Grant,
    Measure,
    PassedOnApplication,
    PassedOnCall,
    Payment,
)


class MoneyInput(FigureField):
    """Euros as they are written in German: 1.234,50; shown the same way."""

    def prepare_value(self, value):
        """A stored amount with two decimals and a comma."""
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


def _formfield(field, **kwargs):
    """Days, amounts and addresses stand up to any input."""
    if isinstance(field, models.DateField):
        kwargs["form_class"] = DayField
    elif isinstance(field, models.DecimalField):
        kwargs["form_class"] = MoneyInput
    elif isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


class FundingForm(VersionedForm):
    """A row of funding. The message of a constraint stands at the field that its code names."""

    def _post_clean(self):
        super()._post_clean()
        errors = self._errors.get(NON_FIELD_ERRORS)
        for one in list(errors.as_data()) if errors else ():
            if one.code in self.fields:
                errors.data.remove(one)
                self.add_error(one.code, one)
        if errors is not None and not errors:
            del self._errors[NON_FIELD_ERRORS]

    @property
    def data_for_service(self):
        """The values that the services take as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "file")}


class _Meta:
    formfield_callback = _formfield
    widgets: dict = {
        "note": forms.Textarea(attrs={"rows": 3}),
        "notice_text": forms.Textarea(attrs={"rows": 3}),
        "text": forms.Textarea(attrs={"rows": 8}),
        "purpose": forms.Textarea(attrs={"rows": 4}),
    }


class FunderForm(FundingForm):
    class Meta(_Meta):
        model = Funder
        fields = ("name", "kind", "url")


class ProgrammeForm(FundingForm):
    class Meta(_Meta):
        model = FundingProgramme
        fields = ("funder", "name", "short_name", "url", "valid_from", "valid_until", "notice_text", "note")


class CallForm(FundingForm):
    class Meta(_Meta):
        model = FundingCall
        fields = ("programme", "title", "opens_on", "deadline", "url", "note")


def _measures(*kept):
    """Measures to choose: current ones, and those that are chosen already."""
    return Measure.objects.filter(Q(archived_at__isnull=True) | Q(pk__in=kept)).order_by("sort_title", "pk")


class ApplicationForm(FundingForm):
    class Meta(_Meta):
        model = FundingApplication
        fields = ("programme", "call", "title", "measures", "amount", "own_share", "note")
        field_classes = {"measures": ManyField}
        widgets = {**_Meta.widgets, "measures": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.instance.measures.values("pk") if self.instance.pk else []
        self.fields["measures"].queryset = Measure.objects.filter(
            Q(archived_at__isnull=True) | Q(pk__in=chosen)
        ).order_by("sort_title", "pk")
        calls = FundingCall.objects.select_related("programme")
        self.fields["call"].queryset = calls
        self.fields["call"].label_from_instance = lambda call: f"{call.programme}: {call}"
        self.fields["own_share"].required = False

    def clean_own_share(self):
        """Nothing entered means none."""
        return self.cleaned_data["own_share"] or Decimal(0)


class MoveForm(forms.Form):
    """The day of a step."""

    on = DayField(label=_("On"), initial=timezone.localdate)


class GrantForm(FundingForm):
    class Meta(_Meta):
        model = Grant
        fields = (
            "programme", "application", "title", "notice_number", "notice_on", "amount", "own_share", "start_on",
            "end_on", "report_due", "report_submitted_on", "responsible", "note",
        )  # fmt: skip

    file = forms.FileField(
        label=_("Attach a file"), required=False, help_text=_("Such as the notice of the grant or a change to it.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        free = Q(state=FundingApplication.State.APPROVED, grant__isnull=True)
        self.fields["application"].queryset = FundingApplication.objects.filter(
            free | Q(pk=self.instance.application_id)
        )
        office = User.objects.with_role("office").values("pk")
        self.fields["responsible"].queryset = User.objects.filter(Q(pk__in=office) | Q(pk=self.instance.responsible_id))
        self.fields["own_share"].required = False

    def clean_own_share(self):
        """Nothing entered means none."""
        return self.cleaned_data["own_share"] or Decimal(0)

    def clean_file(self):
        """Types and sizes that are taken."""
        upload = self.cleaned_data["file"]
        if upload:
            attachments.check(upload)
        return upload

    def clean(self):
        """A proof of use that was submitted in the future is a slip."""
        data = super().clean()
        if data.get("report_submitted_on") and data["report_submitted_on"] > timezone.localdate():
            self.add_error("report_submitted_on", _("The day lies in the future."))
        return data


class LineForm(FundingForm):
    class Meta(_Meta):
        model = BudgetLine
        fields = ("year", "category", "label", "measure", "amount")

    def __init__(self, *args, grant, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.grant = grant
        self.fields["measure"].queryset = _measures(self.instance.measure_id or 0)
        self.fields["year"].widget = forms.NumberInput(attrs={"min": grant.years[0], "max": grant.years[-1]})
        if not self.instance.pk:
            self.initial.setdefault("year", min(max(timezone.localdate().year, grant.years[0]), grant.years[-1]))


class PaymentForm(FundingForm):
    class Meta(_Meta):
        model = Payment
        fields = ("paid_on", "amount", "payee", "reason", "line", "voucher_number")

    def __init__(self, *args, grant, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = BudgetLine.objects.filter(grant=grant).select_related("measure")
        self.fields["line"].label_from_instance = lambda line: f"{line} – {line.measure}" if line.measure else str(line)


class PassedOnCallForm(FundingForm):
    class Meta(_Meta):
        model = PassedOnCall
        fields = ("title", "text", "amount_available", "opens_on", "deadline", "line")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lines = BudgetLine.objects.filter(Q(category="passed_on") | Q(pk=self.instance.line_id)).select_related("grant")
        self.fields["line"].queryset = lines
        self.fields["line"].label_from_instance = lambda line: f"{line.grant}: {line}"


class PassedOnApplicationForm(FundingForm):
    class Meta(_Meta):
        model = PassedOnApplication
        fields = ("actor", "title", "purpose", "amount", "received_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["actor"].queryset = Actor.objects.filter(
            Q(archived_at__isnull=True) | Q(pk=self.instance.actor_id)
        ).order_by("sort_name", "pk")
        if not self.instance.pk:
            self.initial.setdefault("received_on", timezone.localdate())


class ApproveForm(forms.Form):
    """How much is approved, when, and until when its use is to be proved."""

    approved_amount = MoneyInput(label=_("Amount approved"), min_value=Decimal("0.01"))
    decided_on = DayField(label=_("Date of the notice"), initial=timezone.localdate)
    proof_due = DayField(label=_("Proof of use due"))


class RejectForm(forms.Form):
    """Why an application is rejected."""

    reject_reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    decided_on = DayField(label=_("Date of the notice"), initial=timezone.localdate)


class ProofForm(forms.Form):
    """When the proof of use came."""

    proof_on = DayField(label=_("Proof of use submitted on"), initial=timezone.localdate)


class CheckForm(forms.Form):
    """When the proof of use was checked."""

    checked_on = DayField(label=_("Proof of use checked on"), initial=timezone.localdate)
