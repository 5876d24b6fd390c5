"""The tree of sections: reading order, numbers, and what stands under what. One query reads a revision."""

from dataclasses import dataclass, field
from uuid import UUID

from .models import DEEPEST, ConceptSection

COLUMNS = ("pk", "identity", "key", "parent_id", "position", "title", "body", "derived_from", "field_id", "is_complete")


@dataclass
class Node:
    """A section in its tree. `parent` is the identity of the section it stands under, `place` its place in reading order (from 0),
    `number` like "4.2", `level` 1 for chapters; `source` is the text as it is stored, where `body` has its references written out."""

    identity: UUID
    title: str
    body: str = ""
    parent: UUID | None = None
    derived_from: tuple[UUID, ...] = ()
    pk: int = 0
    key: str = ""
    field_id: int | None = None
    is_complete: bool = False
    place: int = 0
    number: str = ""
    level: int = 1
    children: list["Node"] = field(default_factory=list)
    source: str = ""
    is_first: bool = True
    is_last: bool = True

    @property
    def heading(self):
        """Number and title."""
        return f"{self.number} {self.title}"

    @property
    def is_deepest(self):
        """Whether nothing can stand under it."""
        return self.level >= DEEPEST


def arrange(rows):
    """Nodes of rows (dictionaries with `COLUMNS`) in reading order, numbered. Rows whose parent is missing count as chapters."""
    by_parent: dict = {}
    known = {row["pk"]: row for row in rows}
    for row in sorted(rows, key=lambda row: (row["position"], row["pk"])):
        parent = row["parent_id"] if row["parent_id"] in known else None
        by_parent.setdefault(parent, []).append(row)
    found: list[Node] = []

    def walk(parent, above, prefix, level):
        siblings = by_parent.get(parent, ())
        for count, row in enumerate(siblings, start=1):
            node = Node(
                identity=row["identity"],
                title=row["title"],
                body=row["body"],
                source=row["body"],
                is_first=count == 1,
                is_last=count == len(siblings),
                parent=above.identity if above else None,
                derived_from=tuple(UUID(str(one)) for one in row["derived_from"]),
                pk=row["pk"],
                key=row["key"],
                field_id=row["field_id"],
                is_complete=row["is_complete"],
                place=len(found),
                number=f"{prefix}{count}",
                level=level,
            )
            found.append(node)
            if above:
                above.children.append(node)
            walk(row["pk"], node, f"{prefix}{count}.", level + 1)

    walk(None, None, "", 1)
    return found


def nodes_of(revision, *, with_bodies=True):
    """The sections of a revision in reading order, numbered; one query. Without bodies the texts are empty."""
    columns = COLUMNS if with_bodies else tuple(name for name in COLUMNS if name != "body")
    rows = list(ConceptSection.objects.filter(revision=revision).values(*columns))
    for row in rows:
        row.setdefault("body", "")
    return arrange(rows)


def branch(top):
    """A node with everything under it, in reading order."""
    found = [top]
    for node in top.children:
        found += branch(node)
    return found


def path_to(nodes, node):
    """The nodes from the chapter down to a node, itself included."""
    by_identity = {one.identity: one for one in nodes}
    found = [node]
    while found[0].parent is not None:
        found.insert(0, by_identity[found[0].parent])
    return found


def chapters(nodes):
    """The nodes of the highest level."""
    return [node for node in nodes if node.level == 1]
