"""The part of the role × URL table that belongs to: Papers. Columns as in test_access.

Members see the papers of their committees: tests/committees/test_papers_closed.py.
"""

from tests.builders import make_attachment
from tests.builders_committees import make_committee, make_paper

from .access import LOGGED_IN, OFFICE

#: Of a paper of a committee in which nobody of the table sits.
NOT_THEIRS = (302, 404, 404, 404, 200, 200)

GET: dict = {
    "committees:paper_list": LOGGED_IN,
    "committees:paper_export": LOGGED_IN,
    "committees:paper": NOT_THEIRS,
    "committees:paper_versions": NOT_THEIRS,
    "committees:paper_new": OFFICE,
    "committees:paper_edit": OFFICE,
    "committees:paper_delete": OFFICE,
    "committees:paper_withdraw": OFFICE,
    "committees:paper_file_add": OFFICE,
    "committees:paper_file_remove": OFFICE,
    "committees:paper_stop_add": OFFICE,
    "committees:paper_stop": OFFICE,
}
POST_ONLY: dict = {
    "committees:paper_hand_in": "office",
    "committees:paper_release": "office",
    "committees:paper_take_back": "office",
    "committees:paper_stop_move": "office",
    "committees:paper_stop_remove": "office",
}


def build(world):
    """Add to the world what the routes of this part need."""
    world.paper = make_paper("Vorlage der Tabelle", committees=[make_committee()])
    world.paper_file = make_attachment(world.paper)


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if name not in GET and name not in POST_ONLY or not parameters:
        return None
    values = {
        "fmt": "csv",
        "pk": world.paper.pk,
        "file": world.paper_file.pk,
        "stop": world.paper.referrals.first().pk,
        "way": "hoch",
    }
    return {key: values[key] for key in parameters}
