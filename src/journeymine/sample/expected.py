"""EXPECTED.md: what a right run over the sample must find, in the generator's own figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from journeymine.sample import company
from journeymine.sample.dates import Calendar

if TYPE_CHECKING:
    from journeymine.sample.write import SampleSummary


def render_expected(summary: SampleSummary, calendar: Calendar, facts: dict[str, pl.DataFrame]) -> str:
    """Write the page."""
    return "# EXPECTED\n"
