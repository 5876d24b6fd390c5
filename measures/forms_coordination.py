"""Input of tasks, milestones, progress reports and rounds. The forms check, the services write."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from integration_portal.core import attachments
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm
from integration_portal.core.models import User
from integration_portal.core.params import positive_int

from .models import Measure, Milestone, ProgressReport, ProgressRound, Task
from .services.progress import possible_statuses

MOST_OFFERED = 300


class _StepForm(VersionedForm):
    """What tasks and milestones share."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("due_on", "repeat_until"):
            if name in self.fields:
                old = self.fields[name]
                self.fields[name] = DayField(label=old.label, required=old.required, help_text=old.help_text)
        users = User.objects.filter(
            Q(is_active=True, groups__name__in=("office", "contributor")) | Q(is_superuser=True)
        )
        self.fields["responsible"].queryset = User.objects.filter(
            Q(pk__in=users.values("pk")) | Q(pk=self.instance.responsible_id)
        )
        self.fields["contact"].queryset = Person.objects.all()
        if self.instance.pk is None and not self.is_bound:
            self.initial.setdefault("responsible", user.pk)

    def clean(self):
        """One person sees to it, not two."""
        data = super().clean()
        if data.get("responsible") and data.get("contact"):
            self.add_error("contact", _("Please choose either an account or a person at a partner."))
        return data


