"""Input of surveys of dates: the survey with its dates, who is asked, and an answer. The services write."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Person
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm

from .members import in_office
from .models import Committee, DateSurvey, SurveyAnswer
from .services.surveys import MOST_DATES, option_words

#: So many rows of dates are open; the others unfold.
OPEN_ROWS = 4


class TimeInput(forms.TimeInput):
    """A time as browsers offer it."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%H:%M")


def _not_past(day):
    if day < timezone.localdate():
        raise ValidationError(_("The last day for answers lies in the past."), code="past")
    return day


class DateSurveyForm(VersionedForm):
    """A survey with up to ten dates, each a day with a start and perhaps an end. `options` are the dates after validation."""

    class Meta:
        model = DateSurvey
        fields = ("committee", "title", "text", "closes_on")
        field_classes = {"closes_on": DayField}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.options = []
        if self.instance.pk:
            del self.fields["committee"]  # who is asked follows from it
        else:
            self.fields["committee"].queryset = Committee.objects.meeting_here().in_place(timezone.localdate())
        self.fields["closes_on"].label = _("Answers until")
        self.fields["text"].help_text = _("Stands in the mail and on the page of the answer.")
        saved = list(self.instance.options.all()) if self.instance.pk else []
        for number in range(1, MOST_DATES + 1):
            names = f"day_{number}", f"from_{number}", f"until_{number}"
            words = {"n": number}
            self.fields[names[0]] = DayField(label=_("Date %(n)d: day") % words, required=False)
            for name, label in zip(names[1:], (_("Date %(n)d: from"), _("Date %(n)d: until")), strict=True):
                self.fields[name] = forms.TimeField(label=label % words, required=False, widget=TimeInput)
            if number <= len(saved):
                start, end = saved[number - 1].starts_at, saved[number - 1].ends_at
                self.initial[names[0]] = timezone.localtime(start).date()
                self.initial[names[1]] = timezone.localtime(start).time()
                self.initial[names[2]] = timezone.localtime(end).time() if end else None

    def _rows(self, numbers):
        return [[self[f"{name}_{number}"] for name in ("day", "from", "until")] for number in numbers]

    def open_rows(self):
        """The rows of dates that stand open."""
        return self._rows(range(1, OPEN_ROWS + 1))

    def further_rows(self):
        """The rows that unfold."""
        return self._rows(range(OPEN_ROWS + 1, MOST_DATES + 1))

    def further_in_use(self):
        """Whether one of the rows that unfold has something in it, or an error."""
        return any(bound.value() or bound.errors for row in self.further_rows() for bound in row)

    def clean_closes_on(self):
        return _not_past(self.cleaned_data["closes_on"])

    def clean(self):
        data = super().clean()
        for number in range(1, MOST_DATES + 1):
            self._clean_row(number)
        if not self.options and not any(name.startswith(("day_", "from_", "until_")) for name in self.errors):
            self.add_error("day_1", _("Please name at least one date."))
        closes_on = data.get("closes_on")
        if closes_on and self.options and closes_on > timezone.localdate(min(self.options)[0]):
            self.add_error("closes_on", _("The last day for answers lies after the first of the dates."))
        return data

    def _clean_row(self, number):
        day, start, end = (self.cleaned_data.get(f"{name}_{number}") for name in ("day", "from", "until"))
        if any(f"{name}_{number}" in self.errors for name in ("day", "from", "until")):
            return
        if day is None:
            if start or end:
                self.add_error(f"day_{number}", _("Please name the day as well."))
        elif start is None:
            self.add_error(f"from_{number}", _("Please say when it starts."))
        elif day < timezone.localdate():
            self.add_error(f"day_{number}", _("This day has passed."))
        elif end and end <= start:
            self.add_error(f"until_{number}", _("The end lies before the start."))
        else:
            try:
                starts = from_current_timezone(datetime.datetime.combine(day, start))
                ends = from_current_timezone(datetime.datetime.combine(day, end)) if end else None
            except ValidationError as error:  # the hour that is left out or doubled when the clocks change
                self.add_error(f"from_{number}", error)
                return
            if any(starts == other for other, _end in self.options):
                self.add_error(f"day_{number}", _("This date stands here twice."))
                return
            self.options.append((starts, ends))


class PeopleForm(forms.Form):
    """Who is asked: members and deputies in office today, and others."""

    members = ManyField(
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Members and deputies in office"),
    )
    others = ManyField(
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Other persons"),
        help_text=gettext_lazy("Such as guests who are to report."),
    )

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        sitting = {row.person_id: row for row in in_office(survey.committee, timezone.localdate())}
        asked = set(survey.participants.values_list("person_id", flat=True))
        members, others = self.fields["members"], self.fields["others"]
        members.queryset = Person.objects.filter(pk__in=sitting)
        members.label_from_instance = lambda person: (
            _("%(name)s, %(kind)s")
            % {
                "name": _with_address(person),
                "kind": sitting[person.pk].get_kind_display(),
            }
        )
        others.queryset = Person.objects.filter(Q(anonymised_at__isnull=True) | Q(pk__in=asked)).exclude(pk__in=sitting)
        others.label_from_instance = _with_address
        self.initial = {"members": asked & set(sitting), "others": asked - set(sitting)}

    @property
    def persons(self):
        """Everybody who was ticked."""
        return [*self.cleaned_data["members"], *self.cleaned_data["others"]]


def _with_address(person):
    """The name, and whether there is no address to write to."""
    return person.name if person.email else _("%(name)s (no e-mail address)") % {"name": person.name}


class AddPersonForm(forms.Form):
    """One more person to ask."""

    person = forms.ModelChoiceField(queryset=Person.objects.none(), label=gettext_lazy("Person"))

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        asked = survey.participants.values("person")
        self.fields["person"].queryset = Person.objects.filter(anonymised_at__isnull=True).exclude(pk__in=asked)
        self.fields["person"].label_from_instance = _with_address


class DeadlineForm(forms.Form):
    """Another last day for answers."""

    closes_on = DayField(label=gettext_lazy("Answers until"))

    def clean_closes_on(self):
        return _not_past(self.cleaned_data["closes_on"])


class AnswerForm(forms.Form):
    """What somebody answers under their link: one choice per date, and a word to the office. `choices` after validation."""

    def __init__(self, *args, participant, **kwargs):
        super().__init__(*args, **kwargs)
        said = {one.option_id: one.choice for one in participant.answers.all()}
        self.options = list(participant.survey.options.all())
        for option in self.options:
            self.fields[f"date_{option.pk}"] = forms.ChoiceField(
                label=option_words(option),
                choices=SurveyAnswer.Choice.choices,
                widget=forms.RadioSelect,
                initial=said.get(option.pk),
                error_messages={"required": _("Please choose one of the three answers.")},
            )
        self.fields["note"] = forms.CharField(
            label=_("Message to the office, if you like"), required=False, max_length=300, initial=participant.note
        )

    @property
    def choices(self):
        """{key of the date: answer}."""
        return {option.pk: self.cleaned_data[f"date_{option.pk}"] for option in self.options}
