"""What changed in the text of a section: blocks put side by side, then their rows and cells, then the words."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from ..text import kind_of, parse, source_lines, top_blocks
from .words import all_of, compare_words, plain_words, words_of

#: How much two blocks or rows have to share to be shown as one that changed, rather than as one gone and one new.
ALIKE = 0.35
#: Ranges in which so many pairs would have to be weighed are put side by side in their order.
MOST_PAIRS = 2500


@dataclass(frozen=True)
class Row:
    """A line of a block: its cells as words. A paragraph is one row of one cell; `head` marks the head of a table, `level`
    the depth of an entry of a list (1 and up) or of a heading, `mark` the number or dot before an entry."""

    cells: tuple
    head: bool = False
    level: int = 0
    mark: str = ""


@dataclass(frozen=True)
class Block:
    """A block of a text by kind and rows, with its lines in the source (end exclusive); equal ones have the same content."""

    kind: str
    rows: tuple[Row, ...]
    start: int = 0
    end: int = 0

    @property
    def content(self):
        return (self.kind, self.rows)

    @property
    def words(self):
        """All words without spaces, as a bag to weigh likeness."""
        return [word.text for row in self.rows for cell in row.cells for word in cell if word.text.strip()]


@dataclass(frozen=True)
class RowChange:
    """A row as it is shown: `kind` is "same", "changed", "ins" or "del"; cells hold pieces."""

    kind: str
    cells: tuple
    head: bool = False
    level: int = 0
    mark: str = ""


@dataclass(frozen=True)
class BlockChange:
    """A block as it is shown: `kind` is "same", "changed", "ins" or "del", with the blocks it stands for on either side."""

    kind: str
    shape: str
    rows: tuple[RowChange, ...]
    old: Block | None = None
    new: Block | None = None


# --- reading ------------------------------------------------------------------------------------------------
def blocks_of(text):
    """The blocks of a text."""
    found = []
    for run in top_blocks(parse("\n".join(source_lines(text)))):
        start, end = run[0].map or (0, 0)
        found.append(Block(kind_of(run[0]), tuple(_rows(run)), start, end))
    return found


def _rows(run):
    first = run[0]
    if first.type == "table_open":
        return _table_rows(run)
    if first.type in ("fence", "code_block"):
        return [Row((plain_words(line),)) for line in first.content.rstrip("\n").split("\n")]
    if first.type == "hr":
        return [Row(((),))]
    return _lines(run)


def _table_rows(run):
    rows, cells, head = [], [], False
    for token in run:
        if token.type == "thead_open":
            head = True
        elif token.type == "tbody_open":
            head = False
        elif token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(words_of(token.children or []))
        elif token.type == "tr_close":
            rows.append(Row(tuple(cells), head=head))
    return rows


def _lines(run):
    """Paragraphs, entries of lists at their depth, and headings, each as a row."""
    rows, depth, marks = [], 0, []
    mark = ""
    for token in run:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            marks.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            marks.pop()
        elif token.type == "list_item_open":
            number = marks[-1]
            mark = "•" if number is None else f"{number}."
            if number is not None:
                marks[-1] += 1
        elif token.type == "footnote_open":
            mark, depth = f"[{token.meta.get('label', token.meta['id'] + 1)}]", 1
        elif token.type == "footnote_close":
            depth = 0
        elif token.type == "inline":
            level = depth or (int(run[0].tag[1]) if run[0].type == "heading_open" else 0)
            rows.append(Row((words_of(token.children or []),), level=level, mark=mark))
            mark = ""
        elif token.type in ("fence", "code_block"):
            rows += [Row((plain_words(line),), level=depth) for line in token.content.rstrip("\n").split("\n")]
    return rows


# --- comparing ----------------------------------------------------------------------------------------------
def compare_texts(old, new):
    """The blocks of both texts as they are shown: in the order of the new one, deleted ones where they stood."""
    before, after = blocks_of(old), blocks_of(new)
    found = []
    for tag, one, other in _paired([b.content for b in before], [b.content for b in after], before, after, _likeness):
        if tag == "same":
            found.append(_whole("same", other, old=one, new=other))
        elif tag == "changed":
            found.append(_changed(one, other))
        elif tag == "del":
            found.append(_whole("del", one, old=one))
        else:
            found.append(_whole("ins", other, new=other))
    return found


def _whole(kind, block, *, old=None, new=None):
    rows = tuple(
        RowChange(kind, tuple(all_of(kind, cell) for cell in row.cells), row.head, row.level, row.mark)
        for row in block.rows
    )
    return BlockChange(kind, block.kind, rows, old, new)


def _changed(old, new):
    rows = []
    for tag, one, other in _paired(old.rows, new.rows, old.rows, new.rows, _row_likeness):
        row = other or one
        if tag == "changed":
            cells = tuple(
                compare_words(one.cells[place] if place < len(one.cells) else (), other.cells[place] if place < len(other.cells) else ())
                for place in range(max(len(one.cells), len(other.cells)))
            )  # fmt: skip
        else:
            cells = tuple(all_of(tag, cell) for cell in row.cells)
        rows.append(RowChange(tag, cells, row.head, row.level, row.mark))
    return BlockChange("changed", new.kind, tuple(rows), old, new)


def _paired(old_keys, new_keys, old, new, likeness):
    """(tag, old, new) of two sequences; within what was replaced the likest pairs are kept together, in order."""
    for tag, a, b, c, d in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (("same", one, other) for one, other in zip(old[a:b], new[c:d], strict=True))
        else:
            yield from _replaced(old[a:b], new[c:d], likeness)


def _replaced(old, new, likeness):
    pairs = _best_pairs(old, new, likeness)
    a = c = 0
    for one, other in [*pairs, (len(old), len(new))]:
        yield from (("del", row, None) for row in old[a:one])
        yield from (("ins", None, row) for row in new[c:other])
        if one < len(old):
            yield ("changed", old[one], new[other])
        a, c = one + 1, other + 1


def _best_pairs(old, new, likeness):
    """Places of pairs that are alike, both sides in order, with the greatest likeness in all (dynamic programming)."""
    if not old or not new:
        return []
    if len(old) * len(new) > MOST_PAIRS:
        return [(place, place) for place in range(min(len(old), len(new))) if likeness(old[place], new[place]) >= ALIKE]
    scores = [[likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if scores[i][j] >= ALIKE:
                best[i][j] = max(best[i][j], best[i + 1][j + 1] + scores[i][j])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if scores[i][j] >= ALIKE and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _share(one, other):
    """How much two lists of words share, from 0 to 1, whatever their order."""
    if not one and not other:
        return 1.0
    left: dict = {}
    for word in one:
        left[word] = left.get(word, 0) + 1
    shared = 0
    for word in other:
        if left.get(word):
            left[word] -= 1
            shared += 1
    return 2 * shared / (len(one) + len(other))


def _likeness(one, other):
    return _share(one.words, other.words) if one.kind == other.kind else 0.0


def _row_likeness(one, other):
    if one.head != other.head:
        return 0.0
    if len(one.cells) > 1 and one.cells[0] == other.cells[0]:
        return 1.0  # rows of a table with the same first cell are about the same thing
    return _share(*([word.text for cell in row.cells for word in cell if word.text.strip()] for row in (one, other)))
