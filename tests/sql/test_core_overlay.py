"""overlay/identity.toml: what people join and split by hand, beside what the keys say."""

from __future__ import annotations

import hashlib
from typing import Any

from journeymine.overlay import number_key
from tests.sql.small_warehouse import make_settings

TABLES = "core.identities core.events core.overlay_entries core.customer_accounts core.accounts"


def hash_name(name: str) -> str:
    """Make a hash of a name as long as a key's."""
    return hashlib.md5(name.encode()).hexdigest()


def build(warehouse: Any, rows: str, **overlay: Any) -> Any:
    """Build from rows `at user_id email device` with names in place of hashes, and an overlay."""
    events = []
    for line in rows.strip().splitlines():
        cells = [cell.strip() or None for cell in line.split("|")]
        named = zip(("user_id", "email", "device"), cells[1:], strict=True)
        events.append({"at": cells[0], **{kind: name and hash_name(name) for kind, name in named}})
    return warehouse.build(events, TABLES, settings=make_settings(identity_overlay=overlay))


def find_groups(built: Any, *names: str) -> set[frozenset[str]]:
    """Find which of the named keys are one customer's."""
    read = {hash_name(name): name for name in names}
    rows = built.rows("select list(identity_hash) from core.identities group by customer_id")
    return {frozenset(read[key] for key in keys) for (keys,) in rows}


ANNA = "user_id:" + hash_name("anna")
MAIL = "email:" + hash_name("mail")
BOB = "user_id:" + hash_name("bob")
PHONE = "device:" + hash_name("phone")
APART = """
10:00 | anna |      |
11:00 |      | mail |
12:00 | bob  |      |
"""
TOGETHER = """
10:00 | anna | mail | phone
11:00 | bob  |      |
12:00 |      |      | phone
"""


def test_keys_joined_by_hand_are_one_customer(warehouse):
    built = build(warehouse, APART, join=[{"keys": [ANNA, MAIL], "why": "told us"}])
    assert find_groups(built, "anna", "mail", "bob") == {frozenset({"anna", "mail"}), frozenset({"bob"})}
    reasons = built.rows("select identity_hash, link_reason from core.identities where link_reason <> 'own'")
    assert reasons == [(hash_name("mail"), "by_hand")]
    found = built.column("select distinct found_customer_id from core.overlay_entries")
    assert found == [number_key(ANNA)]


def test_customers_joined_by_their_ids_are_one_under_the_older_id(warehouse):
    built = build(warehouse, APART, join=[{"customers": [number_key(BOB), number_key(MAIL)], "why": "one person"}])
    assert find_groups(built, "anna", "mail", "bob") == {frozenset({"anna"}), frozenset({"bob", "mail"})}
    assert number_key(MAIL) in built.column("select customer_id from core.identities")


def test_an_anonymous_customer_can_be_joined_to_a_known_one(warehouse):
    rows = "10:00 | | | phone\n11:00 | anna | |"
    built = build(warehouse, rows, join=[{"customers": [number_key(PHONE), number_key(ANNA)], "why": "her phone"}])
    assert find_groups(built, "anna", "phone") == {frozenset({"anna", "phone"})}
    assert built.column("select link_reason from core.identities where identity_kind = 'device'") == ["by_hand"]


def test_a_key_split_off_by_hand_stands_alone(warehouse):
    built = build(warehouse, TOGETHER, split=[{"keys": [MAIL], "why": "the family's"}])
    assert find_groups(built, "anna", "mail", "bob", "phone") == {
        frozenset({"anna", "phone"}),
        frozenset({"mail"}),
        frozenset({"bob"}),
    }


def test_keys_split_off_together_stay_together(warehouse):
    rows = "10:00 | anna | mail |\n11:00 | bob | mail |"
    assert len(find_groups(build(warehouse, rows), "anna", "mail", "bob")) == 1
    built = build(warehouse, rows, split=[{"keys": [BOB, MAIL], "why": "two colleagues"}])
    assert find_groups(built, "anna", "mail", "bob") == {frozenset({"anna"}), frozenset({"bob", "mail"})}


def test_a_device_split_from_its_person_is_nobodys(warehouse):
    built = build(warehouse, TOGETHER, split=[{"keys": [PHONE], "why": "sold"}])
    assert find_groups(built, "anna", "mail", "bob", "phone") == {
        frozenset({"anna", "mail"}),
        frozenset({"bob"}),
        frozenset({"phone"}),
    }
    assert built.column("select link_reason from core.identities where identity_kind = 'device'") == ["own"]


def test_a_key_nobody_has_changes_nothing_and_is_found_to_be_nobodys(warehouse):
    built = build(warehouse, APART, join=[{"keys": [ANNA, "email:" + "0" * 32], "why": "a guess"}])
    assert len(find_groups(built, "anna", "mail", "bob")) == 3
    missing = built.column("select overlay_key from core.overlay_entries where found_customer_id is null")
    assert missing == ["email:" + "0" * 32]


def test_a_join_by_hand_is_never_refused_by_a_guard(warehouse):
    rows = "\n".join(f"1{n}:00 | user{n} | | " for n in range(3))
    keys = ["user_id:" + hash_name(f"user{n}") for n in range(3)]
    events = [
        {"at": line.split("|")[0].strip(), "user_id": hash_name(line.split("|")[1].strip())}
        for line in rows.splitlines()
    ]
    settings = make_settings(
        identity={"at_most": {"user_id": 2}}, identity_overlay={"join": [{"keys": keys, "why": "one person"}]}
    )
    built = warehouse.build(events, TABLES, settings=settings)
    assert built.column("select count(distinct customer_id) from core.identities") == [1]


def test_an_account_groups_customers_and_makes_none_of_them_one(warehouse):
    rows = """
        at    | user_id | account
        10:00 | anna    | firm
        11:00 | bob     | firm
        12:00 | cleo    |
    """
    built = warehouse.build(rows, TABLES)
    assert built.column("select count(distinct customer_id) from core.identities") == [3]
    assert built.column("select count(*) from core.customer_accounts") == [2]
    assert built.rows("select account_hash, account_customer_count from core.accounts") == [("firm", 2)]
