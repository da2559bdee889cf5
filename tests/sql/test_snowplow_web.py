"""Snowplow's own test log: its figures when replayed by its rules, and our sessions equal to the slow twin's."""

from __future__ import annotations

import csv

import pytest

from journeymine.settings import Settings
from tests.reference.identity import assign_customers
from tests.reference.journeys import Act, cut_sessions
from tests.sql.public_log import FIXTURES, open_public_log

LOG = "snowplow_web/snowplow_web_events.csv"
SETTINGS = Settings.model_validate({"project": {"name": "x"}, "sources": {"log": {"kind": "snowplow", "path": "x"}}})
# The makers count tracker sessions with a page view, of events that have a page view id, came at most 3 days late, lie
# within 3 days of the session's begin and are not of the consent app.
PAGE = "contexts_com_snowplowanalytics_snowplow_web_page_1_0_0"
REPLAYED = """
    with tracked as (
        select
            events.event_id,
            events.event_name,
            events.customer_id,
            rows.received_at,
            events.props->>'domain_sessionid' as visit,
            (events.props->>'dvce_sent_tstamp')::timestamp as sent_at,
            (events.props->>'dvce_created_tstamp')::timestamp as created_at,
        from core.events as events
        inner join core.event_rows as rows using (event_key)
        where (events.props->>'contexts_com_snowplowanalytics_snowplow_web_page_1_0_0') like '%"id":"%'
            and coalesce(events.traits->>'app_id', '') <> 'consent_accel'
    )
    select event_id, visit, customer_id, created_at
    from tracked
    where event_name in ('page_view', 'page_ping') and sent_at - created_at <= interval 3 days
    qualify received_at <= min(received_at) over (partition by visit) + interval 3 days
"""


def read_csv(name):
    with (FIXTURES / "snowplow_web" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def devices(tmp_path_factory):
    """The log where a customer is a device: no person's keys are used."""
    with open_public_log(tmp_path_factory.mktemp("devices"), "snowplow", LOG, identity={"keys": []}) as connection:
        yield connection


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    with open_public_log(tmp_path_factory.mktemp("people"), "snowplow", LOG) as connection:
        yield connection


def test_each_event_is_kept_once_and_conflicting_copies_are_counted(people):
    assert people.execute("select count(*) from core.events").fetchall() == [(157,)]
    counts = "select duplicate_count, conflict_count from marts.source_health"
    assert people.execute(counts).fetchall() == [(3, 3)]


def test_replayed_by_the_makers_rules_sessions_page_views_and_users_are_theirs(devices):
    rows = devices.execute(REPLAYED).fetchall()
    sessions = {row["domain_sessionid"] for row in read_csv("snowplow_web_sessions_expected.csv")}
    assert {visit for _, visit, _, _ in rows} == sessions
    views = {row["event_id"] for row in read_csv("snowplow_web_page_views_expected.csv")}
    assert views <= {event_id for event_id, _, _, _ in rows}
    seen = devices.execute(
        f"select count(distinct props->>'{PAGE}') from core.events semi join ({REPLAYED}) using (event_id) "
        "where event_name = 'page_view'"
    ).fetchall()
    assert seen == [(len(views),)] == [(43,)]
    # a session is of the device it began on; one began on none
    first = {visit: customer for _, visit, customer, _ in sorted(rows, key=lambda row: row[3], reverse=True)}
    assert (len(sessions), len(set(first.values()) - {None})) == (18, 11)


def test_every_event_is_replayed_or_left_out_for_a_reason_of_the_makers(devices):
    judged = f"""
        select
            events.event_id,
            case
                when events.traits->>'app_id' = 'consent_accel' then 'the consent app'
                when coalesce(events.props->>'{PAGE}', '') not like '%"id":"%' then 'no page view'
                when (events.props->>'dvce_sent_tstamp')::timestamp
                    > (events.props->>'dvce_created_tstamp')::timestamp + interval 3 days then 'late'
                when events.event_name not in ('page_view', 'page_ping') then 'tells of no time on a page'
                when replayed.event_id is null then 'over-long'
                else 'replayed'
            end as reason,
        from core.events as events
        left join ({REPLAYED}) as replayed using (event_id)
    """
    counts = dict(devices.execute(f"select reason, count(*) from ({judged}) group by all").fetchall())
    assert counts == {
        "replayed": 52,
        "the consent app": 65,
        "tells of no time on a page": 33,
        "late": 3,
        "over-long": 3,
        "no page view": 1,
    }
    assert sum(counts.values()) == 157


def test_sessions_by_device_gap_are_those_of_the_twin(devices):
    acts = [
        Act(customer, at, (), "any")
        for customer, at in devices.execute("select customer_id, occurred_at from core.events").fetchall()
        if customer is not None
    ]
    sessions = devices.execute("select customer_id, started_at, ended_at, event_count from core.sessions").fetchall()
    assert sorted(sessions) == sorted(cut_sessions(acts, SETTINGS))
    # the reference counts 58: one event carries no device, and is a session of nobody there
    nobody = devices.execute("select count(*) from core.events where customer_id is null").fetchall()
    assert (len(sessions), nobody) == (57, [(1,)])


def test_people_are_those_of_the_twin(people):
    found = dict(people.execute("select event_id, customer_id from core.events").fetchall())
    kept = {}
    for row in read_csv("snowplow_web_events.csv"):
        kept.setdefault(row["event_id"], []).append(row)
    rows = [
        {
            "event_id": event_id,
            "user_id": row["user_id"],
            "device": row["domain_userid"],
            "at": people.execute("select occurred_at from core.events where event_id = ?", [event_id]).fetchall()[0][0],
        }
        for event_id, copies in kept.items()
        for row in copies
    ]
    expected = {row["event_id"]: customer for row, customer in zip(rows, assign_customers(rows, SETTINGS), strict=True)}
    pairs = {(customer, expected[event_id]) for event_id, customer in found.items()}
    assert len(pairs) == len(set(found.values())) == len(set(expected.values())), "the same events together"


def test_a_device_of_ten_users_is_listed(people):
    refused = people.execute("select identity_kind, reason, size from core.identity_refusals").fetchall()
    assert refused == [("device", "shared_device", 10)]
