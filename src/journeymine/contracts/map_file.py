"""The JSON file of one journey map: what it holds, in a schema that other tools can read, there and back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict

FORMAT = "journeymine journey map 1"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MapAbout(_Strict):
    """Whom the map is of and what it is about; a row of analysis.journey_maps."""

    persona_id: str
    scenario: str
    map_kind: str
    audience: str
    map_name: str | None
    map_purpose: str | None
    goal: str | None
    products: list[str]
    business_units: list[str]
    customer_count: int
    audience_count: int


class MapItem(_Strict):
    """One item of a cell; a row of analysis.journey_map, whose columns the glossary describes."""

    persona_id: str
    scenario: str
    stage: str
    lane: str
    item_index: int
    content: str | None
    item_kind: str | None
    touchpoint: str | None
    value: float | None
    value_low: float | None
    value_high: float | None
    value_unit: str | None
    n: int
    n_counted: str | None
    coverage_share: float | None
    source: Literal["reported", "inferred", "modelled", "measured", "human"]
    owner: str | None
    text_id: str | None
    written_by: str | None
    written_on: date | None
    is_stale: bool | None
    target_value: float | None
    is_target_met: bool | None
    evidence_id: str | None


class MapEvidence(_Strict):
    """The query behind an item; a row of analysis.map_evidence."""

    evidence_id: str
    source_table: str
    source_query: str
    n: int
    window_from_at: datetime | None
    window_to_at: datetime | None


class MapFile(_Strict):
    """A whole map: stages from left to right, items as they are listed, and the query behind each."""

    format: Literal["journeymine journey map 1"]
    stages: list[str]
    about: MapAbout
    items: list[MapItem]
    evidence: list[MapEvidence]


def write_map(stages: tuple[str, ...], about: pl.DataFrame, items: pl.DataFrame, evidence: pl.DataFrame) -> str:
    """Write one map as JSON.

    Args:
        stages: The stages from left to right.
        about: Its one row of analysis.journey_maps.
        items: Its rows of analysis.journey_map.
        evidence: The rows of analysis.map_evidence that the items name.

    Raises:
        pydantic.ValidationError: A frame has other columns than the file.
    """
    written = MapFile(
        format=FORMAT,
        stages=list(stages),
        about=MapAbout(**about.row(0, named=True)),
        items=[MapItem(**row) for row in items.iter_rows(named=True)],
        evidence=[MapEvidence(**row) for row in evidence.iter_rows(named=True)],
    )
    return written.model_dump_json(indent=1) + "\n"


def read_map(text: str) -> MapFile:
    """Read a map that `write_map` wrote.

    Raises:
        pydantic.ValidationError: It is no such file, or of another format.
    """
    return MapFile.model_validate_json(text)
