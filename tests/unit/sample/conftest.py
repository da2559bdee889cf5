"""A small sample, written once for the tests of this room."""

from __future__ import annotations

import pytest

from journeymine.sample import SampleSummary, write_sample


@pytest.fixture(scope="package")
def small_sample(tmp_path_factory: pytest.TempPathFactory) -> SampleSummary:
    """400 customers over 120 days, seed 3, in two drops."""
    return write_sample(tmp_path_factory.mktemp("sample") / "small", customers=400, seed=3)
