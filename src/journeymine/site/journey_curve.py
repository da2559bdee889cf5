"""The emotion curve of a journey map: a smooth line through the stages, its interval, the kind of each point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

STEP, HEIGHT, MARGIN = 200, 160, 30
"""Width of a stage, height of the picture, and the room left above and below its range, in units of the picture."""
LEAST_REACH = 0.25
"""A range of feelings is never drawn larger than from -0.25 to 0.25: beyond it, hardly any would look like much."""


@dataclass(frozen=True)
class Feeling:
    """How a stage felt, in -1..1 with its interval; `kind` is reported, modelled or inferred."""

    value: float
    low: float
    high: float
    kind: str


@dataclass(frozen=True)
class Point:
    """A point of the curve in units of the picture; `mouth` is the path of the face's mouth."""

    x: float
    y: float
    low: float
    high: float
    kind: str
    mouth: str
    value: float


@dataclass(frozen=True)
class Curve:
    """A drawn curve: its range, its points, the line through neighbours, dots over silent stages, and the band."""

    width: int
    height: int
    reach: float
    points: tuple[Point, ...]
    line: str
    gaps: tuple[str, ...]
    bands: tuple[str, ...]


def find_reach(feelings: Iterable[Feeling]) -> float:
    """Find the range that holds every interval, in steps of 0.05: that of all maps of a page, which are compared."""
    farthest = max((max(-one.low, one.high) for one in feelings), default=1.0)
    return min(1.0, max(LEAST_REACH, ceil(20 * farthest) / 20))


def draw_curve(feelings: Sequence[Feeling | None], reach: float = 1.0) -> Curve:
    """Draw the curve of the stages in their order; None is a stage of which nobody said anything.

    The line never leaves the range of its two points (monotone cubic, Fritsch and Carlson 1980, with the tangents of
    Steffen 1990), so that it shows no peak that was not measured.
    """
    points = [None if one is None else _place(index, one, reach) for index, one in enumerate(feelings)]
    runs: list[list[Point]] = []
    gaps = []
    last: Point | None = None
    for index, point in enumerate(points):
        if point is None:
            continue
        if last is not None and points[index - 1] is None:
            gaps.append(f"M{last.x:g} {last.y:g}L{point.x:g} {point.y:g}")
            runs.append([point])
        elif runs:
            runs[-1].append(point)
        else:
            runs.append([point])
        last = point
    bands = []
    for run in runs:
        if len(run) > 1:
            above = _smooth([(point.x, point.high) for point in run])
            below = _smooth([(point.x, point.low) for point in reversed(run)])
            bands.append(f"{above}L{below[1:]}Z")
    line = "".join(_smooth([(point.x, point.y) for point in run]) for run in runs if len(run) > 1)
    found = tuple(point for point in points if point is not None)
    return Curve(STEP * len(feelings), HEIGHT, reach, found, line, tuple(gaps), tuple(bands))


def _place(index: int, feeling: Feeling, reach: float) -> Point:
    def scale(value: float) -> float:
        return round(HEIGHT / 2 - value / reach * (HEIGHT / 2 - MARGIN), 1)

    x = STEP * (index + 0.5)
    bend = round(max(-1.0, min(1.0, feeling.value * 1.4)) * 5, 1)
    y = scale(feeling.value)
    mouth = f"M{x - 5.5:g} {y + 5 - bend / 2:g}Q{x:g} {y + 5 + bend:g} {x + 5.5:g} {y + 5 - bend / 2:g}"
    return Point(x, y, scale(feeling.low), scale(feeling.high), feeling.kind, mouth, feeling.value)


def _smooth(points: Sequence[tuple[float, float]]) -> str:
    """Return the SVG path of a monotone curve through points, x rising or falling all along."""
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    tangents = [slopes[0]]
    for left, right in pairwise(slopes):
        sign = (left > 0) - (left < 0) + (right > 0) - (right < 0)
        tangents.append(sign * min(abs(left), abs(right), abs(left + right) / 4))
    tangents.append(slopes[-1])
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for index, (start, end) in enumerate(pairwise(points)):
        third = (end[0] - start[0]) / 3
        first = (start[0] + third, start[1] + tangents[index] * third)
        second = (end[0] - third, end[1] - tangents[index + 1] * third)
        parts.append(f"C{first[0]:.1f} {first[1]:.1f} {second[0]:.1f} {second[1]:.1f} {end[0]:g} {end[1]:g}")
    return "".join(parts)
