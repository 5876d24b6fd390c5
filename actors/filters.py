"""Filters of the office lists of actors and persons; the page and its exports share them.

A value that does not exist is left out and named in `notices`: every address gives a page.
"""

import django_filters
from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fields_of_action.models import FieldOfAction
from integration_portal.core.models import Language, Municipality
from integration_portal.core.search import match
from integration_portal.core.text import MAX_QUERY_LENGTH

from .models import Actor, ActorKind, Person


class LenientMultipleChoiceField(forms.MultipleChoiceField):
    """Keeps the known values and remembers the others in `unknown`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = []

    def clean(self, value):
        values = list(dict.fromkeys(self.to_python(value)))[:100]
        self.unknown = [item for item in values if item and not self.valid_value(item)]
        return [item for item in values if self.valid_value(item)]


class LenientChoiceField(forms.ChoiceField):
    """The value if it is known, else "" with the value in `unknown`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = []

    def clean(self, value):
        value = self.to_python(value)
        self.unknown = [value] if value and not self.valid_value(value) else []
        return "" if self.unknown else value


class WordsField(forms.CharField):
    """Words to look for, cut to the length that searching looks at."""

    def clean(self, value):
        return " ".join(str(value or "").replace("\x00", " ").split())[:MAX_QUERY_LENGTH]


class MultipleFilter(django_filters.MultipleChoiceFilter):
    field_class = LenientMultipleChoiceField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=forms.CheckboxSelectMultiple, **kwargs)


class OneFilter(django_filters.ChoiceFilter):
    field_class = LenientChoiceField


class WordsFilter(django_filters.CharFilter):
    field_class = WordsField


class LenientFilterSet(django_filters.FilterSet):
    """A filter that names in `notices` what it could not use."""

    @property
    def notices(self):
        self.qs  # noqa: B018 - cleaning the form fills `unknown`
        unknown = [str(item)[:40] for field in self.form.fields.values() for item in getattr(field, "unknown", [])]
        return [_("“%(value)s” is not known here and has been left out.") % {"value": value} for value in unknown]

    @property
    def is_active(self):
        """Whether anything narrows the list."""
        return any(value for name, value in self.form.cleaned_data.items() if name != "sort")


def _named(model):
    return lambda: [(row.slug, row.label) for row in model.objects.all()]


def _fields():
    return [(row.slug, row.label) for row in FieldOfAction.objects.with_framework()]


def _municipalities():
    return [(row.ags, row.name) for row in Municipality.objects.all()]


ALL = ("", gettext_lazy("all"))
YES_NO = (ALL, ("ja", gettext_lazy("yes")), ("nein", gettext_lazy("no")))
ACTOR_SORTS = {
    "name": ("sort_name", "pk"),
    "-name": ("-sort_name", "-pk"),
    "art": (F("kind__sort_name").asc(nulls_last=True), "sort_name", "pk"),
    "-art": (F("kind__sort_name").desc(nulls_last=True), "sort_name", "pk"),
    "ort": ("city", "sort_name", "pk"),
    "-ort": ("-city", "sort_name", "pk"),
    "neu": ("-updated_at", "-pk"),
    "-neu": ("updated_at", "pk"),
}


class ActorFilter(LenientFilterSet):
    """The office list of actors; archived ones only on demand."""

    q = WordsFilter(method="filter_words", label=gettext_lazy("Search in this list"))
    art = MultipleFilter(choices=_named(ActorKind), method="filter_kind", label=gettext_lazy("Kind"))
    feld = MultipleFilter(choices=_fields, method="filter_field", label=gettext_lazy("Field of action"))
    gemeinde = MultipleFilter(choices=_municipalities, method="filter_municipality", label=gettext_lazy("Municipality"))
    sprache = MultipleFilter(choices=_named(Language), method="filter_language", label=gettext_lazy("Language"))
    oeffentlich = OneFilter(choices=YES_NO, method="filter_published", label=gettext_lazy("Published"))
    archiv = OneFilter(
        choices=(
            ("", gettext_lazy("without archived")),
            ("ja", gettext_lazy("only archived")),
            ("alle", gettext_lazy("with archived")),
        ),
        method="filter_archive",
        label=gettext_lazy("Archive"),
    )
    sort = OneFilter(choices=[(key, key) for key in ACTOR_SORTS], method="filter_nothing")

    class Meta:
        model = Actor
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("archiv"):
            queryset = queryset.current()
        sort = self.form.cleaned_data.get("sort")
        if not sort and self.form.cleaned_data.get("q"):
            return queryset.order_by("-relevance", "sort_name", "pk")
        return queryset.order_by(*ACTOR_SORTS[sort or "name"])

    def filter_words(self, queryset, name, value):
        return match(queryset, value)

    def filter_kind(self, queryset, name, values):
        return queryset.filter(kind__slug__in=values) if values else queryset

    def filter_field(self, queryset, name, values):
        return (
            queryset.filter(pk__in=Actor.objects.filter(fields__slug__in=values).values("pk")) if values else queryset
        )

    def filter_municipality(self, queryset, name, values):
        """Seated there, or working there."""
        if not values:
            return queryset
        working = Actor.objects.filter(municipalities__ags__in=values).values("pk")
        return queryset.filter(Q(pk__in=working) | Q(municipality__ags__in=values))

    def filter_language(self, queryset, name, values):
        return (
            queryset.filter(pk__in=Actor.objects.filter(languages__slug__in=values).values("pk"))
            if values
            else queryset
        )

    def filter_published(self, queryset, name, value):
        return queryset.filter(is_published=value == "ja") if value else queryset

    def filter_archive(self, queryset, name, value):
        return queryset.filter(archived_at__isnull=False) if value == "ja" else queryset

    def filter_nothing(self, queryset, name, value):
        return queryset


PERSON_SORTS = {
    "name": ("sort_name", "pk"),
    "-name": ("-sort_name", "-pk"),
    "neu": ("-updated_at", "-pk"),
    "-neu": ("updated_at", "pk"),
}


class PersonFilter(LenientFilterSet):
    """The office list of persons."""

    q = WordsFilter(method="filter_words", label=gettext_lazy("Search in this list"))
    oeffentlich = OneFilter(choices=YES_NO, method="filter_published", label=gettext_lazy("Name published"))
    konto = OneFilter(choices=YES_NO, method="filter_account", label=gettext_lazy("Has an account"))
    ohne_akteur = OneFilter(
        choices=(ALL, ("ja", gettext_lazy("yes"))), method="filter_without", label=gettext_lazy("Without an actor")
    )
    sort = OneFilter(choices=[(key, key) for key in PERSON_SORTS], method="filter_nothing")

    class Meta:
        model = Person
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        sort = self.form.cleaned_data.get("sort")
        if not sort and self.form.cleaned_data.get("q"):
            return queryset.order_by("-relevance", "sort_name", "pk")
        return queryset.order_by(*PERSON_SORTS[sort or "name"])

    def filter_words(self, queryset, name, value):
        return match(queryset, value)

    def filter_published(self, queryset, name, value):
        return queryset.filter(is_published=value == "ja") if value else queryset

    def filter_account(self, queryset, name, value):
        return queryset.filter(user__isnull=value == "nein") if value else queryset

    def filter_without(self, queryset, name, value):
        return queryset.filter(roles__isnull=True) if value else queryset

    def filter_nothing(self, queryset, name, value):
        return queryset
