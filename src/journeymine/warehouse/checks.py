"""Check that tables keep what their headers say, and run the checks of sql/checks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from journeymine.errors import CheckError, WarehouseError
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import find_columns, run_file

_ON_ROWS = re.compile(r"--\s*on rows:\s*(\w+)\s*$")
SHOWN_ROWS = 3
"""So many rows a finding tells: a night that stops is removed, and nobody can ask it for them."""


@dataclass(frozen=True)
class Check:
    """A SELECT that returns offending rows; `level` says what they mean for the night."""

    name: str
    question: str
    level: Literal["stop", "warn"]
    sql: str
    file: Path


@dataclass(frozen=True)
class Finding:
    """What a check found: how many rows offend, and the first few of them in words."""

    check: Check
    offending_count: int
    first_rows: tuple[str, ...] = ()

    def tell(self) -> str:
        """Tell what was asked, and the rows that are the answer."""
        more = self.offending_count - len(self.first_rows)
        rows = "; ".join(self.first_rows) + (f"; and {more:,} more" if more else "")
        return f"{self.check.name}: {self.check.question} {rows}"


def check_key(connection: Connection, catalog: str, model: Model, within: str | None = None) -> None:
    """Check that a table's key is unique and, where it must be, not null.

    Args:
        connection: An open database.
        catalog: Where the table is.
        model: What its header says.
        within: Look only at rows whose key occurs in this table, such as those inserted tonight: the rows that were
            there before were checked on their own night, so only a clash with a new row can be new.

    Raises:
        CheckError: Two rows share a key, or a part of it is null.
        WarehouseError: The table has no such column.
    """
    name = f"{catalog}.{model.table}"
    key = ", ".join(model.key)
    rows = name if within is None else f"(select {key} from {name} semi join {within} using ({key}))"
    needed = [column for column in model.key if column not in model.nullable and model.scope != "additive"]
    empty = " or ".join(f"{column} is null" for column in needed) or "false"
    repeated = f"select count(*) from (select 1 from {rows} group by {key} having count(*) > 1)"
    emptied = f"select count(*) from {within or name} where {empty}"
    # Of a whole table it is cheaper to count the distinct keys; which of them come twice is asked if any do.
    keys = f"from (select distinct {key} from {name})"
    spare = f"select (select count(*) from {name}) - count(*), count(*) filter (where {empty}) {keys}"
    counts = spare if within is None else f"select ({repeated}), ({emptied})"
    try:
        [(repeated_count, empty_count)] = run_file(connection, counts, model.file)
    except WarehouseError:
        missing = [column for column in model.key if column not in find_columns(connection, name)]
        if not missing:
            raise
        raise WarehouseError(
            f"{model.table} has no column {', '.join(missing)}, of which its header says that it is in the key",
            where=str(model.file or model.table),
        ) from None
    if repeated_count:
        [(repeated_count,)] = run_file(connection, repeated, model.file)
        raise _refuse(model, f"{repeated_count} keys ({key}) occur more than once")
    if empty_count:
        [(empty_count,)] = run_file(connection, emptied, model.file)
        raise _refuse(model, f"{empty_count} rows have a key ({key}) with a null in it")


def read_checks(folder: Path) -> tuple[Check, ...]:
    """Read sql/checks: one SELECT a file, the first line saying what is asked.

    Raises:
        WarehouseError: A file does not say `-- on rows: stop` or `-- on rows: warn`.
    """
    return tuple(_read_check(file) for file in sorted((folder / "checks").glob("*.sql")))


def run_checks(connection: Connection, checks: Iterable[Check]) -> tuple[Finding, ...]:
    """Run the checks in the catalog in use; count what they return, and keep the first rows of it."""
    findings = []
    for check in checks:
        sql = f"{check.sql}\n) as found order by all limit {SHOWN_ROWS}"
        rows = run_file(connection, sql, check.file, "select to_json(found), count(*) over () from (")
        count = cast(int, rows[0][1]) if rows else 0
        findings.append(Finding(check, count, tuple(_tell_row(str(row)) for row, _ in rows)))
    return tuple(findings)


def stop_on_findings(findings: Iterable[Finding]) -> None:
    """Stop the night if a check that guards publication found rows.

    Raises:
        CheckError: Names every such check and its first rows.
    """
    stopping = [finding for finding in findings if finding.check.level == "stop" and finding.offending_count]
    if stopping:
        raise CheckError(
            "\n".join(
                ("nothing was published, since checks found what must not be", *(each.tell() for each in stopping))
            ),
            where=str(stopping[0].check.file),
            next_action="Run `journeymine run --full`, which builds every table anew; if it stops too, tell us so.",
        )


def _read_check(file: Path) -> Check:
    sql = file.read_text(encoding="utf-8").rstrip().rstrip(";")
    lines = sql.splitlines()
    levels = [(number, match[1]) for number, line in enumerate(lines, 1) if (match := _ON_ROWS.match(line))]
    if len(levels) != 1 or levels[0][1] not in ("stop", "warn"):
        raise WarehouseError(
            "a check must say once what its rows mean",
            where=f"{file}:{levels[0][0] if levels else 1}",
            allowed=("-- on rows: stop", "-- on rows: warn"),
        )
    question = lines[0].removeprefix("--").strip()
    return Check(file.stem, question, cast(Literal["stop", "warn"], levels[0][1]), sql, file)


def _tell_row(row: str) -> str:
    return ", ".join(f"{column} {value}" for column, value in json.loads(row).items())


def _refuse(model: Model, what: str) -> CheckError:
    return CheckError(
        f"{model.table}: {what}, but its header says {model.grain}",
        where=str(model.file or model.table),
        next_action="Correct the SELECT, or its header lines.",
    )
