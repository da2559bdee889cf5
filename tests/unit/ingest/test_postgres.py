"""PostgreSQL over ADBC: against a server of the tests' own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from journeymine.contracts.landed import LandedFile
from journeymine.ingest.inspect import inspect_source
from tests.unit.ingest.conftest import KEY, NOW, Project, read
from tests.unit.ingest.servers import PASSWORD, Cluster, find_free_port, open_cluster

pytest.importorskip("adbc_driver_postgresql", reason="what reads PostgreSQL is not installed")

QUERY = "select 'order' as event_name, happened as occurred_at, * from orders where updated_at > :watermark"
MARK = {"column": "updated_at", "overlap": "2h"}
FIELDS = {"event_id": "id", "amount": "total", "phone": "phone"}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server for all tests of this file."""
    with open_cluster(tmp_path_factory.mktemp("postgres")) as found:
        yield found


@pytest.fixture
def shop(project: Project, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with a table of two orders."""
    monkeypatch.setenv("SHOP_DATABASE_URI", cluster.uri)
    cluster.run(
        "set client_min_messages to error",
        "drop table if exists orders",
        "create table orders (id bigint primary key, happened timestamptz, user_id uuid, email text, phone text, "
        "total numeric(12, 2), tags text[], extra jsonb, is_gift boolean, updated_at timestamptz)",
    )
    add(cluster, 1, "2026-11-01 08:00+01")
    add(cluster, 2, "2026-11-01 10:00+01")
    project.source(
        kind="events", uri_env="SHOP_DATABASE_URI", query=QUERY, watermark=MARK, fields=FIELDS, timezone="Europe/Warsaw"
    )
    return project


def add(cluster: Cluster, number: int, moment: str, total: str = "9.50") -> None:
    """Add an order, or change the one of this number."""
    cluster.run(
        f"insert into orders values ({number}, '{moment}', '00000000-0000-0000-0000-{number:012}', "
        f"'anna{number}@example.com', '+48 600 100 20{number % 10}', {total}, '{{a,\"b c\"}}', '{{\"k\": [1, null]}}', "
        f"true, '{moment}') on conflict (id) do update set total = excluded.total, updated_at = excluded.updated_at"
    )


def list_orders(*landed: LandedFile) -> list[str]:
    """Return the ids of landed orders, repeated as often as they were landed."""
    return sorted(pl.concat([read(file, "events") for file in landed])["event_id"], key=int)


def test_every_type_arrives_as_the_server_writes_it(shop: Project) -> None:
    landed = shop.land_one()
    events = read(landed, "events")
    assert list_orders(landed) == ["1", "2"]
    assert sorted(str(moment) for moment in events["occurred_at"]) == ["2026-11-01 07:00:00", "2026-11-01 09:00:00"]
    assert [str(amount) for amount in events["amount"]] == ["9.50", "9.50"]
    props = json.loads(events["props"][0])
    assert (props["tags"], props["extra"], props["is_gift"]) == ('{a,"b c"}', '{"k": [1, null]}', "true")
    keys = read(landed, "key_sets")
    assert keys.select("user_id_hash", "email_hash", "phone_hash").null_count().sum_horizontal().item() == 0


def test_each_night_reads_on_from_the_watermark_less_the_overlap(shop: Project, cluster: Cluster) -> None:
    shop.land()
    add(cluster, 3, "2026-11-01 11:00+01")
    (new,) = (file for file in shop.land().landed if file.is_new)
    assert list_orders(new) == ["2", "3"]
    assert (new.span["start"], new.span["end"]) == ("2026-11-01 07:00:00+00", "2026-11-01 10:00:00+00")
    shop.land()
    assert not any(file.is_new for file in shop.land().landed)


def test_a_row_committed_late_within_the_overlap_is_read(shop: Project, cluster: Cluster) -> None:
    shop.land()
    add(cluster, 3, "2026-11-01 09:30+01")
    (new,) = (file for file in shop.land().landed if file.is_new)
    assert "3" in list_orders(new)


def test_rows_of_infinity_and_of_the_far_future_do_not_stop_the_reading(shop: Project, cluster: Cluster) -> None:
    cluster.run("insert into orders (id, happened, updated_at) values (8, now(), 'infinity'), (9, now(), '2999-01-01')")
    shop.land()
    add(cluster, 3, "2026-11-01 11:00+01")
    new = [file for file in shop.land().landed if file.is_new]
    assert "3" in list_orders(*new)


@pytest.mark.parametrize(
    ("kind", "overlap", "values"),
    [
        ("smallint", 1, "1 2 3"),
        ("integer", 1, "9 10 11"),
        ("bigint", 1, "9 10 11"),
        ("numeric", 1, "9.5 10.25 11"),
        ("double precision", 1, "9.5 10.25 11"),
        ("date", "1d", "2026-10-30 2026-11-01 2026-11-02"),
        ("timestamp", "1h", "2026-11-01T10:00 2026-11-01T12:00 2026-11-01T12:30"),
        ("text", "0s", "a b c"),
    ],
)
def test_a_watermark_may_be_of_any_type_with_an_order(
    shop: Project, cluster: Cluster, kind: str, overlap: str | int, values: str
) -> None:
    first, second, third = values.split()
    cluster.run(
        "set client_min_messages to error", "drop table if exists marks", f"create table marks (id int, mark {kind})"
    )
    cluster.run(f"insert into marks values (1, '{first}'), (2, '{second}')")
    query = (
        "select 'x' as event_name, '2026-11-01' as occurred_at, 'u' as user_id, * from marks where mark > :watermark"
    )
    watermark = {"column": "mark", "overlap": overlap}
    shop.source(kind="events", uri_env="SHOP_DATABASE_URI", query=query, watermark=watermark, fields={"event_id": "id"})
    assert list_orders(shop.land_one()) == ["1", "2"]
    cluster.run(f"insert into marks values (3, '{third}')")
    (new,) = (file for file in shop.land().landed if file.is_new)
    assert list_orders(new)[-1] == "3"
    assert list_orders(new) != ["1", "2", "3"] or values.startswith("9.5"), "10.25 less 1 lies below 9.5"


def test_books_balance_and_rejected_rows_are_hidden(shop: Project, cluster: Cluster) -> None:
    cluster.run("insert into orders values (3, null, null, 'ewa@example.com', null, 1, null, null, false, now())")
    landed = shop.land_one()
    assert (landed.line_count, landed.loaded_count, landed.rejected_count) == (3, 2, 1)
    assert "ewa" not in read(landed, "rejected").write_json()


def test_the_address_and_personal_data_reach_neither_disk_nor_messages(shop: Project) -> None:
    shop.land()
    written = [path.read_bytes() for path in shop.folder.rglob("*") if path.is_file()]
    assert written
    for secret in (PASSWORD, "127.0.0.1", "postgresql://", "anna"):
        assert not any(secret.encode() in content for content in written)
        assert not any(secret in message for message in shop.messages)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://reader:not%20it@{place}/postgres", "password authentication failed"),
        (f"postgresql://reader:{PASSWORD}@{{place}}/postgres", "not well formed"),
        ("postgresql://reader:hidden@127.0.0.1:{free}/postgres", "refused"),
        ("mysql://reader:hidden@{place}/postgres", "no address that can be read"),
        ("", "SHOP_DATABASE_URI is not set"),
    ],
)
def test_a_server_that_cannot_be_reached_is_refused_without_telling_the_address(
    shop: Project, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    place = f"127.0.0.1:{cluster.port}"
    monkeypatch.setenv("SHOP_DATABASE_URI", address.format(place=place, free=find_free_port()))
    (refused,) = shop.land().refused
    assert told in refused.reason
    for secret in ("not%20it", "not it", "hidden@", PASSWORD, PASSWORD.split("/")[0], "reader:"):
        assert secret not in f"{refused} {shop.messages}"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("select * from nobody", 'relation "nobody" does not exist'),
        ("delete from orders returning *", "syntax error"),
        ("select id, email as id from orders", "two columns of one name"),
        ("select email::int as event_name from orders", "type integer: [hidden]"),
    ],
)
def test_a_query_the_server_refuses_is_refused_in_its_words(shop: Project, query: str, told: str) -> None:
    shop.source(kind="events", uri_env="SHOP_DATABASE_URI", query=query)
    (refused,) = shop.land().refused
    assert told in refused.reason
    assert "anna" not in f"{refused} {shop.messages}"


def test_nothing_can_be_changed_through_a_query(shop: Project, cluster: Cluster) -> None:
    cluster.run(
        "create or replace function wipe() returns bigint language sql as "
        "'with gone as (delete from orders returning 1) select count(*) from gone'"
    )
    shop.source(kind="events", uri_env="SHOP_DATABASE_URI", query="select wipe() as event_name")
    assert "read-only" in shop.land().refused[0].reason


def test_check_looks_at_a_sample(shop: Project) -> None:
    report = inspect_source(shop.settings, "shop", KEY, now=NOW, sampled_lines=1)
    (file,) = report.files
    assert (file.row_count, file.is_sample, report.event_names) == (1, True, {"order": 1})


def test_a_missing_driver_is_told_with_the_extra_s_name(shop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)
    (refused,) = shop.land().refused
    assert refused.next_action is not None
    assert "journeymine[postgres]" in refused.next_action


def test_no_extract_is_left_behind_in_temporary_folders(shop: Project, tmp_path: Path) -> None:
    shop.land()
    assert not list((shop.folder / "warehouse" / "landed").rglob("*.partial"))
