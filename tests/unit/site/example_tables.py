"""The published tables of the invented company, each counted from its journeys by one obvious loop."""

from __future__ import annotations

import hashlib
import statistics
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import polars as pl

from tests.unit.site.example_dictionary import write_dictionary
from tests.unit.site.example_emotion import write_emotion
from tests.unit.site.example_friction import write_friction
from tests.unit.site.example_journeys import AS_OF, TOUCHPOINTS, Journey
from tests.unit.site.example_maps import write_maps
from tests.unit.site.example_moments import write_moments
from tests.unit.site.example_pains import write_pains
from tests.unit.site.example_paths import count_paths
from tests.unit.site.example_personas import write_personas
from tests.unit.site.example_places import (
    count_days,
    count_stage_channels,
    count_stages,
    count_touchpoints,
    sum_by_customer,
)
from tests.unit.site.example_plans import write_plans
from tests.unit.site.example_reading import write_reading
from tests.unit.site.example_scores import write_scores
from tests.unit.site.example_segments import find_example_segments
from tests.unit.site.example_slices import write_slices
from tests.unit.site.example_voice import write_voice
from tests.unit.site.example_waiting import count_waiting


def write_tables(journeys: list[Journey]) -> dict[str, pl.DataFrame]:
    """Count every published table the site reads from the journeys, one obvious loop a table."""
    return {
        **count_waiting(journeys),
        **write_emotion(),
        **write_friction(),
        **write_reading(),
        **write_maps(),
        **write_moments(),
        **write_pains(),
        **write_personas(),
        **write_plans(),
        **write_scores(),
        **write_slices(journeys),
        **write_voice(),
        **find_example_segments(),
        "report.headline_metrics": _count_headlines(journeys),
        "report.paths": count_paths(journeys),
        "report.top_variants": _count_variants(journeys),
        "meta.data_dictionary": write_dictionary(),
        "report.rejected_reasons": pl.DataFrame(
            {
                "source": ["crm", "web", "web"],
                "reason": ["no occurred_at", "line is no JSON", "<b>bold</b> field"],
                "rejected_count": [3, 12, 1],
            }
        ),
        "core.touchpoints": pl.DataFrame(
            [
                (name, stage, channel, "offline" if channel == "store" else "online", None)
                for name, (stage, channel) in TOUCHPOINTS.items()
            ],
            schema={
                "touchpoint": pl.String,
                "stage": pl.String,
                "channel": pl.String,
                "channel_kind": pl.String,
                "owner": pl.String,
            },
            orient="row",
        ),
        "marts.path_links": _count_links(journeys),
        "report.first_path_links": _count_links(journeys).filter(pl.col("step_index") <= 10),
        "marts.transitions": _count_transitions(journeys),
        "marts.touchpoint_metrics": count_touchpoints(journeys),
        "marts.stage_metrics": count_stages(journeys),
        "marts.stage_channels": count_stage_channels(journeys),
        "marts.daily_counts": count_days(journeys),
        "marts.identity_coverage": pl.DataFrame(
            {
                "source": ["crm", "support", "support", "web", "web", "web"],
                "identified_by": ["person", "object", "none", "person", "device", "none"],
                "event_count": [900, 396, 4, 3000, 810, 1190],
            }
        ),
        "marts.source_health": pl.DataFrame(
            {
                "source": ["crm", "support", "web"],
                "file_count": [4, 2, 9],
                "line_count": [903, 400, 5013],
                "loaded_count": [900, 400, 5000],
                "rejected_count": [3, 0, 13],
                "unmapped_event_count": [0, 0, 61],
                "latest_occurred_at": [AS_OF.replace(tzinfo=None) - timedelta(hours=hours) for hours in (30, 3, 0)],
                "latest_landed_at": [AS_OF.replace(tzinfo=None)] * 3,
            }
        ),
        "marts.unmapped_events": pl.DataFrame(
            {
                "source": ["web", "web"],
                "event_name": ["<script>alert('x')</script>", "widget_seen"],
                "event_count": [58, 3],
            }
        ),
        "analysis.process_models": pl.DataFrame(
            {
                "model": ["split_miner"],
                "fitness": [0.94],
                "precision": [0.81],
                "journey_coverage_share": [0.9],
                "journey_count": [len(journeys)],
                "is_sound": [True],
                "note": [""],
            }
        ),
        "analysis.process_edges": pl.DataFrame(
            [
                ("split_miner", 1, "start", "start", "", "g1", "gateway", "exclusive", len(journeys)),
                ("split_miner", 2, "g1", "gateway", "exclusive", "t1", "touchpoint", "Product page", None),
                ("split_miner", 3, "g1", "gateway", "exclusive", "t2", "touchpoint", "Home page", None),
                ("split_miner", 4, "t2", "touchpoint", "Home page", "t1", "touchpoint", "Product page", 120),
                ("split_miner", 5, "t1", "touchpoint", "Product page", "t3", "touchpoint", "Order placed", 90),
                ("split_miner", 6, "t3", "touchpoint", "Order placed", "end", "end", "", 90),
            ],
            schema=[
                "model",
                "edge_index",
                "from_node",
                "from_kind",
                "from_label",
                "to_node",
                "to_kind",
                "to_label",
                "journey_count",
            ],
            orient="row",
        ),
        "meta.runs": pl.DataFrame(
            {
                "run_id": ["r2"],
                "night_id": ["20260401T013000Z"],
                "started_at": [datetime(2026, 4, 1, 1, 30)],
                "as_of": [AS_OF.replace(tzinfo=None)],
                "status": ["done"],
                "is_full_build": [True],
            }
        ),
        "meta.checks": pl.DataFrame(
            {
                "check_name": ["events_are_unique", "journeys_have_steps"],
                "question": ["Which events are there twice?", "Which journeys have no step?"],
                "level": ["stop", "warn"],
                "offending_count": [0, 2],
                "checked_at": [datetime(2026, 4, 1, 1, 31)] * 2,
            }
        ),
        "meta.metric_history": pl.DataFrame(
            {
                "night_id": ["20260331T013000Z"] * 2,
                "as_of": [datetime(2026, 3, 30, 22)] * 2,
                "metric": ["customer_count", "converted_share"],
                "value": [480.0, 0.31],
            }
        ),
    }


