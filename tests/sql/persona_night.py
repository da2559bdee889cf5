"""A night's tables as personas read them: invented customers of two planted segments and a rest, run by the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from journeymine.overlay import PersonaOverlay
from journeymine.settings import Settings
from journeymine.steps.analyse import order_steps
from journeymine.steps.analyses import personas
from journeymine.steps.analyses.analysis import Inputs
from journeymine.steps.publish import CURRENT, DATABASE, RECORD
from journeymine.warehouse.build import NIGHT, build_models, open_catalog
from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.plan import read_inputs
from journeymine.warehouse.sqlfiles import Model, read_model_files, sql_folder
from tests.sql.small_warehouse import make_settings

SIZES = {"s1": 700, "s2": 400, "s3": 300}
AS_OF = datetime(2026, 4, 1)
STAGES = ("browse", "buy")
TOUCHPOINTS = {1: ("Home", "browse"), 2: ("Product", "browse"), 3: ("Checkout", "buy")}
PATHS = {"s1": (1, 2, 3, 2), "s2": (2, 3), "s3": (1,)}
QUOTE = "I am afraid that the parcel will be lost, Checkout failed."


def draw_tables(seed: int = 4) -> dict[str, pl.DataFrame]:
    """Draw the tables: s1 is young, comes in the evening and meets rage clicks at Checkout; industry is mere chance."""
    random = np.random.default_rng(seed)
    segment = np.repeat(list(SIZES), list(SIZES.values()))
    ids = np.arange(1, len(segment) + 1)
    is_one = segment == "s1"

    def chance(inside: float, outside: float) -> np.ndarray[Any, Any]:
        return random.random(len(ids)) < np.where(is_one, inside, outside)

    features = pl.DataFrame(
        {
            "customer_id": ids,
            "tenure_days": random.gamma(2, 20, len(ids)).round(3),
            "recency_days": random.gamma(2, 5, len(ids)).round(3),
            "session_count": random.poisson(4, len(ids)) + 1,
            "median_gap_days": np.where(random.random(len(ids)) < 0.8, random.gamma(2, 3, len(ids)), np.nan),
            "converted_count": chance(0.5, 0.2).astype(int),
            "product_count": random.poisson(1, len(ids)),
            "amount": random.gamma(1, 30, len(ids)).round(2),
            "goal_amount": random.gamma(1, 30, len(ids)).round(2),
            "median_return_days": np.where(random.random(len(ids)) < 0.3, random.gamma(3, 10, len(ids)), np.nan),
            "lifetime_value_amount": np.where(chance(0.5, 0.5), random.gamma(2, 200, len(ids)).round(2), np.nan),
            "evening_share": np.where(is_one, random.beta(6, 2, len(ids)), random.beta(2, 6, len(ids))),
        }
    ).with_columns(pl.col("median_gap_days", "median_return_days", "lifetime_value_amount").fill_nan(None))
    converted = features["converted_count"].to_numpy() > 0
    steps = [
        (customer, index, PATHS[name][index - 1], AS_OF - timedelta(days=3, minutes=-7 * index))
        for customer, name in zip(ids.tolist(), segment.tolist(), strict=True)
        for index in range(1, len(PATHS[name]) + 1)
    ]
    wrote = ids[chance(0.4, 0.4)]
    texts = pl.DataFrame(
        {
            "text_id": [f"t{number}" for number in wrote],
            "customer_id": wrote,
            "source": ["survey"] * len(wrote),
            "occurred_at": [AS_OF] * len(wrote),
            "touchpoint": ["Checkout"] * len(wrote),
            "text": [f"{QUOTE} It was number {number}." for number in wrote],
            "record_id": [f"r{number}" for number in wrote],
        }
    )
    afraid = wrote[random.random(len(wrote)) < np.where(np.isin(wrote, ids[is_one]), 0.6, 0.2)]
    angry, turning = ids[chance(0.3, 0.1)], ids[chance(0.3, 0.15)]
    met = [(int(one), "rage_click", 3) for one in angry]
    met += [(int(one), "u_turn", place) for one in turning for place in (1, 2)]  # 1 is an act of the company
    frictions = [one for one in met if one[2] in PATHS[segment[one[0] - 1]]]  # nobody meets it who did not come there
    return {
        "core.customers": pl.DataFrame(
            {
                "customer_id": ids,
                "age_band": np.where(chance(0.6, 0.2), "18-24", np.where(chance(0.5, 0.5), "35-44", "65+")),
                "industry": random.choice(["trade", "health", "media"], len(ids)),
                "interests": np.where(chance(0.5, 0.5), "design; cooking", "design"),
                "lifetime_value_amount": features["lifetime_value_amount"],
                **dict.fromkeys(
                    (
                        "education_band",
                        "income_band",
                        "family_band",
                        "job_role",
                        "country",
                        "language",
                        "heard_from",
                        "props",
                    ),
                    pl.Series([None] * len(ids), dtype=pl.String),
                ),
            }
        ),
        "core.customer_habits": pl.DataFrame(
            {"customer_id": ids, "device_visit_count": 4, "phone_visit_count": is_one * 3, "desktop_visit_count": 1}
        ),
        "core.customer_measures": pl.DataFrame(
            {"customer_id": ids, "journey_count": 1 + chance(0.4, 0.4), "converted_count": converted.astype(int)}
        ).with_columns(step_count=pl.lit(4)),
        "core.churn": pl.DataFrame({"customer_id": ids, "is_churned": chance(0.1, 0.3)}),
        "core.channels": pl.DataFrame({"channel_code": [1, 2], "channel": ["web", "store"]}),
        "core.stages": pl.DataFrame({"stage_code": [1, 2], "stage": list(STAGES)}),
        "core.journey_stages": pl.DataFrame(
            {"customer_id": ids, "stage_code": 1, "channel_code": np.where(chance(0.9, 0.5), 1, 2)}
        ),
        "core.journeys": pl.DataFrame(
            {
                "journey_id": [f"{number}-1" for number in ids],
                "customer_id": ids,
                "goal": np.where(converted, "order", None).tolist(),
                "status": np.where(converted, "converted", "abandoned"),
                "variant_id": [f"v{name}" for name in segment],
            }
        ),
        "core.journey_steps": pl.DataFrame(
            [
                {
                    "journey_id": f"{customer}-1",
                    "customer_id": customer,
                    "step_index": index,
                    "touchpoint": TOUCHPOINTS[code][0],
                    "stage": TOUCHPOINTS[code][1],
                    "channel": "web",
                    "occurred_at": moment,
                }
                for customer, index, code, moment in steps
            ]
        ).with_columns(
            next_touchpoint=pl.col("touchpoint").shift(-1).over("journey_id", order_by="step_index"),
            seconds_to_next=pl.when(pl.col("step_index") < pl.col("step_index").max().over("journey_id")).then(420.0),
        ),
        "core.steps": pl.DataFrame(
            [(customer, code) for customer, _, code, _ in steps],
            schema=["customer_id", "touchpoint_code"],
            orient="row",
        ),
        "core.touchpoint_names": pl.DataFrame(
            {"touchpoint_code": list(TOUCHPOINTS), "touchpoint": [name for name, _ in TOUCHPOINTS.values()]}
        ),
        "core.event_kinds": pl.DataFrame({"touchpoint_code": [1, 2, 3], "is_customer_act": [False, True, True]}),
        "core.friction": pl.DataFrame(
            frictions, schema=["customer_id", "friction_kind", "touchpoint_code"], orient="row"
        ),
        "core.satisfaction": pl.DataFrame(
            {"customer_id": ids[:900:3], "satisfaction_permille": random.integers(0, 1000, len(ids[:900:3]))}
        ),
        "core.texts": texts,
        "analysis.signals": pl.DataFrame(
            {"customer_id": afraid, "signal": "fear", "signal_subtype": "trust", "signal_status": "found"}
        ).with_columns(text_id=pl.format("t{}", "customer_id")),
        "analysis.topics": pl.DataFrame({"topic_id": ["k1", "k2"], "topic": ["parcel", "price"]}),
        "analysis.text_topics": pl.DataFrame(
            {"text_id": [f"t{number}" for number in wrote], "topic_id": np.where(np.isin(wrote, afraid), "k1", "k2")}
        ),
        "analysis.feelings": texts.select(
            *("text_id", "customer_id", "touchpoint"),
            stage=pl.lit("buy"),
            valence=pl.Series((random.uniform(0.1, 1, len(wrote)) * np.where(np.isin(wrote, afraid), -1, 1)).round(2)),
            valence_source=pl.lit("reported"),
        ),
        "marts.customer_features": features,
        "marts.customer_mix": pl.DataFrame({"customer_id": ids, "mix_index": 1, "step_count": is_one * 3}),
        "marts.mix_items": pl.DataFrame({"mix_index": [1], "facet": ["touchpoint"], "item": ["Product"]}),
        "report.headline_metrics": pl.DataFrame({"observed_from_at": [AS_OF - timedelta(days=90)]}),
        **_list_segments(ids, segment, features),
    }


def _list_segments(ids: Any, segment: Any, features: pl.DataFrame) -> dict[str, pl.DataFrame]:
    members = pl.DataFrame({"customer_id": ids, "segment_id": segment})
    joined = members.join(features, on="customer_id")
    profiles = [
        {
            "segment_id": name,
            "feature": "evening_share",
            "feature_group": "hours",
            "feature_words": "visits from 18:00",
            "feature_unit": "share",
            "feature_rank": 1,
            "segment_mean": (mean := joined.filter(pl.col("segment_id") == name)["evening_share"].mean()),
            "rest_mean": (rest := joined.filter(pl.col("segment_id") != name)["evening_share"].mean()),
            "neighbour_mean": rest,
            "mean_difference": (mean - rest) * 3,
            "lift": mean / rest,
            "lift_low": mean / rest - 0.1,
            "lift_high": mean / rest + 0.1,
            "q_value": 1e-9,
            "known_customer_count": SIZES[name],
        }
        for name in SIZES
    ]
    count = len(ids)
    return {
        "analysis.segment_verdict": pl.DataFrame(
            {"verdict": ["segments"], "verdict_reason": ["clear"], "segment_count": [3], "customer_count": [count]}
        ),
        "analysis.segments": pl.DataFrame(
            {
                "segment_id": list(SIZES),
                "segment_kind": "segment",
                "stability": ["highly stable", "stable", "tentative"],
                "mean_jaccard": [0.9, 0.8, 0.65],
                "customer_count": list(SIZES.values()),
                "customer_share": [size / count for size in SIZES.values()],
                "amount_share": [0.5, 0.3, 0.2],
                "amount_share_low": [0.45, 0.25, 0.15],
                "amount_share_high": [0.55, 0.35, 0.25],
            }
        ),
        "analysis.segment_members": members,
        "analysis.segment_profiles": pl.DataFrame(profiles),
        "analysis.segment_moves": pl.DataFrame(
            schema={"from_segment_id": pl.String, "to_segment_id": pl.String, "customer_count": pl.Int64}
        ),
    }


def read_persona_models(connection: Connection) -> list[Model]:
    """Read the models that personas are made of, with what they read."""
    wanted = ("analysis.persona_", "analysis.felt", "analysis.segment_felt_counts")
    files = read_model_files(sql_folder(), ("analysis",))
    models = [model for model in files if model.table.startswith(wanted) and model.table != "analysis.felt_counts"]
    return [replace(model, inputs=read_inputs(connection, model)) for model in models]


def make_persona_settings(people: Mapping[str, object] | None = None, **tables: Any) -> Settings:
    """Make settings with a goal, and with what people wrote."""
    goals = [{"name": "order", "touchpoint": "Checkout"}]
    settings = make_settings(**{"goals": goals, "stages": {"order": list(STAGES)}, **tables})
    overlay = PersonaOverlay.model_validate({"persona": people or {}})
    return settings.model_copy(update={"persona_overlay": overlay})


@contextmanager
def open_persona_night(
    tables: Mapping[str, pl.DataFrame],
    settings: Settings,
    last: Mapping[str, pl.DataFrame] | None = None,
    file: Path | None = None,
) -> Iterator[Connection]:
    """Run what makes personas, on tables, in a file or in memory; what the night says is in analysis.notes_told."""
    told: list[str] = []
    with open_database(None) as connection, open_catalog(connection, NIGHT, file):
        connection.execute(f"use {NIGHT}")
        for name, frame in tables.items():
            write_frame(connection, f"{NIGHT}.{name}", frame)
        models = read_persona_models(connection)
        given = [
            Model(name, "one row", inputs=()) for name in tables if name.startswith("analysis.")
        ]  # stands for the analyses that make them
        for step in order_steps([*models, *given], (personas.CHOICE, personas.CARDS)):
            if isinstance(step, Model):
                if step.sql:
                    build_models(connection, NIGHT, (step,))
                continue
            frames = {table: read_frame(connection, f"{NIGHT}.{table}") for table in step.inputs}
            kept = {table: frame for table, frame in (last or {}).items() if table in step.last_inputs}
            outcome = step.run(Inputs(settings, AS_OF, 7, frames, kept))
            told += [*outcome.notes, *outcome.warnings]
            for table, frame in outcome.frames.items():
                write_frame(connection, f"{NIGHT}.{table}", frame)
        write_frame(connection, f"{NIGHT}.analysis.notes_told", pl.DataFrame({"note": told}))
        yield connection


def publish_persona_night(folder: Path, few_ratings: int | None = None) -> Path:
    """Publish such a night, of few ratings if so wished, in a project's folder as a run would; return the folder."""
    name = "20260401T013000Z"
    night = folder / "warehouse" / "nights" / name
    night.mkdir(parents=True)
    tables = draw_tables()
    headlines = tables["report.headline_metrics"].with_columns(observed_to_at=pl.lit(AS_OF))
    runs = pl.DataFrame({"as_of": [AS_OF], "night_id": [name]})
    ratings = tables["core.satisfaction"].head(few_ratings or len(tables["core.satisfaction"]))
    tables |= {"report.headline_metrics": headlines, "meta.runs": runs, "core.satisfaction": ratings}
    with open_persona_night(tables, make_persona_settings(), file=night / DATABASE):
        (night / RECORD).write_text("{}", encoding="utf-8")
    (folder / "warehouse" / CURRENT).symlink_to(Path("nights") / name)
    return folder
