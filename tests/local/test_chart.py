"""Charts are drawn as stacked bars."""

from bot.local.page.chart import HEIGHT, bars


def points(*values: float) -> list[dict]:
    return [{"label": f"W{index}", "value": value} for index, value in enumerate(values)]


def test_series_stand_on_each_other_and_the_tallest_fills_the_picture():
    drawn = bars({"type": "bar", "series": [{"name": "NDA", "data": points(1, 3)}, {"name": "ISO", "data": points(1, 1)}]})
    assert [(bar.category, bar.series, bar.height) for bar in drawn] == [
        ("W0", 0, HEIGHT / 4),
        ("W0", 1, HEIGHT / 4),
        ("W1", 0, HEIGHT * 3 / 4),
        ("W1", 1, HEIGHT / 4),
    ]
    assert drawn[3].y == 0
    assert drawn[1].label == "W0 ISO: 1"


def test_segments_are_bars_side_by_side_and_nothing_is_no_picture():
    assert [bar.height for bar in bars({"type": "pie", "segments": points(2, 1)})] == [HEIGHT, HEIGHT / 2]
    assert bars({"type": "pie", "segments": []}) == []
