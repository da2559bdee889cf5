"""What people write on maps, shown as theirs; and whether what they wrote of has changed since."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

import polars as pl

from journeymine.errors import find_nearest
from journeymine.journeymap.items import Cell, Item
from journeymine.overlay import MapOverlay

FIGURES = ("customer_share", "continued_share", "stay_seconds", "next_seconds", "valence")
"""The figures of a stage that a note is held against."""

HISTORY_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "as_of": pl.Datetime("us"),
    "persona_id": pl.String,
    "scenario": pl.String,
    "stage": pl.String,
    "figure": pl.String,
    "value": pl.Float64,
    "value_low": pl.Float64,
    "value_high": pl.Float64,
}


def continue_history(
    journey_map: pl.DataFrame, last: pl.DataFrame | None, as_of: datetime, *, minimum: int
) -> pl.DataFrame:
    """Continue last night's history of the figures of every map and stage with tonight's.

    Args:
        journey_map: Tonight's rows of lanes metrics and emotion.
        last: Last night's analysis.map_history, if there was one.
        as_of: The end of tonight's observation; what the history held of the same moment is replaced.
        minimum: Customers below which a figure is not remembered: it could tell of somebody who is forgotten later.
    """
    told = pl.col("lane").is_in(["metrics", "emotion"]) & pl.col("content").is_in(FIGURES) & (pl.col("n") >= minimum)
    tonight = journey_map.filter(told).select(
        pl.lit(as_of, pl.Datetime("us")).alias("as_of"),
        "persona_id",
        "scenario",
        "stage",
        pl.col("content").alias("figure"),
        "value",
        "value_low",
        "value_high",
    )
    earlier = pl.DataFrame(schema=HISTORY_SCHEMA) if last is None else last.filter(pl.col("as_of") < as_of)
    return pl.concat([earlier.select(tonight.columns), tonight], how="vertical_relaxed").sort(*list(HISTORY_SCHEMA)[:5])


def find_strays(overlay: MapOverlay, personas: Collection[str], scenarios: Collection[str]) -> tuple[str, ...]:
    """Tell of entries for a persona or scenario that no map is of, which would be shown nowhere.

    Args:
        overlay: What people wrote.
        personas: Every persona_id that a map may be of tonight.
        scenarios: Every scenario.
    """
    entries = (*overlay.maps, *overlay.notes, *overlay.targets)
    named = {"persona": ({entry.persona for entry in entries}, personas)}
    named["scenario"] = ({entry.scenario for entry in entries}, scenarios)
    strays = []
    for what, (names, known) in named.items():
        for name in sorted(names - set(known)):
            nearest = find_nearest(name, known)
            hint = f" Did you mean '{nearest}'?" if nearest else ""
            strays.append(
                f"overlay/map.toml: no map is of the {what} '{name}'; what is written of it is not shown.{hint}"
            )
    return tuple(strays)


def list_notes(overlay: MapOverlay, history: pl.DataFrame, *, threshold: float) -> Iterator[Item]:
    """List people's notes; one is stale when a figure of its stage changed since by more than `threshold` and chance.

    Args:
        overlay: What people wrote.
        history: analysis.map_history, tonight's figures the last of it.
        threshold: The change that matters, of what it was (of valence: in its own unit, -1..1).
    """
    for note in overlay.notes:
        cell = Cell(note.persona, note.scenario, note.stage, note.lane)
        own = history.filter(
            (pl.col("persona_id") == note.persona)
            & (pl.col("scenario") == note.scenario)
            & (pl.col("stage") == note.stage)
        )
        yield Item(
            cell,
            note.text,
            0,
            "human",
            "",
            "",
            kind="note",
            written_by=note.by,
            written_on=note.on,
            is_stale=has_changed(own, note.on, threshold),
        )


def has_changed(history: pl.DataFrame, since: date, threshold: float) -> bool:
    """Tell whether a stage's figures changed since a day.

    A figure changed when it moved by more than `threshold` of what it was (valence: by more than `threshold`), and
    what it was lies outside its interval of now.

    Args:
        history: analysis.map_history of one map and stage.
        since: The day. The last night until its end counts, or the first one that is known.
        threshold: 0..1.
    """
    if history.is_empty():
        return False
    now_at = history["as_of"].max()
    nights = history["as_of"].unique().sort().to_list()
    before = [night for night in nights if night.date() <= since]
    then_at = before[-1] if before else nights[0]
    if then_at == now_at:
        return False
    then = {row["figure"]: row["value"] for row in history.filter(pl.col("as_of") == then_at).iter_rows(named=True)}
    for row in history.filter(pl.col("as_of") == now_at).iter_rows(named=True):
        old, new = then.get(row["figure"]), row["value"]
        if old is None or new is None:
            continue
        scale = 1.0 if row["figure"] == "valence" else abs(old)
        low, high = row["value_low"], row["value_high"]
        is_sure = low is None or high is None or not low <= old <= high
        if is_sure and abs(new - old) > threshold * scale:
            return True
    return False
