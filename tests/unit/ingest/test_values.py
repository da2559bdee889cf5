"""Times and numbers: read as they are written, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from journeymine.ingest.values import flag_sql, number_sql, time_sql
from journeymine.warehouse.connection import Connection, open_database


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with open_database(None) as opened:
        yield opened


def ask(connection: Connection, expression: str, text: str | None) -> str | None:
    query = f"select ({expression})::varchar from (select ?::varchar as x)"
    value = connection.execute(query, [text]).fetchall()[0][0]
    return None if value is None else str(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-02 03:04:05", "2026-01-02 03:04:05"),
        ("2026-01-02T03:04:05", "2026-01-02 03:04:05"),
        ("2026-01-02T03:04:05.123456Z", "2026-01-02 03:04:05.123456"),
        ("2026-01-02T03:04:05+02:00", "2026-01-02 01:04:05"),
        ("2026-01-02 03:04+02", "2026-01-02 01:04:00"),
        ("2026-01-02T03:04:05-0500", "2026-01-02 08:04:05"),
        ("2026-1-2 3:00+01:00", "2026-01-02 02:00:00"),
        ("2026-01-02 3:04:05", "2026-01-02 03:04:05"),
        ("2026-01-02", "2026-01-02 00:00:00"),
        (" 2026-01-02 03:04:05 ", "2026-01-02 03:04:05"),
        ("1767322245", "2026-01-02 02:50:45"),
        ("1767322245.5", "2026-01-02 02:50:45.5"),
        ("1767322245123", "2026-01-02 02:50:45.123"),
        ("2026-01-02 10:00:00,123", "2026-01-02 10:00:00.123"),
        ("1767322245123456", "2026-01-02 02:50:45.123456"),
        ("1767322245123456789", "2026-01-02 02:50:45.123456"),
        ("2026-02-30 00:00:00", None),
        ("31.02.2026 25:61", None),
        ("01/02/2026", None),
        ("20260102", None),
        ("infinity", None),
        ("epoch", None),
        ("tomorrow", None),
        ("", None),
        (None, None),
    ],
)
def test_time_in_utc(connection: Connection, text: str | None, expected: str | None) -> None:
    connection.execute("set TimeZone = 'UTC'")
    assert ask(connection, time_sql("x", "UTC"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-02 03:04:05", "2026-01-02 02:04:05"),
        ("2026-07-02 03:04:05", "2026-07-02 01:04:05"),
        ("2026-07-02T03:04:05Z", "2026-07-02 03:04:05"),
        ("2026-03-29 01:59:59", "2026-03-29 00:59:59"),
        ("2026-03-29 02:30:00", "2026-03-29 01:30:00"),  # there is no such time: clocks go from 2 to 3
        ("2026-03-29 03:00:00", "2026-03-29 01:00:00"),
        ("2026-10-25 01:59:59", "2026-10-24 23:59:59"),
        ("2026-10-25 02:30:00", "2026-10-25 01:30:00"),  # and twice: the second
        ("1767322245", "2026-01-02 02:50:45"),
    ],
)
def test_time_without_offset_is_local(connection: Connection, text: str, expected: str) -> None:
    connection.execute("set TimeZone = 'Europe/Warsaw'")
    assert ask(connection, time_sql("x", "Europe/Warsaw"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5", "12.50"),
        ("12,50", "12.50"),
        ("12 345,67", "12345.67"),
        ("-1\u00a0234\u202f567.8", "-1234567.80"),
        ("12 34,5", None),
        ("1 2345", None),
        ("1 234,567", None),
        ("-3", "-3.00"),
        (" 7 ", "7.00"),
        ("1e3", "1000.00"),
        ("0.005", "0.01"),
        ("1,234", None),
        ("1,234.50", "1234.50"),
        ("-1.234.567,5", "-1234567.50"),
        ("1,234,567", "1234567.00"),
        ("1.234.567", "1234567.00"),
        ("1 234.567", None),
        ("1,234,50", None),
        ("12,34,567.00", None),
        ("1 234", "1234.00"),
        ("nan", None),
        ("inf", None),
        ("1e400", None),
        ("99999999999999999999", None),
        ("0x10", None),
        ("1_000", None),
        ("free", None),
        ("", None),
    ],
)
def test_amount(connection: Connection, text: str, expected: str | None) -> None:
    assert ask(connection, number_sql("x", "decimal(18, 2)"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", "12"),
        ("-3", "-3"),
        (" 7.0 ", "7"),
        ("7,00", "7"),
        ("1.5", None),
        ("1e3", None),
        ("1_0", None),
        ("", None),
    ],
)
def test_count_is_whole(connection: Connection, text: str, expected: str | None) -> None:
    assert ask(connection, number_sql("x", "bigint"), text) == expected


@pytest.mark.parametrize(("text", "expected"), [("1e308", "1e+308"), ("1e309", None), ("nan", None), ("9,5", "9.5")])
def test_rating_is_finite(connection: Connection, text: str, expected: str | None) -> None:
    assert ask(connection, number_sql("x", "double"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("TRUE", "true"), ("0", "false"), ("Yes", "true"), ("perhaps", None), (None, None)]
)
def test_flag(connection: Connection, text: str | None, expected: str | None) -> None:
    assert ask(connection, flag_sql("x"), text) == expected
