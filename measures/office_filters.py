"""The filter of the office table: all that the public listing filters by, and what only the office asks.

As in public, a value that is unknown or malformed is left out and named in `notices`.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

import django_filters
from django.core.cache import cache
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from actors.models import Actor
from fields_of_action.models import FieldOfAction, Framework
from integration_portal.core import versions
from integration_portal.core.listing.filters import shown
from integration_portal.core.models import CrossCuttingPlan, Municipality, TargetGroup, User
from integration_portal.core.search import match
from integration_portal.core.text import search_terms

from .facets import DISTRICT_WIDE
from .filters import DayFilter, StatusFilter, ValuesFilter, WordsFilter
from .models import Kind, Measure, Priority, Status
from .querysets import add_months

COUNTER = "office_options"
CACHE_SECONDS = 24 * 3600

SORTS = {
    "nr": ("number_key", "sort_title"),
    "titel": ("sort_title",),
    "stand": ("status_step", "sort_title"),
    "federfuehrung": ("lead__sort_name", "sort_title"),
    "sachstand": ("news_on", "sort_title"),
    "ende": ("end_on", "sort_title"),
    "foerderung": ("funding_until", "sort_title"),
    "geaendert": ("updated_at",),
}
DEFAULT_SORT = "nr"
#: The status as a number, in the order of the table of steps and not of the alphabet.
STEP = Case(
    *(When(status=value, then=Value(step)) for step, value in enumerate(Status.values)), output_field=IntegerField()
)

VIEWS = {
    "alle": gettext_lazy("All"),
    "meine": gettext_lazy("Mine"),
    "zu-klaeren": gettext_lazy("To clarify"),
    "ueberfaellig": gettext_lazy("Overdue"),
    "verspaetet": gettext_lazy("Late start"),
    "ohne-sachstand": gettext_lazy("Without news"),
    "foerderung-endet": gettext_lazy("Funding ends"),
    "nicht-oeffentlich": gettext_lazy("Not public"),
    "archiv": gettext_lazy("Archive"),
}
FLAGS = {"schwerpunkt": gettext_lazy("Focus"), "quick-win": gettext_lazy("Quick win")}
YES_NO = {"ja": gettext_lazy("yes"), "nein": gettext_lazy("no")}

LABELS = {
    "feld": gettext_lazy("Field of action"),
    "rahmen": gettext_lazy("Framework"),
    "status": gettext_lazy("Status"),
    "art": gettext_lazy("Kind"),
    "traeger": gettext_lazy("Lead"),
    "betreut": gettext_lazy("Looked after by"),
    "gemeinde": gettext_lazy("Municipality"),
    "zielgruppe": gettext_lazy("Target group"),
    "plan": gettext_lazy("Cross-cutting plan"),
    "prioritaet": gettext_lazy("Priority"),
    "merkmal": gettext_lazy("Mark"),
    "oeffentlich": gettext_lazy("Public"),
}


@dataclass(frozen=True)
class Option:
    """A value one can filter by, with its name in German and English."""

    value: str
    name: str
    name_en: str = ""

    @property
    def label(self):
        return self.name_en if self.name_en and get_language() == "en" else self.name


def load_options():
    """{parameter: options} read from the tables they come from; cached under their change counter."""
    key = f"office-options:2:{versions.current(COUNTER)}"
    options = cache.get(key)
    if options is None:
        options = _read_options()
        cache.set(key, options, CACHE_SECONDS)
    return options | {
        "status": [Option(value, label) for value, label in Status.choices],
        "art": [Option(value, label) for value, label in Kind.choices],
        "prioritaet": [Option(value, label) for value, label in Priority.choices],
        "merkmal": [Option(value, label) for value, label in FLAGS.items()],
        "oeffentlich": [Option(value, label) for value, label in YES_NO.items()],
    }


def _read_options():
    users = User.objects.filter(groups__name="office").distinct()
    return {
        "feld": [
            Option(field.slug, f"{field.number} {field.name}", f"{field.number} {field.name_en or field.name}")
            for field in FieldOfAction.objects.with_framework()
        ],
        "rahmen": [Option(row.slug, row.title) for row in Framework.objects.all()],
        "traeger": [
            Option(actor.slug, actor.name) for actor in Actor.objects.filter(led_measures__isnull=False).distinct()
        ],
        "betreut": [Option("niemand", str(_("nobody"))), *(Option(str(user.pk), str(user)) for user in users)],
        "gemeinde": [
            Option(DISTRICT_WIDE, "landkreisweit", "district-wide"),
            *(Option(place.ags, place.name) for place in Municipality.objects.all()),
        ],
        "zielgruppe": [Option(group.slug, group.name, group.name_en) for group in TargetGroup.objects.all()],
        "plan": [Option(plan.slug, plan.name, plan.name_en) for plan in CrossCuttingPlan.objects.all()],
    }


class OfficeMeasureFilter(django_filters.FilterSet):
    """The filter of an address over measures the user may see inside: `OfficeMeasureFilter(request, on=…, site=…)`."""

    q = WordsFilter(method="filter_words")
    feld = ValuesFilter(method="filter_fields")
    rahmen = ValuesFilter(method="filter_frameworks")
    status = StatusFilter(field_name="status", lookup_expr="in")
    art = ValuesFilter(field_name="kind", lookup_expr="in")
    traeger = ValuesFilter(field_name="lead__slug", lookup_expr="in")
    betreut = ValuesFilter(method="filter_responsible")
    gemeinde = ValuesFilter(method="filter_places")
    zielgruppe = ValuesFilter(method="filter_target_groups")
    plan = ValuesFilter(method="filter_plans")
    prioritaet = ValuesFilter(field_name="priority", lookup_expr="in")
    merkmal = ValuesFilter(method="filter_flags")
    oeffentlich = ValuesFilter(method="filter_public")
    von = DayFilter(method="filter_start")
    bis = DayFilter(method="filter_end")

    class Meta:
        model = Measure
        fields = []

    def __init__(self, data, *, user, on, site):
        self.user, self.on, self.site = user, on, site
        annotated = (
            Measure.objects.visible_inside(user)
            .with_due_flags(on, stale_after_days=site.stale_after_days)
            .with_funding_end()
        )
        super().__init__(data, queryset=annotated)
        self.options = load_options()
        for name in LABELS:
            self.filters[name].extra["choices"] = tuple(option.value for option in self.options[name])
        self.form.is_valid()
        self.values = self.form.cleaned_data
        view = data.get("ansicht", "alle") or "alle"
        self.view = view if view in VIEWS else "alle"
        sort = data.get("sort", "")
        self.descending = sort.startswith("-")
        self.sort = sort.removeprefix("-") if sort.removeprefix("-") in SORTS else DEFAULT_SORT
        self.notices = list(self._notices(view, sort))

    # --- what was asked for ------------------------------------------------------------------------------
    @property
    def pairs(self):
        """The filter as (parameter, value) pairs, without view, order and page."""
        pairs = [("q", self.values["q"])] if self.values["q"] else []
        pairs += [(name, value) for name in LABELS for value in self.values[name]]
        return pairs + [(name, self.values[name].isoformat()) for name in ("von", "bis") if self.values[name]]

    @property
    def is_filtered(self):
        return bool(self.pairs)

    def address(self, *, without=(), **changes):
        """The query string of this list ("?…") with parameters replaced or, by None, dropped."""
        pairs = [pair for pair in self.pairs if pair not in without and pair[0] not in changes]
        view = changes.pop("ansicht", self.view)
        if view and view != "alle":
            pairs.append(("ansicht", view))
        sort = changes.pop("sort", ("-" if self.descending else "") + self.sort)
        if sort and sort != DEFAULT_SORT:
            pairs.append(("sort", sort))
        pairs += [(name, value) for name, value in changes.items() if value is not None]
        return f"?{urlencode(pairs)}" if pairs else "?"

    @property
    def chips(self):
        """[(label, address without it)] of what narrows the list."""
        names = {name: {option.value: option.label for option in self.options[name]} for name in LABELS}
        chips = []
        for pair in self.pairs:
            name, value = pair
            if name == "q":
                label = f"„{value}“"
            elif name in ("von", "bis"):
                label = f"{_('from') if name == 'von' else _('until')} {self.values[name]:%d.%m.%Y}"
            else:
                label = f"{LABELS[name]}: {names[name][value]}"
            chips.append((label, self.address(without=[pair])))
        return chips

    def facets(self):
        """[(parameter, label, [(option, is chosen)])] for the filter panel."""
        return [
            (name, label, [(option, option.value in self.values[name]) for option in self.options[name]])
            for name, label in LABELS.items()
            if self.options[name]
        ]

    def _notices(self, view, sort):
        if view not in VIEWS:
            yield _("“%(value)s” is not a known view; all measures are shown.") % {"value": shown(view)}
        if sort and sort.removeprefix("-") not in SORTS:
            yield _("“%(value)s” is not a known order; the usual one is used.") % {"value": shown(sort)}
        for name in (*LABELS, "von", "bis"):
            for value in self.form.fields[name].unknown[:3]:
                yield _("“%(value)s” is not a known value of “%(name)s” and was left out.") % {
                    "value": shown(value),
                    "name": LABELS.get(name, name),
                }

    # --- the same in the database ------------------------------------------------------------------------
    def in_view(self, measures, view):
        """The measures of one of `VIEWS`."""
        condition = self._view_conditions()[view]
        return measures.filter(condition)

    def _view_conditions(self):
        current = Q(archived_at__isnull=True)
        last = self.funding_limit
        return {
            "alle": current,
            "meine": current & Q(responsible=self.user.pk),
            "zu-klaeren": current & Q(to_clarify=True),
            "ueberfaellig": current & Q(is_overdue=True),
            "verspaetet": current & Q(is_late=True),
            "ohne-sachstand": current & Q(is_stale=True),
            "foerderung-endet": current
            & Q(
                status__in=("idea", "planned", "in_progress", "permanent"),
                funding_until__gte=self.on,
                funding_until__lte=last,
            ),
            "nicht-oeffentlich": current & Q(is_published=False),
            "archiv": Q(archived_at__isnull=False),
        }

    @property
    def funding_limit(self):
        """The last day that counts as "soon" for the end of funding."""
        return add_months(self.on, self.site.funding_ends_within_months)

    def view_counts(self):
        """{view: number of measures} over everything the user may see; one query."""
        conditions = {
            view.replace("-", "_"): Count("pk", filter=condition) for view, condition in self._view_conditions().items()
        }
        counts = self.queryset.order_by().aggregate(**conditions)
        return {name.replace("_", "-"): number for name, number in counts.items()}

    @property
    def qs(self):
        """The matching measures in order; equal ones follow each other by their keys, so pages are stable."""
        if not hasattr(self, "_qs"):
            measures = (
                self.in_view(self.filter_queryset(self.queryset), self.view)
                .with_number_key(self.on)
                .annotate(status_step=STEP)
            )
            order = []
            for name in SORTS[self.sort]:
                order.append(F(name).desc(nulls_last=True) if self.descending else F(name).asc(nulls_last=True))
            self._qs = measures.order_by(*order, "pk")
        return self._qs

    def filter_words(self, measures, _name, value):
        numbered = self._numbered(value)
        if numbered is not None:
            return measures.filter(numbered)
        return match(measures, value, extra=("search_internal",)) if search_terms(value) else measures

    def _numbered(self, value):
        """A query like 2.10 looks for the number."""
        if not value.replace(".", "").isdigit() or "." not in value:
            return None
        return Exists(Measure.placements.rel.related_model.objects.filter(measure=OuterRef("pk"), number=value))

    def filter_fields(self, measures, _name, values):
        chosen = FieldOfAction.objects.filter(slug__in=values).values("pk")
        return measures.in_field(*FieldOfAction.objects.filter(pk__in=chosen)) if values else measures

    def filter_frameworks(self, measures, _name, values):
        placements = Measure.placements.rel.related_model.objects.filter(
            measure=OuterRef("pk"), framework__slug__in=values
        )
        return measures.filter(Exists(placements)) if values else measures

    def filter_responsible(self, measures, _name, values):
        if not values:
            return measures
        condition = Q(responsible__in=[int(value) for value in values if value.isdigit()])
        return (
            measures.filter(condition | Q(responsible__isnull=True))
            if "niemand" in values
            else measures.filter(condition)
        )

    def filter_places(self, measures, _name, values):
        if not values:
            return measures
        links = Measure.municipalities.through.objects.filter(measure=OuterRef("pk"), municipality__ags__in=values)
        hits = Q(Exists(links))
        return measures.filter(hits | Q(is_district_wide=True)) if DISTRICT_WIDE in values else measures.filter(hits)

    def filter_target_groups(self, measures, _name, values):
        links = Measure.target_groups.through.objects.filter(measure=OuterRef("pk"), targetgroup__slug__in=values)
        return measures.filter(Exists(links)) if values else measures

    def filter_plans(self, measures, _name, values):
        links = Measure.cross_cutting_plans.through.objects.filter(
            measure=OuterRef("pk"), crosscuttingplan__slug__in=values
        )
        return measures.filter(Exists(links)) if values else measures

    def filter_flags(self, measures, _name, values):
        condition = Q()
        if "schwerpunkt" in values:
            condition |= Q(is_focus=True)
        if "quick-win" in values:
            condition |= Q(is_quick_win=True)
        return measures.filter(condition)

    def filter_public(self, measures, _name, values):
        return measures.filter(is_published="ja" in values) if len(values) == 1 else measures

    def filter_start(self, measures, _name, value):
        return measures.filter(Q(end_on__isnull=True) | Q(end_on__gte=value)) if value else measures

    def filter_end(self, measures, _name, value):
        return measures.filter(Q(start_on__isnull=True) | Q(start_on__lte=value)) if value else measures
