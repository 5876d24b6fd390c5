"""Papers and resolutions: who wrote them, who carries them out."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core.personal import Fate, PersonalSource
from integration_portal.core.personal.pieces import piece_of

from ..models import Paper, Resolution
from .common import COMMITTEE, TASK, emptied, rows_of, some, taken_out


def find(subject, user):
    papers = rows_of(subject, Paper.objects.all(), "author")
    pieces = [piece_of(row, ("number", "title", "dated_on"), title=_("Author of a paper")) for row in papers]
    resolutions = rows_of(subject, Resolution.objects.all(), "contact")
    return pieces + [
        piece_of(row, ("number", "title", "due_on", "status"), title=_("Responsible for a resolution"))
        for row in resolutions
    ]


def erase(subject, erasing):
    """Papers and resolutions stay; that the person wrote them or carries them out goes."""
    authors = emptied(rows_of(subject, Paper.objects.all(), "author"), author=None)
    contacts = emptied(rows_of(subject, Resolution.objects.all(), "contact"), contact=None)
    names = taken_out(Paper.objects.all(), ("originator_text",), subject.words)
    return [
        *some(Fate.ERASED, _("Author of papers"), authors),
        *some(Fate.ERASED, _("Responsible for resolutions"), contacts),
        *some(Fate.ANONYMISED, _("Originators of papers entered by name: the name is taken out"), names),
    ]


SOURCE = PersonalSource(
    "committees.papers", gettext_lazy("Papers and resolutions"), 29,
    purpose=gettext_lazy("Who can be asked about a paper, and who carries out a resolution."),
    people=gettext_lazy("Authors of papers, contact persons at partners."),
    data=gettext_lazy("That somebody wrote a paper or is responsible for a resolution."),
    basis=TASK, recipients=COMMITTEE,
    kept=gettext_lazy("As long as the paper or resolution, or until the person is erased."),
    find=find, erase=erase,
)  # fmt: skip
