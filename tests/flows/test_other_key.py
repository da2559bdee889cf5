"""A key is changed by landing every file anew; who was forgotten stays out, and no hash of the former key is left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from journeymine.errors import KeyFileError
from journeymine.privacy.hashing import hash_identifier
from journeymine.privacy.keyfile import read_key, write_key
from journeymine.settings import read_settings
from journeymine.steps.forget import forget_customer, list_erasures, mark_unknown
from journeymine.steps.night import run_night
from journeymine.steps.publish import find_current
from journeymine.warehouse.connection import open_database
from tests.flows.small_shop import KEY

PERSON = "user_id:user3"


def ask(project: Path, query: str) -> list[tuple[object, ...]]:
    with open_database(find_current(project / "warehouse") / "journeymine.duckdb", read_only=True) as connection:
        return connection.execute(query).fetchall()


def change_key(project: Path) -> bytes:
    """Do what docs/running.md says."""
    (project / "journeymine.key").rename(project / "former.key")
    (project / "warehouse" / "landed").rename(project / "landed.former")
    return write_key(project / "journeymine.key")


def run(project: Path, key: bytes) -> None:
    run_night(read_settings(project), key, is_full=True, announce=lambda _: None)


COUNTS = "select journey_count, converted_count from core.variant_counts order by all"


def test_another_key_gives_the_same_journeys_of_other_hashes(published: Path) -> None:
    counts, hashes = ask(published, COUNTS), ask(published, "select identity_hash from core.identities")
    assert len(counts) > 3
    run(published, change_key(published))
    assert ask(published, COUNTS) == counts
    assert not set(ask(published, "select identity_hash from core.identities")) & set(hashes)
    assert len(ask(published, "select distinct night_id from meta.metric_history")) == 2


def test_another_key_is_refused_as_long_as_files_or_marks_of_the_former_are_there(published: Path) -> None:
    settings = read_settings(published)
    forget_customer(settings, KEY, PERSON, lambda _: None)
    before = find_current(published / "warehouse")
    with pytest.raises(KeyFileError):
        run(published, bytes(32))
    key = change_key(published)
    with pytest.raises(KeyFileError, match="erased people"):
        run(published, key)
    assert find_current(published / "warehouse") == before


def test_who_is_forgotten_again_before_anything_lands_stays_out(published: Path) -> None:
    settings = read_settings(published)
    forget_customer(settings, KEY, PERSON, lambda _: None, requested_by="ticket 7")
    key = change_key(published)
    mark_unknown(settings, key, PERSON, requested_by="ticket 7")
    run(published, key)
    user = hash_identifier("user_id", "user3", key)
    assert ask(published, f"select count(*) from core.identities where identity_hash = '{user}'") == [(0,)]
    assert ask(published, "select sum(erased_count) > 0 from raw.files") == [(True,)]
    assert [entry.requested_by for entry in list_erasures(settings)] == ["ticket 7", "ticket 7"]
    assert read_key(settings.key_file) == key
    shutil.rmtree(published)
