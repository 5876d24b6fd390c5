"""Where the search finds the concept: sections and revisions, as far as one may see them."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from integration_portal.core import roles
from integration_portal.core.search import SearchSource

from .models import ConceptSection
from .text import plain

#: Of an open draft, the text in force and former ones only the first two are found inside: former texts repeat them.
CURRENT = ~Q(revision__state__in=("superseded", "withdrawn"))


def rows(user):
    """Sections that a search may find: inside those of drafts and of the text in force, for all others those in force."""
    found = ConceptSection.objects.filter(CURRENT).select_related("revision")
    if roles.reads_all(user):
        return found
    public = Q(revision__state="adopted") | (Q(revision__published_on__isnull=False))
    if not user.is_authenticated:
        return found.filter(public)
    inside = Exists(ConceptSection.objects.visible_inside(user).filter(pk=OuterRef("pk")))
    return found.annotate(is_inside=inside).filter(Q(is_inside=True) | public)


def url(section, user):
    """The page of a section inside for those who may see it there, else its public one."""
    if roles.reads_all(user) or getattr(section, "is_inside", False):
        return section.get_absolute_url()
    return section.get_public_url()


SECTIONS = SearchSource(
    key="konzept",
    label=_("Concept"),
    rows=rows,
    url=url,
    text=lambda section: plain(section.body),
    kicker=lambda section: section.revision.label,
    order=20,
)
