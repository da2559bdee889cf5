"""The fourth step of a night: the site, rendered from the tables of the night's database and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import polars as pl

from journeymine.errors import WarehouseError
from journeymine.settings import Settings
from journeymine.site.page import SiteContext, Tables
from journeymine.site.pages import find_tables, render_site
from journeymine.warehouse.connection import Connection, open_database
from journeymine.warehouse.frames import read_frame, read_query

HEADLINES = "report.headline_metrics"
_EXISTING = "select table_schema || '.' || table_name as name from information_schema.tables"
_NIGHT = "select as_of, night_id from meta.runs order by night_id desc limit 1"


def report(database: Path, settings: Settings, site: Path, announce: Callable[[str], None]) -> None:
    """Render the night's site; a page whose tables are missing or empty is left out.

    Args:
        database: The night's database, built and closed; it is only read.
        settings: The project.
        site: The folder to write.
        announce: Called with one plain sentence.

    Raises:
        WarehouseError: The database holds no event at all.
    """
    memory = settings.warehouse.memory_limit
    with open_database(database, read_only=True, memory_limit=memory, threads=settings.warehouse.threads) as connection:
        tables, context = read_tables(connection, settings, find_tables())
    pages = render_site(tables, context, site)
    announce(f"Wrote the site: {', '.join(pages)}.")


@contextmanager
def explain_other_program(*, is_other: bool) -> Iterator[None]:
    """Explain what a page misses in a night that another version of the program made; its tables were others.

    Raises:
        WarehouseError: Instead of what a missing column leads to.
    """
    try:
        yield
    except (LookupError, pl.exceptions.PolarsError) as error:
        if not is_other:
            raise
        raise WarehouseError(
            f"the published night is of another version of the program, and a page misses something in it ({error})",
            next_action="Run a night: `journeymine run`.",
        ) from error


def read_tables(
    connection: Connection, settings: Settings, names: Iterable[str]
) -> tuple[dict[str, pl.DataFrame], SiteContext]:
    """Read those of some tables that a night has, and what every page says of the project and the night.

    Raises:
        WarehouseError: There is no event.
    """
    existing = set(read_query(connection, _EXISTING)["name"])
    tables = {name: read_frame(connection, name) for name in {*names, HEADLINES} & existing}
    night = read_query(connection, _NIGHT) if "meta.runs" in existing else pl.DataFrame()
    return tables, read_context(tables, night, settings)


def read_context(tables: Tables, night: pl.DataFrame, settings: Settings) -> SiteContext:
    """Read what every page says of the project and the night.

    Args:
        tables: Published tables by name.
        night: One row: as_of, night_id; or none, and the latest event ends the observation.
        settings: The project.

    Raises:
        WarehouseError: There is no headline table, or no event.
    """
    headlines = tables.get(HEADLINES, pl.DataFrame())
    if headlines.is_empty() or headlines["observed_from_at"].null_count():
        raise WarehouseError("no event was loaded, so there is nothing to report", where=HEADLINES)
    observed_from, observed_to = headlines["observed_from_at"][0], headlines["observed_to_at"][0]
    as_of: datetime = night["as_of"][0] if not night.is_empty() and night["as_of"][0] is not None else observed_to
    return SiteContext(
        project_name=settings.project.name,
        timezone=settings.project.timezone,
        minimum_cell=settings.privacy.minimum_cell,
        stages=tuple(settings.stages.order),
        observed_from=observed_from,
        observed_to=min(observed_to, as_of),
        as_of=as_of,
        languages=settings.project.report_languages,
        night_id="" if night.is_empty() else night["night_id"][0],
        currency=settings.project.currency,
    )
