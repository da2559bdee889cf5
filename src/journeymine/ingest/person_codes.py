"""What people are compared by is landed as codes, and only if the project wants it; names and addresses never are."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from journeymine.contracts.landed import COMPARED_FIELDS
from journeymine.ingest.staging import StagedOutput
from journeymine.privacy.codes import encode_values
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import open_frame


def person_code_query(
    connection: Connection, staged: StagedOutput, records: str, time_formats: Sequence[str]
) -> str | None:
    """Return a query of the codes of each record, None if the file has nothing to compare people by.

    Args:
        connection: Opened by `open_landing`: it holds what codes are keyed with.
        staged: A staged output of contract people.
        records: The query of its landed rows.
        time_formats: Patterns of the source's dates.
    """
    given = [name for name in COMPARED_FIELDS if name in staged.fields]
    if not given:
        return None
    secret = _read_secret(connection)
    for name in given:
        found = connection.execute(f"select distinct {name} from {staged.table} where {name} is not null").fetchall()
        values = sorted(str(value) for (value,) in found)
        codes = encode_values(name, values, secret, time_formats=time_formats)
        frame = pl.DataFrame({"value": values, "code": codes}, schema={"value": pl.String, "code": pl.Binary})
        with open_frame(connection, frame) as view:
            connection.execute(f"create or replace temp table codes_{name} as select * from {view}")
    columns = ", ".join(
        f"{f'codes_{name}.code' if name in given else 'null'} as {name}_code" for name in COMPARED_FIELDS
    )
    joins = " ".join(f"left join codes_{name} on {staged.table}.{name} = codes_{name}.value" for name in given)
    filled = " or ".join(f"codes_{name}.code is not null" for name in given)
    return (
        "select people.row_number, people.key_set_id, people.record_id_hash, people.updated_at, people.is_deleted, "
        f"{columns} from ({records}) as people join {staged.table} on people.row_number = {staged.table}.row_number "
        f"{joins} where {filled}"
    )


def _read_secret(connection: Connection) -> bytes:
    """Return what codes are keyed with: an HMAC by the project's key, so that hashes and codes share no secret."""
    message = "unhex(sha256(getvariable('hash_inner') || encode('person codes')))"
    [(secret,)] = connection.execute(f"select unhex(sha256(getvariable('hash_outer') || {message}))").fetchall()
    return bytes(secret)
