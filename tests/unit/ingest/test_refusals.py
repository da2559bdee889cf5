"""What is told of a file that cannot be read holds nothing that somebody wrote in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from journeymine.errors import SourceError
from journeymine.ingest.inspect import inspect_source
from journeymine.ingest.refusals import hide_values, refuse_file, tell_error
from journeymine.warehouse.connection import DatabaseError, open_database

from .conftest import KEY, Project

WRITTEN = "Zofia Żółw, zofia.zolw@poczta.pl, 601 234 567"


@pytest.mark.parametrize(
    "expression",
    [
        "cast(? as integer)",
        "cast(? as date)",
        "cast(? as timestamptz)",
        "strptime(?, '%d.%m.%Y')",
        'cast(\'{"note": "\' || ? as json)',
        "cast(? as uuid)",
    ],
)
def test_value_that_the_engine_quotes_is_hidden(expression: str) -> None:
    with open_database(None) as connection, pytest.raises(DatabaseError) as raised:
        connection.execute(f"select {expression}", [WRITTEN]).fetchall()
    assert "Zofia" in str(raised.value)
    told = tell_error(raised.value)
    assert "[hidden]" in told
    assert not any(part in told for part in ("Zofia", "zolw", "601"))


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ('column "custmer" does not exist', 'column "custmer" does not exist'),
        ('syntax error at or near "selec"', 'syntax error at or near "selec"'),
        ('invalid input syntax for type integer: "Anna "A" Nowak"', "invalid input syntax for type integer: [hidden]"),
        ('value "601234567" is out of range', "value [hidden] is out of range"),
    ],
)
def test_names_of_columns_stay_and_values_do_not(told: str, shown: str) -> None:
    assert hide_values(told) == shown


def test_own_explanation_stays_as_it_is() -> None:
    refused = refuse_file("shop", "a.csv", SourceError("is empty", where="a.csv", next_action="Ask for it again."))
    assert (refused.reason, refused.next_action) == ("is empty", "Ask for it again.")


def test_engine_error_of_a_file_reaches_neither_the_night_nor_check_with_its_values(project: Project) -> None:
    """Text that is not UTF-8, as broken exports hold it, is quoted by the engine."""
    written = WRITTEN.encode("cp1250")
    offsets = pa.py_buffer(memoryview(b"".join(number.to_bytes(4, "little") for number in (0, len(written)))))
    note = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(written)])
    moment, name = pa.array(["2026-01-01"]), pa.array(["view"])
    pq.write_table(pa.table([moment, name, note], ["occurred_at", "event_name", "note"]), project.folder / "a.parquet")
    project.source(kind="events", path="a.parquet")
    (refused,) = project.land().refused
    now = datetime(2026, 11, 22, tzinfo=UTC)
    (looked_at,) = inspect_source(project.settings, "shop", KEY, now=now).refused
    assert "UTF8" in refused.reason
    for told in (refused.reason, looked_at.reason, *project.messages):
        assert not any(part in told for part in ("Zofia", "zolw", "601"))
