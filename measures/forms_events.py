"""Input of events: the event, its dates, a series by rule, registrations. The forms check, the services write."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from fields_of_action.models import FieldOfAction
from integration_portal.core.form_fields import DayField, ManyField
from integration_portal.core.locking import VersionedForm

from .models import Event, Measure
from .models.events import MOST_DATES
from .services.events import values_of_date
from .services.series import Rhythm, SeriesRule, parse_days

#: Dates that the form of an event shows at once; the others are kept as they are.
MOST_SHOWN = 20
_NO_NAME = re.compile(r"[/@<>]|www\.", re.IGNORECASE)


class TimeInput(forms.TimeInput):
    """A time of day as browsers offer it."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%H:%M")


class TimeField(forms.TimeField):
    """A time of day like 14:30."""

    widget = TimeInput
    default_error_messages = {"invalid": _("Please write the time like 14:30.")}

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%H.%M"], **kwargs)


class EventForm(VersionedForm):
    """The event itself; its dates are rows of `DateFormSet`."""

    online_url = forms.URLField(
        label=Event._meta.get_field("online_url").verbose_name,
        help_text=Event._meta.get_field("online_url").help_text,
        required=False, max_length=400, assume_scheme="https",
    )  # fmt: skip

    class Meta:
        model = Event
        fields = (
            "title", "kind", "summary", "text", "is_own", "our_part", "parent", "measure", "fields", "target_groups",
            "languages", "organisers", "municipality", "place", "online_url", "speakers", "interpreters", "childcare",
            "accessibility", "fee", "fee_note", "takes_registrations", "capacity", "registration_until", "remind_days",
        )  # fmt: skip
        field_classes = dict.fromkeys(("fields", "target_groups", "languages", "organisers"), ManyField)
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 8}),
            "speakers": forms.Textarea(attrs={"rows": 2}),
            "accessibility": forms.Textarea(attrs={"rows": 2}),
            "fields": forms.CheckboxSelectMultiple,
            "target_groups": forms.CheckboxSelectMultiple,
            "languages": forms.CheckboxSelectMultiple,
            "organisers": forms.CheckboxSelectMultiple,
        }

    GROUPS = (
        ("event", _("Event"), ("title", "kind", "summary", "text", "is_own", "our_part", "parent", "measure")),
        ("dates", _("Dates"), ()),
        ("where", _("Where"), ("municipality", "place", "online_url")),
        ("who", _("Who and for whom"), ("organisers", "speakers", "fields", "target_groups")),
        ("access", _("So that all can come"), ("languages", "interpreters", "childcare", "accessibility")),
        (
            "registration",
            _("Cost and registration"),
            ("fee", "fee_note", "takes_registrations", "capacity", "registration_until", "remind_days"),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = FieldOfAction.objects.with_framework()
        self.fields["fields"].queryset = fields
        self.fields["fields"].label_from_instance = lambda field: f"{field.number} {field.label}"
        chosen = self.instance.organisers.values("pk") if self.instance.pk else []
        self.fields["organisers"].queryset = Actor.objects.filter(Q(archived_at__isnull=True) | Q(pk__in=chosen))
        self.fields["measure"].queryset = Measure.objects.filter(
            Q(archived_at__isnull=True) | Q(pk=self.instance.measure_id)
        )
        self.fields["parent"].queryset = (
            Event.objects.filter(parent__isnull=True).exclude(pk=self.instance.pk).order_by("search_title", "pk")
        )
        old = self.fields["registration_until"]
        self.fields["registration_until"] = DayField(label=old.label, required=False, help_text=old.help_text)

    def groups(self):
        """Heading and bound fields of each part of the form."""
        return [
            {"key": key, "title": title, "fields": [self[name] for name in names]} for key, title, names in self.GROUPS
        ]

    def clean(self):
        """Our part belongs to events of others; places belong to a registration."""
        data = super().clean()
        if data.get("our_part") and data.get("is_own"):
            self.add_error("our_part", _("For an own event this stays empty."))
        if data.get("capacity") and not data.get("takes_registrations"):
            self.add_error("takes_registrations", _("Places are counted by registration: please switch it on."))
        return data

    @property
    def data_for_service(self):
        """The values that the services take as `data`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DateForm(forms.Form):
    """One date. An empty row is left out; without an end it ends on the day it begins, without times it lasts whole days."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    start_day = DayField(label=_("First day"), required=False)
    start_time = TimeField(label=_("from (time)"), required=False)
    end_time = TimeField(label=_("until (time)"), required=False)
    end_day = DayField(label=_("Last day"), required=False)
    place = forms.CharField(label=_("Other place"), max_length=200, required=False)
    is_cancelled = forms.BooleanField(label=_("cancelled"), required=False)
    remove = forms.BooleanField(label=_("remove"), required=False)

    values = None

    def clean(self):
        """Put day and times together into `values`, None for an empty row."""
        data = super().clean()
        pk, filled = (
            data.get("id"),
            any(data.get(name) for name in ("start_day", "end_day", "start_time", "end_time", "place")),
        )
        if data.get("remove"):
            self.values = {"id": pk, "remove": True} if pk else None
        elif not self.errors and (filled or pk):
            if not data.get("start_day"):
                raise ValidationError({"start_day": _("Please enter the day.")})
            self.values = values_of_date(data["start_day"], data["start_time"], data["end_day"], data["end_time"]) | {
                "place": data["place"],
                "is_cancelled": data["is_cancelled"],
                "id": pk,
            }
        return data

    @staticmethod
    def initial_of(date):
        """The initial values for a date that exists."""
        start, end = (timezone.localtime(at) if at else None for at in (date.start_at, date.end_at))
        end_day = end.date() if end else date.end_day
        return {
            "id": date.pk, "start_day": date.start_day, "end_day": end_day if end_day != date.start_day else None,
            "start_time": start.time() if start else None, "end_time": end.time() if end else None,
            "place": date.place, "is_cancelled": date.is_cancelled,
        }  # fmt: skip


class _DateFormSet(forms.BaseFormSet):
    @property
    def values(self):
        """What the services take as `dates`."""
        return [form.values for form in self.forms if form.values]

    def clean(self):
        """No two rows may begin at the same moment."""
        seen = set()
        for form in self.forms:
            if not form.values or form.values.get("remove"):
                continue
            start = (form.values["start_day"], form.values["start_at"])
            if start in seen:
                form.add_error("start_day", _("There is another date that begins at the same time."))
            seen.add(start)


DateFormSet = forms.formset_factory(
    DateForm, formset=_DateFormSet, extra=0, max_num=MOST_SHOWN + 20, absolute_max=MOST_SHOWN + 20, validate_max=True
)


def shown_dates(event):
    """The dates that the form shows: those to come first, else the last ones, in order."""
    today = timezone.localdate()
    coming = list(event.dates.filter(end_day__gte=today).order_by("start_day", "start_at")[:MOST_SHOWN])
    before = event.dates.filter(end_day__lt=today).order_by("-start_day", "-start_at")[: MOST_SHOWN - len(coming)]
    return [*reversed(before), *coming]


def date_formset(data=None, event=None, extra=2):
    """The rows of dates of an event (None for a new one) with some empty ones."""
    initial = [DateForm.initial_of(date) for date in shown_dates(event)] if event else []
    if data is not None:
        return DateFormSet(data, prefix="termine", initial=initial)
    return DateFormSet(prefix="termine", initial=[*initial, *({} for _row in range(extra))])


class SeriesForm(forms.Form):
    """Dates by rule. A rule without an end is refused."""

    first = DayField(label=_("First day"))
    start_time = TimeField(label=_("from (time)"), required=False)
    end_time = TimeField(label=_("until (time)"), required=False, help_text=_("Without times: whole days."))
    length = forms.IntegerField(
        label=_("Days per date"), min_value=1, max_value=60, initial=1, required=False,
        help_text=_("More than one for events over several days."),
    )  # fmt: skip
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=Rhythm, initial=Rhythm.WEEKLY)
    last = DayField(label=_("Until (last day)"), required=False)
    count = forms.IntegerField(label=_("or after so many dates"), min_value=1, max_value=MOST_DATES, required=False)
    without = forms.CharField(
        label=_("Not on these days"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as holidays, separated by commas: 24.12.2026, 31.12.2026"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_without(self):
        """The days as a set."""
        return parse_days(self.cleaned_data["without"])

    def clean(self):
        """Both times or none, and an end."""
        data = super().clean()
        if not self.errors:
            try:
                values_of_date(data["first"], data["start_time"], None, data["end_time"])
            except ValidationError as error:
                self.add_error(None, error)
            if not data["last"] and not data["count"]:
                self.add_error("last", _("Please say when the series ends, or after how many dates."))
        return data

    @property
    def rule(self):
        """The rule for the service."""
        data = self.cleaned_data
        return SeriesRule(data["rhythm"], data["first"], data["last"], data["count"], data["without"])


class CancelForm(forms.Form):
    """Why an event is cancelled, and whether participants are told."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Shown to everyone.")
    )
    tell = forms.BooleanField(label=_("Write a mail to everybody registered or waiting"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RegistrationForm(forms.Form):
    """Registration by anybody. A text in `website`, which no person sees, gives a machine away."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    organisation = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    needs = forms.CharField(
        label=_("What do you need to take part?"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as an interpreter, childcare, a place for a wheelchair. Please write only what we need to know."),
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in (("name", "name"), ("email", "email"), ("organisation", "organization")):
            self.fields[name].widget.attrs["autocomplete"] = words

    def clean_name(self):
        """The name stands in a mail: it must not carry links or addresses."""
        name = " ".join(self.cleaned_data["name"].split())
        if _NO_NAME.search(name):
            raise ValidationError(_("Please enter the name only."), code="name")
        return name

    @property
    def is_machine(self):
        """Whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))

    @property
    def data_for_service(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}


class OfficeRegistrationForm(RegistrationForm):
    """Registration by the office, such as by telephone: the address may be missing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["website"]
        self.fields["email"].required = False
        self.fields["email"].help_text = _("Without an address there are no mails.")
        for field in self.fields.values():
            field.widget.attrs.pop("autocomplete", None)
