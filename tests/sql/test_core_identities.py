"""core.identities and what hangs on it: one customer of many keys, strangers kept apart."""

from __future__ import annotations

from typing import Any

from tests.sql.small_warehouse import make_settings

TABLES = "core.identities core.identity_refusals core.events core.customers core.customer_merges"


def read_groups(built: Any) -> set[frozenset[str]]:
    """Return the keys of each customer."""
    rows = built.rows("select list(identity_hash) from core.identities group by customer_id")
    return {frozenset(keys) for (keys,) in rows}


def test_keys_of_one_row_are_one_customer(warehouse):
    built = warehouse.build(
        """
        at    | user_id | email  | phone
        10:00 | anna    | a@x    |
        10:01 |         | a@x    | 123
        10:02 | bob     |        |
        """,
        TABLES,
    )
    assert read_groups(built) == {frozenset({"anna", "a@x", "123"}), frozenset({"bob"})}
    reasons = built.rows("select identity_hash, link_reason from core.identities order by all")
    assert reasons == [("123", "same_row"), ("a@x", "same_row"), ("anna", "own"), ("bob", "own")]


def test_an_empty_text_is_no_identity(warehouse):
    built = warehouse.build(
        """
        at    | user_id | email | device
        10:00 | anna    | ""    | ""
        10:01 | bob     | ""    | ""
        10:02 | ""      | ""    |
        """,
        TABLES,
    )
    assert read_groups(built) == {frozenset({"anna"}), frozenset({"bob"})}
    assert built.column("select count(*) from core.events where customer_id is null") == [1]


def test_na_is_a_value(warehouse):
    built = warehouse.build([{"at": "10:00", "user_id": "NA"}, {"at": "10:01", "user_id": "NA"}], TABLES)
    assert read_groups(built) == {frozenset({"NA"})}


def test_anonymous_history_goes_to_the_only_person_of_the_device(warehouse):
    built = warehouse.build(
        """
        at        | user_id | device
        10:00     |         | phone1
        +9d 10:00 | anna    | phone1
        +9d 11:00 |         | phone1
        """,
        TABLES,
    )
    assert built.column("select count(distinct customer_id) from core.events") == [1]
    reasons = built.rows("select identity_hash, link_reason from core.identities order by all")
    assert reasons == [("anna", "own"), ("phone1", "device_first_login")]
    assert built.column("select is_known from core.customers") == [True]


SHARED = """
    at        | id | user_id | device
    10:00     | a1 | anna    | tablet
    10:10     | x1 |         | tablet
    12:00     | b1 | bob     | tablet
    12:20     | x2 |         | tablet
    15:00     | x3 |         | tablet
    +1d 10:00 | a2 | anna    | tablet
    +1d 10:05 | b2 | bob     | tablet
    +1d 10:06 | x4 |         | tablet
    +1d 12:00 | x5 |         | tablet
    +1d 12:29 | x6 |         | tablet
    +1d 12:58 | a3 | anna    | tablet
"""


def test_a_shared_device_follows_who_is_logged_in_within_the_visit(warehouse):
    built = warehouse.build(SHARED, TABLES)
    owner = dict(built.rows("select event_id, customer_id from core.events"))
    assert owner["x1"] == owner["a1"] == owner["x5"] == owner["x6"]
    assert owner["x2"] == owner["b1"]
    assert owner["x3"] == owner["x4"] not in (owner["a1"], owner["b1"])
    assert built.rows("from core.identity_refusals") == [("device", "tablet", "shared_device", 2)]


def test_a_shared_device_may_be_left_unlinked(warehouse):
    built = warehouse.build(SHARED, TABLES, settings=make_settings(identity={"shared_device": "leave_unlinked"}))
    owner = dict(built.rows("select event_id, customer_id from core.events"))
    assert len({owner[name] for name in ("x1", "x2", "x3", "x4", "x5", "x6")} - {owner["a1"], owner["b1"]}) == 1


def test_a_key_met_with_too_many_others_links_none_of_them(warehouse):
    built = warehouse.build(
        """
        at    | user_id | email
        10:00 | anna    | info@shop
        10:01 | bob     | info@shop
        10:02 | cleo    | info@shop
        10:03 | anna    | a@x
        """,
        TABLES,
        settings=make_settings(identity={"at_most": {"user_id": 2}}),
    )
    assert read_groups(built) == {
        frozenset({"anna", "a@x"}),
        frozenset({"bob"}),
        frozenset({"cleo"}),
        frozenset({"info@shop"}),
    }
    assert built.rows("from core.identity_refusals") == [("email", "info@shop", "too_many_user_id", 3)]


