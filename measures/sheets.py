"""Measures on paper: the sheet of one measure (Maßnahmenblatt), and lists of an actor's measures."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import writers
from integration_portal.core.display import format_day, format_money, format_period
from integration_portal.core.reporting import day, entry, money, paragraph, table
from integration_portal.core.reporting.sheet import section, sheet_pdf

from .exports import places
from .models import MeasureIndicator
from .targets import tracks, values_of


def when(measure):
    """The period of a measure in words."""
    return format_period(
        measure.start_on,
        measure.end_on,
        start_precision=measure.start_precision,
        end_precision=measure.end_precision,
        permanent=measure.is_permanent,
    )


def _names(rows):
    return ", ".join(str(row) for row in rows)


def _facts(measure):
    field = measure.primary_field
    return [
        (_("Status"), measure.state.label),
        (_("Field of action"), f"{field.number} {field.label}" if field else ""),
        (_("Further fields of action"), _names(row.label for row in measure.further_fields.all())),
        (_("Goals"), "; ".join(str(goal) for goal in measure.goals.all())),
        (_("Kind"), measure.get_kind_display()),
        (_("Lead"), str(measure.lead or "")),
        (_("Partners"), _names(link.actor for link in measure.partner_links.all())),
        (_("Period"), " · ".join(text for text in (when(measure), measure.period_note) if text)),
        (_("Target groups"), _names(row.label for row in measure.target_groups.all())),
        (_("Municipalities"), ", ".join(places(measure))),
        (_("Priority"), measure.get_priority_display()),
        (_("Cost"), " · ".join(text for text in (format_money(measure.cost), measure.cost_note) if text)),
        (_("Follow-up on"), format_day(measure.next_review_on)),
    ]


def _milestones(measure):
    rows = [[row.title, day(row.due_on), day(row.done_on)] for row in measure.milestones.order_by("due_on", "pk")]
    return [table("milestones", _("Milestones"), [_("Milestone"), _("Due"), _("Done on")], rows)] if rows else []


def _indicators(measure):
    found = tracks(values_of(MeasureIndicator.objects.filter(measure=measure)))
    rows = [
        [
            track.indicator.label,
            f"{track.latest.text} {track.indicator.unit}".strip() if track.latest else "–",
            day(track.latest.on) if track.latest else "",
            track.target,
            track.state_label,
        ]
        for track in found
    ]
    head = [_("Indicator"), _("Value"), _("As of"), _("Target"), _("State")]
    return [table("indicators", _("Indicators"), head, rows)] if rows else []


def _funding(measure):
    rows = [
        [line.source, line.get_state_display(), format_period(line.valid_from, line.valid_until), money(line.amount)]
        for line in measure.funding.all()
    ]
    head = [_("Source"), _("State"), _("Period"), _("Amount")]
    return [table("funding", _("Funding"), head, rows)] if rows else []


def measure_sheet(measure):
    """The sheet of a measure as PDF: everything but internal notes, contact persons and tasks."""
    facts = [[name, value] for name, value in _facts(measure) if value]
    texts = [
        (_("Starting situation"), measure.starting_situation),
        (_("Description"), measure.description or measure.public_text),
        (_("Expected effect"), measure.expected_effect),
    ]
    noted = (
        _("Progress as of %(day)s") % {"day": format_day(measure.progress_on)} if measure.progress_on else _("Progress")
    )
    sections = [
        section([table("facts", _("At a glance"), [_("Item"), _("Entry")], facts)]),
        *[section([paragraph(text)] if text else [], title) for title, text in texts],
        section([paragraph(measure.progress_note)] if measure.progress_note else [], noted),
        section(_milestones(measure)),
        section(_indicators(measure)),
        section(_funding(measure)),
    ]
    title = f"{measure.number} {measure.title}".strip()
    return sheet_pdf(title, sections, subtitle=measure.summary)


# --- lists ---------------------------------------------------------------------------------------------------
COLUMNS = [
    writers.Column("number", gettext_lazy("Number"), lambda m: m.number, 9),
    writers.Column("title", gettext_lazy("Title"), lambda m: m.title, 44),
    writers.Column(
        "field", gettext_lazy("Field of action"), lambda m: m.primary_field.label if m.primary_field else "", 24
    ),
    writers.Column("status", gettext_lazy("Status"), lambda m: str(m.state.label), 16),
    writers.Column("lead", gettext_lazy("Lead"), lambda m: str(m.lead or ""), 30),
    writers.Column("period", gettext_lazy("Period"), when, 24),
    writers.Column("progress_on", gettext_lazy("Progress as of"), lambda m: m.progress_on, 14),
    writers.Column("progress", gettext_lazy("Progress"), lambda m: m.progress_note, 60),
]


def _rows(measures):
    return measures.select_related("lead").with_placements().by_name()


def list_xlsx(title, measures):
    """The measures as a workbook."""
    return writers.xlsx_response(writers.Table(title, COLUMNS, _rows(measures)))


def list_pdf(title, measures, *, subtitle=""):
    """The measures as a PDF: an entry for each, with status, lead, period and latest progress."""
    blocks = [
        entry(
            f"{row.number} {row.title}".strip(),
            label=row.state.label,
            facts=[
                (_("Field of action"), row.primary_field.label if row.primary_field else ""),
                (_("Lead"), str(row.lead or "")),
                (_("Period"), when(row)),
            ],
            texts=[
                ("", row.summary),
                (
                    _("Progress as of %(day)s") % {"day": format_day(row.progress_on)}
                    if row.progress_on
                    else _("Progress"),
                    row.progress_note,
                ),
            ],
        )
        for row in _rows(measures)
    ]
    return sheet_pdf(title, [section(blocks or [paragraph(_("No measures."))])], subtitle=subtitle)
