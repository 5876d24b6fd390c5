"""A network as SVG: circles that are links, lines by kind of relation, names beside the largest."""

import hashlib
import json
from dataclasses import dataclass
from math import pi, sqrt

from django.core.cache import cache
from django.utils.html import format_html, format_html_join

from . import labels as naming
from . import layout

WIDTH, HEIGHT = 1120, 760
LABELLED = 40
SMALLEST, LARGEST = 4, 24
INK = 0.09  # how much of the frame all circles may cover
CACHE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Node:
    """A circle: a colour class per group, `size` decides its area, `title` is what it says in full."""

    name: str
    title: str
    url: str
    size: int
    group: int
    css: str


@dataclass(frozen=True)
class Drawing:
    """A picture in numbers: circles (x, y, radius) and labels in the order of the nodes."""

    circles: list
    labels: list
    height: int


def draw(nodes, links):
    """Return where everything stands; `nodes` come in order of importance, `links` are (index, index, kind).

    The same nodes and links give the same picture; it is remembered for a day.
    """
    plain = [[node.name, node.size, node.group] for node in nodes], [list(link) for link in links], WIDTH, HEIGHT
    key = "graph:1:" + hashlib.sha256(json.dumps(plain).encode()).hexdigest()
    drawing = cache.get(key)
    if drawing is None:
        drawing = _draw(nodes, links)
        cache.set(key, drawing, CACHE_SECONDS)
    return drawing


def _draw(nodes, links):
    radii = _radii([node.size for node in nodes])
    linked = sorted({index for one, other, _kind in links for index in (one, other)})
    alone = [index for index in range(len(nodes)) if index not in set(linked)]
    new = {index: place for place, index in enumerate(linked)}
    pairs = sorted({(new[one], new[other]) for one, other, _kind in links})
    high = HEIGHT if linked else 0
    spots = layout.spread([nodes[index].group for index in linked], pairs)
    margin = LARGEST + 20
    spots = [(margin + x * (WIDTH - 2 * margin), margin + y * (HEIGHT - 2 * margin)) for x, y in spots]
    spots = layout.part(spots, [radii[index] for index in linked], width=WIDTH, height=HEIGHT)
    named = [(index, nodes[index].name) for index in range(min(LABELLED, len(nodes)))]
    room = {index: naming.width_of(naming.shortened(name)) + 6 for index, name in named}
    rows, below = layout.rows_of([(radii[index], room.get(index, 0)) for index in alone], width=WIDTH)
    circles = [None] * len(nodes)
    for index, (x, y) in zip(linked, spots, strict=True):
        circles[index] = (round(x, 1), round(y, 1), radii[index])
    for index, (x, y) in zip(alone, rows, strict=True):
        circles[index] = (round(x, 1), round(high + y, 1), radii[index])
    total = high + below
    return Drawing(circles, naming.place(named, circles, width=WIDTH, height=max(total, 60)), max(total, 60))


def _radii(sizes):
    """The area of a circle grows with its size; many circles are drawn smaller, so that lines and names have room."""
    most = max(sizes, default=0) or 1
    shares = [sqrt(max(size, 0) / most) for size in sizes]
    room = sqrt(INK * WIDTH * HEIGHT / pi / max(sum(share * share for share in shares), 1))
    largest = min(max(room, 2 * SMALLEST), LARGEST)
    return [round(max(SMALLEST, largest * share), 1) for share in shares]


def svg(nodes, links, *, key, title, description):
    """Return the picture. Its circles are links in the order of the nodes, so the Tab key goes from large to small."""
    drawing = draw(nodes, links)
    return format_html(
        '<svg class="p-graph" viewBox="0 0 {} {}" role="group" aria-labelledby="{}-titel" aria-describedby="{}-text" '
        'direction="ltr"><title id="{}-titel">{}</title><desc id="{}-text">{}</desc>{}<g>{}</g>{}</svg>',
        WIDTH, drawing.height, key, key, key, title, key, description,
        _lines(links, drawing.circles), _circles(nodes, drawing.circles), _names(drawing),
    )  # fmt: skip


def _lines(links, circles):
    kinds = {}
    for one, other, kind in links:
        (x, y, _r), (to_x, to_y, _other) = circles[one], circles[other]
        kinds.setdefault(kind, []).append(f"M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}")
    return format_html_join(
        "",
        '<path class="p-graph__link p-graph__link--{}" d="{}"/>',
        ((kind, "".join(kinds[kind])) for kind in sorted(kinds)),
    )


def _circles(nodes, circles):
    return format_html_join(
        "",
        '<a href="{}" class="{}"><title>{}</title><circle cx="{}" cy="{}" r="{}"/></a>',
        ((node.url, node.css, node.title, x, y, radius) for node, (x, y, radius) in zip(nodes, circles, strict=True)),
    )


def _names(drawing):
    lines = "".join(
        f"M{circle[0]:.0f} {circle[1]:.0f}L{label.x + label.width / 2:.0f} {label.y + 8:.0f}"
        for label in drawing.labels
        if label.line
        for circle in [drawing.circles[label.index]]
    )
    texts = format_html_join(
        "",
        '<text x="{}" y="{}" textLength="{}" lengthAdjust="spacingAndGlyphs">{}</text>',
        ((label.x, label.baseline, label.width, label.text) for label in drawing.labels),
    )
    return format_html('<g class="p-graph__names" aria-hidden="true"><path d="{}"/>{}</g>', lines, texts)
