"""Input of meetings, agendas, invitations and answers."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm
from measures.forms_events import TimeField

from .members import deputies_of, in_office
from .models import AgendaItem, Committee, Dispatch, Invitee, ItemProposal, Meeting, Paper
from .services.states import rules_of

PLACE = ("place", "street", "postal_code", "city", "municipality", "online_url")


def moment(day, time):
    """A day and a time here as an aware moment; None where one is missing."""
    return timezone.make_aware(datetime.datetime.combine(day, time)) if day and time else None


class _WithTimes:
    """Adds day, start and end as three fields, and puts `starts_at` and `ends_at` into the data for the service."""

    def clean(self):
        data = super().clean()
        day, start, end = data.get("day"), data.get("start"), data.get("end")
        data["starts_at"], data["ends_at"] = moment(day, start), moment(day, end)
        if start and end and end <= start:
            self.add_error("end", _now("The end lies before the start."))
        return data

    @property
    def data_for_service(self):
        """What the services take as `data`."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("day", "start", "end", "version", "committee")
        }


class MeetingForm(_WithTimes, VersionedForm):
    """A meeting. The committee is chosen once and stays."""

    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none())
    day = DayField(label=_("Day"))
    start = TimeField(label=_("from (time)"))
    end = TimeField(label=_("until (time)"), required=False)

    class Meta:
        model = Meeting
        fields = ("title", *PLACE, "chair", "recorder", "second_call_of", "note")

    field_order = ("committee", "day", "start", "end", "title", *PLACE, "chair", "recorder", "second_call_of", "note")

    def __init__(self, *args, committee=None, **kwargs):
        super().__init__(*args, **kwargs)
        meeting = self.instance
        if meeting.pk:
            committee = meeting.committee
            del self.fields["committee"]
            self.initial["day"] = meeting.day
            for name, value in (("start", meeting.starts_at), ("end", meeting.ends_at)):
                self.initial[name] = timezone.localtime(value).strftime("%H:%M") if value else ""
        else:
            self.fields["committee"].queryset = Committee.objects.meeting_here()
            self.initial["committee"] = committee
        people = Person.objects.filter(anonymised_at__isnull=True)
        for name in ("chair", "recorder"):
            self.fields[name].queryset = people
        self.fields["second_call_of"].queryset = (
            Meeting.objects.took_place().filter(committee=committee) if committee else Meeting.objects.none()
        )
        if committee is None:
            del self.fields["second_call_of"]


