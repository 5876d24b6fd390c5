"""The columns of measures for the office: everything on the sheet, internal notes included."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.writers import Column, Table

from .exports import places

CHUNK = 500


def office_table(measures, request):
    """All rows of a queryset of measures, in its order, read in chunks."""
    columns = [
        Column("number", gettext_lazy("Number"), lambda m: m.number, 9),
        Column("title", gettext_lazy("Title"), lambda m: m.title, 44),
        Column("field", gettext_lazy("Field of action"), lambda m: str(m.primary_field or ""), 24),
        Column(
            "further_fields",
            gettext_lazy("Further fields of action"),
            lambda m: [str(f) for f in m.further_fields.all()],
            24,
        ),
        Column("goals", gettext_lazy("Goals"), lambda m: [str(goal) for goal in m.goals.all()], 40),
        Column("kind", gettext_lazy("Kind"), lambda m: m.get_kind_display(), 18),
        Column("status", gettext_lazy("Status"), lambda m: str(m.state.label), 16),
        Column("reason", gettext_lazy("Reason for the status"), lambda m: m.status_reason, 30),
        Column("lead", gettext_lazy("Lead"), lambda m: str(m.lead or ""), 30),
        Column("partners", gettext_lazy("Partners"), lambda m: [str(link.actor) for link in m.partner_links.all()], 30),
        Column(
            "target_groups",
            gettext_lazy("Target groups"),
            lambda m: [str(group) for group in m.target_groups.all()],
            24,
        ),
        Column("municipalities", gettext_lazy("Municipalities"), places, 24),
        Column("start", gettext_lazy("Start"), lambda m: m.start_on, 12),
        Column("end", gettext_lazy("End"), lambda m: m.end_on, 12),
        Column("permanent", gettext_lazy("Permanent"), lambda m: m.is_permanent, 11),
        Column("rhythm", gettext_lazy("Rhythm"), lambda m: m.period_note, 24),
        Column("cost", gettext_lazy("Cost in euros"), lambda m: m.cost, 14),
        Column("funding", gettext_lazy("Funding"), lambda m: [line.source for line in m.funding.all()], 30),
        Column("funded_until", gettext_lazy("Funded until"), lambda m: m.funding_until, 12),
        Column("progress", gettext_lazy("Latest progress"), lambda m: m.progress_note, 40),
        Column("progress_on", gettext_lazy("Progress as of"), lambda m: m.progress_on, 12),
        Column("review", gettext_lazy("Follow-up on"), lambda m: m.next_review_on, 12),
        Column("responsible", gettext_lazy("Looked after by"), lambda m: str(m.responsible or ""), 20),
        Column("public", gettext_lazy("Public"), lambda m: m.is_published, 10),
        Column("to_clarify", gettext_lazy("To clarify"), lambda m: m.to_clarify, 10),
        Column("note", gettext_lazy("Internal note"), lambda m: m.internal_note, 40),
        Column("import_note", gettext_lazy("Words from the import"), lambda m: m.import_note, 40),
        Column("updated", gettext_lazy("Last changed"), lambda m: m.updated_at, 18),
    ]
    if not request.user.reads_all:
        internal = {"responsible", "to_clarify", "note", "import_note"}
        columns = [column for column in columns if column.key not in internal]
    rows = (
        measures.select_related("lead", "responsible")
        .with_placements()
        .prefetch_related(
            "further_fields", "goals", "target_groups", "municipalities", "funding", "partner_links__actor"
        )
        .defer("search_title", "search_body", "search_internal", "description", "public_text")
        .iterator(chunk_size=CHUNK)
    )
    return Table(_("Measures"), columns, rows)