def _count_headlines(journeys: list[Journey]) -> pl.DataFrame:
    converted = [j for j in journeys if j.status == "converted"]
    waits = [(j.times[-1] - j.times[0]).total_seconds() for j in converted]
    numbers = {
        "customer_count": (len({j.customer for j in journeys}) + 40, None, None),
        "travelling_customer_count": (len({j.customer for j in journeys}), None, None),
        "journey_count": (len(journeys), None, None),
        "converted_share": (len(converted) / len(journeys), len(converted), len(journeys)),
        "median_seconds_to_goal": (statistics.median(waits), None, len(converted)),
        "session_count": (2.0 * len(journeys), None, None),
        "event_count": (6300.0, None, None),
        "unidentified_share": (1194 / 6300, 1194, 6300),
        "unmapped_share": (61 / 6300, 61, 6300),
        "rejected_count": (16, 16, 6316),
    }
    begin, end = min(j.times[0] for j in journeys), AS_OF
    names = ("denominator_customer_count", "denominator_square_sum", "numerator_square_sum", "share_product_sum")
    sums = sum_by_customer([(j.customer, j.status == "converted") for j in journeys], names)
    nothing = dict.fromkeys(names)
    return pl.DataFrame(
        [
            (
                *(m, float(v), n, d),
                *(sums if m == "converted_share" else nothing).values(),
                *(begin.replace(tzinfo=None), end.replace(tzinfo=None)),
            )
            for m, (v, n, d) in numbers.items()
        ],
        schema={
            "metric": pl.String,
            "value": pl.Float64,
            "numerator_count": pl.Int64,
            "denominator_count": pl.Int64,
            **dict.fromkeys(names, pl.Int64),
            "observed_from_at": pl.Datetime("us"),
            "observed_to_at": pl.Datetime("us"),
        },
        orient="row",
    )


def _count_variants(journeys: list[Journey]) -> pl.DataFrame:
    grouped = defaultdict(list)
    for journey in journeys:
        grouped[journey.steps].append(journey)
    rows = []
    for steps, members in grouped.items():
        converted = sum(j.status == "converted" for j in members)
        median = statistics.median((j.times[-1] - j.times[0]).total_seconds() for j in members)
        identity = hashlib.md5(">".join(steps).encode()).hexdigest()
        customers = len({j.customer for j in members})
        shared = (identity, list(steps), len(steps), len(members), customers)
        rows.append((*shared, converted, converted / len(members), median))
    columns = [
        "variant_id",
        "touchpoints",
        "step_count",
        "journey_count",
        "customer_count",
        "converted_count",
        "conversion_share",
        "median_seconds",
    ]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _count_links(journeys: list[Journey]) -> pl.DataFrame:
    counted: Counter[tuple[int, str, str | None, str | None]] = Counter()
    for journey in journeys:
        for index, touchpoint in enumerate(journey.steps, start=1):
            following = journey.steps[index] if index < len(journey.steps) else None
            counted[index, touchpoint, following, None if following else journey.status] += 1
    columns = ["step_index", "from_touchpoint", "to_touchpoint", "end_status", "journey_count"]
    return pl.DataFrame([(*key, n) for key, n in counted.items()], schema=columns, orient="row")


def _count_transitions(journeys: list[Journey]) -> pl.DataFrame:
    waits: dict[tuple[str, str], list[tuple[int, int, float]]] = defaultdict(list)
    for number, journey in enumerate(journeys):
        for index in range(len(journey.steps) - 1):
            wait = (journey.times[index + 1] - journey.times[index]).total_seconds()
            waits[journey.steps[index], journey.steps[index + 1]].append((journey.customer, number, wait))
    rows = []
    for (before, after), seen in waits.items():
        seconds = sorted(wait for _, _, wait in seen)
        rows.append(
            (
                before,
                after,
                len(seen),
                len({c for c, _, _ in seen}),
                len({j for _, j, _ in seen}),
                statistics.median(seconds),
                seconds[int(0.9 * (len(seconds) - 1))],
            )
        )
    columns = [
        "from_touchpoint",
        "to_touchpoint",
        "transition_count",
        "customer_count",
        "journey_count",
        "median_seconds",
        "p90_seconds",
    ]
    return pl.DataFrame(rows, schema=columns, orient="row")
