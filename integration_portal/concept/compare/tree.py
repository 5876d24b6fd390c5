"""What became of each section between two revisions, found by identity and, where drafts have none in common, by likeness."""

from bisect import bisect_left
from dataclasses import dataclass, field

from ..tree import Node

#: Drafts written apart share no identities. Sections with so many words in common are taken for the same one.
ALIKE = 0.6
FEWEST_WORDS = 8
KINDS = ("added", "dropped", "split", "merged", "moved", "renamed", "changed")


@dataclass
class Entry:
    """A section on either side and what became of it.

    `kinds` is empty for one that stayed as it was, else some of `KINDS`. `partners` are the sections it was split from, split into,
    merged with or merged into, each with the side they stand on ("old" or "new").
    """

    old: Node | None = None
    new: Node | None = None
    kinds: list[str] = field(default_factory=list)
    partners: list[tuple[str, Node]] = field(default_factory=list)

    @property
    def node(self):
        """The section as it is now, or as it was."""
        return self.new or self.old

    @property
    def identity(self):
        return self.node.identity

    @property
    def is_same(self):
        return not self.kinds


def compare_trees(old, new):
    """Entries of two lists of nodes (in reading order): in the order of the new one, dropped sections after the one they followed."""
    pairs = _pairs(old, new)  # identity of the new node -> old node
    back = {node.identity: one.identity for one in new if (node := pairs.get(one.identity))}
    entries = {one.identity: Entry(pairs.get(one.identity), one) for one in new}
    gone = {node.identity: Entry(node, None) for node in old if node.identity not in back}
    _split_and_merged(entries, gone, old, new, back)
    moved = _moved(old, new, pairs, back)
    for entry in entries.values():
        one, other = entry.old, entry.new
        if one is None:
            entry.kinds = ["split"] if "split" in entry.kinds else ["merged"] if "merged" in entry.kinds else ["added"]
            continue
        if other.identity in moved:
            entry.kinds.append("moved")
        if one.title != other.title:
            entry.kinds.append("renamed")
        if one.body != other.body:
            entry.kinds.append("changed")
    for entry in gone.values():
        entry.kinds = entry.kinds or ["dropped"]
    for entry in (*entries.values(), *gone.values()):
        entry.kinds = sorted(set(entry.kinds), key=KINDS.index)
    return _in_order(entries, gone, old, back)


# --- which is which -----------------------------------------------------------------------------------------
def _pairs(old, new):
    """{identity of a new node: old node} of the sections that go on."""
    by_identity = {node.identity: node for node in old}
    pairs = {node.identity: by_identity[node.identity] for node in new if node.identity in by_identity}
    free_old = {node.identity: node for node in old if node.identity not in pairs}
    free_new = [node for node in new if node.identity not in pairs]
    _take_over(pairs, free_old, free_new)
    absorbed = {identity for node in new for identity in node.derived_from}
    unborn = [node for node in free_new if node.identity not in pairs and not set(node.derived_from) & set(by_identity)]
    left = [node for node in free_old.values() if node.identity not in absorbed]
    _by_likeness(pairs, left, unborn)
    return pairs


def _take_over(pairs, free_old, free_new):
    """A section that is the only heir of one that is gone is that section under another identity."""
    for node in list(free_old.values()):
        heirs = [one for one in free_new if node.identity in one.derived_from]
        if len(heirs) == 1 and len(heirs[0].derived_from) == 1 and heirs[0].identity not in pairs:
            pairs[heirs[0].identity] = node
            del free_old[node.identity]


def _bag(node):
    return set(f"{node.title} {node.body}".casefold().split())


def _by_likeness(pairs, old, new):
    olds, news = [(node, _bag(node)) for node in old], [(node, _bag(node)) for node in new]
    found = []
    for one, before in olds:
        for other, after in news:
            same_heading = one.title.casefold() == other.title.casefold()
            if not same_heading and min(len(before), len(after)) < FEWEST_WORDS:
                continue
            share = len(before & after) / len(before | after) if before | after else 0
            if share >= (ALIKE / 2 if same_heading else ALIKE) or (same_heading and not (one.body and other.body)):
                found.append((-share, one.place, other.place, one, other))
    used = set()
    for _share, _a, _b, one, other in sorted(found, key=lambda row: row[:3]):
        if one.identity not in used and other.identity not in pairs:
            used.add(one.identity)
            pairs[other.identity] = one


# --- split, merged, moved -------------------------------------------------------------------------------------
def _split_and_merged(entries, gone, old, new, back):
    by_identity = {node.identity: node for node in old}
    for node in new:
        entry = entries[node.identity]
        for identity in node.derived_from:
            source = by_identity.get(identity)
            if source is None or (entry.old is not None and source.identity == entry.old.identity):
                continue
            stays = entries.get(back.get(identity))
            if entry.old is None and (stays is not None or _heirs(new, identity) > 1):
                _mark("split", entry, stays, ("old", source), ("new", node))
                if stays is None:
                    _mark("split", None, gone[identity], None, ("new", node))
            elif stays is None:
                _mark("merged", entry, gone[identity], ("old", source), ("new", node))


def _heirs(new, identity):
    return sum(identity in node.derived_from for node in new)


def _mark(kind, entry, other, partner, back_partner):
    if entry is not None:
        entry.kinds.append(kind)
        entry.partners.append(partner)
    if other is not None:
        other.kinds.append(kind)
        other.partners.append(back_partner)


def _moved(old, new, pairs, back):
    """Identities of new nodes that stand elsewhere: under another section, or not in the order of their old siblings.

    Of siblings in another order as few as possible count as moved: those outside the longest run that kept its order.
    """
    place = {node.identity: node.place for node in old}
    groups: dict = {}
    moved = set()
    for node in new:
        one = pairs.get(node.identity)
        if one is None:
            continue
        if (one.parent is None) != (node.parent is None) or back.get(one.parent) != node.parent:
            moved.add(node.identity)
        else:
            groups.setdefault(node.parent, []).append((node.identity, place[one.identity]))
    for siblings in groups.values():
        kept = longest_rising([number for _identity, number in siblings])
        moved |= {identity for here, (identity, _number) in enumerate(siblings) if here not in kept}
    return moved


def longest_rising(numbers):
    """The places of a longest strictly rising subsequence."""
    tails, ends, before = [], [], []
    for place, number in enumerate(numbers):
        here = bisect_left(tails, number)
        before.append(ends[here - 1] if here else -1)
        if here == len(tails):
            tails.append(number)
            ends.append(place)
        else:
            tails[here], ends[here] = number, place
    found, place = set(), ends[-1] if ends else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found


def _in_order(entries, gone, old, back):
    after: dict = {}
    anchor = None
    for node in old:
        if node.identity in gone:
            after.setdefault(anchor, []).append(gone[node.identity])
        else:
            anchor = back[node.identity]
    found = list(after.get(None, ()))
    for identity, entry in entries.items():
        found.append(entry)
        found += after.get(identity, ())
    return found
