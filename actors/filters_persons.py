"""Filter of the office list of persons; the page and its exports share it."""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy

from integration_portal.core.models import Language
from integration_portal.core.search import match

from .filters import ALL, YES_NO, LenientFilterSet, OneFilter, WordsFilter
from .models import Person, PersonRole
from .protection.persons import to_review

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
    grundlage = OneFilter(
        choices=(ALL, *Person.LegalBasis.choices, ("ohne", gettext_lazy("not noted"))),
        method="filter_basis",
        label=gettext_lazy("Legal basis"),
    )
    pruefen = OneFilter(
        choices=(ALL, ("ja", gettext_lazy("yes"))), method="filter_review", label=gettext_lazy("To be looked at")
    )
    verteiler = OneFilter(
        choices=(ALL, ("widerspruch", gettext_lazy("objects")), ("ja", gettext_lazy("may be written to"))),
        method="filter_mailings",
        label=gettext_lazy("Mailing lists"),
    )
    sprache = OneFilter(
        choices=lambda: [ALL, *((row.slug, str(row)) for row in Language.objects.all())],
        method="filter_language",
        label=gettext_lazy("Preferred language"),
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
        in_office = PersonRole.objects.on(timezone.localdate()).filter(person=OuterRef("pk"))
        return queryset.filter(~Exists(in_office)) if value else queryset

    def filter_basis(self, queryset, name, value):
        return queryset.filter(legal_basis="" if value == "ohne" else value) if value else queryset

    def filter_review(self, queryset, name, value):
        return (
            queryset.filter(pk__in=to_review(timezone.localdate(), None).order_by().values("pk")) if value else queryset
        )

    def filter_mailings(self, queryset, name, value):
        return queryset.filter(no_mailings_on__isnull=value == "ja") if value else queryset

    def filter_language(self, queryset, name, value):
        return queryset.filter(preferred_language__slug=value) if value else queryset

    def filter_nothing(self, queryset, name, value):
        return queryset
