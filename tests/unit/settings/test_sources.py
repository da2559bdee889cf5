"""[sources.NAME]: a place that is one of files, of an SQLite file or of a server, and nothing half said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from journeymine.settings import SourceSettings

QUERY = "select * from orders where updated_at > :watermark"
MARK = {"column": "updated_at", "overlap": "2h"}


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "either a path"),
        ({"path": "a.csv", "uri_env": "SHOP"}, "either a path"),
        ({"uri_env": "SHOP"}, "needs a query"),
        ({"path": "a.csv", "watermark": MARK}, "only a query has a watermark"),
        ({"uri_env": "SHOP", "query": QUERY}, "need one another"),
        ({"uri_env": "SHOP", "query": "select 1::watermark", "watermark": MARK}, "need one another"),
        ({"uri_env": "SHOP", "query": QUERY, "watermark": MARK | {"overlap": -1}}, "greater than or equal to 0"),
        ({"uri_env": "postgresql://reader:hidden@host/shop", "query": QUERY, "watermark": MARK}, "match pattern"),
        ({"path": "a.csv", "timezone": "Europe/Warszawa"}, "did you mean 'Europe/Warsaw'"),
    ],
)
def test_what_is_half_said_or_wrong_is_refused(settings: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        SourceSettings(kind="events", **settings)


def test_an_overlap_is_a_time_or_a_number() -> None:
    def read(overlap: str | int) -> timedelta | int:
        settings = {"query": QUERY, "watermark": {"column": "x", "overlap": overlap}}
        source = SourceSettings.model_validate({"kind": "events", "uri_env": "SHOP"} | settings)
        assert source.watermark is not None
        return source.watermark.overlap

    assert read("2h") == timedelta(hours=2)
    assert read(1000) == 1000


def test_a_place_tells_no_address() -> None:
    assert SourceSettings(kind="events", uri_env="SHOP", query="select 1").place == "the database of SHOP"
