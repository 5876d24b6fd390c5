"""Where the circles of a network stand: linked ones near each other, none on top of another. Pure and without chance.

Springs along the links, push between near circles (found through a grid), a little pull to the middle; circles start on
a spiral, each group in a sector of its own. For some hundred circles this takes a few tenths of a second.
"""

from collections import Counter
from math import ceil, cos, hypot, pi, sin, sqrt

ROUNDS = 30
ROW = 20  # least height of a row of circles without links
_GOLDEN = pi * (3 - sqrt(5))
#: Half of the neighbouring cells of a grid, so that each pair of cells is met once.
_HALF = ((1, 0), (0, 1), (1, 1), (1, -1))


def spread(groups, links, *, rounds=ROUNDS):
    """Return [(x, y)] for circles within a square from 0 to 1.

    `groups` names the group of each circle (any numbers), in order of importance; `links` are pairs of their indexes.
    """
    number = len(groups)
    if number < 2:
        return [(0.5, 0.5)] * number
    xs, ys = _start(groups)
    ideal = 1 / sqrt(number)
    degrees = [0] * number
    for one, other in links:
        degrees[one] += 1
        degrees[other] += 1
    # Circles with many links pull less at each, so that they do not draw everything into one heap.
    springs = [(one, other, 0.3 / ideal / sqrt(degrees[one] * degrees[other])) for one, other in links]
    for step in range(rounds):
        heat = ideal * 2 * (1 - step / rounds) ** 1.5 + ideal * 0.05
        _move(xs, ys, springs, ideal, heat)
    return list(zip(_evened(xs), _evened(ys), strict=True))


def _start(groups):
    kinds = sorted(set(groups))
    sector = {kind: place for place, kind in enumerate(kinds)}
    seen = dict.fromkeys(kinds, 0)
    sizes = Counter(groups)
    xs, ys = [], []
    for kind in groups:
        seen[kind] += 1
        radius = 0.5 * sqrt(seen[kind] / sizes[kind])
        swing = (seen[kind] * _GOLDEN) % (2 * pi)
        angle = (sector[kind] + swing / (2 * pi)) * 2 * pi / len(kinds)
        xs.append(0.5 + radius * cos(angle))
        ys.append(0.5 + radius * sin(angle))
    return xs, ys


def _move(xs, ys, springs, ideal, heat):
    """One round: add up all forces, then move each circle by at most `heat`."""
    number = len(xs)
    fx = [(0.5 - x) * 0.05 for x in xs]
    fy = [(0.5 - y) * 0.05 for y in ys]
    for one, other, strength in springs:
        dx, dy = xs[other] - xs[one], ys[other] - ys[one]
        pull = hypot(dx, dy) * strength
        fx[one] += dx * pull
        fy[one] += dy * pull
        fx[other] -= dx * pull
        fy[other] -= dy * pull
    reach = ideal * 1.6
    square_of_reach, square_of_ideal = reach * reach, ideal * ideal
    for one, others in _near(xs, ys, reach):
        x, y, sum_x, sum_y = xs[one], ys[one], 0.0, 0.0
        for other in others:
            dx, dy = x - xs[other], y - ys[other]
            square = dx * dx + dy * dy
            if square < square_of_reach:
                if square < 1e-12:  # on one spot: they part along a direction that their numbers decide
                    dx, dy, square = cos(one) * 1e-4, sin(one) * 1e-4, 1e-8
                push = square_of_ideal / square * 0.5 - 0.19
                dx *= push
                dy *= push
                sum_x += dx
                sum_y += dy
                fx[other] -= dx
                fy[other] -= dy
        fx[one] += sum_x
        fy[one] += sum_y
    for index in range(number):
        length = hypot(fx[index], fy[index])
        if length > heat:
            fx[index] *= heat / length
            fy[index] *= heat / length
        xs[index] += fx[index]
        ys[index] += fy[index]


def _near(xs, ys, reach):
    """Yield (circle, others in the same or neighbouring cells of a grid of width `reach`), each pair once."""
    cells = {}
    for index, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells.setdefault((int(x / reach), int(y / reach)), []).append(index)
    for (column, row), inside in cells.items():
        beside = [other for right, down in _HALF for other in cells.get((column + right, row + down), ())]
        for place, one in enumerate(inside):
            yield one, inside[place + 1 :] + beside


def _evened(values):
    """Values from 0 to 1, half as they lie and half by their rank, so that crowds spread and nobody gets far away."""
    low, span = min(values), max(values) - min(values)
    if span < 1e-9:
        return [0.5] * len(values)
    rank = [0.0] * len(values)
    for place, index in enumerate(sorted(range(len(values)), key=lambda index: (values[index], index))):
        rank[index] = place / (len(values) - 1)
    return [(value - low) / span * 0.5 + place * 0.5 for value, place in zip(values, rank, strict=True)]


def part(places, radii, *, width, height, gap=2, rounds=30):
    """Return the places (in pixels) moved so that circles of these radii do not overlap, as far as the frame allows."""
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    reach = 2 * max(radii, default=1) + gap
    for _round in range(rounds):
        moved = False
        for one, others in _near(xs, ys, reach):
            for other in others:
                dx, dy = xs[one] - xs[other], ys[one] - ys[other]
                wanted, distance = radii[one] + radii[other] + gap, hypot(dx, dy)
                if distance >= wanted - 0.01:
                    continue
                moved = True
                if distance < 1e-6:
                    dx, dy, distance = cos(one), sin(one), 1.0
                shift = (wanted - distance) / 2 / distance
                xs[one] += dx * shift
                ys[one] += dy * shift
                xs[other] -= dx * shift
                ys[other] -= dy * shift
        for index, radius in enumerate(radii):
            xs[index] = min(max(xs[index], radius + gap), width - radius - gap)
            ys[index] = min(max(ys[index], radius + gap), height - radius - gap)
        if not moved:
            break
    return list(zip(xs, ys, strict=True))


def rows_of(boxes, *, width, gap=8):
    """Return ([(x, y)], height) of circles in rows from left to right: those without any link.

    `boxes` are (radius, room for a name beside it); the height is 0 without circles.
    """
    places, x, y, high = [], gap, gap, 0
    for radius, room in boxes:
        if x + 2 * radius + room + gap > width and x > gap:
            x, y, high = gap, y + high + gap, 0
        places.append((x + radius, y + max(radius, ROW / 2)))
        x += 2 * radius + room + gap
        high = max(high, 2 * radius, ROW)
    return places, ceil(y + high + gap) if boxes else 0