class MoveForm(_WithTimes, forms.Form):
    """Another date for a meeting."""

    day = DayField(label=_("New day"))
    start = TimeField(label=_("from (time)"))
    end = TimeField(label=_("until (time)"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class ReasonForm(forms.Form):
    """Why something is called off or refused."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class YearForm(forms.Form):
    """A year's dates in one go, one in each line."""

    dates = forms.CharField(
        label=_("Dates"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One date in each line, such as 12.03.2027 17:00. Dates that are planned already are passed over."),
    )
    hours = forms.IntegerField(label=_("Length in hours"), min_value=1, max_value=12, initial=2)

    def clean_dates(self):
        """Aware moments. Each line that is none is named with its number."""
        found, wrong = [], []
        for number, line in enumerate(self.cleaned_data["dates"].splitlines(), start=1):
            text = line.strip()
            if not text:
                continue
            try:
                moment = datetime.datetime.strptime(text, "%d.%m.%Y %H:%M")
                if not 1990 <= moment.year <= 2100:
                    raise ValueError
            except ValueError:
                wrong.append(
                    _now("Line %(number)d: “%(text)s” is not a date such as 12.03.2027 17:00.")
                    % {"number": number, "text": text[:40]}
                )
            else:
                found.append(timezone.make_aware(moment))
        if wrong:
            raise forms.ValidationError(wrong[:10])
        return found


class ItemForm(VersionedForm):
    """An item of an agenda."""

    class Meta:
        model = AgendaItem
        fields = ("title", "kind", "is_public", "parent", "text", "reporter", "reporter_text", "duration", "paper")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        tops = meeting.items.filter(parent=None)
        self.fields["parent"].queryset = tops.exclude(pk=self.instance.pk) if self.instance.pk else tops
        self.fields["parent"].empty_label = _("an item of its own")
        self.fields["reporter"].queryset = Person.objects.filter(anonymised_at__isnull=True)
        papers = Paper.objects.exclude(state="withdrawn").order_by("-dated_on", "-pk")
        self.fields["paper"].queryset = papers
        self.fields["is_public"].help_text = _("Closed items are seen by the members and the office only.")

    @property
    def data_for_service(self):
        """What the services take as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ProposalForm(forms.ModelForm):
    """An item that members ask for."""

    class Meta:
        model = ItemProposal
        fields = ("title", "reason", "group", "supporters", "submitted_on")
        field_classes = {"supporters": ManyField, "submitted_on": DayField}
        widgets = {"supporters": forms.CheckboxSelectMultiple, "reason": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, committee, **kwargs):
        super().__init__(*args, **kwargs)
        members = in_office(committee, timezone.localdate()).filter(kind="member")
        self.fields["supporters"].queryset = Person.objects.filter(pk__in=members.order_by().values("person"))
        self.fields["supporters"].required = False
        self.initial.setdefault("submitted_on", timezone.localdate())


class InviteForm(forms.Form):
    """Sending an invitation: the office's words, the way for each person, and the urgent path where it is needed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your words in the letter"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Stands above the agenda. May stay empty."),
    )
    urgent_reason = forms.CharField(
        label=_("Why it is urgent"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the invitation; the meeting first decides whether it is urgent."),
    )
    knowingly = forms.BooleanField(
        label=_("I know that not even the shortened notice is kept, and send it all the same."), required=False
    )

    def __init__(self, *args, invitees, check, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitees = invitees
        for one in invitees:
            ways = [(value, label) for value, label in Dispatch.Way.choices if value != "email" or one.person.email]
            self.fields[f"way_{one.person_id}"] = forms.ChoiceField(
                label=one.person.name, choices=ways, initial="email" if one.person.email else "post"
            )
        if check.ok and not self.is_bound:
            del self.fields["urgent_reason"], self.fields["knowingly"]
        elif check.urgent and not self.is_bound:
            del self.fields["knowingly"]

    @property
    def ways(self):
        """{key of the person: way}."""
        return {one.person_id: self.cleaned_data.get(f"way_{one.person_id}") for one in self.invitees}

    def way_fields(self):
        """Pairs of the invited person and the field with the way."""
        return [(one, self[f"way_{one.person_id}"]) for one in self.invitees]


class GuestForm(forms.Form):
    """Somebody who is invited as a guest."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none())

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        invited = meeting.invitees.values("person")
        self.fields["person"].queryset = Person.objects.filter(anonymised_at__isnull=True).exclude(pk__in=invited)


class AnswerForm(forms.Form):
    """Yes, no, or the deputy comes."""

    answer = forms.ChoiceField(label=_("Your answer"), choices=(), widget=forms.RadioSelect)
    deputy = forms.ModelChoiceField(label=_("Which deputy"), queryset=Person.objects.none(), required=False)
    note = forms.CharField(
        label=_("Message to the office"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, invitee, **kwargs):
        super().__init__(*args, **kwargs)
        meeting = invitee.meeting
        rows = []
        if invitee.membership_id and invitee.stands_in_for_id is None:
            rows = deputies_of(invitee.membership, rules_of(meeting), list(in_office(meeting.committee, meeting.day)))
        self.memberships = {row.person_id: row for row in rows}
        choices = [(Invitee.Answer.YES, _("I come")), (Invitee.Answer.NO, _("I cannot come"))]
        if rows:
            choices.append((Invitee.Answer.DEPUTY, _("My deputy comes")))
            self.fields["deputy"].queryset = Person.objects.filter(pk__in=list(self.memberships))
            self.fields["deputy"].initial = rows[0].person_id
        else:
            del self.fields["deputy"]
        self.fields["answer"].choices = choices
        self.initial.setdefault("answer", invitee.answer)
        self.initial.setdefault("note", invitee.note)

    @property
    def chosen_deputy(self):
        """The membership of the chosen deputy, or None."""
        person = self.cleaned_data.get("deputy")
        return self.memberships.get(person.pk) if person else None
