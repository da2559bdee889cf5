"""`journeymine status`: what is published, how old it is, and how the last run went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from journeymine.cli.terminal import (
    AS_JSON,
    PROJECT,
    read_project,
    write_count,
    write_json,
    write_table,
    write_time,
    write_warnings,
)

if TYPE_CHECKING:
    from journeymine.settings import Settings
    from journeymine.steps.lock import LastRun

SHOWN_RUNS = 7


def status(project: Path = PROJECT, as_json: bool = AS_JSON) -> None:
    """Show the published night and how the last run went.

    Its age, headline numbers beside those of the night before, the last nights and warnings.
    """
    from journeymine.errors import SettingsError
    from journeymine.settings import read_settings

    try:
        settings = read_project(project)
    except SettingsError as error:
        # A wrong overlay file stops the next run, but not the telling of the last one.
        _write_status(read_settings(project if project.parts else Path.cwd(), has_overlay=False), as_json=as_json)
        typer.echo("")
        raise error from None
    _write_status(settings, as_json=as_json)


def _write_status(settings: Settings, *, as_json: bool) -> None:
    from journeymine.steps.lock import find_holder, read_last_run
    from journeymine.steps.publish import find_current, find_nights, read_record

    warehouse = settings.warehouse_folder
    holder = find_holder(warehouse)
    last = read_last_run(warehouse)
    current = find_current(warehouse)
    record = read_record(current) if current is not None else None
    metrics = _read_metrics(current) if current is not None else []
    segments = _read_verdict(current, "segment_verdict") if current is not None else None
    personas = _read_verdict(current, "persona_verdict") if current is not None else None
    nights = [read_record(night) for night in find_nights(warehouse)[:SHOWN_RUNS]]
    told = _tell_last_run(last, is_running=holder is not None)
    if as_json:
        write_json(
            {
                "project": settings.project.name,
                "warehouse": str(warehouse),
                "is_running": holder is not None,
                "last_run": asdict(last) if last is not None else None,
                "night": asdict(record) if record is not None else None,
                "age_seconds": _age(record.ended_at).total_seconds() if record is not None else None,
                "metrics": [dict(zip(("metric", "value", "previous_value"), row, strict=True)) for row in metrics],
                "segments": segments,
                "personas": personas,
                "nights": [asdict(night) for night in nights],
            }
        )
        return
    typer.echo(f"project   {settings.project.name}")
    typer.echo(f"last run  {told}")
    if record is None:
        typer.echo("night     none published yet: run `journeymine run`")
        return
    typer.echo(f"night     {record.night_id}, {_write_age(_age(record.ended_at))} old")
    typer.echo(f"as of     {write_time(record.as_of)}")
    typer.echo(f"site      {warehouse / 'current' / 'site' / 'index.html'}")
    if segments is not None:
        typer.echo(f"segments  {_tell_segments(segments)}")
    if personas is not None:
        typer.echo(f"personas  {_tell_personas(personas)}")
    typer.echo("")
    shown = [
        (_LABELS.get(str(name), str(name)), _write_metric(name, value), _write_metric(name, before))
        for name, value, before in sorted(metrics, key=_rank_metric)
    ]
    write_table(("", "this night", "the one before"), shown, right=("this night", "the one before"))
    typer.echo("")
    runs = [
        (
            night.night_id,
            write_time(night.as_of),
            "all customers" if night.is_full_build else write_count(night.touched_customer_count, "customer"),
            f"{night.new_event_count:,}",
        )
        for night in nights
    ]
    write_table(("night", "as of", "built", "new events"), runs, right=("new events",))
    write_warnings(record.warnings)


_LABELS = {
    "customer_count": "customers",
    "travelling_customer_count": "customers with a journey",
    "session_count": "sessions",
    "event_count": "events",
    "journey_count": "journeys",
    "converted_share": "journeys that reached a goal",
    "median_seconds_to_goal": "median time to a goal",
    "unidentified_share": "events of unknown customers",
    "unmapped_share": "events without a touchpoint rule",
    "rejected_count": "rejected rows",
}
"""What a metric of meta.metric_history is called, in the order in which they are shown."""


def _rank_metric(row: tuple[object, ...]) -> int:
    names = list(_LABELS)
    return names.index(str(row[0])) if row[0] in names else len(names)


def _write_metric(name: object, value: object) -> str:
    """Write a metric in the unit that its name tells."""
    from journeymine.site.wording import render_duration, render_number, render_share

    if not isinstance(value, int | float):
        return "–"
    if str(name).endswith("_share"):
        return render_share(value)
    return render_duration(value) if "_seconds" in str(name) else render_number(value)


def _read_metrics(night: Path) -> list[tuple[object, ...]]:
    """Read each headline metric's latest and previous value, in the order of their names."""
    from journeymine.steps.publish import DATABASE
    from journeymine.warehouse.connection import open_database
    from journeymine.warehouse.frames import read_query

    with open_database(night / DATABASE, read_only=True) as connection:
        return read_query(connection, _METRICS).rows()


def _tell_segments(verdict: Mapping[str, object]) -> str:
    count = verdict["segment_count"] if verdict["verdict"] == "segments" else verdict["verdict"]
    return f"{count}: {verdict['verdict_reason']}"


def _tell_personas(verdict: Mapping[str, object]) -> str:
    return f"{verdict['persona_count'] or 'none'}: {verdict['refusal_reason']}"


def _read_verdict(night: Path, table: str) -> dict[str, object] | None:
    """Read how many there are, and why there are none; None of a night that did not look."""
    from journeymine.steps.publish import DATABASE
    from journeymine.warehouse.connection import open_database
    from journeymine.warehouse.frames import read_query

    with open_database(night / DATABASE, read_only=True) as connection:
        if read_query(connection, _HAS_TABLE.format(table=table)).is_empty():
            return None
        return read_query(connection, f"from analysis.{table}").row(0, named=True)


_HAS_TABLE = """
select 1 as is_there
from information_schema.tables
where table_schema = 'analysis' and table_name = '{table}'
"""
_METRICS = """
select
    metric,
    value,
    previous_value,
from (
    select
        *,
        lag(value) over nights as previous_value,
        lead(night_id) over nights is null as is_latest,
    from meta.metric_history
    window nights as (partition by metric order by night_id)
)
where is_latest and night_id = (select max(night_id) from meta.metric_history)
order by metric
"""


def _tell_last_run(last: LastRun | None, *, is_running: bool) -> str:
    if last is None:
        return "none"
    started = write_time(last.started_at)
    if is_running:
        return f"running now: process {last.pid} on {last.host} since {started}, in step '{last.step}'"
    if last.outcome is None:
        return f"{started}, died in step '{last.step}'; the next run starts clean"
    told = f"{started}, {last.outcome}"
    return f"{told} in step '{last.step}': {last.message}" if last.outcome == "failed" else told


def _age(ended_at: str) -> timedelta:
    return datetime.now(UTC) - datetime.fromisoformat(ended_at)


def _write_age(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return write_count(minutes, "minute")
    hours = minutes // 60
    return write_count(hours, "hour") if hours < 48 else write_count(hours // 24, "day")
