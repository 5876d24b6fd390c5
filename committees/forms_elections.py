"""Input of elections: candidates, the counts of a ballot, the lot, accepting. The services write."""

import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Person
from integration_portal.core.form_fields import DayField, ManyField

from .models import CommitteeFunction
from .services import elections

#: No ballot has more slips than that.
MOST = 9999


def _candidates(meeting):
    """The field of candidates: members in office on the day of the meeting, with their seats."""
    seats = {row.person_id: str(row.seat) for row in elections.candidates_of(meeting)}
    field = ManyField(
        queryset=Person.objects.filter(pk__in=seats),
        widget=forms.CheckboxSelectMultiple,
        label=_("Candidates"),
        help_text=_("Members in office on the day of the meeting."),
        error_messages={"required": _("Please choose at least one candidate.")},
    )
    field.label_from_instance = lambda person: f"{person.name} ({seats[person.pk]})"
    return field


class ElectionForm(forms.Form):
    """For which function, and who stands for it."""

    function = forms.ChoiceField(label=gettext_lazy("Elected is"), choices=CommitteeFunction.Function.choices)
    is_secret = forms.BooleanField(
        label=gettext_lazy("Secret, with slips"),
        required=False,
        initial=True,
        help_text=gettext_lazy("The portal never keeps who voted for whom."),
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["candidates"] = _candidates(meeting)


class CandidatesForm(forms.Form):
    """Who stands in another ballot."""

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["candidates"] = _candidates(meeting)


class BallotForm(forms.Form):
    """The counts of a ballot. `votes` are {key of the candidate: votes} after validation."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, **kwargs)
        is_counted = elections.result_of(round) is not None
        candidacies = sorted(round.candidacies.select_related("person"), key=lambda one: one.person.sort_name)
        self.names = {one.person_id: f"votes_{one.person_id}" for one in candidacies}
        self._add("present", _("Voting members present"), round.present if is_counted else None)
        for one in candidacies:
            self._add(
                self.names[one.person_id],
                _("Votes for %(name)s") % {"name": one.person.name},
                one.votes if is_counted else None,
            )
        if len(candidacies) == 1:
            self._add("against", _("Votes against"), round.reckoning.get("against", 0))
        self._add("invalid", _("Invalid slips"), round.invalid)
        self._add("abstentions", _("Abstentions"), round.abstentions)
        self.initial["version"] = round.version

    def _add(self, name, label, initial):
        self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=MOST, initial=initial)

    @property
    def votes(self):
        return {person: self.cleaned_data[name] for person, name in self.names.items()}

    def add_conflict(self, current):
        """Somebody else counted meanwhile: the numbers typed stay, saving again overwrites knowingly."""
        self.add_error(
            None, _("Somebody else has counted this ballot meanwhile. Please compare and save again if you are sure.")
        )
        self.data = self.data.copy()
        self.data["version"] = current.version


class LotForm(forms.Form):
    """Whom the lot has chosen."""

    def __init__(self, *args, persons, places, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("Drawn by lot: %(n)d of them") % {"n": places}
        self.fields["drawn"] = ManyField(queryset=persons, widget=forms.CheckboxSelectMultiple, label=words)
        self.fields["drawn"].label_from_instance = lambda person: person.name


class DecisionForm(forms.Form):
    """Whether the election was accepted, and from when."""

    accepted = forms.ChoiceField(
        label=gettext_lazy("Does the person elected accept?"),
        choices=(("yes", gettext_lazy("accepts the election")), ("no", gettext_lazy("declines"))),
        widget=forms.RadioSelect,
    )
    starts_on = DayField(label=gettext_lazy("In office from"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, election, **kwargs):
        super().__init__(*args, **kwargs)
        meeting = election.item.meeting
        self.initial |= {"starts_on": meeting.day + datetime.timedelta(days=1), "version": election.version}
        held = meeting.committee.functions.filter(function=election.function).overlapping(meeting.day, None)
        held = held.select_related("person").order_by("since")
        if election.function == CommitteeFunction.Function.CHAIR:
            names = ", ".join(one.person.name for one in held)
            if names:
                self.fields["starts_on"].help_text = _("The day before is the last day in office of: %(names)s.") % {
                    "names": names
                }
        elif held:
            self.fields["replaces"] = forms.ModelChoiceField(
                queryset=held,
                required=False,
                label=_("In place of"),
                empty_label=_("nobody, in addition"),
                help_text=_("Their last day in office is the day before."),
                initial=held[0].pk,
            )
            self.fields["replaces"].label_from_instance = lambda one: one.person.name

    def add_conflict(self, current):
        """Somebody else wrote the election meanwhile."""
        self.add_error(None, _("Somebody else has changed this election meanwhile. Please look at it again."))

    def clean(self):
        data = super().clean()
        if data.get("accepted") == "yes" and "starts_on" not in self.errors and not data.get("starts_on"):
            self.add_error("starts_on", _("Please name the first day in office."))
        return data
