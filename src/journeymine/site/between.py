"""Time from one stage or touchpoint to another: any two of them, chosen on the page of waits."""

from __future__ import annotations

from math import log2
from typing import Any

import polars as pl

from journeymine.site.page import Evidence, SiteContext, Tables
from journeymine.site.sections import Cell, show_count, show_duration, show_share, show_times
from journeymine.site.words import Words, mark

TABLE = "analysis.between_waits"
UNITS = {"journey": mark("each journey"), "customer": mark("each customer")}
PLACES = {"stage": mark("Stages"), "touchpoint": mark("Touchpoints")}
NOT_SEEN = mark("not seen yet")


def encode_between(tables: Tables, context: SiteContext) -> dict[str, Any] | None:
    """Encode analysis.between_waits for the script that lets two places be chosen; None without a wait.

    Returns:
        names, of each kind of place in the order they are offered; rows [unit, kind, from, to, waits, customers,
        arrived, median, its interval, 90th percentile], where times are bins of 2^(1/8) and -1 is "not seen".
    """
    told = _read_told(tables, context)
    if told.is_empty():
        return None
    names = {kind: _order(told.filter(place_kind=kind), kind, context) for kind in PLACES}
    units, kinds = list(UNITS), list(PLACES)
    place = {kind: {name: number for number, name in enumerate(own)} for kind, own in names.items()}
    rows = [
        [
            units.index(row["wait_unit"]),
            kinds.index(row["place_kind"]),
            place[row["place_kind"]][row["wait_from"]],
            place[row["place_kind"]][row["wait_to"]],
            row["wait_count"],
            row["customer_count"],
            row["arrived_count"],
            *(find_bin(row[f"{name}_seconds"]) for name in ("median", "median_low", "median_high", "p90")),
        ]
        for row in told.iter_rows(named=True)
    ]
    return {"names": [names[kind] for kind in kinds], "rows": sorted(rows, key=lambda row: (row[:3], -row[6], row[3]))}


def find_bin(seconds: float | None) -> int:
    """Find the bin in whose middle a time was read; -1 for one that was not seen.

    >>> find_bin((2 ** (80.5 / 8) - 1) / 1000), find_bin(0.0), find_bin(None)
    (80, 0, -1)
    """
    return -1 if seconds is None else max(0, round(log2(1000 * seconds + 1) * 8 - 0.5))


def list_first(tables: Tables, context: SiteContext) -> tuple[str, list[tuple[Cell, ...]]]:
    """List what the page shows first: of customers, from the first stage to each other."""
    words, told = context.words, _read_told(tables, context)
    own = told.filter(wait_unit="customer", place_kind="stage")
    begin = next(iter(_order(own, "stage", context)), "")
    rows = own.filter(wait_from=begin).sort("arrived_count", "wait_to", descending=[True, False])
    return begin, [write_row(row, words) for row in rows.iter_rows(named=True)]


def write_row(row: dict[str, Any], words: Words) -> tuple[Cell, ...]:
    """Write a wait as cells: where to, waits, customers, arrived, their share with its interval, times."""
    return (
        Cell(words.translate(row["wait_to"]), is_number=False),
        show_count(row["wait_count"], words=words),
        show_count(row["customer_count"], words=words),
        show_count(row["arrived_count"], words=words),
        show_share(row["arrived_count"], row["wait_count"], 0, words)[0],
        show_duration(row["median_seconds"], words.translate(NOT_SEEN), words),
        show_times(row["median_low_seconds"], row["median_high_seconds"], words),
        show_duration(row["p90_seconds"], words.translate(NOT_SEEN), words),
    )


def tell_between(tables: Tables, words: Words) -> Evidence:
    """Tell how waits between two places were found."""
    _ = words.gettext
    return Evidence(
        _("From one place to another"),
        TABLE,
        tables[TABLE].height,
        _("pairs of places"),
        _(
            "from the first visit of one to the next visit of the other, Kaplan-Meier over log bins (within 4.5%): "
            "who left or reached a goal without coming there has not come; Brookmeyer-Crowley 95% interval, journeys "
            "of one customer taken as independent; beyond 400,000 steps of a sample of customers"
        ),
    )


def _read_told(tables: Tables, context: SiteContext) -> pl.DataFrame:
    """Read the pairs to which enough customers came on."""
    waits = tables.get(TABLE, pl.DataFrame())
    return waits if waits.is_empty() else waits.filter(pl.col("arrived_customer_count") >= context.minimum_cell)


def _order(told: pl.DataFrame, kind: str, context: SiteContext) -> list[str]:
    names = sorted({*told["wait_from"], *told["wait_to"]})
    rank = {stage: number for number, stage in enumerate(context.stages)}
    return sorted(names, key=lambda name: (rank.get(name, len(rank)), name)) if kind == "stage" else names
