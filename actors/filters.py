"""Filters of the office lists of actors and persons; the page and its exports share them.

A value that does not exist is left out and named in `notices`: every address gives a page.
"""

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fields_of_action.models import FieldOfAction
from integration_portal.core.form_fields import DayInput
from integration_portal.core.models import Language, Municipality, TargetGroup
from integration_portal.core.params import day
from integration_portal.core.search import match
from integration_portal.core.text import MAX_QUERY_LENGTH

from .carriers import levels_below
from .models import Actor, ActorAlias, ActorKind, ActorName, Offer, Topic


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


class LenientDayField(forms.CharField):
    """A day as 2026-11-23 or 23.11.2026; anything else is left out and kept in `unknown`."""

    widget = DayInput

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = []

    def clean(self, value):
        found = day(value)
        self.unknown = [value] if value and found is None else []
        return found


class DayFilter(django_filters.CharFilter):
    field_class = LenientDayField


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
OFFERS = (
    ALL,
    ("ja", gettext_lazy("with offers that run today")),
    ("oeffentlich", gettext_lazy("with published offers that run today")),
    ("nein", gettext_lazy("without offers that run today")),
)
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


def _of_actor_or_offer(queryset, lookup, values):
    """Rows of which the actor itself or one of its offers fits."""
    if not values:
        return queryset
    fits = Q(pk__in=Actor.objects.filter(**{lookup: values}).values("pk"))
    return queryset.filter(fits | Q(pk__in=Offer.objects.filter(**{lookup: values}).values("actor")))


class ActorFilter(LenientFilterSet):
    """The office list of actors; archived ones only on demand."""

    q = WordsFilter(method="filter_words", label=gettext_lazy("Search in this list"))
    art = MultipleFilter(choices=_named(ActorKind), method="filter_kind", label=gettext_lazy("Kind"))
    feld = MultipleFilter(choices=_fields, method="filter_field", label=gettext_lazy("Field of action"))
    gemeinde = MultipleFilter(choices=_municipalities, method="filter_municipality", label=gettext_lazy("Municipality"))
    sprache = MultipleFilter(choices=_named(Language), method="filter_language", label=gettext_lazy("Language"))
    thema = MultipleFilter(choices=_named(Topic), method="filter_topic", label=gettext_lazy("Topic"))
    zielgruppe = MultipleFilter(
        choices=_named(TargetGroup), method="filter_target_group", label=gettext_lazy("Target group")
    )
    traeger = OneFilter(
        choices=(ALL,),
        method="filter_carrier",
        label=gettext_lazy("Carrier"),
        help_text=gettext_lazy("With all branches below."),
    )
    ohne_traeger = OneFilter(
        choices=(ALL, ("ja", gettext_lazy("yes"))),
        method="filter_without_carrier",
        label=gettext_lazy("Without carrier"),
    )
    angebot = OneFilter(choices=OFFERS, method="filter_offers", label=gettext_lazy("Offers"))
    bestaetigt_vor = DayFilter(
        method="filter_confirmed_before",
        label=gettext_lazy("Details confirmed before"),
        help_text=gettext_lazy("Or never."),
    )
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Only carriers among the rows themselves: a contributor learns no names that way.
        carriers = self.queryset.filter(Exists(Actor.objects.filter(carrier=OuterRef("pk")))).order_by(
            "sort_name", "pk"
        )
        self.filters["traeger"].extra["choices"] = lambda: [ALL, *carriers.values_list("slug", "name")]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("archiv"):
            queryset = queryset.current()
        sort = self.form.cleaned_data.get("sort")
        if not sort and self.form.cleaned_data.get("q"):
            return queryset.order_by("-relevance", "sort_name", "pk")
        return queryset.order_by(*ACTOR_SORTS[sort or "name"])

    def filter_words(self, queryset, name, value):
        """In names, descriptions and towns, and in former names and other spellings."""
        return match(
            queryset,
            value,
            elsewhere=lambda term: (
                Q(pk__in=ActorName.objects.filter(key__contains=term).values("actor"))
                | Q(pk__in=ActorAlias.objects.filter(key__contains=term).values("actor"))
            ),
        )

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

    def filter_topic(self, queryset, name, values):
        return _of_actor_or_offer(queryset, "topics__slug__in", values)

    def filter_target_group(self, queryset, name, values):
        return _of_actor_or_offer(queryset, "target_groups__slug__in", values)

    def filter_carrier(self, queryset, name, value):
        """The carrier's branches, theirs, and so on; not the carrier itself."""
        carrier = Actor.objects.filter(slug=value).values_list("pk", flat=True)
        return (
            queryset.filter(pk__in=[pk for level in levels_below(list(carrier)) for pk in level]) if value else queryset
        )

    def filter_without_carrier(self, queryset, name, value):
        return queryset.filter(carrier__isnull=True) if value else queryset

    def filter_offers(self, queryset, name, value):
        if not value:
            return queryset
        offers = Offer.objects.on(timezone.localdate()).filter(actor=OuterRef("pk"))
        if value == "oeffentlich":
            offers = offers.filter(is_published=True)
        return queryset.filter(~Exists(offers) if value == "nein" else Exists(offers))

    def filter_confirmed_before(self, queryset, name, value):
        return queryset.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=value)) if value else queryset

    def filter_published(self, queryset, name, value):
        return queryset.filter(is_published=value == "ja") if value else queryset

    def filter_archive(self, queryset, name, value):
        return queryset.filter(archived_at__isnull=False) if value == "ja" else queryset

    def filter_nothing(self, queryset, name, value):
        return queryset
