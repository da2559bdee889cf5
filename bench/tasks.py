"""What is measured, each task a process of its own: `python -m bench.tasks TASK '{"argument": ...}'`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from bench.events import make_settings, read_landed, write_events
from bench.measure import measure_cpu, write_result
from journeymine.steps.build import build
from journeymine.warehouse import build as model_builder
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.sqlfiles import Model

DEVICE = "mobile"
"""What no table is made for beforehand."""
FIRST_COUNTS = ("marts.transitions", "marts.variants")


def generate(folder: str, events: int) -> dict[str, Any]:
    """Write the landed events."""
    write_events(Path(folder), events)
    return {}


def build_night(
    landed: str,
    night: str,
    previous: str | None = None,
    is_full: bool = False,
    leave_out: int = 0,
    memory_limit: str = "3GB",
    buckets: int = 1,
) -> dict[str, Any]:
    """Build a night; without a previous one in full. `leave_out` files, the latest, have not arrived yet."""
    costs: dict[str, float] = {}
    models: dict[str, Model] = {}
    _measure_models(costs, models)
    folder = Path(night)
    folder.mkdir(parents=True)
    files = read_landed(Path(landed))
    files = files[: len(files) - leave_out]
    total: dict[str, float] = {}
    said: list[str] = []
    with measure_cpu(total, "cpu"):
        built = build(
            make_settings(memory_limit=memory_limit, buckets=buckets),
            files,
            folder,
            Path(previous) if previous else None,
            "bench",
            None,
            is_full,
            said.append,
        )
    return {
        "cpu": total["cpu"],
        "first_counts_cpu": sum(costs.get(table, 0.0) for table in _find_customer_tables(models)),
        "models": costs,
        "is_full_build": built.is_full_build,
        "touched_customer_count": built.touched_customer_count,
        "new_event_count": built.new_event_count,
        "said": said,
    }


def _measure_models(costs: dict[str, float], models: dict[str, Model]) -> None:
    """Let the runner tell what each model costs, its key's check included."""
    build_model, check_key = model_builder.build_model, model_builder.check_key

    def measured_build(connection: Any, catalog: str, model: Model) -> None:
        models[model.table] = model
        with measure_cpu(costs, model.table):
            build_model(connection, catalog, model)

    def measured_check(connection: Any, catalog: str, model: Model) -> None:
        with measure_cpu(costs, model.table):
            check_key(connection, catalog, model)

    model_builder.build_model, model_builder.check_key = measured_build, measured_check


def _find_customer_tables(models: dict[str, Model]) -> set[str]:
    """Find what is made of customers' events on the way to transitions and variants: sort, journeys and all."""
    found: set[str] = set()
    waiting = [table for table in FIRST_COUNTS if table in models]
    while waiting:
        table = waiting.pop()
        found.add(table)
        waiting += [name for name in models[table].inputs if name in models and models[name].is_per_customer]
    return found


def sort_events(night: str, folder: str) -> dict[str, Any]:
    """Sort the same rows by customer and time with DuckDB and store them: the least any such build has to do."""
    database, copy = Path(night) / "journeymine.duckdb", Path(folder) / "sorted.duckdb"
    total: dict[str, float] = {}
    with open_database(copy, memory_limit="3GB", temp_folder=Path(folder)) as connection:
        connection.execute(f"attach '{database}' as night (read_only)")
        connection.execute(
            "create table rows as select customer_id, occurred_at, event_key, touchpoint_code, event_kind_id "
            "from night.core.customer_events order by event_key"
        )
        with measure_cpu(total, "cpu"):
            connection.execute("create table sorted as from rows order by customer_id, occurred_at, event_key")
        (count,) = connection.execute("select count(*) from sorted").fetchall()[0]
    copy.unlink()
    return {"cpu": total["cpu"], "row_count": count}


def export_steps(night: str, file: str) -> dict[str, Any]:
    """Write every step of every journey as other tools read them, in order of arrival."""
    with open_database(Path(night) / "journeymine.duckdb", read_only=True, memory_limit="3GB") as connection:
        connection.execute(
            "copy (select steps.journey_id, steps.touchpoint, steps.occurred_at, kinds.device, journeys.status, "
            "strftime(journeys.started_at, '%Y-%m') as period, firsts.channel "
            "from core.journey_steps as steps "
            "inner join core.journeys as journeys using (journey_id) "
            "inner join core.journey_steps as firsts on steps.journey_id = firsts.journey_id and firsts.step_index = 1 "
            "inner join core.event_rows as events on steps.event_key = events.event_key "
            "inner join core.event_kinds as kinds using (event_kind_id) "
            f"order by steps.occurred_at, steps.event_key) to '{file}' (compression zstd)"
        )
        (count,) = connection.execute("select count(*) from core.steps").fetchall()[0]
    return {"row_count": count}


