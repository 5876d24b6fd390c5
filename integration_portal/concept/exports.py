"""The table of statements with their assessment (Abwägungstabelle)."""

from django.utils.translation import gettext as _

from integration_portal.core.writers import Column, Table


def about(statement):
    """What a statement is about."""
    return statement.section.title if statement.section_id else _("the draft as a whole")


def change_of(statement):
    """Where it led to a change."""
    section = statement.changed_section
    return f"{section.revision.label}: {section.title}" if section else ""


def reason_of(statement):
    """The reason, with the statement it is answered together with."""
    if statement.same_as_id:
        return _("together with %(number)s: %(reason)s") % {"number": statement.same_as, "reason": statement.reason}
    return statement.reason


def statements_table(consultation, rows, *, public):
    """The table for spreadsheets; the public one names only those who agreed, and no addresses."""
    columns = [
        Column("number", _("Number"), str, 10),
        Column("about", _("About"), about, 32),
        Column("passage", _("Passage"), lambda row: row.excerpt, 32),
        Column("from", _("From"), (lambda row: row.public_name) if public else (lambda row: row.who), 28),
        Column("statement", _("Statement"), lambda row: row.text, 60),
        Column("assessment", _("Assessment"), lambda row: row.get_result_display(), 20),
        Column("reason", _("Reason"), reason_of, 48),
        Column("change", _("Change"), change_of, 32),
    ]
    if not public:
        columns += [
            Column("received", _("Received on"), lambda row: row.received_on, 12),
            Column("channel", _("Came by"), lambda row: row.get_channel_display(), 16),
            Column("state", _("State"), lambda row: row.get_state_display(), 20),
            Column("email", _("E-mail"), lambda row: row.email, 28),
        ]
    return Table(title=_("Assessment: %(title)s") % {"title": consultation.title}, columns=columns, rows=rows)


def needs_table(survey, rows):
    """The answers of a survey of needs for spreadsheets, one line for each field that somebody spoke of."""
    columns = [
        Column("field", _("Field of action"), lambda row: row.field.label, 30),
        Column("from", _("From"), lambda row: row.request.actor.name if row.request.actor else row.request.name, 30),
        Column("urgency", _("How urgent"), lambda row: row.get_urgency_display(), 14),
        Column("need", _("What is missing"), lambda row: row.need, 60),
        Column("proposal", _("What would help"), lambda row: row.proposal, 60),
        Column("answered", _("Answered on"), lambda row: row.request.answered_on, 14),
    ]
    return Table(title=_("Needs: %(title)s") % {"title": survey.title}, columns=columns, rows=rows)
