"""Pictures in numbers: circles apart, names that do not overlap, steps of colour."""

import random
import re
import xml.etree.ElementTree as ET
from itertools import combinations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.core.pictures import areas, graph, labels, layout

NAMES = (
    "Verein Musterbeispiel",
    "Wohlfahrtsverband Beispielland e. V.",
    "جمعية المثال",
    "日本語の名前の団体の",
    "🤝🤝",
    "",
)


def network(number, links, seed=1):
    """Nodes from large to small, and links that favour the large ones."""
    dice = random.Random(seed)
    sizes = sorted((int(60 * dice.random() ** 3) for _ in range(number)), reverse=True)
    nodes = [
        graph.Node(f"{dice.choice(NAMES)} {index}", f"{index} <b>&", f"/intern/akteure/{index}/", size, dice.randrange(9), "p-hue-sea")
        for index, size in enumerate(sizes)
    ]  # fmt: skip
    found = set()
    while len(found) < links:
        one, other = int(number * dice.random() ** 2), dice.randrange(number)
        if one != other:
            found.add((min(one, other), max(one, other), dice.choice(("funds", "cooperates", "part_of"))))
    return nodes, sorted(found)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize(("number", "links"), [(2, 1), (40, 0), (40, 90), (120, 260), (500, 2000)])
def test_the_forty_largest_have_names_and_no_two_overlap(number, links):
    nodes, lines = network(number, links)
    drawing = graph._draw(nodes, lines)
    assert [label.index for label in drawing.labels] == list(range(min(number, 40)))
    for one, other in combinations(drawing.labels, 2):
        assert not overlap(one.box, other.box)
    for label in drawing.labels:
        left, top, right, bottom = label.box
        assert left >= 0
        assert top >= 0
        assert right <= graph.WIDTH
        assert bottom <= drawing.height


@pytest.mark.parametrize(("number", "links"), [(40, 90), (500, 2000)])
def test_circles_lie_in_the_frame_and_apart(number, links):
    nodes, lines = network(number, links)
    drawing = graph._draw(nodes, lines)
    for x, y, radius in drawing.circles:
        assert radius <= x <= graph.WIDTH - radius
        assert radius <= y <= drawing.height - radius
    touching = sum(
        hypot(one[0] - other[0], one[1] - other[1]) < one[2] + other[2] - 0.5
        for one, other in combinations(drawing.circles, 2)
    )
    assert touching <= number // 100


def test_the_same_network_gives_the_same_picture():
    nodes, lines = network(80, 160)
    assert graph._draw(nodes, lines) == graph._draw(nodes, lines)


def test_the_largest_network_is_drawn_within_300_kilobytes_as_valid_xml_with_a_link_for_each_circle():
    nodes, lines = network(500, 2000)
    picture = graph.svg(nodes, lines, key="netz", title="Netz <&>", description="Tabelle")
    assert len(picture.encode()) <= 150_000
    root = ET.fromstring(picture)
    links = [element for element in root.iter() if element.tag == "a"]
    assert [link.get("href") for link in links] == [node.url for node in nodes]
    assert [link.find("title").text for link in links] == [node.title for node in nodes]
    assert re.search(r"style=|<script|\sid=\"(?!netz-)", picture) is None


def test_nothing_one_and_two_actors_are_drawn():
    assert graph._draw([], []).circles == []
    one = graph.Node("A", "A", "/a/", 0, 0, "")
    assert len(graph._draw([one], []).circles) == 1
    assert len(graph._draw([one, one], [(0, 1, "funds")]).circles) == 2


def test_linked_circles_stand_nearer_than_others():
    nodes = [graph.Node(str(index), "", "/", 1, 0, "") for index in range(40)]
    lines = [
        (one, other, "funds")
        for half in (0, 20)
        for one in range(half, half + 20)
        for other in range(one + 1, half + 20)
    ]
    circles = graph._draw(nodes, lines).circles

    def mean(pairs):
        far = [hypot(circles[one][0] - circles[other][0], circles[one][1] - circles[other][1]) for one, other in pairs]
        return sum(far) / len(far)

    apart = [(one, other) for one in range(20) for other in range(20, 40)]
    assert mean([(one, other) for one, other, _kind in lines]) < mean(apart) * 0.7


@given(st.text(max_size=80))
def test_a_name_is_one_line_of_known_width(text):
    short = labels.shortened(text)
    assert len(short) <= 26
    assert "\n" not in short
    assert labels.width_of(short) < 380


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=12))
def test_circles_on_one_spot_part(spots):
    placed = layout.part([(x * 300, y * 300) for x, y in spots], [5] * len(spots), width=300, height=300, rounds=200)
    for (x, y), (to_x, to_y) in combinations(placed, 2):
        assert hypot(x - to_x, y - to_y) > 0


# --- map ---------------------------------------------------------------------------------------------------
def square(x, y, size=0.1):
    return [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]]


@pytest.mark.parametrize(
    ("numbers", "bounds"),
    [([], []), ([0, 0], []), ([1, 1, 0], [1]), ([1, 2, 3, 4], [1, 2, 3, 4]), (range(1, 101), [26, 51, 75, 100])],
)
def test_steps_of_colour_hold_all_numbers(numbers, bounds):
    assert areas.steps_of(numbers) == bounds
    for number in numbers:
        step = areas.step_of(number, bounds)
        assert step == 0 if number == 0 else 1 <= step <= areas.STEPS
        assert number == 0 or number <= bounds[step - 1]


def test_the_map_has_a_link_a_title_and_a_colour_for_each_area():
    found = [
        areas.Area(4, "Altenburg: 4 <b>", "/a/", 4, [square(12.4, 51)]),
        areas.Area(0, "Gößnitz: keine", "#x", 0, [square(12.5, 51), square(12.7, 51)]),
    ]
    root = ET.fromstring(areas.svg(found, key="karte", title="Karte", description="Liste"))
    links = [element for element in root.iter() if element.tag == "a"]
    assert [(link.get("href"), link.find("title").text) for link in links] == [
        ("/a/", "Altenburg: 4 <b>"),
        ("#x", "Gößnitz: keine"),
    ]
    assert [link.find("path").get("class") for link in links] == [
        "p-map__area p-map__area--4",
        "p-map__area p-map__area--0",
    ]
    assert [element.text for element in root.iter() if element.tag == "text"] == ["4"]


def test_north_is_up_and_nothing_leaves_the_frame():
    found = [areas.Area(1, "Süd", "/s/", 1, [square(12, 50)]), areas.Area(1, "Nord", "/n/", 1, [square(12, 51)])]
    picture = areas.svg(found, key="karte", title="Karte", description="Liste")
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', picture).groups())
    south, north = (
        [tuple(map(float, pair.split())) for pair in re.split("[ML]", path.rstrip("Z"))[1:]]
        for path in re.findall(r' d="([^"]+)"', picture)
    )
    assert min(y for _x, y in south) > max(y for _x, y in north)
    for x, y in south + north:
        assert 0 <= x <= width
        assert 0 <= y <= height


def test_without_outlines_there_is_no_map():
    assert areas.svg([], key="k", title="", description="") == ""
