"""Prometheus' text format, version 0.0.4: families of samples with names, labels and numbers. Nothing here counts by itself."""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = Mapping[str, str]


@dataclass(frozen=True)
class Family:
    """One metric; a sample is what is added to its name, its labels, and its value."""

    name: str
    kind: str
    words: str
    samples: tuple[tuple[str, Labels, float], ...]


def gauge(name: str, words: str, values: Iterable[tuple[Labels, float]]) -> Family:
    return Family(name, "gauge", words, tuple(("", labels, value) for labels, value in values))


def counter(name: str, words: str, values: Iterable[tuple[Labels, float]]) -> Family:
    return Family(name, "counter", words, tuple(("", labels, value) for labels, value in values))


class Histogram:
    """How long something took, by outside world; safe to use from several threads."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._lock = threading.Lock()
        self._counts: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}

    def observe(self, world: str, seconds: float) -> None:
        """A value that lies on a bound belongs to it."""
        with self._lock:
            counts = self._counts.setdefault(world, [0] * (len(self._bounds) + 1))
            counts[bisect_left(self._bounds, seconds)] += 1
            self._sums[world] = self._sums.get(world, 0.0) + seconds

    def family(self, name: str, words: str) -> Family:
        with self._lock:
            return Family(name, "histogram", words, tuple(self._samples()))

    def _samples(self) -> Iterator[tuple[str, Labels, float]]:
        for world, counts in self._counts.items():
            for bound, total in zip([*map(_number, self._bounds), "+Inf"], accumulate(counts), strict=True):
                yield "_bucket", {"world": world, "le": bound}, total
            yield "_sum", {"world": world}, self._sums[world]
            yield "_count", {"world": world}, sum(counts)


def written(families: Iterable[Family]) -> str:
    return "".join(f"{line}\n" for family in families for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    yield f"# HELP {family.name} {family.words}"
    yield f"# TYPE {family.name} {family.kind}"
    for suffix, labels, value in family.samples:
        told = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
        yield f"{family.name}{suffix}{{{told}}} {_number(value)}" if told else f"{family.name}{suffix} {_number(value)}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