def test_a_chain_of_chance_meetings_is_no_person(warehouse):
    built = warehouse.build(
        """
        at    | user_id | email
        10:00 | anna    | 1@x
        10:01 | bob     | 1@x
        10:02 | bob     | 2@x
        10:03 | cleo    | 2@x
        10:04 | dan     | 4@x
        """,
        TABLES,
        settings=make_settings(identity={"at_most": {"user_id": 2, "email": 2}}),
    )
    assert read_groups(built) == {frozenset({key}) for key in ("anna", "bob", "cleo", "1@x", "2@x")} | {
        frozenset({"dan", "4@x"})
    }
    refused = built.rows("select identity_hash, reason, size from core.identity_refusals order by all")
    assert refused == [(name, "crowded_customer", 3) for name in ("anna", "bob", "cleo")]


def test_a_person_of_too_many_devices_is_linked_to_none(warehouse):
    events = [{"at": f"1{n}:00", "user_id": "agent", "device": f"d{n}"} for n in range(3)]
    events += [{"at": "16:00", "device": "d1"}]
    built = warehouse.build(events, TABLES, settings=make_settings(identity={"at_most": {"device": 2}}))
    assert read_groups(built) == {frozenset({key}) for key in ("agent", "d0", "d1", "d2")}
    assert built.column("select count(*) from core.identity_refusals where reason = 'too_many_device'") == [3]


def test_a_declared_merge_links_even_what_was_never_met(warehouse):
    links = "from_kind | from_hash | to_kind | to_hash | linked_at\n crm_id | c1 | crm_id | c2 | 12:00"
    built = warehouse.build(
        """
        at    | crm_id | email
        10:00 | c1     | a@x
        10:01 | c2     | b@x
        """,
        TABLES,
        links=links,
    )
    assert read_groups(built) == {frozenset({"c1", "a@x", "c2", "b@x"})}


def test_an_object_leads_to_its_earliest_person_and_merges_nobody(warehouse):
    built = warehouse.build(
        """
        at    | id | user_id | object   | device
        10:00 | 1  | anna    | ticket:7 |
        10:01 | 2  | bob     | ticket:7 |
        10:02 | 3  |         | ticket:7 | d1
        10:03 | 4  |         | ticket:8 |
        """,
        TABLES,
    )
    owner = dict(built.rows("select event_id, customer_id from core.events"))
    assert owner["3"] == owner["1"] != owner["2"]
    assert owner["4"] is None
    assert frozenset({"anna"}) in read_groups(built)


def test_the_customer_is_named_after_the_key_seen_first_so_the_older_survives_a_merge(warehouse):
    before = "at | user_id | email\n 10:00 | anna | \n 11:00 |  | a@x"
    built = warehouse.build(before, TABLES)
    older, younger = built.column("select customer_id from core.identities order by first_seen_at")
    built.rows("insert into previous.identities by name select * from core.identities")
    built = warehouse.build(before + "\n 12:00 | anna | a@x", TABLES)
    assert built.column("select distinct customer_id from core.identities") == [older]
    assert built.rows("from core.customer_merges") == [(younger, older)]


def test_kinds_the_project_does_not_use_link_nothing(warehouse):
    built = warehouse.build(
        "at | user_id | phone\n 10:00 | anna | 1\n 10:01 | bob | 1",
        TABLES,
        settings=make_settings(identity={"keys": ["user_id"]}),
    )
    assert read_groups(built) == {frozenset({"anna"}), frozenset({"bob"})}


def test_a_customer_shows_the_latest_value_of_each_attribute(warehouse):
    people = """
        record_id_hash | user_id | updated_at | country | language | is_deleted
        1              | anna    | 10:00      | PL      | pl       | false
        2              | anna    | 12:00      | DE      |          | false
        3              | anna    | 13:00      | FR      | fr       | false
        3              | anna    | 14:00      |         |          | true
    """
    built = warehouse.build([{"at": "10:00", "user_id": "anna"}], TABLES, people=people)
    assert built.rows("select country, language from core.customers") == [("DE", "pl")]


def test_a_record_that_does_not_say_when_it_was_updated_is_older_than_all_that_do(warehouse):
    people = """
        record_id_hash | user_id | updated_at | country | language
        1              | anna    | 10:00      | PL      |
        2              | anna    |            | DE      | de
    """
    built = warehouse.build([{"at": "10:00", "user_id": "anna"}], TABLES, people=people)
    assert built.rows("select country, language from core.customers") == [("PL", "de")]
