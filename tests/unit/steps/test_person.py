"""What leads to a person is found, and which of it leads to others, too."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from journeymine.settings import ProjectSettings, Settings, SourceSettings
from journeymine.steps.person import Person, find_shared

PERSONS = pl.DataFrame({"key_set_id": [1, 2, 3], "customer_id": [10, 20, 20]})


def test_a_key_on_a_row_of_another_customer_is_shared(tmp_path: Path) -> None:
    settings = Settings(
        project=ProjectSettings(name="Test"),
        sources={"web": SourceSettings(kind="events", path="a.csv")},
        folder=tmp_path,
    )
    for number, rows in enumerate(
        (
            {"key_set_id": [1, 2], "user_id_hash": ["ann", "bob"], "email_hash": ["family", "family"]},
            {"key_set_id": [3, 4], "user_id_hash": ["bob", None], "email_hash": [None, "family"]},
        )
    ):
        folder = tmp_path / "warehouse" / "landed" / "web" / f"file{number}"
        folder.mkdir(parents=True)
        pl.DataFrame(rows).write_parquet(folder / "key_sets.parquet")
    keys = [("user_id", "ann"), ("email", "family"), ("device", "bob")]
    assert find_shared(settings, PERSONS, 10, keys) == {("email", "family")}
    assert find_shared(settings, PERSONS, 20, [("user_id", "bob")]) == set()


def test_a_shared_key_has_another_mark_than_the_persons_own() -> None:
    key, own, shared = bytes(32), ("user_id", "ann"), ("email", "family")
    suppressed = Person((own, shared), (7,), frozenset({shared})).mark(key)
    assert [len(marks) for marks in (suppressed.key_marks, suppressed.event_marks, suppressed.shared_key_marks)] == [
        1,
        1,
        1,
    ]
    assert not suppressed.key_marks & suppressed.shared_key_marks
