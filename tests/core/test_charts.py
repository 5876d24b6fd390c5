"""Charts: safe text, gaps for hidden values, round ticks, nothing inline."""

import datetime
import re

import pytest

from integration_portal.core.charts import MOST_BARS, Point, bar_chart, nice_ticks, time_chart


def points(*values):
    start = datetime.date(2020, 12, 31).toordinal()
    return [Point(start + 365 * number, str(2020 + number), value, str(value)) for number, value in enumerate(values)]


def draw(values, **options):
    return time_chart(points(*values), key="k", title="Titel", description="Beschreibung", **options)


def test_a_few_values_are_bars_with_their_figures_and_many_a_line():
    few, many = draw([1, 2, 3]), draw(range(MOST_BARS + 1))
    assert (few.count("<rect"), few.count("p-plot__value"), few.count("<polyline")) == (3, 3, 0)
    assert (many.count("<rect"), many.count("<circle"), many.count("<polyline")) == (0, MOST_BARS + 1, 1)


def test_a_hidden_value_is_a_gap():
    assert draw([1, None, 3]).count("<rect") == 2
    line = draw([1, 2, 3, 4, 5, None, 7, 8, 9, 10, 11, 12])
    assert (line.count("<polyline"), line.count("<circle")) == (2, 11)


def test_nothing_to_draw_gives_no_picture():
    assert (draw([]), draw([None]), bar_chart([], key="k", title="T", description="D")) == ("", "", "")
    assert bar_chart([("A", None, "unter 5"), ("B", 0, "0")], key="k", title="T", description="D") == ""


def test_every_text_is_escaped_and_nothing_is_inline():
    nasty = '<script>alert("x")</script>'
    picture = time_chart(
        [Point(1, nasty, 3, nasty)], key="k", title=nasty, description=nasty, target=5, target_label=nasty
    )
    picture += bar_chart([(nasty, 3, nasty)], key="k", title=nasty, description=nasty)
    assert ("<script" in picture, "style=" in picture, "onload" in picture) == (False, False, False)
    assert picture.count("&lt;script&gt;") == 9


def test_title_and_description_are_tied_to_the_picture_for_screen_readers():
    picture = draw([1, 2])
    assert 'role="img" aria-labelledby="k-titel k-text"' in picture
    assert ('<title id="k-titel">Titel</title>' in picture, '<desc id="k-text">Beschreibung</desc>' in picture) == (
        True,
        True,
    )


def test_negative_values_hang_below_the_line_and_all_stay_inside_the_frame():
    picture = draw([-50, 0, 50], target=80, target_label="Ziel")
    assert picture.count("<rect") == 3
    assert "p-plot__target" in picture
    assert "nan" not in picture.lower()


def numbers(pattern, text):
    return [float(number) for number in re.findall(pattern, text)]


@pytest.mark.parametrize("values", [[100, 100], [1, 80, 100], [99, 100, 101], [-5, 10]])
@pytest.mark.parametrize("target", [0, 1, 79, 80, 100, 500])
def test_the_label_of_the_target_stands_above_all_bars_and_their_figures(values, target):
    picture = draw(values, target=target, target_label="Ziel")
    label = re.search(r'y="(-?[0-9.]+)" text-anchor="start">Ziel<', picture)
    top = numbers(r'viewBox="0 (-?[0-9.]+) ', picture)[0]
    highest = min(
        numbers(r'<rect class="p-plot__mark" x="[^"]*" y="([^"]*)"', picture)
        + [y - 13 for y in numbers(r'y="([^"]*)" text-anchor="middle"', picture)]
    )
    assert top + 10 <= float(label.group(1)) < highest


def test_a_picture_without_a_target_has_no_line_above_it():
    assert 'viewBox="0 0 420 220"' in draw([1, 2])


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 43, [0, 20, 40, 60]),
        (0, 0, [0, 0.25, 0.5, 0.75, 1]),
        (0, 5310, [0, 2000, 4000, 6000]),
        (-5, 5, [-5, -2.5, 0, 2.5, 5]),
    ],
)
def test_ticks_are_round_numbers_around_the_values(low, high, ticks):
    assert nice_ticks(low, high) == ticks
