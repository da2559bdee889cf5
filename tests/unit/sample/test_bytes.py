from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from journeymine.errors import SettingsError
from journeymine.sample import SampleSummary, write_sample
from tests.unit.sample.reading import read_all, read_lines

COMMITTED = Path(__file__).resolve().parents[3] / "data" / "sample"


def test_same_seed_writes_the_same_bytes(small_sample: SampleSummary, tmp_path: Path) -> None:
    write_sample(tmp_path / "again", customers=400, seed=3)
    first = sorted(path for path in small_sample.folder.rglob("*") if path.is_file())
    again = [tmp_path / "again" / path.relative_to(small_sample.folder) for path in first]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]


def test_size_of_chunks_leaves_no_trace(small_sample: SampleSummary, tmp_path: Path) -> None:
    write_sample(tmp_path / "chunks", customers=400, seed=3, chunk_customers=97)
    for path in sorted(path for path in small_sample.folder.rglob("*") if path.is_file()):
        other = tmp_path / "chunks" / path.relative_to(small_sample.folder)
        assert other.read_bytes() == path.read_bytes(), path.name


def test_another_seed_tells_another_story(small_sample: SampleSummary, tmp_path: Path) -> None:
    write_sample(tmp_path / "other", customers=400, seed=4)
    first, other = read_all(small_sample.folder / "drops"), read_all(tmp_path / "other" / "drops")
    assert first.keys() == other.keys()
    assert first["2026-04-29/ga4_events.jsonl.gz"] != other["2026-04-29/ga4_events.jsonl.gz"]


def test_more_drops_deliver_the_same_lines_on_more_nights(small_sample: SampleSummary, tmp_path: Path) -> None:
    nightly = write_sample(tmp_path / "nightly", customers=400, seed=3, drops=7)
    assert nightly.drops == tuple(f"2026-04-{day}" for day in range(24, 31))
    for name in ("ga4_events.jsonl.gz", "hubspot/contact.csv", "visits.csv"):
        lines = [
            {line for drop in sample.drops for line in read_lines(sample.folder / "drops" / drop / name)}
            for sample in (small_sample, nightly)
        ]
        assert lines[0] == lines[1]


def test_a_longer_company_keeps_its_people(small_sample: SampleSummary, tmp_path: Path) -> None:
    bigger = write_sample(tmp_path / "bigger", customers=500, seed=3)
    people = [read_lines(sample.folder / "truth" / "segments.csv") for sample in (small_sample, bigger)]
    assert people[1][: len(people[0])] == people[0]


def test_committed_sample_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample", customers=2000, days=120, seed=7)
    written, committed = read_all(tmp_path / "sample"), read_all(COMMITTED)
    kept = {name: content for name, content in committed.items() if name in written}
    assert kept == written


def test_committed_sample_is_small_and_holds_no_key() -> None:
    files = [path for path in COMMITTED.rglob("*") if path.is_file() and "warehouse" not in path.parts]
    assert sum(path.stat().st_size for path in files) <= 8_000_000
    assert not (COMMITTED / "journeymine.key").exists()


def test_packed_files_carry_neither_time_nor_name(small_sample: SampleSummary) -> None:
    header = (small_sample.folder / "drops" / "2026-04-29" / "ga4_events.jsonl.gz").read_bytes()[:10]
    assert header[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"customers": 0}, "--customers"),
        ({"days": 1}, "--days"),
        ({"drops": 121}, "--drops"),
        ({"drops": 0}, "--drops"),
    ],
)
def test_numbers_out_of_range_are_refused(wrong: dict[str, int], where: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=where):
        write_sample(tmp_path, **{"customers": 10, **wrong})


def test_a_folder_with_drops_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "drops").mkdir()
    with pytest.raises(SettingsError, match="already holds drops"):
        write_sample(tmp_path, customers=10)


@pytest.mark.parametrize("customers", [1, 2, 3])
def test_a_handful_of_customers_is_a_sample_too(customers: int, tmp_path: Path) -> None:
    summary = write_sample(tmp_path / "tiny", customers=customers, days=3, end=date(2025, 11, 2))
    assert summary.drops == ("2025-11-01", "2025-11-02")
