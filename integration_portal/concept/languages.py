"""Languages of translations: which there are, and sections in one of them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from integration_portal.core.models import Language

from .models import EASY, SectionTranslation, digest_of_source
from .references import references_of
from .text import Surroundings, render


def choices():
    """[(code, name)]: Easy German first, then the portal's languages without German."""
    return [(EASY, _("Easy German")), *((row.slug, row.label) for row in Language.objects.exclude(slug="de"))]


def name_of(code, known=None):
    """The name of a language, its code when it is not known any more."""
    return dict(known or choices()).get(code, code)


@dataclass(frozen=True)
class Translated:
    """A section in another language as it is shown: heading, safe HTML, and whether the German text has changed since."""

    title: str
    html: Any
    is_older: bool
    language: str


def translations_of(sections, language=None, *, public):
    """{section key of the database: [SectionTranslation]}, with `is_older` on each row; one query."""
    rows = SectionTranslation.objects.filter(section__in=[row.pk for row in sections])
    if language:
        rows = rows.filter(language=language)
    if public:
        rows = rows.filter(is_complete=True)
    found: dict = {}
    sources = {row.pk: row for row in sections}
    for row in rows:
        row.is_older = row.source_digest != digest_of_source(sources[row.section_id])
        found.setdefault(row.section_id, []).append(row)
    return found


def put_into(parts, language, concept):
    """Set `translated` on the parts of a reading that are there in the language, for everyone.

    Returns [(code, name)] of the languages that any part has. At most four queries.
    """
    found = translations_of([_Source(part.node) for part in parts], public=True)
    chosen = {pk: row for pk, rows in found.items() for row in rows if row.language == language}
    references = references_of(concept, [row.body for row in chosen.values()], public=True)
    for part in parts:
        row = chosen.get(part.node.pk)
        if row is not None:
            around = Surroundings(references, key=f"{part.node.key}-{language}")
            html = render(row.body, around, top_level=min(part.node.level + 2, 6))
            part.translated = Translated(row.title, html, row.is_older, row.language)
    have = {row.language for rows in found.values() for row in rows}
    return [(code, name) for code, name in choices() if code in have] if have else []


class _Source:
    """A node as its digest is reckoned: by its stored text."""

    def __init__(self, node):
        self.pk, self.title, self.body = node.pk, node.title, node.source or node.body