def count_bare(file: str, folder: str) -> dict[str, Any]:
    """Count transitions, waits and variants of given journeys as the models do, from what the peers are given.

    Nothing of the product but its formulations: one window, then groups; a hash a path.
    """
    total: dict[str, float] = {}
    with open_database(Path(folder) / "bare.duckdb", memory_limit="3GB", temp_folder=Path(folder)) as connection:
        connection.execute(
            f"create table rows as select (hash(journey_id) >> 1)::bigint as journey, occurred_at, "
            f"dense_rank() over (order by touchpoint)::smallint as code from '{file}' order by hash(occurred_at)"
        )
        with measure_cpu(total, "sort"):
            connection.execute(
                "create table steps as select journey, code, row_number() over steps as step_index, "
                "lead(code) over steps as next_code, "
                "epoch_ms(lead(occurred_at) over steps) - epoch_ms(occurred_at) as milliseconds "
                "from rows window steps as (partition by journey order by occurred_at, code)"
            )
        with measure_cpu(total, "transitions"):
            found = connection.execute(
                "select code, next_code, count(*), quantile_cont(milliseconds, [0.5, 0.9]) "
                "from steps where next_code is not null group by all"
            ).fetchall()
        with measure_cpu(total, "variants"):
            variants = connection.execute(
                "select path, step_count, count(*), min(journey) from (select count(*) as step_count, journey, "
                "bit_xor(hash((step_index << 16) | code)) as path from steps group by journey) group by all"
            ).fetchall()
    return {"cpu": total, "transition_count": sum(row[2] for row in found), "variant_count": len(variants)}


def read_uncounted_slice(night: str) -> dict[str, Any]:
    """A slice that no table was made for, by device: transitions with exact median and 90th percentile of the wait."""
    query = (
        "select steps.touchpoint_code, steps.next_touchpoint_code, count(*) as transition_count, "
        "quantile_cont(steps.milliseconds_to_next, [0.5, 0.9]) as milliseconds "
        "from core.steps as steps inner join core.event_kinds as kinds using (event_kind_id) "
        f"where kinds.device = '{DEVICE}' and steps.next_touchpoint_code is not null group by all"
    )
    total: dict[str, float] = {}
    with open_database(Path(night) / "journeymine.duckdb", read_only=True, memory_limit="3GB") as connection:
        connection.execute(query).fetchall()  # a further slice: the columns have been read before
        with measure_cpu(total, "cpu"):
            found = connection.execute(query).fetchall()
    return {"cpu": total["cpu"], "transition_count": sum(row[2] for row in found)}


def mine_with_pm4py(file: str) -> dict[str, Any]:
    """Do with pm4py what marts.transitions and marts.variants hold."""
    import pandas as pd
    import pm4py

    total: dict[str, float] = {}
    names = {"journey_id": "case:concept:name", "touchpoint": "concept:name", "occurred_at": "time:timestamp"}
    with open_database(None) as connection:
        columns = connection.sql(f"select journey_id, touchpoint, occurred_at from '{file}'").fetchnumpy()
    log = pd.DataFrame({names[name]: values for name, values in columns.items()})
    log["time:timestamp"] = pd.to_datetime(log["time:timestamp"], utc=True)
    with measure_cpu(total, "sort"):
        log = log.sort_values(["case:concept:name", "time:timestamp"], kind="stable", ignore_index=True)
    with measure_cpu(total, "transitions"):
        graph, _, _ = pm4py.discover_dfg(log)
    with measure_cpu(total, "waits"):
        pm4py.discover_performance_dfg(log)
    with measure_cpu(total, "variants"):
        variants = pm4py.get_variants(log)
    return {"cpu": total, "transition_count": sum(graph.values()), "variant_count": len(variants)}


def sum_tables(night: str) -> dict[str, Any]:
    """Sum up every published table regardless of the order of its rows."""
    sums: dict[str, Any] = {}
    with open_database(Path(night) / "journeymine.duckdb", read_only=True, memory_limit="3GB") as connection:
        tables = connection.execute(
            "select distinct schema_name, table_name from duckdb_columns() "
            "where not internal and schema_name in ('core', 'marts', 'report') order by all"
        ).fetchall()
        for schema, table in tables:
            # md5 of the row's text: the hash of several columns would merge different rows
            query = f"select count(*), sum(md5_number_lower(each::varchar))::varchar from {schema}.{table} as each"
            sums[f"{schema}.{table}"] = list(connection.execute(query).fetchall()[0])
    return {"tables": sums}


if __name__ == "__main__":
    write_result(globals()[sys.argv[1]](**json.loads(sys.argv[2])))
