"""What the data-health page counts of identity: guards, sizes, joins and splits by hand, merges overnight."""

from __future__ import annotations

from typing import Any

from tests.sql.small_warehouse import NIGHT, build_warehouse, make_settings
from tests.sql.test_core_overlay import ANNA, BOB, hash_name

TABLES = "report.guard_refusals report.identity_sizes report.identity_by_hand core.identity_refusals"


def build(warehouse: Any, rows: str, **settings: Any) -> Any:
    """Build from rows `at user_id email device` with names in place of hashes."""
    events = []
    for line in rows.strip().splitlines():
        at, *cells = [cell.strip() or None for cell in line.split("|")]
        named = zip(("user_id", "email", "device"), cells, strict=True)
        events.append({"at": at, **{kind: name and hash_name(name) for kind, name in named}})
    return warehouse.build(events, TABLES, settings=make_settings(**settings))


def test_refusals_are_counted_by_guard_and_kind_with_the_largest(warehouse):
    rows = "\n".join(
        [
            *(f"10:0{number} | person{number} | | kiosk" for number in range(4)),
            "10:05 | anna | | hall",
            "10:06 | bob | | hall",
        ]
    )
    built = build(warehouse, rows)
    counted = built.rows(
        "select reason, identity_kind, key_count, largest_size from report.guard_refusals order by all"
    )
    assert counted == [("shared_device", "device", 2, 4)]


def test_mailboxes_of_offices_are_counted_with_the_rows_of_the_busiest(warehouse):
    build(warehouse, "10:00 | anna | |")
    rows = "('email', 'a', 'role_mailbox', 3), ('email', 'b', 'role_mailbox', 1), ('email', 'a', 'role_mailbox', 4)"
    warehouse.connection.execute(f"insert into {NIGHT}.raw.refused_keys values {rows}")
    build_warehouse(warehouse.connection, make_settings(), ["report.guard_refusals"])
    assert warehouse.rows("from report.guard_refusals") == [("role_mailbox", "email", 2, 7)]


def test_every_customer_is_in_one_range_of_keys(warehouse):
    rows = "\n".join(
        [
            "10:00 | anna | |",
            "10:00 | bob | mail |",
            *(f"10:0{number} | carl | | device{number}" for number in range(4)),
        ]
    )
    built = build(warehouse, rows)
    sizes = built.rows("select least_count, largest_count, customer_count from report.identity_sizes order by all")
    assert sizes == [(1, 1, 1), (2, 2, 1), (3, 5, 1)]


def test_entries_by_hand_are_counted_with_the_keys_nobody_has(warehouse):
    overlay = {"join": [{"keys": [ANNA, BOB, "email:" + hash_name("nobody")], "why": "one person"}]}
    built = build(warehouse, "10:00 | anna | mail |\n10:01 | bob | |", identity_overlay=overlay)
    assert built.rows("select * from report.identity_by_hand order by all") == [
        ("join", 1, 3, 2),
        ("likeness", 0, 0, 0),
        ("merged_overnight", 0, 0, 0),
    ]
