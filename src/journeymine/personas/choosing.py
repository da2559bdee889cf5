"""The first half of making personas: which segments become one, its name, its headline and its typical path."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from journeymine.personas.claims import Thresholds
from journeymine.personas.comparison import compare_traits
from journeymine.personas.headlines import ATTRIBUTE_SCHEMA, list_attributes
from journeymine.personas.identity import assign_personas
from journeymine.personas.naming import LANGUAGES, list_parts, name_persona, say_name
from journeymine.personas.scenario import Scenario, choose_scenario
from journeymine.personas.verdict import judge

Schema = dict[str, pl.DataType | type[pl.DataType]]
VERDICT_SCHEMA: Schema = {
    "is_refused": pl.Boolean,
    "refusal_kind": pl.String,
    "refusal_reason": pl.String,
    "persona_count": pl.Int64,
    "customer_count": pl.Int64,
}
PATH_SCHEMA: Schema = {
    "persona_id": pl.String,
    "step_index": pl.Int64,
    "segment_id": pl.String,
    "touchpoint": pl.String,
    "previous_touchpoint": pl.String,
    "near_count": pl.Int64,
    "segment_journey_count": pl.Int64,
    "coverage_share": pl.Float64,
}
NAMES = tuple(f"persona_name_{language}" for language in LANGUAGES)


@dataclass(frozen=True)
class Choice:
    """verdict: one row. ids: the book of personas, with names. attributes, paths: of current personas.

    `questions` are sentences that only people can answer.
    """

    verdict: pl.DataFrame
    ids: pl.DataFrame
    attributes: pl.DataFrame
    paths: pl.DataFrame
    questions: tuple[str, ...]


def choose_personas(
    tables: Mapping[str, pl.DataFrame],
    last_ids: pl.DataFrame | None,
    answers: Mapping[str, str],
    written: Collection[str],
    *,
    goal_count: int,
    minimum_customers: int,
    limits: Thresholds,
) -> Choice:
    """Choose tonight's personas.

    Args:
        tables: analysis.segment_verdict, .segments, .segment_profiles, .segment_moves, .persona_counts and
            .persona_variants, by name.
        last_ids: The book of last night; None on the first.
        answers: persona_id -> the segment that people say it is.
        written: Personas of which people wrote.
        goal_count: Goals the settings map.
        minimum_customers: Fewer customers give no persona.
        limits: What counts as evidence.
    """
    verdict = tables["analysis.segment_verdict"].row(0, named=True)
    segments = tables["analysis.segments"].filter(pl.col("segment_kind") == "segment")
    enough = pl.col("customer_count") >= limits.minimum_cell
    stable = segments.filter(pl.col("stability").is_in(["stable", "highly stable"]) & enough)
    stable = stable.sort("customer_count", "segment_id", descending=[True, False])
    judged = judge(verdict, stable.height, goal_count, minimum_customers)
    ids, questions = assign_personas(
        segments["segment_id"].to_list(),
        [] if judged.is_refused else stable["segment_id"].to_list(),
        last_ids,
        tables["analysis.segment_moves"],
        answers,
        written,
    )
    ids = _name(ids, tables["analysis.segment_profiles"])
    current = ids.filter(pl.col("persona_status") == "current")
    compared = compare_traits(tables["analysis.persona_counts"])
    attributes, paths = [], []
    for row in current.iter_rows(named=True):
        names = (row["persona_id"], row["segment_id"])
        profiles = tables["analysis.segment_profiles"]
        attributes += list_attributes(*names, row["name_parts"], profiles, compared, limits)
        variants = tables["analysis.persona_variants"].filter(pl.col("segment_id") == row["segment_id"])
        scenario = choose_scenario(variants)
        paths += _list_steps(*names, scenario) if scenario else []
    told = {
        "is_refused": judged.is_refused,
        "refusal_kind": judged.refusal_kind,
        "refusal_reason": judged.reason,
        "persona_count": current.height,
        "customer_count": verdict["customer_count"],
    }
    return Choice(
        pl.DataFrame([told], schema=VERDICT_SCHEMA),
        ids,
        pl.DataFrame(attributes, schema=ATTRIBUTE_SCHEMA),
        pl.DataFrame(paths, schema=PATH_SCHEMA),
        questions,
    )


def _name(ids: pl.DataFrame, profiles: pl.DataFrame) -> pl.DataFrame:
    """Name current personas anew where their names no longer hold; those of others stay as they were."""
    parts_of: dict[str, list[str]] = {}
    for row in ids.iter_rows(named=True):
        last = row["name_parts"] or []
        if row["persona_status"] == "current":
            own = list_parts(profiles.filter(pl.col("segment_id") == row["segment_id"]))
            last = name_persona(own, last, list(parts_of.values()))
        parts_of[row["persona_id"]] = last
    said: dict[str, list[str]] = {name: [] for name in NAMES}
    for persona_id, parts in parts_of.items():
        for language, name in zip(LANGUAGES, NAMES, strict=True):
            said[name].append(say_name(parts, persona_id, language, said[name]))
    named = pl.Series(list(parts_of.values()), dtype=pl.List(pl.String))
    columns = {name: pl.Series(values, dtype=pl.String) for name, values in said.items()}
    return ids.with_columns(name_parts=named, **columns)


def _list_steps(persona_id: str, segment_id: str, scenario: Scenario) -> list[dict[str, object]]:
    return [
        {
            "persona_id": persona_id,
            "step_index": index,
            "segment_id": segment_id,
            "touchpoint": touchpoint,
            "previous_touchpoint": scenario.touchpoints[index - 2] if index > 1 else None,
            "near_count": scenario.near_count,
            "segment_journey_count": scenario.journey_count,
            "coverage_share": scenario.coverage_share,
        }
        for index, touchpoint in enumerate(scenario.touchpoints, 1)
    ]
