"""Two versions of a text beside each other."""

from hypothesis import given
from hypothesis import strategies as st

from committees.comparison import MOST_WORDS, Piece, compare_texts, compare_words


def side(pieces, without):
    return "".join(piece.text for piece in pieces if piece.kind != without)


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_pieces_give_both_texts(old, new):
    pieces = compare_words(old, new)
    assert (side(pieces, "ins"), side(pieces, "del")) == (old, new)


def test_a_changed_word_is_shown_in_its_paragraph():
    assert compare_texts("Gleich.\nEs kostet 500 Euro.", "Gleich.\nEs kostet 600 Euro.\nمرحبا 👋") == [
        [Piece("same", "Gleich.")],
        [Piece("same", "Es kostet "), Piece("del", "500"), Piece("ins", "600"), Piece("same", " Euro.")],
        [Piece("ins", "مرحبا 👋")],
    ]


def test_nothing_is_nothing():
    assert (compare_texts("", ""), compare_words("", "")) == ([], [])


def test_very_long_passages_are_shown_as_a_whole():
    old, new = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert compare_words(old, new) == [Piece("del", old), Piece("ins", new)]
