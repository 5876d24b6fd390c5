"""Names beside circles of which no two overlap."""

from dataclasses import dataclass

MOST_LETTERS = 26
SIZE = 13
_HEIGHT = 17
_CELL = 60
_NARROW, _WIDE = set("iljftr.,:;'|!()[] I"), set("mwMWÄÖÜ@%—…")


@dataclass(frozen=True)
class Label:
    """A name with its box; `line` says that it stands away from its circle and needs a line to it."""

    index: int
    text: str
    x: float
    y: float
    width: float
    line: bool

    @property
    def box(self):
        """Left, top, right, bottom."""
        return self.x, self.y, self.x + self.width, self.y + _HEIGHT

    @property
    def baseline(self):
        return self.y + _HEIGHT - 4


def shortened(text):
    """The text in one line of at most 26 letters."""
    text = " ".join(text.split())
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1].rstrip() + "…"


def width_of(text):
    """The width that the text gets; the picture holds it to that whatever the font (`textLength`)."""
    letters = sum(
        0.34 if letter in _NARROW else 0.9 if letter in _WIDE or ord(letter) > 0x2E80 else 0.58 for letter in text
    )
    return round(letters * SIZE + 2, 1)


def place(names, circles, *, width, height):
    """Return labels for the circles (x, y, radius) that `names` [(index, text)] names, in order of importance.

    No two boxes overlap and none leaves the frame. A name goes beside its circle, else further away with a line to it,
    where it covers the fewest circles.
    """
    labels, near = [], _grid(circles)
    for index, text in names:
        text = shortened(text)
        wide = width_of(text)
        best = None
        for away in range(0, 400, 12):
            for x, y in _candidates(*circles[index], wide, away):
                box = (x, y, x + wide, y + _HEIGHT)
                if x < 0 or y < 0 or box[2] > width or box[3] > height or any(_overlap(box, one.box) for one in labels):
                    continue
                covered = sum(_covers(box, circles[number]) for number in _touched(near, box) if number != index)
                cost = covered + away / 20
                if best is None or cost < best[0]:
                    best = (cost, x, y, away)
            if best and best[0] <= (away + 12) / 20:  # nothing further away can be better
                break
        if best:
            labels.append(Label(index, text, round(best[1], 1), round(best[2], 1), wide, best[3] > 0))
    return labels


def _candidates(x, y, radius, wide, away):
    middle = y - _HEIGHT / 2
    side = radius + 3 + away
    yield x + side, middle
    yield x - side - wide, middle
    yield x - wide / 2, y + side
    yield x - wide / 2, y - side - _HEIGHT
    if away:
        yield x + side, middle - away
        yield x + side, middle + away
        yield x - side - wide, middle - away
        yield x - side - wide, middle + away


def _grid(circles):
    """{cell: indexes of the circles that reach into it}, so that a box looks at its own neighbourhood only."""
    cells = {}
    for index, (x, y, radius) in enumerate(circles):
        for column in range(int((x - radius) // _CELL), int((x + radius) // _CELL) + 1):
            for row in range(int((y - radius) // _CELL), int((y + radius) // _CELL) + 1):
                cells.setdefault((column, row), []).append(index)
    return cells


def _touched(cells, box):
    columns = range(int(box[0] // _CELL), int(box[2] // _CELL) + 1)
    rows = range(int(box[1] // _CELL), int(box[3] // _CELL) + 1)
    return {index for column in columns for row in rows for index in cells.get((column, row), ())}


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _covers(box, circle):
    x, y, radius = circle
    return box[0] - radius < x < box[2] + radius and box[1] - radius < y < box[3] + radius
