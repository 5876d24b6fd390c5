"""The columns of measures that everyone may take along, over the writers in `core`.

Thousands of rows go out at once, so they are read as plain values in chunks, and names of fields, places and groups
only once: a fraction of the time that model instances with their relations would take.
"""

import dataclasses
import datetime
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core import writers
from integration_portal.core.models import Municipality, SiteSettings, TargetGroup

from .models import Kind, Measure, MeasurePlacement, Status

CHUNK = 1000
VALUES = (
    "pk", "title", "slug", "status", "kind", "summary", "public_text", "description", "lead__name",
    "start_on", "end_on", "is_permanent", "period_note", "updated_at", "is_district_wide",
)  # fmt: skip


@dataclasses.dataclass(slots=True)
class Row:
    """A measure as the exports show it; lists hold names in reading order."""

    pk: int
    title: str
    slug: str
    status: str
    kind: str
    summary: str
    public_text: str
    description: str
    lead: str
    start: datetime.date | None
    end: datetime.date | None
    permanent: bool
    rhythm: str
    updated: datetime.datetime
    district_wide: bool
    number: str = ""
    field: str = ""
    framework: str = ""
    further_fields: list = dataclasses.field(default_factory=list)
    municipalities: list = dataclasses.field(default_factory=list)
    target_groups: list = dataclasses.field(default_factory=list)
    goals: list = dataclasses.field(default_factory=list)


def columns(prefix):
    """Public columns; `prefix` goes before a measure's short address. Nothing internal, no contacts, no cost."""
    column = writers.Column
    statuses, kinds = dict(Status.choices), dict(Kind.choices)
    statuses = {value: str(label) for value, label in statuses.items()}
    kinds = {value: str(label) for value, label in kinds.items()}
    return [
        column("number", gettext_lazy("Number"), lambda row: row.number, 9),
        column("title", gettext_lazy("Title"), lambda row: row.title, 44),
        column("field", gettext_lazy("Field of action"), lambda row: row.field, 24),
        column("framework", gettext_lazy("Guidelines"), lambda row: row.framework, 24),
        column("further_fields", gettext_lazy("Further fields of action"), lambda row: row.further_fields, 24),
        column("status", gettext_lazy("Status"), lambda row: statuses[row.status], 16),
        column("status_code", gettext_lazy("Status (code)"), lambda row: row.status, 14),
        column("kind", gettext_lazy("Kind"), lambda row: kinds[row.kind], 18),
        column("summary", gettext_lazy("In one sentence"), lambda row: row.summary, 50),
        column("text", gettext_lazy("Text"), lambda row: row.public_text or row.description, 50),
        column("lead", gettext_lazy("Lead"), lambda row: row.lead, 30),
        column("municipalities", gettext_lazy("Municipalities"), lambda row: row.municipalities, 30),
        column("target_groups", gettext_lazy("Target groups"), lambda row: row.target_groups, 30),
        column("goals", gettext_lazy("Goals"), lambda row: row.goals, 40),
        column("start", gettext_lazy("Start"), lambda row: row.start, 12),
        column("end", gettext_lazy("End"), lambda row: row.end, 12),
        column("permanent", gettext_lazy("Permanent"), lambda row: row.permanent, 11),
        column("rhythm", gettext_lazy("Rhythm"), lambda row: row.rhythm, 24),
        column("updated", gettext_lazy("Last updated"), lambda row: row.updated, 18),
        column("url", gettext_lazy("Address"), lambda row: f"{prefix}{row.slug}/", 50),
    ]


def places(measure):
    """Names of a measure's municipalities, or the whole district; wants `municipalities` loaded."""
    names = [place.name for place in measure.municipalities.all()]
    return [_("district-wide"), *names] if measure.is_district_wide else names


def rows(measures):
    """Yield the measures as rows in their order: four queries for the names, and six per thousand rows."""
    fields = {one.pk: (one.label, one.framework.title) for one in FieldOfAction.objects.with_framework()}
    field_names = {pk: label for pk, (label, _title) in fields.items()}
    relations = (
        ("further_fields", Measure.further_fields.through, "fieldofaction_id", field_names),
        (
            "municipalities",
            Measure.municipalities.through,
            "municipality_id",
            dict(Municipality.objects.values_list("pk", "name")),
        ),
        (
            "target_groups",
            Measure.target_groups.through,
            "targetgroup_id",
            {one.pk: one.label for one in TargetGroup.objects.all()},
        ),
        (
            "goals",
            Measure.goals.through,
            "goal_id",
            {pk: f"{code} {title}" for pk, code, title in Goal.objects.values_list("pk", "code", "title")},
        ),
    )
    found = iter(measures.values_list(*VALUES).iterator(chunk_size=CHUNK))
    wide = _("district-wide")
    while chunk := [Row(*values[: len(VALUES)]) for values in islice(found, CHUNK)]:
        by_pk = {row.pk: row for row in chunk}
        _place(by_pk, fields)
        for name, through, other, names in relations:
            _relate(by_pk, name, through, other, names)
        for row in chunk:
            if row.district_wide:
                row.municipalities.insert(0, wide)
        yield from chunk


def _place(by_pk, fields):
    """Give the rows number, field and framework of their place in the framework in force."""
    places = (
        MeasurePlacement.objects.current_first()
        .filter(measure__in=list(by_pk))
        .values_list("measure_id", "field_id", "number")
    )
    for measure_id, field_id, number in places:
        row = by_pk[measure_id]
        if not row.field:
            row.field, row.framework = fields[field_id]
            row.number = number or ""


def _relate(by_pk, name, through, other, names):
    """Give the rows the names of one relation, in the order of `names`."""
    rank = {pk: place for place, pk in enumerate(names)}
    pairs = through.objects.filter(measure__in=list(by_pk)).values_list("measure_id", other)
    for measure_id, pk in sorted(pairs, key=lambda pair: rank[pair[1]]):
        getattr(by_pk[measure_id], name).append(names[pk])


def table(request, chosen):
    """The table of a filter's measures, in the filter's order."""
    prefix = request.build_absolute_uri(reverse("measures:list"))
    return writers.Table(_("Measures"), columns(prefix), rows(chosen.qs))


def csv(request, chosen):
    """RFC 4180; with `?excel=1` what a German Excel opens by itself: BOM and semicolons."""
    return writers.csv_response(table(request, chosen), excel=request.GET.get("excel") == "1")


def xlsx(request, chosen):
    return writers.xlsx_response(table(request, chosen))


def json(request, chosen):
    """Also says which office it comes from and which parts of the filter were left out."""
    extra = {"source": SiteSettings.load().office_name, "notices": chosen.notices}
    return writers.json_response(table(request, chosen), extra=extra)
