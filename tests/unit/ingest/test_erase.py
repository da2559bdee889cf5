"""Rows of somebody who is forgotten leave a landed file, and those of others stay."""

from __future__ import annotations

from typing import Literal

import polars as pl
import pytest

from journeymine.ingest.erase import ERASED_TEXT
from journeymine.ingest.land import open_landing
from journeymine.ingest.sweep import sweep_landed
from journeymine.privacy.erasures import ErasureBook, Suppressed, mark_key, write_book
from journeymine.privacy.hashing import hash_identifier
from journeymine.privacy.keyfile import find_fingerprint
from journeymine.settings import IdentitySettings

from .conftest import KEY, Project, read

ROWS = [
    "1,2026-01-01,view,ann,family@x.example,",
    "2,2026-01-02,view,bob,family@x.example,",
    "3,2026-01-03,view,,family@x.example,tablet",
    "4,2026-01-04,view,,,tablet",
    "5,2026-01-05,view,bob,,tablet",
    "6,never,view,bob,family@x.example,",
    "7,never,view,,family@x.example,",
]


def erase(project: Project, own: list[tuple[str, str]], shared: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Land the rows, take a person's out, and return which events and which rejected texts are left."""
    project.write("a.csv", "event_id,occurred_at,event_name,user_id,email,device_id\n" + "\n".join(ROWS) + "\n")
    project.source(kind="events", path="a.csv")
    landed = project.land_one()
    marks = [
        frozenset(mark_key(KEY, kind, str(hash_identifier(kind, value, KEY))) for kind, value in keys)
        for keys in (own, shared)
    ]
    with open_landing(KEY, "UTC") as connection:
        sweep_landed(connection, landed.folder.parents[1], Suppressed(marks[0], frozenset(), marks[1]))
    events = pl.read_parquet(landed.path("events")).sort("row_number")
    rejected = pl.read_parquet(landed.path("rejected")).sort("line_number")
    kept = pl.read_parquet(landed.path("key_sets"))
    assert set(events["key_set_id"]) == set(kept["key_set_id"]), "no key is kept without a row"
    return events["row_number"].cast(pl.String).to_list(), rejected["line_text"].to_list()


def test_every_row_with_a_key_of_the_person_goes(project: Project) -> None:
    events, rejected = erase(project, [("user_id", "ann"), ("email", "family@x.example"), ("device", "tablet")], [])
    assert events == ["5"], "the device stands on it, and somebody else"
    assert rejected == [ERASED_TEXT, ERASED_TEXT]


def test_a_key_that_others_have_too_takes_only_rows_without_another(project: Project) -> None:
    events, rejected = erase(project, [("user_id", "ann"), ("device", "tablet")], [("email", "family@x.example")])
    assert events == ["2", "5"], "bob's rows stay, though the family's address is on one of them"
    assert rejected[0] != ERASED_TEXT
    assert rejected[1] == ERASED_TEXT
    gone = str(hash_identifier("email", "family@x.example", KEY))
    (folder,) = (project.folder / "warehouse" / "landed" / "shop").iterdir()
    assert not [file.name for file in folder.glob("*.parquet") if gone in str(pl.read_parquet(file).to_dicts())]


def test_a_file_that_holds_a_shared_key_on_rows_of_others_alone_loses_it(project: Project) -> None:
    project.write("a.csv", "event_id,occurred_at,event_name,user_id,phone\n1,2026-01-01,view,ann,+48601777100\n")
    project.source(kind="events", path="a.csv")
    landed = project.land_one()
    phone = str(hash_identifier("phone", "+48601777100", KEY))
    shared = Suppressed(shared_key_marks=frozenset({mark_key(KEY, "phone", phone)}))
    with open_landing(KEY, "UTC") as connection:
        assert sweep_landed(connection, landed.folder.parents[1], shared) == 1
        assert sweep_landed(connection, landed.folder.parents[1], shared) == 0
    assert read(landed, "events").height == 1
    assert read(landed, "key_sets")["phone_hash"].to_list() == [None]
    assert read(landed, "key_sets")["user_id_hash"].to_list() == [hash_identifier("user_id", "ann", KEY)]


@pytest.mark.parametrize("rules", [(), ("gmail_dots",), ("gmail_dots", "plus_tags")])
def test_an_address_stays_erased_however_addresses_are_evened_out_later(
    project: Project, rules: tuple[Literal["gmail_dots", "plus_tags"], ...]
) -> None:
    lines = ["1,2026-01-01,view,Ann.Lee+shop@gmail.com", "2,2026-01-02,view,bob@gmail.com", "x,never,view,ann.lee@x.pl"]
    project.write("a.csv", "event_id,occurred_at,event_name,email\n" + "\n".join(lines) + "\n")
    project.source(kind="events", path="a.csv")
    before, after = (), ("plus_tags",)
    if rules:
        before, after = rules, ()
    project.identity = IdentitySettings(email_rules=before)
    first = project.land_one()
    marks = {
        mark_key(KEY, "email", value)
        for value in read(first, "key_sets")["email_hash"]
        if value != hash_identifier("email", "bob@gmail.com", KEY)
    }
    write_book(project.folder / "warehouse", ErasureBook(find_fingerprint(KEY), Suppressed(frozenset(marks))))
    project.identity = IdentitySettings(email_rules=after)
    again = project.land_one()
    assert again.folder != first.folder, "other rules read the file again"
    assert read(again, "events")["row_number"].to_list() == [2]
