"""Filters of the lists of papers and resolutions; the pages and their exports share them."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.filters import ALL, YES_NO, LenientFilterSet, MultipleFilter, OneFilter, WordsFilter
from fields_of_action.models import FieldOfAction
from integration_portal.core import roles
from integration_portal.core.models import User
from integration_portal.core.search import match

from .models import Committee, Paper, Resolution

FIRST_LAST = {"nulls_last": True}
PAPER_SORTS = {
    "tag": (F("dated_on").desc(**FIRST_LAST), "-pk"),
    "-tag": (F("dated_on").asc(**FIRST_LAST), "pk"),
    "titel": ("search_title", "pk"),
    "-titel": ("-search_title", "-pk"),
}
RESOLUTION_SORTS = {
    "tag": ("-resolved_on", "-pk"),
    "-tag": ("resolved_on", "pk"),
    "frist": (F("due_on").asc(**FIRST_LAST), "pk"),
    "-frist": (F("due_on").desc(**FIRST_LAST), "-pk"),
}


def _fields():
    return [(field.slug, f"{field.number} {field.label}") for field in FieldOfAction.objects.with_framework()]


class _CommitteeThingsFilter(LenientFilterSet):
    """What both lists share: words, committees the account may see, fields, order."""

    SORTS: dict = {}

    q = WordsFilter(method="filter_words", label=_("Search in this list"))
    gremium = MultipleFilter(choices=(), method="filter_committee", label=_("Committee"))
    feld = MultipleFilter(choices=_fields, method="filter_field", label=_("Field of action"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # a function: Django copies fields, and of a bound method it would copy the request, too
        self.filters["gremium"].extra["choices"] = lambda: self.committees()

    def committees(self):
        """Those that the account may see."""
        return [(row.slug, row.label) for row in Committee.objects.visible_inside(self.request.user)]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        sort = self.form.cleaned_data.get("sort")
        if not sort and self.form.cleaned_data.get("q"):
            return queryset.order_by("-relevance", *self.SORTS["tag"])
        return queryset.order_by(*self.SORTS[sort or "tag"])

    def filter_words(self, queryset, name, value):
        return match(queryset, value)

    def filter_field(self, queryset, name, values):
        through = queryset.model.fields.through.objects.filter(fieldofaction__slug__in=values)
        return queryset.filter(pk__in=through.values(queryset.model._meta.model_name)) if values else queryset

    def filter_nothing(self, queryset, name, value):
        return queryset


class PaperFilter(_CommitteeThingsFilter):
    """The list of papers."""

    SORTS = PAPER_SORTS

    art = MultipleFilter(choices=Paper.Kind.choices, method="filter_kind", label=_("Kind"))
    stand = MultipleFilter(choices=Paper.State.choices, method="filter_state", label=_("State"))
    oeffentlich = OneFilter(choices=YES_NO, method="filter_public", label=_("Public paper"))
    sort = OneFilter(choices=[(key, key) for key in PAPER_SORTS], method="filter_nothing")

    class Meta:
        model = Paper
        fields = []

    def filter_committee(self, queryset, name, values):
        stops = Committee.objects.filter(slug__in=values).values("referrals__paper")
        return queryset.filter(pk__in=stops) if values else queryset

    def filter_kind(self, queryset, name, values):
        return queryset.filter(kind__in=values) if values else queryset

    def filter_state(self, queryset, name, values):
        return queryset.filter(state__in=values) if values else queryset

    def filter_public(self, queryset, name, value):
        return queryset.filter(is_public=value == "ja") if value else queryset


def _years():
    days = Resolution.objects.dates("resolved_on", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in days]


def _people():
    return [(str(user.pk), str(user)) for user in User.objects.filter(resolutions__isnull=False).distinct()]


class ResolutionFilter(_CommitteeThingsFilter):
    """The register of resolutions."""

    SORTS = RESOLUTION_SORTS

    stand = MultipleFilter(choices=Resolution.Status.choices, method="filter_status", label=_("Status"))
    jahr = MultipleFilter(choices=_years, method="filter_year", label=_("Year"))
    wer = OneFilter(choices=(), method="filter_responsible", label=_("Responsible"))
    frist = OneFilter(
        choices=(ALL, ("ueberfaellig", _("overdue")), ("offen", _("still to be carried out"))),
        method="filter_due",
        label=_("Due"),
    )
    sort = OneFilter(choices=[(key, key) for key in RESOLUTION_SORTS], method="filter_nothing")

    class Meta:
        model = Resolution
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if roles.reads_all(self.request.user):
            self.filters["wer"].extra["choices"] = lambda: [ALL, ("ich", _("I am")), *_people()]
        else:
            del self.filters["wer"]

    def filter_committee(self, queryset, name, values):
        return queryset.filter(committee__slug__in=values) if values else queryset

    def filter_status(self, queryset, name, values):
        return queryset.filter(status__in=values) if values else queryset

    def filter_year(self, queryset, name, values):
        return queryset.filter(resolved_on__year__in=values) if values else queryset

    def filter_responsible(self, queryset, name, value):
        if not value:
            return queryset
        return queryset.filter(responsible=self.request.user.pk if value == "ich" else int(value))

    def filter_due(self, queryset, name, value):
        if value == "ueberfaellig":
            return queryset.overdue(timezone.localdate())
        return queryset.unfinished() if value == "offen" else queryset
