"""The comparison: every kind of change has its label, and the changes that are shown turn the old text into the new one."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.concept.compare.blocks import blocks_of, compare_texts
from integration_portal.concept.compare.tree import compare_trees, longest_rising
from integration_portal.concept.compare.words import Word, compare_words
from integration_portal.concept.tree import Node, arrange

LONG = "Der Landkreis fördert offene Sprachtreffs in allen Städten und begleitet die Ehrenamtlichen."


def tree(*rows):
    """Nodes of (name, title, body, name of the parent, names it is derived from); the same name is the same section."""
    keys = {row[0]: uuid.uuid5(uuid.NAMESPACE_OID, row[0]) for row in rows}
    made = []
    for position, row in enumerate(rows, start=1):
        name, title, body, parent, *derived = row
        made.append(
            {
                "pk": position,
                "identity": keys[name],
                "key": name,
                "position": position,
                "title": title,
                "body": body,
                "parent_id": next((p for p, other in enumerate(rows, start=1) if other[0] == parent), None),
                "derived_from": [str(uuid.uuid5(uuid.NAMESPACE_OID, one)) for one in derived],
                "field_id": None,
                "is_complete": False,
            }
        )
    return arrange(made)


def kinds(old, new):
    """{name: kinds} of both trees; a dropped section under its old name."""
    return {entry.node.key: entry.kinds for entry in compare_trees(old, new)}


BASE = (("a", "Eins", "Text a", ""), ("b", "Zwei", "Text b", ""), ("c", "Drei", "Text c", "b"))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (BASE, {"a": [], "b": [], "c": []}),
        ((*BASE, ("d", "Vier", "Text d", "")), {"a": [], "b": [], "c": [], "d": ["added"]}),
        (BASE[1:], {"a": ["dropped"], "b": [], "c": []}),
        ((("a", "Eins neu", "Text a", ""), *BASE[1:]), {"a": ["renamed"], "b": [], "c": []}),
        ((("a", "Eins", "Text neu", ""), *BASE[1:]), {"a": ["changed"], "b": [], "c": []}),
        ((BASE[0], BASE[1], ("c", "Drei", "Text c", "a")), {"a": [], "b": [], "c": ["moved"]}),
        ((BASE[0], BASE[1], ("c", "Drei", "Text c", "")), {"a": [], "b": [], "c": ["moved"]}),
        (
            (("a", "Neu", "Ganz neu", "b"), *BASE[1:]),
            {"a": ["moved", "renamed", "changed"], "b": [], "c": []},
        ),
        ((*BASE, ("d", "Teil", "Rest", "", "a")), {"a": ["split"], "b": [], "c": [], "d": ["split"]}),
        ((("b", "Zwei", "Text b", "", "a"), BASE[2]), {"a": ["merged"], "b": ["merged"], "c": []}),
        (
            (*BASE[1:], ("d", "Teil 1", "x", "", "a"), ("e", "Teil 2", "y", "", "a")),
            {"a": ["split"], "b": [], "c": [], "d": ["split"], "e": ["split"]},
        ),
    ],
    ids=[
        "same",
        "added",
        "dropped",
        "renamed",
        "changed",
        "moved below another",
        "moved to the top",
        "moved, renamed and changed",
        "split",
        "merged",
        "split in two new ones",
    ],
)
def test_each_kind_of_change_has_its_label(new, expected):
    assert kinds(tree(*BASE), tree(*new)) == expected


def test_siblings_in_another_order_are_moved_and_as_few_of_them_as_possible():
    old = tree(*((name, name, "x", "") for name in "abcd"))
    new = tree(*((name, name, "x", "") for name in "dabc"))
    assert kinds(old, new) == {"a": [], "b": [], "c": [], "d": ["moved"]}


def test_a_moved_section_never_shows_as_dropped_and_added():
    old, new = tree(*BASE), tree(("c", "Drei", "Text c", ""), BASE[1], ("a", "Eins", "Text a", "b"))
    found = [kind for entry in compare_trees(old, new) for kind in entry.kinds]
    assert set(found) == {"moved"}


def test_sections_of_drafts_written_apart_are_matched_by_their_words():
    old = tree(("a", "Sprache im Alltag", LONG, ""))
    new = tree(("z", "Sprechen im Alltag", LONG, ""))
    assert kinds(old, new) == {"z": ["renamed"]}


def test_sections_with_nothing_in_common_are_not_matched():
    old = tree(("a", "Sprache", LONG, ""))
    new = tree(("z", "Wohnen", "Die Wohnungsunternehmen melden freie Wohnungen an eine gemeinsame Börse im Kreis.", ""))
    assert kinds(old, new) == {"a": ["dropped"], "z": ["added"]}


def test_numbers_follow_the_tree():
    assert [(node.key, node.number) for node in tree(*BASE)] == [("a", "1"), ("b", "2"), ("c", "2.1")]


# --- words ------------------------------------------------------------------------------------------------
def shown(changes, *hidden):
    """The words of the shown changes without those of the hidden kinds, as (kind of block, rows of cells)."""
    found = []
    for change in changes:
        rows = []
        for row in change.rows:
            if row.kind in hidden:
                continue
            rows.append(tuple("".join(p.text for p in cell if p.kind not in hidden) for cell in row.cells))
        if change.kind not in hidden:
            found.append((change.shape, tuple(rows)))
    return found


def plain(text):
    return [
        (block.kind, tuple(tuple("".join(w.text for w in cell) for cell in row.cells) for row in block.rows))
        for block in blocks_of(text)
    ]


@pytest.mark.parametrize(
    ("old", "new", "kinds_of_blocks"),
    [
        ("Eins zwei drei vier.", "Eins zwei fünf vier.", ["changed"]),
        ("Eins zwei.", "Eins zwei.\n\nNoch ein ganz anderer Absatz.", ["same", "ins"]),
        ("Erster Absatz bleibt.\n\nZweiter geht.", "Erster Absatz bleibt.", ["same", "del"]),
        ("- eins\n- zwei", "- eins\n- zwei\n- drei", ["changed"]),
        ("| A | B |\n|---|---|\n| x | 1 |", "| A | B |\n|---|---|\n| x | 2 |\n| y | 3 |", ["changed"]),
        ("# Titel\n\nText", "# Titel\n\nText", ["same", "same"]),
        ("Ein Satz ohne Betonung.", "Ein Satz **ohne** Betonung.", ["changed"]),
        ("", "Neu.", ["ins"]),
    ],
)
def test_blocks_are_the_same_changed_new_or_gone(old, new, kinds_of_blocks):
    assert [change.kind for change in compare_texts(old, new)] == kinds_of_blocks


def test_a_cell_of_a_table_is_compared_by_words():
    old = "| Ort | Kurse |\n|---|---|\n| Altenburg | 12 im Jahr |"
    new = "| Ort | Kurse |\n|---|---|\n| Altenburg | 14 im Jahr |"
    (table,) = compare_texts(old, new)
    pieces = [(piece.kind, piece.text) for piece in table.rows[1].cells[1]]
    assert pieces == [("del", "12"), ("ins", "14"), ("same", " im Jahr")]


WORDS = st.sampled_from(["Der", "Landkreis", "fördert", "Sprache", "ß", "🦄", "مركز", "12", ",", ".", "und", "Wohnen"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TEXTS = st.lists(SENTENCES, max_size=6).map("\n\n".join)
TABLES = st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=1, max_size=4).map(
    lambda rows: "| A | B |\n| --- | --- |\n" + "\n".join(f"| {one} | {other} |" for one, other in rows)
)
MIXED = st.lists(
    st.one_of(
        SENTENCES,
        TABLES,
        st.lists(SENTENCES, min_size=1, max_size=3).map(lambda rows: "\n".join(f"- {row}" for row in rows)),
    ),
    max_size=5,
).map("\n\n".join)


@given(old=st.one_of(TEXTS, MIXED), new=st.one_of(TEXTS, MIXED))
def test_the_shown_changes_turn_the_old_text_into_the_new_one(old, new):
    changes = compare_texts(old, new)
    assert shown(changes, "ins") == plain(old)
    assert shown(changes, "del") == plain(new)


@given(st.lists(WORDS, max_size=30), st.lists(WORDS, max_size=30))
def test_pieces_give_both_sides_word_by_word(old, new):
    before, after = tuple(map(Word, old)), tuple(map(Word, new))
    pieces = compare_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == "".join(old)
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == "".join(new)


# --- trees ------------------------------------------------------------------------------------------------
@st.composite
def trees(draw):
    """Two random trees over the same few sections: some on one side only, in any order and under any parent."""

    def one():
        names = draw(st.permutations("abcdefg"))[: draw(st.integers(0, 7))]
        rows = []
        for place, name in enumerate(names):
            parent = draw(st.sampled_from(["", *names[:place]]))
            rows.append((name, draw(st.sampled_from([name, f"{name}!"])), draw(st.sampled_from(["x", "y"])), parent))
        return tree(*rows)

    return one(), one()


def applied(old, entries):
    """The outline that comes of applying the shown entries to the old tree: {parent: [sections in order]}."""
    kept = {entry.new.identity for entry in entries if entry.old and entry.new and "moved" not in entry.kinds}
    parents = {node.identity: node.parent for node in old if node.identity in kept}
    outline: dict = {}
    for node in old:
        if node.identity in kept:
            outline.setdefault(parents[node.identity], []).append(node.identity)
    for entry in entries:  # in the order of the new tree: what is new or moved goes behind its elder sibling there
        if entry.new is None or entry.new.identity in kept:
            continue
        siblings = [one.new.identity for one in entries if one.new and one.new.parent == entry.new.parent]
        elder = siblings[siblings.index(entry.new.identity) - 1] if siblings[0] != entry.new.identity else None
        here = outline.setdefault(entry.new.parent, [])
        here.insert(here.index(elder) + 1 if elder else 0, entry.new.identity)
    return {parent: rows for parent, rows in outline.items() if rows}


@given(trees())
def test_applying_the_shown_moves_to_the_old_tree_gives_the_new_one(pair):
    old, new = pair
    entries = compare_trees(old, new)
    outline: dict = {}
    for node in new:
        outline.setdefault(node.parent, []).append(node.identity)
    assert applied(old, entries) == outline
    titles = {
        entry.new.identity: entry.new.title if "renamed" in entry.kinds or not entry.old else entry.old.title
        for entry in entries
        if entry.new
    }
    assert titles == {node.identity: node.title for node in new}


@given(trees())
def test_every_section_stands_in_the_comparison_once(pair):
    old, new = pair
    entries = compare_trees(old, new)
    assert [entry.new.identity for entry in entries if entry.new] == [node.identity for node in new]
    assert sorted(entry.old.identity for entry in entries if entry.old) == sorted(node.identity for node in old)


def test_the_longest_rising_run_is_found():
    assert longest_rising([3, 0, 1, 2]) == {1, 2, 3}
    assert longest_rising([]) == set()


def test_nodes_know_whether_they_can_move():
    first, second, third = tree(*BASE)
    assert (first.is_first, first.is_last, second.is_last, third.is_first) == (True, False, True, True)
    assert isinstance(first, Node)
