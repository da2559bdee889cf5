"""The Customer Journey Map: one map per audience and scenario, every cell of which opens its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from journeymine.overlay import LANES as LANE_ORDER
from journeymine.site.journey_curve import Feeling, draw_curve, find_reach
from journeymine.site.journey_items import LANES, Actions, describe_item, describe_kind
from journeymine.site.journey_names import (
    IMPROVEMENTS,
    NAMES,
    PAINS,
    PERSONAS,
    PLAN_STEPS,
    find_actions,
    find_audiences,
    find_names,
    read_table,
)
from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.retelling import retell
from journeymine.site.words import Words, mark

MAPS, MAP, EVIDENCE = "analysis.journey_maps", "analysis.journey_map", "analysis.map_evidence"
CARDS, QUESTIONS = "analysis.map_cards", "analysis.map_questions"
STATUSES = {"answered": mark("answered"), "evidenced": mark("evidence in the cell"), "open": mark("open")}
OWN_LANE = (mark("own lane"), "own")
SHOWN = {"metrics": 99, "planned": 99, "emotion": 99, "steps": 5, "quotes": 2}
"""How many items of a cell are shown at once; the others open by a click."""
_ORDER = ("persona_id", "scenario", "stage", "lane", "item_index")
_FIGURES = ("value", "value_low", "value_high")


def render_journey(tables: Tables, context: SiteContext) -> Content:
    """Fill every map of at least as many customers as may be told, and the evidence of its cells."""
    words, rows = context.words, tables[MAP].sort(_ORDER)
    names = find_names(tables, words)
    amounts = read_table(tables, "marts.amounts")
    summed = amounts.filter(pl.col("is_summed")) if amounts.height else amounts
    currency = summed["currency_code"][0] if summed.height else ""
    audiences = find_audiences(tables, words)
    actions = find_actions(tables, context)
    told = tables[MAPS].filter(pl.col("customer_count") >= context.minimum_cell)
    told = told.sort(pl.col("persona_id") != "all", "persona_id", pl.col("scenario") != "all", "scenario")
    split = dict(rows.group_by(["persona_id", "scenario"], maintain_order=True))
    lanes = list_lanes(rows)
    felt = {key: _find_feelings(part, context.minimum_cell) for key, part in split.items()}
    reach = find_reach(feeling for feelings in felt.values() for feeling in feelings.values())
    maps = []
    for index, one in enumerate(told.iter_rows(named=True)):
        key = (one["persona_id"], one["scenario"])
        part = split.get(key, rows.clear())
        described = {
            place: _describe_cell(cell, names, words, context.minimum_cell, currency, actions)
            for place, cell in part.group_by(["stage", "lane"], maintain_order=True)
        }
        maps.append(
            {
                **one,
                "anchor": f"map-{index}",
                **describe_audience({**one, "audience": audiences.get(one["persona_id"], one["audience"])}, words),
                "stages": list_stages(described, context.stages, names, words),
                "lanes": list(_fill_lanes(lanes, described, context.stages, words)),
                "curve": draw_curve([felt.get(key, {}).get(stage) for stage in context.stages], reach),
                "questions": _list_questions(tables, one, words, names),
                "has_planned": any(lane == "planned" for _, lane in described),
            }
        )
    rests_on = tables[EVIDENCE].filter((pl.col("n") == 0) | (pl.col("n") >= context.minimum_cell)).sort("evidence_id")
    places = {name: place for place, name in enumerate(rests_on["evidence_id"])}
    cards = _list_cards(read_table(tables, CARDS), maps, places, context.minimum_cell)
    variables = {
        "maps": maps,
        "audiences": _list_choices(maps, "persona_id", "audience_title"),
        "scenarios": _list_choices(maps, "scenario", "scenario_title"),
        "hidden_count": tables[MAPS].height - told.height,
        "has_planned": any(one["has_planned"] for one in maps),
        "places": places,
    }
    used = {part[2] for card in cards.values() for parts in card.values() for part in parts}
    kinds = {kind: describe_kind(kind, words) for kind in sorted(used)}
    keys = [[one["persona_id"], one["scenario"]] for one in maps]
    data = {"evidence": fold_queries(rests_on), "cards": cards, "kinds": kinds, "maps": keys}
    return Content(variables, tuple(_list_evidence(tables, words)), data)


def fold_queries(map_evidence: pl.DataFrame) -> dict[str, Any]:
    """Fold queries into the lines they share: most differ in a name alone.

    Returns:
        tables and lines: every one once; items: for each row the number of its table, of its query's lines, and n.
    """
    tables: dict[str, int] = {}
    lines: dict[str, int] = {}
    items = []
    for row in map_evidence.iter_rows(named=True):
        numbers = [lines.setdefault(line, len(lines)) for line in row["source_query"].split("\n")]
        items.append([tables.setdefault(row["source_table"], len(tables)), numbers, row["n"]])
    return {"tables": list(tables), "lines": list(lines), "items": items}


def list_lanes(journey_map: pl.DataFrame) -> list[str]:
    """List the lanes from top to bottom: those of every map, then the project's own."""
    own = sorted(set(journey_map["lane"]) - set(LANE_ORDER))
    return [*LANE_ORDER, *own]


