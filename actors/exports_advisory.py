"""The columns of an export of contact notes; the writers are in the floor."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.writers import Column, Table


def _yes_no(value):
    return _("yes") if value else _("no")


COLUMNS = [
    Column("day", gettext_lazy("Day"), lambda note: note.happened_on, 12),
    Column("way", gettext_lazy("Way"), lambda note: note.get_way_display(), 20),
    Column("subject", gettext_lazy("Subject"), lambda note: note.subject, 40),
    Column("actors", gettext_lazy("Actors"), lambda note: [row.name for row in note.actors.all()], 32),
    Column("persons", gettext_lazy("Persons"), lambda note: [row.name for row in note.persons.all()], 28),
    Column("topic", gettext_lazy("Topic"), lambda note: str(note.topic or ""), 24),
    Column("field", gettext_lazy("Field of action"), lambda note: str(note.field or ""), 24),
    Column("minutes", gettext_lazy("Minutes"), lambda note: note.duration_minutes, 10),
    Column("advice", gettext_lazy("Was advice"), lambda note: _yes_no(note.is_advice), 12),
    Column("text", gettext_lazy("What was spoken about"), lambda note: note.text, 60),
    Column("result", gettext_lazy("Result"), lambda note: note.result, 40),
    Column("follow_up", gettext_lazy("Follow-up"), lambda note: note.follow_up_on, 12),
    Column("to_do", gettext_lazy("What to do then"), lambda note: note.follow_up_text, 32),
    Column("responsible", gettext_lazy("Responsible"), lambda note: str(note.responsible or ""), 20),
    Column("done", gettext_lazy("Followed up on"), lambda note: note.followed_up_on, 14),
    Column("author", gettext_lazy("Author"), lambda note: note.author.name, 20),
    Column("confidential", gettext_lazy("Confidential"), lambda note: _yes_no(note.is_confidential), 14),
]


def advice_table(notes):
    """A table of the given notes, in their order; three queries whatever the number of rows."""
    return Table(title=_("Contact notes"), columns=COLUMNS, rows=notes.with_list_relations())
