"""The site of the sample company stays small enough to be sent and opened anywhere."""

from __future__ import annotations

import pytest

from tests.conftest import SampleNights

pytestmark = pytest.mark.night

LARGEST_SITE = 15_000_000
"""Bytes, three languages and the chart library together."""
LARGEST_PATHS = 2_000_000
"""Bytes of everything the path explorer draws from."""


def test_the_site_is_at_most_fifteen_megabytes(sample_nights: SampleNights) -> None:
    sizes = {
        path.relative_to(sample_nights.second / "site"): path.stat().st_size
        for path in (sample_nights.second / "site").rglob("*")
        if path.is_file()
    }
    assert sum(sizes.values()) <= LARGEST_SITE, sorted(sizes.items(), key=lambda item: -item[1])[:12]


def test_the_paths_of_the_explorer_are_at_most_two_megabytes(sample_nights: SampleNights) -> None:
    blocks = list((sample_nights.second / "site" / "data").glob("paths-*.js"))
    assert blocks
    assert sum(path.stat().st_size for path in blocks) <= LARGEST_PATHS
