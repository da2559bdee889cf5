"""What identity makes of core.likely_records: people without a common key are joined for being alike, with care."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from journeymine.overlay import number_key
from tests.sql.small_warehouse import NIGHT, build_warehouse, land_rows, make_settings, read_table, write_landed

TABLES = "core.identities core.identity_refusals core.customers core.customer_meetings core.events"
LIKELY = "core.likely_records"
EVENTS = """
    at    | user_id | email | device
    10:00 | anna    | mail  |
    10:01 | bob     |       |
    10:05 |         |       | tablet
    10:09 | ann     |       | tablet
    10:20 | annie   |       | tablet
"""
PEOPLE = """
    updated_at | user_id
    11:00      | anna
    11:00      | ann
    11:00      | annie
    11:00      | bob
"""
ALIKE = "one | other | probability \n anna | ann | 0.97"
CHAIN = "one | other | probability \n anna | ann | 0.97 \n ann | annie | 0.99"
NAMES = ("anna", "ann", "annie", "bob", "mail", "tablet")


def hash_name(name: str) -> str:
    """Make a hash of a name as long as a key's."""
    return hashlib.md5(name.encode()).hexdigest()


HASHES = {hash_name(name): name for name in NAMES}


def hash_rows(table: str) -> list[dict[str, Any]]:
    return [{k: hash_name(v) if v in NAMES else v for k, v in row.items()} for row in read_table(table)]


def build(warehouse: Any, matches: str, **tables: Any) -> Any:
    """Build from the rows above and from matches as core.likely_records would hold them."""
    landed = land_rows(hash_rows(EVENTS), hash_rows(PEOPLE))
    write_landed(warehouse.connection, landed)
    columns = "key_set_id bigint, other_key_set_id bigint, link_probability double"
    warehouse.connection.execute(f"create schema {NIGHT}.core; create table {NIGHT}.{LIKELY} ({columns})")
    key_sets = {row["user_id"]: row["key_set_id"] for row in landed["people"]}
    for match in hash_rows(matches):
        pair = sorted((key_sets[match["one"]], key_sets[match["other"]]))
        warehouse.connection.execute(
            f"insert into {NIGHT}.{LIKELY} values (?, ?, ?)", [*pair, float(match["probability"])]
        )
    build_warehouse(warehouse.connection, make_settings(**tables), TABLES.split(), written=[LIKELY])
    return warehouse


def find_groups(built: Any) -> set[frozenset[str]]:
    """Return the keys of each customer of more than one key."""
    rows = built.rows("select list(identity_hash) from core.identities group by customer_id having count(*) > 1")
    return {frozenset(HASHES[key] for key in keys) for (keys,) in rows}


def test_people_alike_are_one_customer_who_keeps_the_older_id_and_says_why(warehouse):
    built = build(warehouse, ALIKE)
    assert find_groups(built) == {frozenset({"anna", "mail", "ann"})}
    rows = built.rows("select identity_hash, link_reason, link_probability, customer_id from core.identities")
    said = {HASHES[key]: (reason, probability) for key, reason, probability, _ in rows}
    assert said["ann"] == ("likeness", 0.97)
    assert {said["anna"], said["mail"]} == {("own", None), ("same_row", None)}, "what a key says needs no likeness"
    customers = {HASHES[key]: customer for key, *_, customer in rows}
    names = (f"user_id:{hash_name('anna')}", f"email:{hash_name('mail')}")
    assert customers["ann"] in [number_key(name) for name in names], "they were there before"


def test_without_matches_everybody_stays_apart(warehouse):
    built = build(warehouse, "one | other | probability")
    assert find_groups(built) == {frozenset({"anna", "mail"})}
    assert built.column("select count(*) from core.identities where link_probability is not null") == [0]


def test_a_device_of_two_who_are_one_by_likeness_is_theirs_alone(warehouse):
    built = build(warehouse, "one | other | probability \n ann | annie | 0.99")
    assert frozenset({"ann", "annie", "tablet"}) in find_groups(built)
    assert built.rows("from core.identity_refusals") == []


def test_likeness_passes_from_one_to_the_next(warehouse):
    assert find_groups(build(warehouse, CHAIN)) == {frozenset({"anna", "mail", "ann", "annie", "tablet"})}


def test_who_would_get_too_many_keys_by_likeness_is_left_as_keys_have_it_and_listed(warehouse):
    built = build(warehouse, CHAIN, identity={"at_most": {"user_id": 2}})
    assert find_groups(built) == {frozenset({"anna", "mail"})}
    refused = built.rows("select identity_hash, size from core.identity_refusals where reason = 'crowded_likeness'")
    assert sorted((HASHES[key], size) for key, size in refused) == [("ann", 3), ("anna", 3), ("annie", 3)]
    apart = "select count(*) from core.customer_meetings"
    assert built.column(apart) != [0], "what one of them gets may concern the others"


@pytest.mark.parametrize("name", ["anna", "ann"])
def test_a_split_by_hand_holds_against_likeness(warehouse, name):
    split = {"keys": [f"user_id:{hash_name(name)}"], "why": "mother and daughter"}
    assert not any(
        {"anna", "ann"} <= group for group in find_groups(build(warehouse, ALIKE, identity_overlay={"split": [split]}))
    )


def test_a_join_by_hand_is_told_before_likeness(warehouse):
    keys = [f"user_id:{hash_name(name)}" for name in ("anna", "ann")]
    built = build(warehouse, ALIKE, identity_overlay={"join": [{"keys": keys, "why": "told us"}]})
    said = dict(built.rows("select identity_hash, link_reason from core.identities"))
    assert "likeness" not in said.values()
    assert said[hash_name("ann")] == "by_hand"


def test_how_many_customers_got_keys_for_being_alike_is_reported(warehouse):
    built = build(warehouse, CHAIN)
    build_warehouse(warehouse.connection, make_settings(), ["report.identity_by_hand"], written=[LIKELY])
    rows = built.rows("select entry_count, key_count from report.identity_by_hand where way = 'likeness'")
    assert rows == [(1, 2)], "one customer, two keys"
