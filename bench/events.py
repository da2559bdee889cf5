"""Generate events as ingest would have landed them: Parquet folders, one a file, in order of arrival.

200 raw event names by Zipf's law (exponent 1.07) stand for 40 touchpoints; histories have log-normal lengths (median
about 10 events, mean 20, at most 2,000); customers have one to four devices, 55% log in; 1% of the events come twice.
Every draw is a hash of a key and the seed, so a size and a seed always give the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from journeymine.contracts.landed import LandedFile, read_description, write_description
from journeymine.settings import Settings
from journeymine.warehouse.connection import Connection, open_database

EVENTS_PER_CUSTOMER = 20
NEW_SHARE = 0.01
"""Share of the events, the latest ones, that are new on the second night."""
CUSTOMERS_PER_CHUNK = 100_000
EVENTS_PER_FILE = 1_000_000
NAMES = 200
TOUCHPOINTS = 40
STAGES = ("awareness", "consideration", "purchase", "use", "service", "loyalty")
GOAL = "Touchpoint 07"
PLAN = ["Touchpoint 00", {"optional": ["Touchpoint 02", "Touchpoint 03"]}, "Touchpoint 01", GOAL]
"""A journey as it is meant to be: the most frequent touchpoints, and the goal."""

_SETUP = f"""
create macro draw(key, salt) as
    (hash(key::bigint * 1000 + salt + $seed * 1000000007::bigint) >> 11)::double / 9007199254740992.0;
create macro make_id(text) as (hash(text) >> 1)::bigint;
create macro make_hash(kind, number) as md5(kind || number);
create table slots as
with weights as (select i, 1 / pow(i + 1, 1.07) as weight from range({NAMES}) as names(i)),
bounds as (select i, sum(weight) over (order by i) / sum(weight) over () as high from weights),
spans as (select i, high, coalesce(lag(high) over (order by i), 0) as low from bounds)
select list(spans.i::integer order by slots.slot) as names
from range(4096) as slots(slot)
inner join spans on (slots.slot + 0.5) / 4096 >= spans.low and (slots.slot + 0.5) / 4096 < spans.high;
create table event_kinds as
select
    make_id('kind ' || name || ' ' || device) as event_kind_id,
    case when name % 40 < 26 then 'web' when name % 40 < 34 then 'crm' else 'support' end as medium,
    'web' as source,
    printf('name_%03d', name) as event_name,
    ['desktop', 'mobile', 'tablet'][device + 1] as device,
    name,
    device as device_number,
from range({NAMES}) as names(name), range(3) as devices(device);
"""

_CHUNK = """
create or replace table chunk as
with customers as (
    select
        customer,
        greatest(1, least(2000, exp(
            2.35 + 1.13 * sqrt(-2 * ln(draw(customer, 1) + 1e-12)) * cos(6.283185307 * draw(customer, 2))
        )))::integer as event_count,
        1 + (draw(customer, 3) > 0.55)::integer + (draw(customer, 3) > 0.85)::integer
            + (draw(customer, 3) > 0.96)::integer as device_count,
        draw(customer, 4) < 0.55 as logs_in,
        (draw(customer, 5) * 86400 * 365)::bigint as first_second,
    from range($low, $high) as customers(customer)
),

visits as (
    select *, unnest(range(event_count)) as number
    from customers
),

