"""The columns of measures that everyone may take along, over the writers in `core`."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import writers
from integration_portal.core.models import SiteSettings

CHUNK = 500


def columns(absolute):
    """Public columns; `absolute` turns a path into a full address. Nothing internal, no contacts, no cost."""
    column = writers.Column
    return [
        column("number", gettext_lazy("Number"), lambda m: m.number, 9),
        column("title", gettext_lazy("Title"), lambda m: m.title, 44),
        column("field", gettext_lazy("Field of action"), lambda m: m.primary_field.label if m.primary_field else "", 24),
        column("framework", gettext_lazy("Guidelines"), lambda m: m.placement.framework.title if m.placement else "", 24),
        column("further_fields", gettext_lazy("Further fields of action"), lambda m: [field.label for field in m.further_fields.all()], 24),
        column("status", gettext_lazy("Status"), lambda m: str(m.state.label), 16),
        column("status_code", gettext_lazy("Status (code)"), lambda m: m.status, 14),
        column("kind", gettext_lazy("Kind"), lambda m: m.get_kind_display(), 18),
        column("summary", gettext_lazy("In one sentence"), lambda m: m.summary, 50),
        column("text", gettext_lazy("Text"), lambda m: m.public_text or m.description, 50),
        column("lead", gettext_lazy("Lead"), lambda m: m.lead.name, 30),
        column("municipalities", gettext_lazy("Municipalities"), places, 30),
        column("target_groups", gettext_lazy("Target groups"), lambda m: [group.label for group in m.target_groups.all()], 30),
        column("goals", gettext_lazy("Goals"), lambda m: [str(goal) for goal in m.goals.all()], 40),
        column("start", gettext_lazy("Start"), lambda m: m.start_on, 12),
        column("end", gettext_lazy("End"), lambda m: m.end_on, 12),
        column("permanent", gettext_lazy("Permanent"), lambda m: m.is_permanent, 11),
        column("rhythm", gettext_lazy("Rhythm"), lambda m: m.period_note, 24),
        column("updated", gettext_lazy("Last updated"), lambda m: m.updated_at, 18),
        column("url", gettext_lazy("Address"), lambda m: absolute(m.get_absolute_url()), 50),
    ]


def places(measure):
    """Names of the municipalities, or the whole district."""
    names = [place.name for place in measure.municipalities.all()]
    return [_("district-wide"), *names] if measure.is_district_wide else names


def rows(measures):
    """The measures with all that the columns read, in chunks, so that memory does not grow with their number."""
    return (
        measures.select_related("lead")
        .with_placements()
        .prefetch_related("further_fields", "municipalities", "target_groups", "goals")
        .defer("starting_situation", "expected_effect", "progress_note", "internal_note", "import_note", "status_reason")
        .defer("search_title", "search_body", "search_internal")
        .iterator(chunk_size=CHUNK)
    )


def table(request, chosen):
    """The table of a filter's measures, in the filter's order."""
    return writers.Table(_("Measures"), columns(request.build_absolute_uri), rows(chosen.qs))


def csv(request, chosen):
    """RFC 4180; with `?excel=1` what a German Excel opens by itself: BOM and semicolons."""
    return writers.csv_response(table(request, chosen), excel=request.GET.get("excel") == "1")


def xlsx(request, chosen):
    return writers.xlsx_response(table(request, chosen))


def json(request, chosen):
    """Also says which office it comes from and which parts of the filter were left out."""
    extra = {"source": SiteSettings.load().office_name, "notices": chosen.notices}
    return writers.json_response(table(request, chosen), extra=extra)
