"""The roster of a committee as a spreadsheet."""

from django.utils.translation import gettext as _

from integration_portal.core.writers import Column, Table


def roster_table(committee, roster):
    """A row for each member, deputy and vacancy, in the order of the seats."""
    rows = []
    for row in roster.rows:
        functions = ", ".join(function.get_function_display() for function in row.functions)
        rows.append((row.seat, row.member, functions))
        rows += [(row.seat, deputy, "") for deputy in row.deputies]
    columns = [
        Column("seat", _("Seat"), lambda line: line[0].name),
        Column("group", _("Group"), lambda line: line[0].group),
        Column("organisation", _("Organisation"), lambda line: str(line[0].organisation or "")),
        Column("vote", _("Right to vote"), lambda line: _("yes") if line[0].is_voting else _("advisory")),
        Column("name", _("Name"), lambda line: line[1].person.name if line[1] else _("vacant")),
        Column("as", _("As"), lambda line: line[1].get_kind_display() if line[1] else ""),
        Column("function", _("Function"), lambda line: line[2]),
        Column("since", _("Since"), lambda line: line[1].since if line[1] else None),
        Column("until", _("Until"), lambda line: line[1].until if line[1] else None),
        Column("email", _("E-mail"), lambda line: line[1].person.email if line[1] else ""),
    ]
    return Table(_("Roster"), columns, rows)
