from __future__ import annotations

import polars as pl
import pytest

from journeymine.site.page import SiteContext
from tests.unit.site.example_journeys import AS_OF, STAGES, Journey, draw_journeys
from tests.unit.site.example_tables import write_tables


@pytest.fixture(scope="session")
def journeys() -> list[Journey]:
    return draw_journeys()


@pytest.fixture(scope="session")
def all_tables(journeys: list[Journey]) -> dict[str, pl.DataFrame]:
    return write_tables(journeys)


@pytest.fixture
def tables(all_tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    return dict(all_tables)


@pytest.fixture
def context(all_tables: dict[str, pl.DataFrame]) -> SiteContext:
    headlines = all_tables["report.headline_metrics"]
    return SiteContext(
        project_name="Tom & <Jerry>",
        timezone="UTC",
        minimum_cell=10,
        stages=STAGES,
        observed_from=headlines["observed_from_at"][0],
        observed_to=headlines["observed_to_at"][0],
        as_of=AS_OF.replace(tzinfo=None),
        night_id="20260401T013000Z",
    )
