"""A small drawing of a chart block: stacked bars, or one bar per segment."""

from dataclasses import dataclass

from bot.local.slack.json_body import Json

HEIGHT, WIDTH, GAP = 120, 480, 6


@dataclass(frozen=True)
class Bar:
    """One rectangle in a picture of WIDTH by HEIGHT, and what it stands for."""

    x: float
    y: float
    width: float
    height: float
    series: int
    category: str
    label: str


def bars(chart: Json) -> list[Bar]:
    """The bars of a chart of any kind; lines and areas are drawn as bars too."""
    series = chart.get("series") or [{"name": "", "data": chart.get("segments", [])}]
    labels = [point["label"] for point in series[0]["data"]]
    columns = [[float(one["data"][index]["value"]) for one in series] for index in range(len(labels))]
    most = max((sum(column) for column in columns), default=0) or 1
    step = WIDTH / max(len(labels), 1)
    drawn = []
    for index, column in enumerate(columns):
        base = 0.0
        for number, value in enumerate(column):
            height = value / most * HEIGHT
            words = f"{labels[index]} {series[number]['name']}: {value:g}".replace(" :", ":")
            drawn.append(Bar(index * step + GAP / 2, HEIGHT - base - height, step - GAP, height, number, labels[index], words))
            base += height
    return drawn
