"""Where the search finds the concept: sections, as far as one may see them, of drafts and of the text in force."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.search_access import address, found
from integration_portal.core.search import SearchSource

from .models import ConceptSection
from .text import plain

#: Former revisions repeat what is found in the text in force; they are read from its history.
CURRENT = ~Q(revision__state__in=("superseded", "withdrawn"))
_seen = found(ConceptSection, "revision")


def rows(user):
    """Sections that a search may find for the account."""
    return _seen(user).filter(CURRENT)


SECTIONS = SearchSource(
    key="konzept",
    label=_("Concept"),
    rows=rows,
    url=address,
    text=lambda section: plain(section.body),
    kicker=lambda section: section.revision.label,
    order=20,
)