class TaskForm(_StepForm):
    """A task. Its state is moved on the board."""

    class Meta:
        model = Task
        fields = ("title", "measure", "due_on", "responsible", "contact", "repeat", "repeat_until", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["measure"].queryset = Measure.objects.filter(
            Q(archived_at__isnull=True) | Q(pk=self.instance.measure_id)
        )
        self.fields["measure"].empty_label = _("– no measure –")
        if self.fields["measure"].queryset.count() > MOST_OFFERED:
            # Thousands of options help nobody: those of the user, and the one chosen; every other is entered on its page.
            chosen = self.data.get("measure") or getattr(self.initial.get("measure"), "pk", self.instance.measure_id)
            own = self.fields["measure"].queryset.filter(Q(responsible=user) | Q(pk=positive_int(str(chosen or ""))))
            self.fields["measure"].widget.choices = [
                ("", self.fields["measure"].empty_label),
                *((row.pk, str(row)) for row in own[:MOST_OFFERED]),
            ]
            self.fields["measure"].help_text = _(
                "Only measures you look after are offered. For another one, start on its page."
            )


class MilestoneForm(_StepForm):
    """A milestone of a measure, and the milestones it comes after."""

    depends_on = ManyField(
        Milestone.objects.none(), label=_("only after"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Milestone
        fields = ("title", "due_on", "depends_on", "responsible", "contact", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, measure, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.measure = measure
        others = Milestone.objects.filter(measure=measure).exclude(pk=self.instance.pk)
        self.fields["depends_on"].queryset = others
        self.fields["depends_on"].label_from_instance = lambda other: f"{other.due_on:%d.%m.%Y} {other}"
        if not others:
            del self.fields["depends_on"]

    def _save_m2m(self):
        """The service writes what it depends on, after checking it."""


class PostponeForm(forms.Form):
    """Another day for something that is due."""

    due_on = DayField(label=_("New day"))


class RoundForm(VersionedForm):
    """Title, deadline and words of a round."""

    class Meta:
        model = ProgressRound
        fields = ("title", "deadline", "text", "period_from", "period_until")
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("deadline", "period_from", "period_until"):
            old = self.fields[name]
            self.fields[name] = DayField(label=old.label, required=old.required, help_text=old.help_text)

    def clean_deadline(self):
        """Nobody can answer until a day that has passed."""
        day = self.cleaned_data["deadline"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("The deadline lies in the past."), code="past")
        return day


class AddressForm(forms.Form):
    """A new link, perhaps to another address."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class HandOnForm(forms.Form):
    """The colleague who answers."""

    name = forms.CharField(label=_("Name of the colleague"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class CommentForm(forms.Form):
    """What is missing in a report."""

    comment = forms.CharField(
        label=_("What is missing?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Goes to whoever wrote the report."),
    )  # fmt: skip


class ReportForm(VersionedForm):
    """Progress of a measure: the same form under login and behind a personal link.

    `milestone_<id>` are the days on which open milestones were reached, `figure_<id>` values of the measure's
    indicators. With `submitting` off nothing is required: what was typed is kept as a draft.
    """

    file = forms.FileField(
        label=_("Attach a file"),
        required=False,
        max_length=200,
        help_text=_("PDF, Word, Excel, OpenDocument, text or image."),
    )

    class Meta:
        model = ProgressReport
        fields = ("text", "obstacles", "next_steps", "proposed_status", "status_reason", "author_name")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "obstacles": forms.Textarea(attrs={"rows": 3}),
            "next_steps": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, indicators=(), milestones=(), asks_name=False, **kwargs):
        super().__init__(*args, **kwargs)
        report, measure = self.instance, self.instance.measure
        states = possible_statuses(measure)
        self.fields["proposed_status"] = forms.ChoiceField(
            label=_("Status of the measure now"),
            required=False,
            choices=[
                ("", _("unchanged: %(status)s") % {"status": states[0].label}),
                *((state.value, state.label) for state in states[1:]),
            ],
        )
        self.fields["status_reason"].help_text = _("Needed when the measure is put off, dropped or taken up again.")
        if asks_name:
            self.fields["author_name"].label = _("Your name")
        else:
            del self.fields["author_name"]
        self.milestones, self.indicators = list(milestones), list(indicators)
        for milestone in self.milestones:
            self.fields[f"milestone_{milestone.pk}"] = DayField(
                label=str(milestone),
                required=False,
                initial=report.milestone_days.get(str(milestone.pk), ""),
                help_text=_("planned for %(day)s") % {"day": f"{milestone.due_on:%d.%m.%Y}"},
            )
        for indicator in self.indicators:
            self.fields[f"figure_{indicator.pk}"] = forms.DecimalField(
                label=str(indicator),
                required=False,
                localize=True,
                max_digits=14,
                decimal_places=2,
                initial=report.figures.get(str(indicator.pk), ""),
            )

    def clean_file(self):
        """Refused with the reason: too large, another type, or content that does not fit the name."""
        upload = self.cleaned_data.get("file")
        if upload:
            attachments.check(upload)
        return upload

    def clean(self):
        """A milestone is not reached tomorrow."""
        data = super().clean()
        for milestone in self.milestones:
            day = data.get(f"milestone_{milestone.pk}")
            if day and day > timezone.localdate():
                self.add_error(f"milestone_{milestone.pk}", _("The day lies in the future."))
        return data

    @property
    def values(self):
        """What `write_report` and `submit_report` take."""
        data = self.cleaned_data
        days = {str(row.pk): data.get(f"milestone_{row.pk}") for row in self.milestones}
        figures = {str(row.pk): data.get(f"figure_{row.pk}") for row in self.indicators}
        return {
            **{name: data[name] for name in self.Meta.fields if name in data},
            "milestone_days": {key: day.isoformat() for key, day in days.items() if day},
            "figures": {key: str(value) for key, value in figures.items() if value is not None},
        }

    def groups(self):
        """The parts of the form: words, status, milestones, figures, file."""
        named = [
            (_("Progress"), ("text", "obstacles", "next_steps")),
            (_("Status"), ("proposed_status", "status_reason")),
            (_("Milestones reached on"), [f"milestone_{row.pk}" for row in self.milestones]),
            (_("Figures"), [f"figure_{row.pk}" for row in self.indicators]),
            (_("File and name"), ("file", "author_name")),
        ]
        parts = [(title, [self[name] for name in names if name in self.fields]) for title, names in named]
        return [(title, fields) for title, fields in parts if fields]
