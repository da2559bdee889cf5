"""The tables of touchpoints, stages and days, counted from the invented company's journeys."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict

import polars as pl

from tests.unit.site.example_journeys import STAGES, TOUCHPOINTS, Journey


def sum_by_customer(journeys: list[tuple[int, bool]], names: tuple[str, str, str, str]) -> dict[str, int]:
    """Sum over customers: how many there are, squares of their journeys and of those that count, products of both."""
    all_of = Counter(customer for customer, _ in journeys)
    counted = Counter(customer for customer, counts in journeys if counts)
    squares = (sum(n * n for n in counter.values()) for counter in (all_of, counted))
    return dict(zip(names, (len(all_of), *squares, sum(all_of[c] * counted[c] for c in all_of)), strict=True))


def count_touchpoints(journeys: list[Journey]) -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    for name, (stage, channel) in TOUCHPOINTS.items():
        visited = [j for j in journeys if name in j.steps]
        if not visited:
            continue
        waits = sorted(
            (j.times[i + 1] - j.times[i]).total_seconds()
            for j in visited
            for i in range(len(j.steps) - 1)
            if j.steps[i] == name
        )
        lost = sum(j.status == "abandoned" and j.steps[-1] == name for j in visited)
        still_open = sum(j.status == "open" and j.steps[-1] == name for j in visited)
        rows.append(
            {
                "touchpoint": name,
                "stage": stage,
                "channel": channel,
                "event_count": sum(j.steps.count(name) for j in visited),
                "customer_count": len({j.customer for j in visited}),
                "journey_count": len(visited),
                "converted_count": sum(j.status == "converted" for j in visited),
                "drop_off_count": lost,
                "still_open_count": still_open,
                "drop_off_share": lost / (len(visited) - still_open) if len(visited) > still_open else None,
                **sum_by_customer(
                    [
                        (j.customer, j.status == "abandoned" and j.steps[-1] == name)
                        for j in visited
                        if not (j.status == "open" and j.steps[-1] == name)
                    ],
                    ("decided_customer_count", "decided_square_sum", "drop_off_square_sum", "drop_off_product_sum"),
                ),
                "median_seconds_to_next": statistics.median(waits) if waits else None,
                "p90_seconds_to_next": waits[int(0.9 * (len(waits) - 1))] if waits else None,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def count_stages(journeys: list[Journey]) -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    for rank, stage in enumerate((*STAGES, "unmapped"), start=1):
        inside = [j for j in journeys if any(TOUCHPOINTS[s][0] == stage for s in j.steps)]
        rows.append(
            {
                "stage": stage,
                "stage_rank": rank,
                "customer_count": len({j.customer for j in inside}),
                "journey_count": len(inside),
                "reached_share": len(inside) / len(journeys),
                "continued_count": sum(any(TOUCHPOINTS[s][0] in STAGES[rank:] for s in j.steps) for j in inside),
                "drop_off_count": sum(j.status == "abandoned" and TOUCHPOINTS[j.steps[-1]][0] == stage for j in inside),
                "median_seconds": 3600.0 * rank,
            }
        )
    return pl.DataFrame(rows)


def count_stage_channels(journeys: list[Journey]) -> pl.DataFrame:
    cells = defaultdict(list)
    for number, journey in enumerate(journeys):
        for step in journey.steps:
            cells[TOUCHPOINTS[step]].append((journey.customer, number))
    rows = [(s, c, len(seen), len({a for a, _ in seen}), len({b for _, b in seen})) for (s, c), seen in cells.items()]
    return pl.DataFrame(
        rows, schema=["stage", "channel", "step_count", "customer_count", "journey_count"], orient="row"
    )


def count_days(journeys: list[Journey]) -> pl.DataFrame:
    started, converted = (
        Counter(j.times[0].date() for j in journeys),
        Counter(j.times[-1].date() for j in journeys if j.goal),
    )
    days = sorted(set(started) | set(converted))
    return pl.DataFrame(
        {
            "day": days,
            "source": pl.Series([None] * len(days), dtype=pl.String),
            "event_count": [9 * started[d] for d in days],
            "journey_started_count": [started[d] for d in days],
            "converted_count": [converted[d] for d in days],
        }
    )
