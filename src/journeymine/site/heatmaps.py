"""Heatmaps: where each stage happens, when customers act, and what follows what; every cell is a number in a table."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.small_groups import count_or_fewer
from journeymine.site.words import Words, mark

LARGEST = 16
"""Touchpoints of the matrix: the ones most customers came to."""
MOST_CHANNELS = 14
SHADES = 6
WEEKDAYS = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the number behind it, a second line, and its shade from 0 (none) to SHADES (most)."""

    text: str
    value: float | None = None
    detail: str = ""
    shade: int = 0


@dataclass(frozen=True)
class Heatmap:
    """A heatmap that is a table: `corner` names its rows and columns."""

    name: str
    title: str
    note: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def shade(value: float | None, most: float) -> int:
    """Return the shade of a number: 0 for nothing, else 1 to SHADES by its part of the largest.

    >>> shade(0, 10), shade(None, 10), shade(0.1, 10), shade(5, 10), shade(10, 10), shade(0.4, 0.4)
    (0, 0, 1, 3, 6, 6)
    """
    return 0 if not value or most <= 0 else max(1, ceil(SHADES * (value / most)))


def draw_stages(cells: pl.DataFrame, stages: tuple[str, ...], minimum: int, words: Words) -> Heatmap:
    """Draw stage x channel: the share of a stage's steps, shaded by it, with the customers."""
    _ = words.gettext
    shown = cells.filter(pl.col("customer_count") >= minimum)
    totals = (
        shown.group_by("channel")
        .agg(pl.col("step_count").sum())
        .sort("step_count", "channel", descending=[True, False])
    )
    channels = tuple(totals["channel"].head(MOST_CHANNELS))
    found = {(row["stage"], row["channel"]): row for row in shown.iter_rows(named=True)}
    met = set(cells.select("stage", "channel").iter_rows())
    fewer = Cell(count_or_fewer(1, minimum, words))
    step_counts = dict(cells.group_by("stage").agg(pl.col("step_count").sum()).iter_rows())
    rows = []
    for stage in (*stages, *sorted(set(cells["stage"]) - set(stages))):
        line = []
        for channel in channels:
            row = found.get((stage, channel))
            if row is None:
                line.append(fewer if (stage, channel) in met else Cell(""))
                continue
            share = row["step_count"] / step_counts[stage]
            detail = words.number(row["customer_count"])
            line.append(Cell(words.share(share), share, detail, shade(share, 1.0)))
        if any(cell.text for cell in line):
            rows.append((words.translate(stage), tuple(line)))
    return Heatmap(
        "stages",
        _("Stage and channel"),
        _("Share of the stage’s steps in each channel; below it the customers. Shades run from 0 to 100%."),
        _("Stage"),
        tuple(words.translate(channel) for channel in channels),
        tuple(rows),
    )


def draw_hours(hours: pl.DataFrame, minimum: int, words: Words) -> Heatmap:
    """Draw hour x weekday: customers' steps, shaded by them."""
    _ = words.gettext
    shown = hours.filter(pl.col("customer_count") >= minimum)
    most = float(shown["step_count"].max() or 0)  # type: ignore[arg-type]
    found = {(row["weekday_index"], row["hour_of_day"]): row for row in shown.iter_rows(named=True)}
    met = set(hours.select("weekday_index", "hour_of_day").iter_rows())
    fewer = Cell(count_or_fewer(1, minimum, words))
    rows = []
    for index, weekday in enumerate(WEEKDAYS, 1):
        line = []
        for hour in range(24):
            row = found.get((index, hour))
            if row is None:
                line.append(fewer if (index, hour) in met else Cell(""))
                continue
            count = row["step_count"]
            line.append(Cell(words.number(count), count, "", shade(count, most)))
        rows.append((words.translate(weekday), tuple(line)))
    return Heatmap(
        "hours",
        _("Hour and day of the week"),
        _(
            "Steps that customers took, by the clocks of {timezone}; what the company did is left out. "
            "Shades run from 0 to the busiest hour.",
            timezone=words.timezone,
        ),
        _("Day"),
        tuple(f"{hour:02d}" for hour in range(24)),
        tuple(rows),
    )


def draw_transitions(transitions: pl.DataFrame, metrics: pl.DataFrame, minimum: int, words: Words) -> Heatmap:
    """Draw what follows what: the share of a touchpoint's steps that go on to each other one, shaded by it."""
    _ = words.gettext
    largest = metrics.sort("customer_count", "touchpoint", descending=[True, False]).head(LARGEST)
    names = tuple(largest.filter(pl.col("customer_count") >= minimum)["touchpoint"])
    totals = dict(transitions.group_by("from_touchpoint").agg(pl.col("transition_count").sum()).iter_rows())
    among = transitions.filter(pl.col("from_touchpoint").is_in(names), pl.col("to_touchpoint").is_in(names))
    shown = among.filter(pl.col("customer_count") >= minimum)
    found = {(row["from_touchpoint"], row["to_touchpoint"]): row for row in shown.iter_rows(named=True)}
    met = set(among.select("from_touchpoint", "to_touchpoint").iter_rows())
    fewer = Cell(count_or_fewer(1, minimum, words))
    rows = []
    for start in names:
        line = []
        for end in names:
            row = found.get((start, end))
            if row is None:
                line.append(fewer if (start, end) in met else Cell(""))
                continue
            share = row["transition_count"] / totals[start]
            line.append(Cell(words.share(share), share, words.number(row["transition_count"]), shade(share, 1.0)))
        rows.append((start, tuple(line)))
    return Heatmap(
        "transitions",
        _("What follows what"),
        _(
            "Of all steps that go on from the touchpoint of the row, the share that goes to that of the column; below "
            "it how often. The {count} touchpoints with most customers; the rest of a row goes elsewhere. Shades run "
            "from 0 to 100%.",
            count=words.number(len(names)),
        ),
        _("From"),
        names,
        tuple(rows),
    )


def render_heatmaps(tables: Tables, context: SiteContext) -> Content:
    """Fill the heatmaps whose tables exist."""
    words, minimum = context.words, context.minimum_cell
    _ = words.gettext
    cells, transitions = tables["marts.stage_channels"], tables["marts.transitions"]
    maps = [draw_stages(cells, context.stages, minimum, words)]
    evidence = [
        Evidence(
            _("Steps by stage and channel"),
            "marts.stage_channels",
            int(cells["step_count"].sum()),
            _("steps"),
            _("steps of journeys by stage and their own channel"),
        ),
    ]
    hours = tables.get("marts.busy_hours", pl.DataFrame())
    if not hours.is_empty():
        maps.append(draw_hours(hours, minimum, words))
        evidence.append(
            Evidence(
                _("Steps by hour and day of the week"),
                "marts.busy_hours",
                int(hours["step_count"].sum()),
                _("steps"),
                _("steps that customers took themselves, in the project’s time zone"),
            )
        )
    if not transitions.is_empty():
        maps.append(draw_transitions(transitions, tables["marts.touchpoint_metrics"], minimum, words))
        evidence.append(
            Evidence(
                _("What follows what"),
                "marts.transitions",
                int(transitions["transition_count"].sum()),
                _("transitions"),
                _("steps that follow one another within a journey"),
            )
        )
    return Content({"maps": maps}, tuple(evidence))


PAGE = Page(
    name="heatmaps",
    title="Heatmaps",
    description="Where each stage happens, when customers act, and what follows what.",
    needed=("marts.stage_channels", "marts.touchpoint_metrics"),
    optional=("marts.transitions", "marts.busy_hours"),
    scripts=("download.js", "tables.js"),
    render=render_heatmaps,
)
