"""The columns of exports of papers and of the register of resolutions; the writers are in the floor."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.display import format_day
from integration_portal.core.writers import Column, Table


def _yes_no(value):
    return _("yes") if value else _("no")


def _stop(stop):
    words = stop.get_outcome_display() or stop.get_role_display()
    return f"{stop.committee.label}: {words}" + (f" ({format_day(stop.decided_on)})" if stop.decided_on else "")


PAPERS = [
    Column("number", gettext_lazy("Number"), lambda row: row.number or "", 14),
    Column("title", gettext_lazy("Subject"), lambda row: row.title, 48),
    Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), 24),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), 18),
    Column("dated", gettext_lazy("Dated"), lambda row: row.dated_on, 12),
    Column("public", gettext_lazy("Public paper"), lambda row: _yes_no(row.is_public), 12),
    Column("released", gettext_lazy("Public since"), lambda row: row.released_on, 14),
    Column(
        "originator",
        gettext_lazy("Originator"),
        lambda row: row.originator.name if row.originator else row.originator_text,
        28,
    ),
    Column("path", gettext_lazy("Referral path"), lambda row: [_stop(stop) for stop in row.referrals.all()], 48),
    Column("resolution", gettext_lazy("Proposed resolution"), lambda row: row.proposed_resolution, 60),
]
RESOLUTIONS = [
    Column("number", gettext_lazy("Number"), lambda row: row.number, 14),
    Column("title", gettext_lazy("Title"), lambda row: row.title, 48),
    Column("text", gettext_lazy("Wording"), lambda row: row.text, 60),
    Column("committee", gettext_lazy("Committee"), lambda row: row.committee.name, 28),
    Column("day", gettext_lazy("Resolved on"), lambda row: row.resolved_on, 14),
    Column("outcome", gettext_lazy("Result"), lambda row: row.get_outcome_display(), 22),
    Column("paper", gettext_lazy("Paper"), lambda row: (row.paper.number if row.paper else "") or "", 14),
    Column("public", gettext_lazy("Of the public part"), lambda row: _yes_no(row.is_public), 14),
    Column("status", gettext_lazy("Status"), lambda row: row.get_status_display(), 18),
    Column("responsible", gettext_lazy("Responsible"), lambda row: str(row.responsible or row.contact or ""), 22),
    Column("due", gettext_lazy("Due"), lambda row: row.due_on, 12),
    Column("done", gettext_lazy("Carried out on"), lambda row: row.done_on, 14),
]


def papers_table(papers):
    """A table of the given papers, in their order; three queries whatever the number of rows."""
    rows = papers.select_related("originator").prefetch_related("referrals__committee")
    return Table(title=_("Papers"), columns=PAPERS, rows=rows)


def resolutions_table(resolutions):
    """A table of the given resolutions, in their order; one query."""
    rows = resolutions.select_related("committee", "paper", "responsible", "contact")
    return Table(title=_("Resolutions"), columns=RESOLUTIONS, rows=rows)
