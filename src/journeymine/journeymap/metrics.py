"""The lane of figures: how many came and went on, how long it took, its cost, and ratings; against targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from journeymine.journeymap import queries
from journeymine.journeymap.behaviour import Sizes, find_cell
from journeymine.journeymap.items import Cell, Item, move
from journeymine.overlay import MapOverlay
from journeymine.statistics.intervals import find_wilson_interval
from journeymine.voice.scores import score_answers

SCALES = {"nps": "nps", "csat": "csat", "ces": "ces"}
"""How the name of a rating scale begins, and the metric it gives."""


def list_metrics(map_stages: pl.DataFrame, map_costs: pl.DataFrame, sizes: Sizes, *, last_stage: str) -> Iterator[Item]:
    """List customers, conversion to a later stage, time in the stage and to the next, and cost a customer.

    Args:
        map_stages: analysis.map_stages.
        map_costs: analysis.map_costs; no row where contacts have no cost.
        sizes: Customers by map and stage.
        last_stage: The stage after which there is none to go on to.
    """
    totals = {(row["persona_id"], row["scenario"]): row["map_customer_count"] for row in map_stages.to_dicts()}
    for row in map_stages.iter_rows(named=True):
        cell, count = find_cell(row, "metrics"), row["customer_count"]
        total = totals[row["persona_id"], row["scenario"]]
        came = find_wilson_interval(count, total)
        fill = queries.fill
        yield _measure(cell, "customer_share", count, fill(queries.CUSTOMERS, cell), count / total, *came, "share")
        if row["stage"] != last_stage:
            went = find_wilson_interval(row["continued_count"], count)
            share = row["continued_count"] / count
            yield _measure(cell, "continued_share", count, fill(queries.CONTINUED, cell), share, *went, "share")
        for name, query, counted in (
            ("stay_seconds", queries.STAY, row["stay_count"]),
            ("next_seconds", queries.NEXT, row["continued_count"]),
        ):
            if row[name] is not None and not (name == "next_seconds" and row["stage"] == last_stage):
                ends = row[f"{name}_low"], row[f"{name}_high"]
                yield _measure(cell, name, counted, fill(query, cell), row[name], *ends, "seconds")
    for row in map_costs.iter_rows(named=True):
        cell = find_cell(row, "metrics")
        size = sizes.get(cell[:3])
        if size:  # a stage outside the order, such as "unmapped", is on no map
            query, mean = queries.fill(queries.COST, cell), row["total_cost_amount"] / size
            item = _measure(cell, "cost_amount", row["customer_count"], query, mean, None, None, "amount")
            yield move(item, table="marts.contact_costs")


def list_ratings(map_ratings: pl.DataFrame, *, seed: int) -> Iterator[Item]:
    """List NPS, CSAT and CES of each stage: of answers that were asked for where there are any, else of the others.

    Args:
        map_ratings: analysis.map_ratings.
        seed: Where the draws of bootstrap intervals start.
    """
    keys = ["persona_id", "scenario", "stage", "rating_scale"]
    ordered = map_ratings.sort(*keys, "solicitation", "rating")
    chosen: dict[tuple[object, ...], tuple[int, Item]] = {}
    for group, answers in ordered.group_by([*keys, "solicitation"], maintain_order=True):
        persona_id, scenario, stage, scale, solicitation = map(str, group)
        metric = next((name for start, name in SCALES.items() if scale.startswith(start)), None)
        if metric is None:
            continue
        counts = dict(zip(answers["rating"], answers["answer_count"], strict=True))
        total = int(answers["answer_count"].sum())
        score = score_answers(scale, counts, seed)
        cell = Cell(persona_id, scenario, stage, "metrics")
        query = queries.fill(queries.RATING, cell, scale=scale, solicitation=solicitation)
        unit = {"nps": "points", "top_box_share": "share"}.get(score.method, "score")
        item = Item(
            cell,
            metric,
            answers["customer_count"][0],
            "reported",
            "core.scores",
            query,
            kind=f"{scale}, {solicitation}",
            value=score.score,
            low=score.low,
            high=score.high,
            unit=unit,
        )
        rank = total + (10**12 if solicitation == "solicited" else 0)
        key = (persona_id, scenario, stage, metric)
        if key not in chosen or chosen[key][0] < rank:
            chosen[key] = (rank, item)
    yield from (item for _, item in chosen.values())


def hold_targets(items: Iterable[Item], overlay: MapOverlay) -> Iterator[Item]:
    """Hold figures against the targets people set; a map's own target comes before that of everybody's map."""
    targets = {(one.persona, one.scenario, one.stage, one.metric): one for one in overlay.targets}
    for item in items:
        cell = item.cell
        keys = ((persona, scenario) for persona in (cell.persona_id, "all") for scenario in (cell.scenario, "all"))
        found = (targets.get((*key, cell.stage, item.content)) for key in keys)  # type: ignore[arg-type]
        target = next((one for one in found if one), None)
        if target is None or item.value is None:
            yield item
        elif target.at_least is not None:
            yield move(item, target=target.at_least, is_target_met=item.value >= target.at_least)
        else:
            yield move(item, target=target.at_most, is_target_met=item.value <= (target.at_most or 0.0))


def _measure(
    cell: Cell, name: str, n: int, query: str, value: float, low: float | None, high: float | None, unit: str
) -> Item:
    table = "core.journey_steps"
    return Item(cell, name, n, "measured", table, query, value=value, low=low, high=high, unit=unit)