def list_stages(
    cells: Mapping[Any, Any], stages: tuple[str, ...], names: Mapping[str, str], words: Words
) -> list[dict[str, Any]]:
    """List the stages of a map with how many customers came to each; "" where that is not told."""
    listed = []
    for index, stage in enumerate(stages):
        told = cells[stage, "metrics"][0] if (stage, "metrics") in cells else []
        figures = [item for item in told if item["plain"] == "customer_share"]
        listed.append(
            {
                "stage": words.translate(stage),
                "title": names.get(stage, words.translate(stage)),
                "is_renamed": stage in names,
                "hue": index % 8,
                "n_text": figures[0]["n_text"] if figures else "",
                "share_text": figures[0]["figure"] if figures else "",
                "share": figures[0]["value"] if figures else 0.0,
            }
        )
    return listed


def describe_audience(row: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Describe whom a map is of, what it is about, and what it is called."""
    _ = words.gettext
    audience, detail = row["audience"], ""
    if row["map_kind"] == "all":
        audience = _("All customers")
    elif row["map_kind"] == "segment":
        parts = [retell(part, words) for part in row["audience"].split("; ")]
        audience, detail = _("Segment {name}", name=row["persona_id"]), "; ".join(parts)
    scenario = _("All journeys")
    if row["scenario"] != "all":
        is_goal = row["goal"] == row["scenario"]
        scenario = _("Reached {goal}", goal=row["goal"]) if is_goal else row["scenario"]
    title = row["map_name"] or f"{audience} · {scenario}"
    return {
        "audience_title": audience,
        "audience_detail": detail,
        "scenario_title": scenario,
        "title": title,
    }


def _describe_cell(
    cell: pl.DataFrame, names: Mapping[str, str], words: Words, minimum: int, currency: str, actions: Actions
) -> tuple[list[Any], int]:
    items = [describe_item(row, names, words, minimum, currency, actions) for row in cell.iter_rows(named=True)]
    told = sorted((item for item in items if item is not None), key=lambda item: not item["is_human"])
    return told, len(items) - len(told)


def _fill_lanes(
    lanes: list[str], cells: Mapping[Any, tuple[list[Any], int]], stages: tuple[str, ...], words: Words
) -> Iterator[dict[str, Any]]:
    nothing: tuple[list[Any], int] = ([], 0)
    for lane in lanes:
        title, hint, tone = LANES.get(lane, (lane, *OWN_LANE))
        found = [cells.get((stage, lane), nothing) for stage in stages]
        filled = [{"items": items, "withheld": withheld} for items, withheld in found]
        yield {
            "lane": lane,
            "title": words.translate(title),
            "hint": words.translate(hint),
            "tone": tone,
            "cells": filled,
            "shown": SHOWN.get(lane, 3),
            "icon": lane if lane in LANES else "own",
            "is_empty": not any(one["items"] or one["withheld"] for one in filled),
        }


def _find_feelings(part: pl.DataFrame, minimum: int) -> dict[str, Feeling]:
    told = part.filter(pl.col("lane") == "emotion", pl.col("content") == "valence", pl.col("n") >= minimum)
    return {
        row["stage"]: Feeling(row["value"], row["value_low"], row["value_high"], row["source"])
        for row in told.iter_rows(named=True)
    }


def _list_questions(
    tables: Tables, one: Mapping[str, Any], words: Words, names: Mapping[str, str]
) -> list[dict[str, Any]]:
    own = read_table(tables, QUESTIONS)
    if own.is_empty():
        return []
    kept = own.filter(pl.col("persona_id") == one["persona_id"], pl.col("scenario") == one["scenario"])
    return [
        {
            **row,
            "status_text": words.translate(STATUSES[row["question_status"]]),
            "lane_title": words.translate(LANES[row["lane"]][0]) if row["lane"] in LANES else row["lane"],
            "stage_title": names.get(row["stage"], words.translate(row["stage"])),
        }
        for row in kept.sort("question_index").iter_rows(named=True)
    ]


def _list_choices(maps: list[dict[str, Any]], key: str, title: str) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in maps:
        found.setdefault(one[key], {"value": one[key], "title": one[title], "anchor": one["anchor"]})
    return list(found.values())


def _list_cards(
    map_cards: pl.DataFrame, maps: list[dict[str, Any]], places: Mapping[str, int], minimum: int
) -> dict[str, dict[str, list[list[Any]]]]:
    """List the parts of each touchpoint's card by map: part, content, kind, value, low, high, n, evidence, owner."""
    if map_cards.is_empty():
        return {}
    anchors = {(one["persona_id"], one["scenario"]): one["anchor"] for one in maps}
    cards: dict[str, dict[str, list[list[Any]]]] = {}
    for row in map_cards.filter(pl.col("n") >= minimum).sort(_ORDER).iter_rows(named=True):
        anchor = anchors.get((row["persona_id"], row["scenario"]))
        if anchor is not None:
            figures = [row[name] if row[name] is None else round(row[name], 4) for name in _FIGURES]
            place = places.get(row["evidence_id"])
            part = [row["lane"], row["content"], row["item_kind"], *figures, row["n"], place, row["owner"]]
            cards.setdefault(anchor, {}).setdefault(row["touchpoint"], []).append(part)
    return cards


def _list_evidence(tables: Tables, words: Words) -> Iterator[Evidence]:
    _, rows = words.gettext, tables[MAP]
    customers = int(tables[MAPS]["customer_count"].max() or 0)  # type: ignore[arg-type]
    yield Evidence(
        _("Steps, channels, figures and owners"),
        "core.journey_steps",
        customers,
        _("customers"),
        _(
            "customers counted once in each stage, over all their journeys one after the other; shares with Wilson "
            "intervals, medians of customers’ times with the interval that the order of the values gives"
        ),
    )
    felt = rows.filter(pl.col("lane") == "emotion", pl.col("persona_id") == "all", pl.col("scenario") == "all")
    if felt.height:
        yield Evidence(
            _("Emotion curve"),
            "analysis.feelings",
            int(felt["n"].max() or 0),  # type: ignore[arg-type]
            _("customers"),
            _(
                "mean over customers, each counted once, of ratings brought to -1..1 and, where there is no rating, of "
                "texts read by a lexicon; 95% bootstrap intervals over customers"
            ),
            kind="reported" if set(felt["source"]) == {"reported"} else "inferred",
        )
    yield Evidence(
        _("Every cell"),
        MAP,
        rows.height,
        _("items"),
        _("each item rests on a query in analysis.map_evidence that runs as it is and returns its n"),
    )


PAGE = Page(
    name="journey",
    title="Journey map",
    description="What customers do, think and feel from stage to stage, and what it rests on.",
    needed=(MAPS, MAP, EVIDENCE),
    optional=(CARDS, QUESTIONS, NAMES, PAINS, PERSONAS, IMPROVEMENTS, PLAN_STEPS, "marts.amounts"),
    scripts=("download.js", "journey/journey.js"),
    render=render_journey,
)
