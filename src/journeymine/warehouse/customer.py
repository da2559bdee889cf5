"""What a night's file tells of one customer's identity."""

from __future__ import annotations

import polars as pl

from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import read_query

_IDENTITIES = "from core.identities where customer_id = {id}"
_TABLES = {
    "identities": f"{_IDENTITIES} order by first_seen_at nulls last, identity_kind, identity_hash",
    "refusals": "select refused.* from core.identity_refusals as refused "
    f"semi join ({_IDENTITIES}) as own using (identity_kind, identity_hash) order by all",
    "merges": "from meta.customer_merges where {id} in (customer_id, former_customer_id) order by all",
    "accounts": "select account_hash, first_seen_at, last_seen_at from core.customer_accounts "
    "where customer_id = {id} order by account_hash",
    "likely": "select likely.* from core.likely_records as likely semi join "
    "(from core.key_set_customers where customer_id = {id}) as own using (key_set_id) order by all",
    "overlay": "from core.overlay_entries order by all",
}


def find_customer(connection: Connection, number: int, *, is_key: bool) -> int | None:
    """Find the customer with an id; an id of an earlier night is the name of a key that somebody has tonight.

    Args:
        connection: An open night.
        number: A customer_id, or the number of a key (`overlay.number_key`).
        is_key: Whether a key was meant, and not who was named after it.
    """
    named = "(md5_number_upper(identity_kind || ':' || identity_hash) >> 1)::bigint"
    queries = [f"select customer_id from core.identities where {named} = {number:d}"]
    if not is_key:
        queries.insert(0, f"select customer_id from core.customers where customer_id = {number:d}")
    for query in queries:
        found = read_query(connection, query)
        if not found.is_empty():
            return int(found["customer_id"][0])
    return None


def read_customer(connection: Connection, customer_id: int) -> dict[str, pl.DataFrame]:
    """Read a customer's identities, refusals, merges, accounts, likenesses, and all that was written by hand."""
    return {name: read_query(connection, query.format(id=int(customer_id))) for name, query in _TABLES.items()}


def find_owner(connection: Connection, identity_kind: str, identity_hash: str) -> int | None:
    """Find the customer whom a key belongs to."""
    query = "select customer_id from core.identities where identity_kind = ? and identity_hash = ?"
    rows = read_query(connection, query, [identity_kind, identity_hash])
    return None if rows.is_empty() else int(rows["customer_id"][0])


def read_keys(connection: Connection, customer_id: int) -> list[tuple[str, str]]:
    """Read a customer's keys: identity_kind, identity_hash."""
    query = "select identity_kind, identity_hash from core.identities where customer_id = ? order by all"
    return [(str(kind), str(value)) for kind, value in read_query(connection, query, [customer_id]).iter_rows()]


def read_visit_events(connection: Connection, customer_id: int) -> list[int]:
    """Read the event_key of a customer's events on shared devices, where no key but the visit leads to the customer."""
    query = "select event_key from core.shared_device_events where customer_id = ? order by all"
    return read_query(connection, query, [customer_id])["event_key"].to_list()


def read_persons(connection: Connection) -> pl.DataFrame:
    """Read which key sets name a person: key_set_id, customer_id."""
    where = "where identified_by = 'person'"
    return read_query(connection, f"select key_set_id, customer_id from core.key_set_customers {where}")


def read_file_hashes(connection: Connection) -> set[tuple[str, str, str]]:
    """Read which landed files a night was built from: source, file_hash, mapping_hash."""
    rows = read_query(connection, "select source, file_hash, mapping_hash from raw.files").iter_rows()
    return {(str(source), str(file_hash), str(mapping_hash)) for source, file_hash, mapping_hash in rows}
