"""Files in an S3 store: against a store of the tests' own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
import pytest

from journeymine.ingest.inspect import inspect_source
from tests.unit.ingest.conftest import KEY, NOW, Project, read
from tests.unit.ingest.servers import find_free_port, open_store

Put = Callable[[str, str | bytes], None]
HEADER = "event_name,occurred_at,user_id,email\n"


def row(number: int) -> str:
    """Return one line of a file."""
    return f"visit,2026-11-{number:02}T10:00:00Z,u{number},anna{number}@example.com\n"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A store for all tests of this file."""
    with open_store() as address:
        yield address


@pytest.fixture
def put(project: Project, store: str, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Put an object into a bucket of the test's own, compressed if its name says so."""
    import boto3

    for name, value in {
        "AWS_ENDPOINT_URL": store,
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    for bucket in client.list_buckets()["Buckets"]:
        for entry in client.list_objects_v2(Bucket=bucket["Name"]).get("Contents", ()):
            client.delete_object(Bucket=bucket["Name"], Key=entry["Key"])
        client.delete_bucket(Bucket=bucket["Name"])
    client.create_bucket(Bucket="drops")

    def put_object(key: str, content: str | bytes) -> None:
        path = project.write(f"local/{key}", content)
        client.put_object(Bucket="drops", Key=key, Body=path.read_bytes())
        path.unlink()

    return put_object


def test_objects_of_a_glob_are_landed_as_files_are(project: Project, put: Put) -> None:
    put("2026-11-01/web.csv.gz", HEADER + row(1) + row(2))
    put("2026-11-02/web.csv.gz", HEADER + row(3) + "visit,never,u4,ewa@example.com\n")
    put("2026-11-02/other.csv", HEADER + row(5))
    project.source(kind="events", path="s3://drops/*/web.csv.gz")
    result = project.land()
    assert not result.refused, result.refused
    counts = {file.file_name: (file.loaded_count, file.rejected_count) for file in result.landed}
    assert counts == {"s3://drops/2026-11-01/web.csv.gz": (2, 0), "s3://drops/2026-11-02/web.csv.gz": (1, 1)}


def test_one_key_parquet_and_json_lines_are_read(project: Project, put: Put) -> None:
    frame = pl.DataFrame({"event_name": ["visit"], "occurred_at": ["2026-11-01T10:00:00Z"], "user_id": ["u1"]})
    put("a.parquet", frame.write_parquet(path := project.folder / "a.parquet") or path.read_bytes())
    put("b.jsonl", frame.write_ndjson())
    for key in ("a.parquet", "b.jsonl"):
        project.sources.clear()
        project.source(name=key[0], kind="events", path=f"s3://drops/{key}")
        assert project.land_one().loaded_count == 1


def test_a_folder_s_keys_give_partitions(project: Project, put: Put) -> None:
    put("web/shop=north/day=2026-11-01/a.csv", HEADER + row(1))
    put("web/shop=south/day=2026-11-01/a.csv", HEADER + row(1))
    put("web/old/a.csv", HEADER + row(2))
    put("webs/a.csv", HEADER + row(3))
    project.source(kind="events", path="s3://drops/web", fields={"location": "shop"})
    landed = project.land().landed
    assert [file.loaded_count for file in landed] == [1, 1]
    assert {read(file, "event_kinds")["location"].item() for file in landed} == {"north", "south"}


def test_tables_of_a_vendor_s_folder_are_found_and_looked_up(project: Project, put: Put) -> None:
    put("crm/deal.csv", "deal_id,property_createdate,property_pipeline\n7,2026-11-01 10:00:00,p\n")
    put("crm/deal_pipeline.csv", "pipeline_id,label\np,Sales\n")
    project.source(kind="hubspot", path="s3://drops/crm/")
    result = project.land()
    assert {file.table for file in result.landed} == {"deal", "deal_pipeline"}


def test_an_object_that_has_not_changed_is_not_fetched_again(
    project: Project, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a.csv", HEADER + row(1))
    project.source(kind="events", path="s3://drops/*.csv")
    assert project.land_one().is_new
    import s3fs

    fetched: list[str] = []
    open_object = s3fs.S3FileSystem.open

    def note(self: Any, path: str, *arguments: Any, **options: Any) -> Any:
        fetched.append(path)
        return open_object(self, path, *arguments, **options)

    monkeypatch.setattr(s3fs.S3FileSystem, "open", note)
    assert not project.land_one().is_new
    assert fetched == []
    put("a.csv", HEADER + row(1) + row(2))
    assert sum(file.is_new for file in project.land().landed) == 1
    assert fetched == ["drops/a.csv"]


def test_a_renamed_copy_is_loaded_once(project: Project, put: Put) -> None:
    put("a.csv", HEADER + row(1))
    put("b.csv", HEADER + row(1))
    project.source(kind="events", path="s3://drops/*.csv")
    assert project.land_one().loaded_count == 1
    assert project.land_one().loaded_count == 1, "also when the store says that the first has not changed"


def test_a_changed_mapping_fetches_the_objects_again(project: Project, put: Put) -> None:
    put("a.csv", HEADER + row(1))
    project.source(kind="events", path="s3://drops/*.csv")
    project.land()
    project.source(kind="events", path="s3://drops/*.csv", fields={"location": "'here'"})
    assert project.land_one().is_new


def test_nothing_personal_reaches_the_disk(project: Project, put: Put) -> None:
    put("a.csv", HEADER + row(1) + "visit,never,u4,anna@example.com\n")
    project.source(kind="events", path="s3://drops/*.csv")
    project.land()
    files = [path for path in project.folder.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"anna" in path.read_bytes()]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("s3://drops/*.tsv", "nothing matches"),
        ("s3://drops/nowhere/", "nothing matches"),
        ("s3://no-such-bucket/*.csv", ""),
        ("s3://*/a.csv", "names no bucket"),
    ],
)
def test_what_is_not_there_is_refused(project: Project, put: Put, path: str, told: str) -> None:
    put("a.csv", HEADER + row(1))
    project.source(kind="events", path=path)
    (refused,) = project.land().refused
    assert told in refused.reason


def test_a_store_that_does_not_answer_is_refused(project: Project, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{find_free_port()}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    project.source(kind="events", path="s3://drops/*.csv")
    (refused,) = project.land().refused
    assert "the store cannot be read" in refused.reason


def test_check_looks_into_the_store(project: Project, put: Put) -> None:
    put("a.csv", HEADER + row(1))
    project.source(kind="events", path="s3://drops/*.csv")
    report = inspect_source(project.settings, "shop", KEY, now=NOW)
    assert (report.file_count, report.event_names) == (1, {"visit": 1})


def test_a_missing_reader_is_told_with_the_extra_s_name(
    project: Project, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    project.source(kind="events", path="s3://drops/*.csv")
    (refused,) = project.land().refused
    assert refused.next_action is not None
    assert "journeymine[s3]" in refused.next_action
