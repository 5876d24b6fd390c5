"""A section ready to be read: its text with what stands under it, its neighbours, and what its passages are about."""

import dataclasses
from dataclasses import dataclass

from django.http import Http404

from fields_of_action.models import FieldOfAction

from .models import SectionLink
from .references import surroundings
from .text import find_passage, paragraphs
from .tree import Node, branch, chapters, nodes_of, path_to


@dataclass
class Part:
    """A section of the page: node, field, its paragraphs, each with the links of the passage, and links of the whole section."""

    node: Node
    field: object = None
    paragraphs: list = dataclasses.field(default_factory=list)
    links: list = dataclasses.field(default_factory=list)
    translated: object = None


@dataclass
class Reading:
    """A section with everything under it, and its neighbours in reading order."""

    node: Node
    parts: list
    path: list
    chapters: list
    before: Node | None = None
    after: Node | None = None


def reading_of(revision, key, *, public):
    """What a section's page shows; at most six queries. Raises Http404 for a key that is not there."""
    nodes = nodes_of(revision)
    node = next((one for one in nodes if one.key == key), None)
    if node is None:
        raise Http404
    shown = branch(node)
    last = shown[-1].place + 1
    return Reading(
        node=node,
        parts=parts_of(revision, shown, public=public),
        path=path_to(nodes, node),
        chapters=chapters(nodes),
        before=nodes[node.place - 1] if node.place else None,
        after=nodes[last] if last < len(nodes) else None,
    )


def parts_of(revision, shown, *, public):
    """The nodes with their texts and links; at most five queries."""
    around = surroundings(revision.concept, shown, public=public)
    rows = SectionLink.objects.filter(section__in=[node.pk for node in shown]).select_related("goal__field", "measure")
    if public:
        rows = rows.public()
    links: dict = {}
    for link in rows:
        link.shown_url = _url_of(link, public)
        links.setdefault(link.section_id, []).append(link)
    fields = FieldOfAction.objects.in_bulk({node.field_id for node in shown if node.field_id})
    return [_part(node, around[node.key], links.get(node.pk, ()), fields) for node in shown]


def _url_of(link, public):
    if link.goal_id:
        return link.goal.get_absolute_url()
    return link.measure.get_absolute_url() if public else link.measure.get_office_url()


def _part(node, around, links, fields):
    texts = paragraphs(node.body, around, top_level=min(node.level + 2, 6))
    of_passages: dict = {}
    whole = []
    for link in links:
        passage = find_passage(texts, link.excerpt)
        if passage is None:
            link.is_lost = bool(link.excerpt)
            whole.append(link)
        else:
            of_passages.setdefault(passage.number, []).append(link)
    return Part(
        node=node,
        field=fields.get(node.field_id),
        paragraphs=[(text, of_passages.get(text.number, [])) for text in texts],
        links=whole,
    )


def adopted_by(revision):
    """(words, address or "") of the resolution for the public: one that is not public is not named; at most one query."""
    row = revision.resolution
    if row is not None and type(row).objects.public().filter(pk=row.pk).exists():
        return f"{row.number}, {row.committee.label}", row.get_public_url()
    return revision.resolution_note, ""
