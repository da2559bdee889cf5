from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

from journeymine.sample import SampleSummary
from journeymine.sample.dirt import WRONG_TIME
from tests.unit.sample.reading import read_events, read_lines

LAST_DAY = int(datetime(2026, 4, 30, tzinfo=UTC).timestamp()) * 1_000_000


def test_every_file_has_the_lines_the_truth_says(small_sample: SampleSummary) -> None:
    counted = {row["file"]: row["line_count"] for row in small_sample.lines.iter_rows(named=True)}
    files = [path for path in (small_sample.folder / "drops").rglob("*") if path.is_file()]
    found = {str(path.relative_to(small_sample.folder)): len(read_lines(path)) for path in files}
    assert found == counted


def test_every_drop_has_every_file(small_sample: SampleSummary) -> None:
    names = [
        {str(path.relative_to(drop)) for path in drop.rglob("*") if path.is_file()}
        for drop in sorted((small_sample.folder / "drops").iterdir())
    ]
    assert names[0] == names[1]
    assert len(names[0]) == 25


def test_broken_lines_are_as_many_as_counted(small_sample: SampleSummary) -> None:
    for row in small_sample.lines.filter(header_count=1).iter_rows(named=True):
        header, *lines = read_lines(small_sample.folder / row["file"])
        width = header.count(",") + 1
        # Only whole rows of texts are quoted; half a row never reaches its text.
        broken = [line for line in lines if WRONG_TIME in line or ('"' not in line and line.count(",") + 1 < width)]
        assert len(broken) == row["broken_count"], row["file"]
    lost = Counter(
        drop
        for drop, event in read_events(small_sample.folder)
        if event is None or event["event_timestamp"] == WRONG_TIME
    )
    web = small_sample.lines.filter(header_count=0)
    assert {row["file"].split("/")[1]: row["broken_count"] for row in web.iter_rows(named=True)} == {
        drop: lost[drop] for drop in small_sample.drops
    }
    assert lost["2026-04-29"] > 10


def test_duplicates_are_whole_lines_again(small_sample: SampleSummary) -> None:
    for name in ("ga4_events.jsonl.gz", "hubspot/email_event.csv", "visits.csv", "hubspot/contact.csv"):
        lines = Counter(
            line for drop in small_sample.drops for line in read_lines(small_sample.folder / "drops" / drop / name)[1:]
        )
        planted = small_sample.lines.filter(small_sample.lines["file"].str.ends_with(name))["duplicate_count"].sum()
        whole = sum(count - 1 for line, count in lines.items() if WRONG_TIME not in line)
        assert whole == planted, name


def test_late_lines_come_after_their_day(small_sample: SampleSummary) -> None:
    first = set(read_lines(small_sample.folder / "drops" / "2026-04-29" / "ga4_events.jsonl.gz"))
    second = read_lines(small_sample.folder / "drops" / "2026-04-30" / "ga4_events.jsonl.gz")
    days = {
        line: int(line.split('"event_timestamp":"')[1][:16]) for line in set(second) - first if WRONG_TIME not in line
    }
    late = [line for line, moment in days.items() if moment < LAST_DAY]
    web = small_sample.lines.filter(small_sample.lines["file"].str.contains("04-30/ga4"))
    assert len(late) == web["late_count"].item()
    assert all(moment < LAST_DAY + 86_400_000_000 for moment in days.values())


def test_displaced_lines_stand_out_of_order(small_sample: SampleSummary) -> None:
    moments: dict[str, list[int]] = {}
    for _, event in read_events(small_sample.folder):
        if event is not None and event["event_timestamp"] != WRONG_TIME:
            moments.setdefault(event["user_pseudo_id"], []).append(int(event["event_timestamp"]))
    backwards = sum(later < earlier for times in moments.values() for earlier, later in pairwise(times))
    planted = small_sample.lines.filter(header_count=0)["displaced_count"].sum()
    assert planted / 3 < backwards < planted * 2


def test_missing_users_are_null_or_empty(small_sample: SampleSummary) -> None:
    users = Counter(event["user_id"] for _, event in read_events(small_sample.folder) if event is not None)
    assert users[None] > users[""] > 10
