"""A reading of a PostgreSQL database that is killed is done again: nothing is lost, nothing doubled."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from journeymine.settings import read_settings
from journeymine.steps.ingest import ingest
from tests.unit.ingest.conftest import KEY
from tests.unit.ingest.servers import Cluster, open_cluster

pytest.importorskip("adbc_driver_postgresql", reason="what reads PostgreSQL is not installed")

SCRIPT = Path(__file__).with_name("killed_ingest.py")
SETTINGS = """
[project]
name = "Shop"

[sources.shop]
kind = "events"
uri_env = "SHOP_DATABASE_URI"
query = "select 'order' as event_name, pg_sleep(0.002)::text as waited, * from orders where id > :watermark"
watermark = { column = "id", overlap = 5 }
fields = { event_id = "id", occurred_at = "happened" }
"""
ROWS = 300


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with open_cluster(tmp_path_factory.mktemp("postgres")) as found:
        yield found


def add(cluster: Cluster, first: int, last: int) -> None:
    cluster.run(
        "insert into orders select n, '2026-11-01'::timestamptz + n * interval '1 minute', 'u' || n % 7 "
        f"from generate_series({first}, {last}) as n"
    )


def land(project: Path) -> list[tuple[int, list[int]]]:
    """Land what is new, undisturbed; return the number and ids of each reading so far, none of them half written."""
    landed = ingest(read_settings(project), KEY, "run", lambda _: None).landed
    assert list((project / "warehouse").rglob("*.partial")) == []
    ids = {file.span["number"]: pl.read_parquet(file.path("events"))["event_id"].cast(int) for file in landed}
    return [(number, sorted(found)) for number, found in sorted(ids.items())]


def start(project: Path, point: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, SCRIPT, project, str(point)], text=True, stdout=subprocess.PIPE)


@pytest.fixture
def shop(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that has read the first orders, with as many that are new."""
    monkeypatch.setenv("SHOP_DATABASE_URI", cluster.uri)
    cluster.run(
        "set client_min_messages to error",
        "drop table if exists orders",
        "create table orders (id bigint primary key, happened timestamptz, user_id text)",
    )
    add(cluster, 1, ROWS)
    project = tmp_path / "shop"
    project.mkdir()
    (project / "journeymine.toml").write_text(SETTINGS)
    assert land(project) == [(1, list(range(1, ROWS + 1)))]
    add(cluster, ROWS + 1, 2 * ROWS)
    return project


NEW = (2, list(range(ROWS - 4, 2 * ROWS + 1)))


def wait_for_reading(cluster: Cluster) -> None:
    """Wait until the server is in the middle of giving the new rows to somebody."""
    query = "select count(*) from pg_stat_activity where query like 'COPY%pg_sleep%' and state = 'active'"
    command = [str(cluster.programs / "psql"), "-qAt", "-d", cluster.uri, "-c", query]
    for _ in range(200):
        if subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "1":
            return
        time.sleep(0.02)
    raise TimeoutError("nothing is read")


def test_reading_killed_while_rows_come_in_is_done_again(shop: Path, cluster: Cluster) -> None:
    with start(shop, 10_000) as child:
        wait_for_reading(cluster)
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    first, second = land(shop)
    assert (first[0], second) == (1, NEW)
    assert land(shop) == [first, second, (3, list(range(2 * ROWS - 4, 2 * ROWS + 1)))], "the overlap, and nothing else"


@pytest.mark.long
def test_reading_killed_at_any_change_of_a_file_is_done_again(shop: Path, tmp_path: Path) -> None:
    lived = Path(shutil.copytree(shop, tmp_path / "lived"))
    with start(lived, -1) as child:
        count = int(child.communicate()[0])
    expected = land(lived)
    assert expected[1] == NEW
    for point in range(count):
        project = Path(shutil.copytree(shop, tmp_path / f"killed{point}"))
        with start(project, point) as child:
            assert child.wait() == -signal.SIGKILL
        assert land(project)[:2] == expected[:2], point
