"""What changed from one issue of a report to the next."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from integration_portal.core.reporting.blocks import cell_text


@dataclass(frozen=True)
class Change:
    """A passage that was replaced: `old` lines gave way to `new` ones; one of them may be empty."""

    old: list[str]
    new: list[str]


@dataclass
class ChangedSection:
    """The changes of a section, named by the titles of its part and its own."""

    title: str
    changes: list[Change] = field(default_factory=list)


def compare(old, new):
    """Return the changed sections between two documents, in the order of the new one, those that are gone last."""
    before, after = _sections(old), _sections(new)
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        title = (after.get(key) or before.get(key))[0]
        changes = _changes(before.get(key, ("", []))[1], after.get(key, ("", []))[1])
        if changes:
            found.append(ChangedSection(title, changes))
    return found


def _changes(old, new):
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [Change(old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _sections(document):
    """{(part, section): (title, lines)}."""
    found = {}
    for part in document["parts"]:
        for section in part["sections"]:
            title = " · ".join(text for text in (part["title"], section["title"]) if text)
            lines = [line for block in section["blocks"] for line in _lines(block)]
            found[part["key"], section["key"]] = (title, lines)
    return found


def _lines(block):
    """A block as lines to compare."""
    kind = block["block"]
    if kind == "text":
        return [line for line in block["text"].splitlines() if line.strip()]
    if kind == "figures":
        return [f"{item['label']}: {cell_text(item['value'])}" for item in block["items"]]
    if kind == "table":
        if block.get("sheet_only"):
            return []
        rows = [*block["rows"], *([block["total"]] if block["total"] else [])]
        return [" · ".join(cell_text(cell) for cell in row if cell_text(cell)) for row in rows]
    head = f"{block['title']} ({block['label']})" if block["label"] else block["title"]
    facts = [f"{name}: {value}" for name, value in block["facts"]]
    texts = [f"{name}: {text}" if name else text for name, text in block["texts"]]
    return [head, *(f"{block['title']} – {line}" for line in [*facts, *texts])]
