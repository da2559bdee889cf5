"""Nothing that a night leaves behind holds a key or a first name of the sample's people as their sources wrote it."""

from __future__ import annotations

import csv
import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeymine.privacy.hashing import hash_identifier
from journeymine.settings import read_settings
from journeymine.steps.forget import forget_customer
from journeymine.warehouse.connection import open_database
from tests.conftest import SAMPLE, SAMPLE_KEY, SampleNights

WORD = re.compile(r"\w+")
LONG_WORD = re.compile(r"[\w+@.-]+")
SHORTEST = 6
"""Characters; shorter ids are as likely a price or a page."""


@pytest.fixture(scope="module")
def raw_values() -> frozenset[str]:
    """Every key of the planted truth, and every first name the CRM exported."""
    with (SAMPLE / "truth" / "identities.csv").open(encoding="utf-8", newline="") as file:
        keys = {row["identity_value"] for row in csv.DictReader(file)}
    names = set()
    for contacts in SAMPLE.glob("drops/*/hubspot/contact.csv"):
        with contacts.open(encoding="utf-8", newline="") as file:
            names |= {row["property_firstname"] or "" for row in csv.DictReader(file, restval="")}
    return frozenset(value for value in keys if len(value) >= SHORTEST) | names - {""}


def find_raw(texts: Iterator[str], raw_values: frozenset[str]) -> set[str]:
    """Find which raw values occur: as a word, as part of a joined id, or with the dots of a cookie id between."""
    found: set[str] = set()
    for text in texts:
        found |= raw_values.intersection(WORD.findall(text))
        for word in LONG_WORD.findall(text):
            parts = word.split(".")
            found |= raw_values.intersection([word, *re.split("[-_]", word), *map(".".join, itertools.pairwise(parts))])
    return found


def read_texts(database: Path) -> Iterator[str]:
    """Read every distinct text of every column of every table and view."""
    with open_database(database, read_only=True) as connection:
        columns = connection.execute(
            "select schema_name || '.' || table_name, column_name from duckdb_columns() "
            "where not internal and (data_type like '%VARCHAR%' or data_type like '%STRUCT%')"
        ).fetchall()
        for table, column in columns:
            rows = connection.execute(f"select distinct {column}::varchar from {table} where {column} is not null")
            yield from (text for (text,) in rows.fetchall())


def read_parquet_texts(folder: Path) -> Iterator[str]:
    """Read every distinct text of every landed file."""
    with open_database(None) as connection:
        for file in sorted(folder.rglob("*.parquet")):
            described = connection.execute(f"describe from read_parquet('{file}')").fetchall()
            for column in [row[0] for row in described if "VARCHAR" in row[1]]:
                query = f"select distinct {column}::varchar from read_parquet('{file}') where {column} is not null"
                yield from (text for (text,) in connection.execute(query).fetchall())


def test_no_table_names_anybody(sample_nights: SampleNights, raw_values: frozenset[str]) -> None:
    assert find_raw(read_texts(sample_nights.second / "journeymine.duckdb"), raw_values) == set()


def test_no_landed_file_names_anybody(sample_nights: SampleNights, raw_values: frozenset[str]) -> None:
    assert find_raw(read_parquet_texts(sample_nights.project / "warehouse" / "landed"), raw_values) == set()


def test_no_page_and_no_record_names_anybody(sample_nights: SampleNights, raw_values: frozenset[str]) -> None:
    warehouse = sample_nights.project / "warehouse"
    files = [*warehouse.rglob("*.html"), *warehouse.rglob("*.json"), warehouse / "lock"]
    assert files
    assert find_raw((file.read_text(encoding="utf-8") for file in files), raw_values) == set()


@pytest.mark.long
def test_a_forgotten_customer_is_in_nothing_and_still_nobody_is_named(
    sample_nights: SampleNights, raw_values: frozenset[str], tmp_path: Path
) -> None:
    """The person with the most e-mail addresses and devices of the truth, forgotten in a copy of the project."""
    with (SAMPLE / "truth" / "identities.csv").open(encoding="utf-8", newline="") as file:
        keys: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(file):
            keys.setdefault(row["person"], []).append(row)
    theirs = max(keys.values(), key=len)
    email = next(row["identity_value"] for row in theirs if row["identity_kind"] == "email")
    project = Path(shutil.copytree(sample_nights.project, tmp_path / "company", symlinks=True))
    hashes = find_hashes(project, email)
    assert len(hashes) >= 4
    assert find_raw(read_texts(project / "warehouse" / "current" / "journeymine.duckdb"), hashes) == hashes
    forget_customer(read_settings(project), SAMPLE_KEY, email, lambda _: None)
    warehouse = project / "warehouse"
    sought = raw_values | hashes
    assert find_raw(read_texts(warehouse / "current" / "journeymine.duckdb"), sought) == set()
    assert find_raw(read_parquet_texts(warehouse / "landed"), sought) == set()
    files = [*warehouse.rglob("*.html"), *warehouse.rglob("*.json"), warehouse / "lock"]
    assert find_raw((file.read_text(encoding="utf-8") for file in files), sought) == set()


def find_hashes(project: Path, email: str) -> frozenset[str]:
    """Find every hash by which the published night knows whoever has an e-mail address."""
    mail = hash_identifier("email", email, SAMPLE_KEY)
    with open_database(project / "warehouse" / "current" / "journeymine.duckdb", read_only=True) as connection:
        query = (
            "select identity_hash from core.identities where customer_id = "
            f"(select customer_id from core.identities where identity_hash = '{mail}')"
        )
        return frozenset(value for (value,) in connection.execute(query).fetchall())


@pytest.mark.parametrize(
    "text", ["about Anna77", "form:u100188:7", "343314563.1708673596.17672.page_view", "a joanna@example.org b"]
)
def test_the_search_finds_what_is_there(text: str) -> None:
    planted = frozenset({"Anna77", "u100188", "343314563.1708673596", "joanna@example.org"})
    assert len(find_raw(iter([text]), planted)) == 1
