"""What Slack would refuse in a chart, by its reference of the block; no schema knows the block yet."""

from collections.abc import Iterator, Mapping
from typing import Any

TITLE, LABEL, AXIS, SERIES, CATEGORIES, IN_A_MESSAGE = 50, 20, 50, 6, 20, 2
FIELDS = {"type", "title", "chart", "block_id"}


def chart_problems(blocks: list[Mapping[str, Any]]) -> list[str]:
    charts = [block for block in blocks if block["type"] == "data_visualization"]
    found = [problem for block in charts for problem in _problems(block)]
    return found + (["too many charts"] if len(charts) > IN_A_MESSAGE else [])


def _problems(block: Mapping[str, Any]) -> Iterator[str]:
    if set(block) - FIELDS or not 1 <= len(block["title"]) <= TITLE:
        yield "unknown field or wrong title"
    chart = block["chart"]
    if set(chart) != {"type", "series", "axis_config"} or chart["type"] not in ("bar", "line", "area"):
        yield "wrong fields of the chart"
    axis, series = chart["axis_config"], chart["series"]
    if set(axis) - {"categories", "x_label", "y_label"} or any(len(axis.get(name, "")) > AXIS for name in ("x_label", "y_label")):
        yield "wrong axis"
    if not 1 <= len(axis["categories"]) <= CATEGORIES or len(set(axis["categories"])) != len(axis["categories"]):
        yield "wrong number of categories, or equal ones"
    if not 1 <= len(series) <= SERIES or len({one["name"] for one in series}) != len(series):
        yield "wrong number of series, or equal names"
    for one in series:
        yield from _of_series(one, axis["categories"])


def _of_series(series: Mapping[str, Any], categories: list[str]) -> Iterator[str]:
    if set(series) != {"name", "data"} or not 1 <= len(series["name"]) <= LABEL:
        yield "wrong series"
    if [point["label"] for point in series["data"]] != categories:
        yield "a series without a value for every category"
    for point in series["data"]:
        if set(point) != {"label", "value"} or not 1 <= len(point["label"]) <= LABEL or type(point["value"]) not in (int, float):
            yield f"wrong point {point}"