drawn as (
    select
        customer,
        number,
        logs_in,
        -- the year is a circle, so that every day of it is as busy as any other
        (first_second + (number // 5) * 172800 + (draw(customer * 4096 + number // 5, 6) * 86400)::bigint) % 31536000
            + (number % 5) * 60 + (draw(customer * 4096 + number, 7) * 55)::bigint as second,
        (draw(customer * 4096 + number // 5, 8) * device_count)::integer % device_count as device_number,
        -- three in ten events follow from the one before, so that some transitions stand out
        (select names from slots)[1 + (4096 * draw(
            case when draw(customer * 4096 + number, 9) < 0.3 then number % 7 else customer * 4096 + number end, 10
        ))::integer % 4096] as name,
        draw(customer * 4096 + number, 11) as chance,
    from visits
)

select
    'e' || drawn.customer || '.' || drawn.number as event_id,
    kinds.event_kind_id,
    kinds.source,
    timestamp '2026-01-01' + to_milliseconds(1000 * drawn.second + (drawn.chance * 1000)::bigint) as occurred_at,
    case when drawn.chance < 0.02 then (drawn.chance * 10000)::decimal(18, 2) end as amount,
    case when kinds.medium = 'web' then make_hash('device', drawn.customer || '.' || drawn.device_number) end
        as device_hash,
    case when drawn.logs_in and (kinds.medium <> 'web' or drawn.chance < 0.125) then make_hash('user', drawn.customer)
        when kinds.medium <> 'web' then make_hash('anonymous', drawn.customer) end as user_id_hash,
    case when drawn.logs_in and kinds.medium = 'crm' then make_hash('email', drawn.customer) end as email_hash,
from drawn
inner join event_kinds as kinds
    on drawn.name = kinds.name and kinds.device_number = (drawn.device_number + drawn.customer) % 3
"""


def write_events(folder: Path, events: int, seed: int = 7, memory_limit: str = "3GB") -> None:
    """Write landed folders below `folder`: the history, then one file of the latest 1%.

    Args:
        folder: Where the folders go; must be empty or absent.
        events: How many events, about; 1% of them come twice.
        seed: Other seeds give other events.
        memory_limit: DuckDB's limit while generating.
    """
    folder.mkdir(parents=True)
    work = folder.parent / f"{folder.name}.work"
    work.mkdir()
    customers = max(1, events // EVENTS_PER_CUSTOMER)
    with open_database(None, memory_limit=memory_limit, temp_folder=work) as connection:
        connection.execute("set preserve_insertion_order = false")
        for statement in _SETUP.replace("$seed", str(seed)).split(";\n"):
            if statement.strip():
                connection.execute(statement)
        for number, low in enumerate(range(0, customers, CUSTOMERS_PER_CHUNK)):
            high = min(customers, low + CUSTOMERS_PER_CHUNK)
            connection.execute(_CHUNK, {"low": low, "high": high})
            connection.execute(
                "copy (from chunk union all by name from chunk where hash(event_id) % 100 = 0) "
                f"to '{work}/{number:04d}.parquet' (compression zstd)"
            )
        connection.execute(f"create view all_events as from '{work}/*.parquet'")
        for number, (low_time, high_time) in enumerate(_find_periods(connection, events)):
            _write_file(connection, folder / f"{number:04d}", low_time, high_time)
    for file in work.iterdir():
        file.unlink()
    work.rmdir()


def _find_periods(connection: Connection, events: int) -> Iterator[tuple[str, str]]:
    """Cut the time into files of about a million events, the last of them with the newest 1%."""
    parts = max(2, round(events / EVENTS_PER_FILE))
    shares = [0.0, *((1 - NEW_SHARE) * part / parts for part in range(1, parts)), 1 - NEW_SHARE]
    listed = ", ".join(f"{share:.6f}" for share in shares)
    query = f"select quantile_disc(occurred_at, [{listed}]) from all_events using sample 10 percent (system, 1)"
    times = [str(time) for time in connection.execute(query).fetchall()[0][0]]
    times[0] = "2020-01-01"
    yield from zip(times, [*times[1:], "2200-01-01"], strict=True)


def _write_file(connection: Connection, folder: Path, low: str, high: str) -> None:
    """Write one landed folder with the events of a period."""
    folder.mkdir()
    connection.execute(
        "create or replace table part as select *, make_id(concat_ws(' ', coalesce(user_id_hash, '-'), "
        "coalesce(email_hash, '-'), coalesce(device_hash, '-'))) as key_set_id "
        f"from all_events where occurred_at >= timestamp '{low}' and occurred_at < timestamp '{high}'"
    )
    count = connection.execute("select count(*) from part").fetchall()[0][0]
    null = "null::varchar as"
    queries = {
        "events": "select make_id(event_id) as event_key, event_id, event_kind_id, key_set_id, occurred_at, "
        "null::timestamp as received_at, null::bigint as sequence_number, row_number() over (order by occurred_at, "
        f"event_id) as row_number, amount, case when amount > 0 then 'EUR' end as currency_code, {null} props "
        "from part order by occurred_at, event_id",
        "event_kinds": f"select event_kind_id, source, event_name, {null} page_path, {null} traffic_source, "
        f"{null} traffic_medium, {null} campaign, {null} content_type, device, 'customer' as actor, {null} team, "
        f"{null} product, {null} business_unit, {null} location, {null} traits from event_kinds",
        "key_sets": f"select key_set_id, user_id_hash, email_hash, {null} phone_hash, {null} crm_id_hash, "
        f"{null} support_id_hash, {null} loyalty_id_hash, device_hash, {null} object_hash, "
        "min(occurred_at) as first_seen_at, max(occurred_at) as last_seen_at, count(*) as row_count "
        "from part group by all",
    }
    for table, query in queries.items():
        connection.execute(f"copy ({query}) to '{folder}/{table}.parquet' (compression zstd)")
    landed = LandedFile(
        source="web",
        kind="events",
        table=None,
        file_name=f"{folder.name}.jsonl",
        file_hash=folder.name,
        mapping_hash="bench",
        line_count=count,
        header_count=0,
        loaded_count=count,
        rejected_count=0,
        landed_at="2026-12-01T00:00:00+00:00",
        run_id="bench",
    )
    write_description(landed, folder)


def read_landed(folder: Path) -> list[LandedFile]:
    """Read the landed folders in order of arrival; the last one is the second night's."""
    return [read_description(path) for path in sorted(folder.iterdir())]


def make_settings(*, memory_limit: str = "3GB", buckets: int = 1) -> Settings:
    """Make the settings of the generated company: 40 touchpoints of five raw names each, one of them a goal."""
    rules = [
        {
            "name": f"Touchpoint {number:02d}",
            "stage": STAGES[number % len(STAGES)],
            "channel": "web" if number < 26 else "email" if number < 34 else "support",
            "when": {"event_name": [f"name_{name:03d}" for name in range(number, NAMES, TOUCHPOINTS)]},
        }
        for number in range(TOUCHPOINTS)
    ]
    return Settings.model_validate(
        {
            "project": {"name": "Bench"},
            "sources": {"web": {"kind": "events", "path": "x"}},
            "warehouse": {"memory_limit": memory_limit, "buckets": buckets},
            "stages": {"order": STAGES},
            "goals": [{"name": "goal", "touchpoint": GOAL}],
            "planned": [{"name": "plan", "goal": "goal", "steps": PLAN}],
            "touchpoints": {"touchpoint": rules},
        }
    )
