"""The filter of contact notes; the list and its exports share it."""

import django_filters
from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_portal.core import params
from integration_portal.core.display import format_day
from integration_portal.core.search import match

from .filters import ALL, YES_NO, LenientFilterSet, MultipleFilter, OneFilter, WordsFilter, _fields, _named
from .models import Actor, AdvisoryEntry, Person, Topic

SORTS = {
    "tag": ("-happened_on", "-pk"),
    "-tag": ("happened_on", "pk"),
    "nachfassen": (F("follow_up_on").asc(nulls_last=True), "pk"),
    "-nachfassen": (F("follow_up_on").desc(nulls_last=True), "-pk"),
}


class LenientDayField(forms.DateField):
    """A day if it is one, else None with the value in `unknown`."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = []

    def clean(self, value):
        found = params.day(value)
        self.unknown = [value] if value and found is None else []
        self.choices = [(found, format_day(found))] if found else []  # what a chip says
        return found


class LenientKeyField(forms.CharField):
    """The row with this key if there is one, else None with the value in `unknown`."""

    widget = forms.HiddenInput
    model: type

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = []

    def clean(self, value):
        key = params.positive_int(value)
        named = self.model.objects.filter(pk=key).first() if key else None
        self.unknown = [value] if value and named is None else []
        self.choices = [(named, named.name)] if named else []  # what a chip says
        return named


class _ActorKey(LenientKeyField):
    model = Actor


class _PersonKey(LenientKeyField):
    model = Person


class DayFilter(django_filters.DateFilter):
    field_class = LenientDayField


class ActorKeyFilter(django_filters.CharFilter):
    field_class = _ActorKey


class PersonKeyFilter(django_filters.CharFilter):
    field_class = _PersonKey


class AdvisoryFilter(LenientFilterSet):
    """The list of contact notes. Authors are offered as "mine" only, not by name."""

    q = WordsFilter(method="filter_words", label=_("Search in this list"))
    von = DayFilter(method="filter_from", label=_("From"))
    bis = DayFilter(method="filter_until", label=_("Until"))
    art = MultipleFilter(choices=AdvisoryEntry.Way.choices, method="filter_way", label=_("Way"))
    thema = MultipleFilter(choices=_named(Topic), method="filter_topic", label=_("Topic"))
    feld = MultipleFilter(choices=_fields, method="filter_field", label=_("Field of action"))
    beratung = OneFilter(choices=YES_NO, method="filter_advice", label=_("Was advice"))
    offen = OneFilter(
        choices=(ALL, ("ja", _("open")), ("faellig", _("due"))), method="filter_open", label=_("Follow-up")
    )
    meine = OneFilter(choices=(ALL, ("ja", _("written by me"))), method="filter_mine", label=_("Author"))
    akteur = ActorKeyFilter(method="filter_actor", label=_("Actor"))
    person = PersonKeyFilter(method="filter_person", label=_("Person"))
    sort = OneFilter(choices=[(key, key) for key in SORTS], method="filter_nothing")

    class Meta:
        model = AdvisoryEntry
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        sort = self.form.cleaned_data.get("sort")
        if not sort and self.form.cleaned_data.get("q"):
            return queryset.order_by("-relevance", "-happened_on", "-pk")
        return queryset.order_by(*SORTS[sort or "tag"])

    def filter_words(self, queryset, name, value):
        return match(queryset, value)

    def filter_from(self, queryset, name, value):
        return queryset.during(value, None)

    def filter_until(self, queryset, name, value):
        return queryset.during(None, value)

    def filter_way(self, queryset, name, values):
        return queryset.filter(way__in=values) if values else queryset

    def filter_topic(self, queryset, name, values):
        return queryset.filter(topic__slug__in=values) if values else queryset

    def filter_field(self, queryset, name, values):
        return queryset.filter(field__slug__in=values) if values else queryset

    def filter_advice(self, queryset, name, value):
        return queryset.filter(is_advice=value == "ja") if value else queryset

    def filter_open(self, queryset, name, value):
        rows = queryset.to_follow_up()
        return rows.filter(follow_up_on__lte=timezone.localdate()) if value == "faellig" else rows

    def filter_mine(self, queryset, name, value):
        return queryset.filter(author=self.request.user)

    def filter_actor(self, queryset, name, value):
        through = AdvisoryEntry.actors.through.objects.filter(actor=value)
        return queryset.filter(pk__in=through.values("advisoryentry"))

    def filter_person(self, queryset, name, value):
        through = AdvisoryEntry.persons.through.objects.filter(person=value)
        return queryset.filter(pk__in=through.values("advisoryentry"))

    def filter_nothing(self, queryset, name, value):
        return queryset
